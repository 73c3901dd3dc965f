import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { isPlainText } from '../../src/format/visible-text.js';
import { formatClock, formatDay, formatInstant, TimePrecision } from '../../src/format/times.js';
import type { Activity } from '../../src/model/activity.js';
import { ActivityType } from '../../src/model/activity.js';
import { SessionOutcome, TraceCertainty } from '../../src/model/trace.js';
import { toEpochMs, type EpochNs } from '../../src/model/units.js';
import { sessionLetter } from '../../src/report/session-letter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, typeBadge } from '../internal/attribute-label.js';
import { classNames } from '../internal/class-names.js';
import { icon } from '../internal/icons.js';
import { listText, msg, plural, str, uiLocale } from '../internal/localise.js';
import { valueState } from '../internal/value-chip.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { renderCertainty, renderSessionCertainty } from './certainty-mark.js';
import { formatOffset, formatShortLength } from './relative-time.js';
import { renderSpan } from './time-span.js';
import type { TraceLine } from './trace-lines.js';
import type { SessionMark } from './trace-tree.js';
import { changesUser, lineActivity, lineAttribution, lineValues } from './line-facts.js';
import { columnOf } from './trace-columns.js';
import { laneStates, type LaneState } from './trace-lanes.js';
import { beforeText, type TraceValue } from './trace-values.js';
import { traceWords } from './trace-words.js';

export interface RowContext {
  readonly store: ActivityStore;
  readonly zone: string;
  /** Whether times must name their day. */
  readonly dated: boolean;
  /** Whether their days need the year: there are several, or it is not this one. */
  readonly yearly: boolean;
  readonly selectedId: string | null;
  /** The activity that was asked about. */
  readonly askedId: string;
  /** Ids of the sessions, a lane each; lanes are drawn from two on. */
  readonly lanes: readonly string[];
  readonly fromNs: EpochNs;
  readonly toNs: EpochNs;
  /** What offsets count from. */
  readonly zeroNs: EpochNs;
  readonly active: { readonly key: string; readonly value: number } | null;
  /** Id of the activity that the search stands on. */
  readonly foundId: string | null;
  readonly searching: boolean;
}

/** Longer values are cut in lines; the details have all of it. */
const maxRowText = 600;
const maxIndent = 14;

export const lineId = (at: number): string => `line-${at}`;
export const valueId = (at: number, value: number): string => `line-${at}-${value}`;

function holds(line: TraceLine, id: string): boolean {
  if (line.kind === 'fold') return line.open === false && line.fold.nodes.some(({ row }) => row.activity.id === id);
  return line.kind === 'row' && line.key === id;
}

export function renderLine(context: RowContext, line: TraceLine, at: number): TemplateResult {
  const { active, selectedId, askedId, foundId } = context;
  const activity = lineActivity(line);
  const isActive = active?.key === line.key;
  const id = activity?.id ?? '';
  const afterEnd = lineAttribution(line)?.afterEnd ?? false;
  return html`<div
    part="row"
    class=${classNames({
      line: true,
      fold: line.kind === 'fold',
      'session-mark': line.kind === 'mark',
      end: line.kind === 'mark' && line.mark.kind === 'end',
      active: isActive && (active?.value ?? -1) < 0,
      asked: holds(line, askedId),
      found: line.kind === 'row' && id === foundId,
      dimmed: line.dimmed && (context.searching || line.kind !== 'mark'),
      'after-end': afterEnd,
    })}
    role="row"
    id=${lineId(at)}
    data-line=${at}
    aria-rowindex=${at + 2}
    aria-level=${line.level}
    aria-posinset=${line.position}
    aria-setsize=${line.setSize}
    aria-expanded=${line.open === null ? nothing : line.open}
    aria-selected=${line.kind === 'row' && id === selectedId}
  >
    ${context.lanes.length > 1 ? renderLanes(context, line) : nothing} ${renderTime(context, line)}
    <span class="what" role="gridcell" aria-colindex=${columnOf('what', context.lanes.length)}
      >${renderIndent(line)}<span class="values" role="list">${renderWhat(context, line, at, isActive)}</span></span
    >
    ${renderExit(context, line)}
    <span class="chart" role="gridcell" aria-colindex=${columnOf('chart', context.lanes.length)}
      >${renderSpan(context, line)}</span
    >
    ${renderSure(context, line, at, isActive)}
  </div>`;
}

