import { html, nothing, type TemplateResult } from 'lit';
import { formatDate, formatDateTime, formatInstant, TimePrecision } from '../../src/format/times.js';
import { formatDuration } from '../../src/format/durations.js';
import { zoneLabel } from '../../src/format/time-zone.js';
import type { Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { ExecSession, Trace } from '../../src/model/trace.js';
import { toEpochMs } from '../../src/model/units.js';
import { sessionLetter } from '../../src/report/session-letter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, typeBadge } from '../internal/attribute-label.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderValueChip } from '../internal/value-chip.js';
import { renderText } from '../internal/visible-text.js';
import { renderSessionCertainty } from './certainty-mark.js';
import { formatLength, formatShortLength } from './relative-time.js';
import { beforeText, traceValues } from './trace-values.js';
import { traceWords } from './trace-words.js';

export interface HeaderContext {
  readonly host: HTMLElement;
  readonly store: ActivityStore;
  readonly trace: Trace;
  /** Opens the trace of another session. */
  readonly show: (session: ExecSession) => void;
}

type Names = readonly (readonly [name: string, ...others: string[]])[];

/** Who, where: attributes in their order; of alternatives the first that is on record. */
const who: Names = [['username'], ['groups'], ['impersonatedBy'], ['sourceAddresses'], ['userAgent']];
const where: Names = [
  ['kubernetes.cluster.name'],
  ['kubernetes.namespace.name'],
  ['kubernetes.pod.name', 'name'],
  ['container', 'container.name'],
  ['kubernetes.node.name', 'hostname'],
];
/** Absent, these are worth a word: an investigator asks for them. */
const expected: ReadonlySet<string> = new Set(['username', 'sourceAddresses', 'userAgent', 'container']);

/** The activity that was asked about, in one line. */
export function renderSubject(activity: Activity): TemplateResult {
  const values = traceValues(activity).filter(
    ({ emphasised, attribute }) => emphasised || subjectAttributes.has(attribute),
  );
  return html`<span class="subject"
    ><span part="badge" class="badge ${activity.type}">${typeBadge(activity.type)}</span>${values.map(
      ({ value, before, joined }) =>
        html`${joined ? before : before === '' ? ' ' : ` ${beforeText(before)} `}<span class="value mono"
            >${renderText(value, 120)}</span
          >`,
    )}</span
  >`;
}
/** What is told of the subject besides what it is recognised by. */
const subjectAttributes: ReadonlySet<string> = new Set(['clientIp', 'clientPort', 'pid', 'permissions']);

export function renderFacts(context: HeaderContext, session: ExecSession): TemplateResult {
  return html`<div class="facts">
    <dl>${who.map((names) => renderFact(context, session, names))}</dl>
    <dl>${where.map((names) => renderFact(context, session, names))}</dl>
    <dl>${renderWhat(context, session)}</dl>
  </div>`;
}

function renderFact(
  { host, store }: HeaderContext,
  { request }: ExecSession,
  names: readonly string[],
): TemplateResult | typeof nothing {
  const [first = ''] = names;
  const name = names.find((candidate) => request.attributes.has(candidate)) ?? first;
  const value = request.attributes.get(name);
  const values = value === undefined ? [] : typeof value === 'object' ? value : [String(value)];
  if (values.length === 0 && !expected.has(first)) return nothing;
  return html`<div>
    <dt>${attributeLabel(first)}</dt>
    <dd>
      ${
        values.length === 0
          ? html`<span class="muted">${msg('not on record')}</span>`
          : values.map((one) => renderValueChip(host, store, { attribute: name, value: one, maxLength: 200 }))
      }
    </dd>
  </div>`;
}

function renderWhat({ host, store }: HeaderContext, session: ExecSession): TemplateResult {
  const zone = store.view.timeZone;
  const { request, startNs, endNs, outcome } = session;
  const command = attributeText(request, 'command');
  const status = attributeText(request, 'statusCode');
  const moment = (timeNs: bigint): TemplateResult =>
    html`<time class="mono" datetime=${formatInstant(timeNs)} title=${formatDate(toEpochMs(timeNs), zone, uiLocale())}
      >${formatDateTime(timeNs, zone, uiLocale(), TimePrecision.milliseconds)}</time
    >`;
  const words = traceWords();
  return html`<div>
      <dt>${attributeLabel('command')}</dt>
      <dd>
        ${
          command === undefined
            ? html`<span class="muted">${msg('not on record')}</span>`
            : renderValueChip(host, store, { attribute: 'command', value: command, maxLength: 300 })
        }
      </dd>
    </div>
    <div>
      <dt>${msg('Start')}</dt>
      <dd>${moment(startNs)} <span class="muted">${zoneLabel(zone, toEpochMs(startNs), uiLocale())}</span></dd>
    </div>
    <div>
      <dt>${msg('End')}</dt>
      <dd>
        ${endNs === null ? html`<span class="doubt">${msg('not on record, perhaps still open')}</span>` : moment(endNs)}
      </dd>
    </div>
    <div>
      <dt>${msg('Duration')}</dt>
      <dd>
        ${
          endNs === null
            ? html`<span class="muted">${msg('not known')}</span>`
            : html`<span title=${formatLength(endNs - startNs)}
                >${formatDuration(Number((endNs - startNs) / 1_000_000n), uiLocale())}</span
              >`
        }
      </dd>
    </div>
    <div>
      <dt>${msg('Outcome')}</dt>
      <dd>
        ${words.outcome[outcome]}${
          status === undefined
            ? nothing
            : html` ${renderValueChip(host, store, { attribute: 'statusCode', value: status })}`
        }
      </dd>
    </div>`;
}

/** Every session that the rows name, one line each, with the way to its own trace. */
export function renderSessions({ store, trace, show }: HeaderContext): TemplateResult | typeof nothing {
  if (trace.sessions.length < 2) return nothing;
  const zone = store.view.timeZone;
  return html`<ul class="sessions" aria-label=${msg('Sessions')}>
    ${trace.sessions.map((session, at) => {
      const { request, startNs, endNs, id } = session;
      const letter = sessionLetter(at);
      const user = attributeText(request, 'username') ?? msg('not on record');
      return html`<li>
        <span class="letter">${letter}</span>
        <strong class="value mono">${renderText(user, 60)}</strong>
        <span class="value mono">${renderText(attributeText(request, 'sourceAddresses') ?? '', 60)}</span>
        <span class="value mono command-text">${renderText(attributeText(request, 'command') ?? '', 60)}</span>
        <span class="tabular muted"
          >${formatDateTime(startNs, zone, uiLocale(), TimePrecision.milliseconds)}${
            endNs === null ? html`, ${msg('end unknown')}` : html`, ${formatShortLength(endNs - startNs)}`
          }</span
        >
        ${renderSessionCertainty(session)}
        ${
          id === trace.activityId
            ? html`<span class="muted current">${msg('shown')}</span>`
            : html`<button
                type="button"
                class="link"
                aria-label=${msg(str`Trace session ${letter}`)}
                @click=${() => show(session)}
              >
                ${msg('Trace')}
              </button>`
        }
      </li>`;
    })}
  </ul>`;
}
