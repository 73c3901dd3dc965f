import { html, nothing, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { formatClock, TimePrecision } from '../../src/format/times.js';
import { attributeText } from '../../src/model/catalogue.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
import {
  SessionOutcome,
  TraceCertainty,
  TraceRule,
  type Attribution,
  type ExecSession,
  type Trace,
} from '../../src/model/trace.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { coverageText, droppedText } from '../internal/coverage-text.js';
import { icon, type IconName } from '../internal/icons.js';
import { engineText } from '../internal/engine-text.js';
import { msg, phrase, plural, str, uiLocale } from '../internal/localise.js';
import { retryAction } from '../internal/states.js';
import { renderText } from '../internal/visible-text.js';
import type { TraceQuestion } from './trace-question.js';
import { traceWords } from './trace-words.js';

const value = (session: ExecSession, name: string): TemplateResult => {
  const text = attributeText(session.request, name);
  return text === undefined
    ? html`<span class="muted">${msg('somebody not on record')}</span>`
    : html`<strong class="value mono">${renderText(text, 120)}</strong>`;
};

/** Of a kube exec: who ran what where. */
export function renderExecSentence(session: ExecSession): TemplateResult {
  const { request, outcome } = session;
  const pod = attributeText(request, 'kubernetes.pod.name') ?? attributeText(request, 'name') ?? '';
  const container = attributeText(request, 'container') ?? attributeText(request, 'container.name');
  const place = html`<span class="value mono">${renderText(pod, 120)}</span>${
      container === undefined ? nothing : html` / <span class="value mono">${renderText(container, 80)}</span>`
    }`;
  const user = value(session, 'username');
  const command = attributeText(request, 'command');
  if (command === undefined) return html`${phrase`${user} opened a session in ${place}`}`;
  const shown = html`<strong class="value mono">${renderText(command, 200)}</strong>`;
  return outcome === SessionOutcome.denied
    ? html`${phrase`${user} was refused ${shown} in ${place}`}`
    : html`${phrase`${user} ran ${shown} in ${place}`}`;
}

/** Of anything else: who did this, or why nobody can say. */
export function renderWhoSentence(store: ActivityStore, { attribution, sessions }: Trace): TemplateResult {
  const { sessionId, candidates, certainty, rule } = attribution;
  const given = sessions.find(({ id }) => id === sessionId);
  if (given) {
    const user = value(given, 'username');
    const addresses = html`<span class="value mono"
      >${renderText(attributeText(given.request, 'sourceAddresses') ?? msg('an address not on record'), 120)}</span
    >`;
    const start = formatClock(given.startNs, store.view.timeZone, TimePrecision.milliseconds);
    return html`${phrase`${user} did this, from ${addresses}, in the session that began at ${start}.`}`;
  }
  const count = formatCount(candidates.length, uiLocale());
  if (certainty === TraceCertainty.ambiguous)
    return html`${plural(
      candidates.length,
      str`One of ${count} sessions did this, and nothing tells which. All of them are named here.`,
      str`One of ${count} sessions did this, and nothing tells which. All of them are named here.`,
    )}`;
  if (candidates.length > 0)
    return html`${plural(
      candidates.length,
      'No process leads from this to a session. One was open there at that time:',
      str`No process leads from this to a session. ${count} were open there at that time:`,
    )}`;
  if (rule === TraceRule.containerProcess)
    return html`${msg('The container\u2019s own program did this, nobody\u2019s session.')}`;
  if (rule === TraceRule.unaudited)
    return html`${msg('Somebody started this from outside the container, and no audit record says who.')}`;
  return html`${msg('No audited exec explains this.')}`;
}

function renderNote(
  symbol: IconName,
  tone: 'info' | 'warn',
  sentence: unknown,
  action: unknown = nothing,
): TemplateResult {
  return html`<li class=${tone}>${icon(symbol)}<span>${sentence}</span>${action}</li>`;
}

/** What limits the answer: what is not loaded, whose word it is, how far the clocks differ. */
export function renderNotes(
  trace: Trace,
  coverage: Coverage | null,
  question: TraceQuestion,
  isExec: boolean,
): TemplateResult | typeof nothing {
  const words = traceWords();
  const notes: TemplateResult[] = [];
  const [first] = trace.sessions;
  if (trace.origin === 'backend')
    notes.push(
      renderNote(
        'info',
        'info',
        msg('This is the backend\u2019s own trace. How it joined request and processes was not checked here.'),
      ),
    );
  if (first && isExec && words.outcomeNote[first.outcome] !== '')
    notes.push(renderNote('info', 'warn', words.outcomeNote[first.outcome]));
  for (const remark of isExec ? (first?.remarks ?? []) : trace.attribution.remarks)
    notes.push(renderNote('warning', 'warn', words.remark[remark]));
  if (question.isLoading) notes.push(renderNote('clock', 'info', msg('The time of the session is being loaded.')));
  else if (question.loadFailure) {
    const again = retryAction(question.loadFailure, question.retry);
    notes.push(
      renderNote(
        'warning',
        'warn',
        msg('The time of the session could not be loaded completely.'),
        again && html`<button type="button" class="link" @click=${again.run}>${again.label}</button>`,
      ),
    );
  }
  if (coverage && coverage.certainty !== Certainty.exact && !question.isLoading)
    notes.push(renderNote('warning', 'warn', html`${msg('Of the session\u2019s time:')} ${coverageText(coverage)}`));
  const dropped = coverage && droppedText(coverage);
  if (dropped) notes.push(renderNote('warning', 'warn', dropped));
  if (trace.clockSkewMs !== null && Math.abs(trace.clockSkewMs) >= leastSkewMs) notes.push(renderSkew(trace));
  if (trace.backendError)
    notes.push(
      renderNote(
        'warning',
        'warn',
        renderText(
          msg(
            str`The backend\u2019s own trace failed (${engineText(trace.backendError.message)}); this one is worked out from the activities.`,
          ),
        ),
      ),
    );
  if (trace.unreadableRows) {
    const unreadable = formatCount(trace.unreadableRows, uiLocale());
    notes.push(
      renderNote(
        'warning',
        'warn',
        msg(str`Rows of the backend\u2019s trace that could not be read and are missing: ${unreadable}.`),
      ),
    );
  }
  if (!isExec && isUnexplained(trace.attribution)) notes.push(renderLookBack(question));
  if (trace.totalRows > trace.rows.length) {
    const shown = formatCount(trace.rows.length, uiLocale());
    const all = formatCount(trace.totalRows, uiLocale());
    notes.push(renderNote('warning', 'warn', msg(str`Only the first ${shown} of ${all} rows are shown.`)));
  }
  return notes.length === 0
    ? nothing
    : html`<ul class="notes">
        ${notes}
      </ul>`;
}

/** An older session that is not loaded may be behind it. */
function isUnexplained({ candidates, rule }: Attribution): boolean {
  return candidates.length === 0 && rule !== TraceRule.containerProcess;
}

/** Less than this is within the time that a request takes anyway. */
const leastSkewMs = 150;

function renderSkew({ clockSkewMs, clockSkewFrom }: Trace): TemplateResult {
  const ms = Math.round(clockSkewMs ?? 0);
  const length = formatDuration(Math.abs(ms), uiLocale());
  const count = formatCount(clockSkewFrom, uiLocale());
  const sentence =
    ms > 0
      ? msg(
          str`The node\u2019s clock is about ${length} ahead of the audit log (estimated from sessions: ${count}); this is taken into account.`,
        )
      : msg(
          str`The node\u2019s clock is about ${length} behind the audit log (estimated from sessions: ${count}); this is taken into account.`,
        );
  return renderNote('clock', 'info', sentence);
}

function renderLookBack(question: TraceQuestion): TemplateResult {
  const length = formatDuration(question.lookedBackMs, uiLocale());
  return renderNote(
    'search',
    'info',
    msg(str`Sessions that began up to ${length} earlier were looked for.`),
    question.canLookFurther
      ? html`<button type="button" class="link" @click=${question.lookFurther}>${msg('Look further back')}</button>`
      : nothing,
  );
}

/** Why it is known, or why not; empty where the answer has said it already. */
export function ruleSentence({ attribution, sessions }: Trace, asked: ExecSession | undefined): string {
  const words = traceWords();
  if (asked?.outcome === SessionOutcome.denied) return '';
  if (asked) return words.rootRule[asked.rootRule];
  if (attribution.candidates.length === 0) return '';
  // Of one of several: what made it so, which the paths within the session do not tell.
  const [likeliest] = sessions;
  return attribution.certainty === TraceCertainty.ambiguous && likeliest
    ? words.rootRule[likeliest.rootRule]
    : words.rule[attribution.rule];
}