function timeOf(line: TraceLine): EpochNs {
  if (line.kind === 'mark') return line.mark.timeNs;
  return line.kind === 'fold' ? line.fold.firstNs : line.node.row.activity.timeNs;
}

function renderTime({ zone, dated, yearly, zeroNs, lanes }: RowContext, line: TraceLine): TemplateResult {
  const timeNs = timeOf(line);
  return html`<span class="time" role="gridcell" aria-colindex=${columnOf('time', lanes.length)}
      ><time datetime=${formatInstant(timeNs)}
        >${dated ? html`<span class="date">${formatDay(toEpochMs(timeNs), zone, uiLocale(), yearly ? null : undefined)}</span> ` : nothing}${formatClock(timeNs, zone, TimePrecision.milliseconds)}</time
      ></span
    ><span class="offset" role="gridcell" aria-colindex=${columnOf('offset', lanes.length)}
      ><bdi dir="ltr">${formatOffset(zeroNs, timeNs)}</bdi></span
    >`;
}

function laneText(state: Exclude<LaneState, 'none'>, letter: string): string {
  switch (state) {
    case 'given':
      return msg(str`given to ${letter}`);
    case 'maybe':
      return msg(str`perhaps ${letter}`);
    case 'start':
      return msg(str`starts ${letter}`);
    case 'end':
      return msg(str`ends ${letter}`);
  }
}

function renderLanes({ lanes }: RowContext, line: TraceLine): TemplateResult {
  const states = laneStates(lanes, line);
  const spoken = listText(
    states.flatMap((state, at) => (state === 'none' ? [] : [laneText(state, sessionLetter(at))])),
  );
  return html`<span class="lanes" role="gridcell" aria-colindex="1" aria-label=${spoken || msg('no session')}
    >${states.map(
      (state, at) =>
        html`<i class="lane ${state}">${state === 'start' || state === 'end' ? sessionLetter(at) : nothing}</i>`,
    )}</span
  >`;
}

function renderIndent(line: TraceLine): TemplateResult {
  const steps = Math.min(line.level - 1, maxIndent);
  return html`<span class="indent" .style=${`--steps:${steps}`} aria-hidden="true"
      >${line.level - 1 > maxIndent ? html`<span class="deeper">${line.level - 1}</span>` : nothing}</span
    ><span class="fold-button" data-fold=${line.open === null ? nothing : ''} aria-hidden="true"
      >${line.open === null ? nothing : icon(line.open ? 'chevron-down' : 'chevron-right')}</span
    >`;
}

function renderWhat(context: RowContext, line: TraceLine, at: number, isActive: boolean): TemplateResult {
  if (line.kind === 'mark') return renderMark(context, line.mark, line, at, isActive);
  const activity = lineActivity(line);
  const count = line.kind === 'fold' ? line.fold.nodes.length : 1;
  const shown = formatCount(count, uiLocale());
  return html`${renderBadge(activity)}${
    line.kind === 'fold'
      ? html`<span class="count" role="listitem" aria-label=${plural(count, 'once', str`${shown} times`)}
          >${shown}&times;</span
        >`
      : nothing
  }${lineValues(line).map((value, index) => renderValue(context, at, index, value, isActive, changesUser(line, value)))}${
    lineAttribution(line)?.afterEnd
      ? html`<span class="late" role="listitem">${traceWords().labels.afterEnd}</span>`
      : nothing
  }`;
}

function renderBadge(activity: Activity | null): TemplateResult | typeof nothing {
  if (!activity) return nothing;
  return html`<span class="kind" role="listitem"
    ><span part="badge" class="badge ${activity.type}">${typeBadge(activity.type)}</span></span
  >`;
}

function renderMark(
  context: RowContext,
  { kind, session, lane }: SessionMark,
  line: TraceLine,
  at: number,
  isActive: boolean,
): TemplateResult {
  const letter = sessionLetter(lane);
  const several = context.lanes.length > 1;
  if (kind === 'end')
    return html`<span class="mark-words" role="listitem"
      >${several ? msg(str`Session ${letter} ends`) : msg('Session ends')}<span class="muted">
        ${session.endNs === null ? nothing : formatShortLength(session.endNs - session.startNs)}</span
      ></span
    >`;
  const words =
    session.outcome === SessionOutcome.denied
      ? msg('Request refused')
      : several
        ? msg(str`Session ${letter} starts`)
        : msg('Session starts');
  return html`<span class="mark-words" role="listitem">${words}</span>${lineValues(line).map((value, index) =>
      renderValue(context, at, index, value, isActive, false),
    )}`;
}

function renderValue(
  { store, active }: RowContext,
  at: number,
  index: number,
  { attribute, value, emphasised, before, joined, short, minor }: TraceValue,
  lineActive: boolean,
  changed: boolean,
): TemplateResult {
  const word = changed ? msg('now uid') : beforeText(before);
  const state = valueState(store, attribute, value);
  const isWord = /^\w/.test(word);
  const spoken = `${spokenText(attributeLabel(attribute))}: `;
  // What holds marks is read as it is shown: mark by mark.
  const plain = isPlainText(value);
  return html`${
      word !== '' && !isWord
        ? html`<span
            class=${classNames({ joint: true, close: joined, short: short && !emphasised, minor })}
            aria-hidden="true"
            >${word}</span
          >`
        : nothing
    }<span
      class=${classNames({ cell: true, emphasised, joined, short, minor: minor && !changed, changed, active: lineActive && active?.value === index })}
      role="listitem"
      id=${valueId(at, index)}
      aria-label=${plain ? `${spoken}${isWord ? `${word} ` : ''}${spokenText(value, maxRowText)}` : nothing}
      >${plain ? nothing : html`<span class="visually-hidden">${spoken}</span>`}${isWord ? html`<span class="label">${renderText(word, 40)}</span> ` : nothing}<span
        class=${classNames({ value: true, mono: true, [state]: state !== 'none' })}
        data-at=${index}
        >${renderText(value, maxRowText)}</span
      ></span
    >`;
}

function renderExit({ lanes }: RowContext, line: TraceLine): TemplateResult {
  const column = columnOf('exit', lanes.length);
  const row = line.kind === 'row' ? line.node.row : line.kind === 'fold' ? line.fold.nodes[0]?.row : undefined;
  const isProcess = row?.activity.type === ActivityType.command;
  const code = isProcess ? row.exitCode : null;
  if (code === null) return html`<span class="exit" role="gridcell" aria-colindex=${column}></span>`;
  return html`<span class="exit ${code === 0 ? '' : 'failed'}" role="gridcell" aria-colindex=${column}
    ><span class="label">${msg('exit')}</span> ${code}</span
  >`;
}

function renderSure(context: RowContext, line: TraceLine, at: number, isActive: boolean): TemplateResult {
  const index = lineValues(line).length;
  const column = columnOf('sure', context.lanes.length);
  if (line.kind === 'mark' && line.mark.kind === 'end')
    return html`<span class="sure" role="gridcell" aria-colindex=${column}></span>`;
  const certainty = lineAttribution(line)?.certainty ?? TraceCertainty.none;
  return html`<span
    class=${classNames({ sure: true, active: isActive && context.active?.value === index })}
    role="gridcell"
    aria-colindex=${column}
    id=${valueId(at, index)}
    data-why
    title=${line.kind === 'mark' ? nothing : traceWords().claim[certainty]}
    >${line.kind === 'mark' ? renderSessionCertainty(line.mark.session) : renderCertainty(certainty)}</span
  >`;
}
