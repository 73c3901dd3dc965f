import { isPlainText } from '../../src/format/visible-text.js';
import { html, nothing, type TemplateResult } from 'lit';
import { formatClock, formatDay } from '../../src/format/times.js';
import { zonedDay } from '../../src/format/time-zone.js';
import { ActivityType } from '../../src/model/activity.js';
import { toEpochMs, type EpochNs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, shortLabel, typeBadge } from '../internal/attribute-label.js';
import { classNames } from '../internal/class-names.js';
import { icon } from '../internal/icons.js';
import { msg, uiLocale } from '../internal/localise.js';
import { valueState } from '../internal/value-chip.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { renderFoldButton } from './fold-button.js';
import type { GridPosition } from './grid-keys.js';
import { lineValues, mayDiffer, type Columns } from './line-values.js';
import { foldOf, openedAround, type RowLine } from './row-line.js';
import type { RowValue } from './row-values.js';
import { renderTraceButton } from './trace-button.js';

export interface RowContext {
  readonly store: ActivityStore;
  readonly zone: string;
  /** Whether rows must name their day, and its year. */
  readonly dated: boolean;
  readonly years: boolean;
  readonly selectedId: string | null;
  /** The activity whose surroundings are shown. */
  readonly aroundId: string | null;
  readonly active: GridPosition | null;
  readonly columns: Columns;
  /** Lines before the first row. */
  readonly lead: number;
  /** The row whose menu is open. */
  readonly menuRow: RowIndex | null;
}

/** Longer values are cut in rows; the details have all of it. */
const maxRowText = 400;

export const rowId = (row: RowIndex): string => `row-${row}`;
export const valueId = (row: RowIndex, value: number): string => `row-${row}-${value}`;

/** `newer` is the row above: where the day changes between the two, this row begins a day. */
export function renderRow(
  context: RowContext,
  row: RowIndex,
  line: RowLine,
  newer: RowLine | undefined,
): TemplateResult {
  const { zone, active, selectedId, columns } = context;
  const { activity } = line;
  const fold = foldOf(line);
  const timeMs = toEpochMs(activity.timeNs);
  const newDay = newer !== undefined && zonedDay(timeMs, zone) !== zonedDay(toEpochMs(newer.activity.timeNs), zone);
  const isActive = active?.row === row;
  const isAround = activity.id === context.aroundId;
  return html`<div
    part="row"
    class=${classNames({
      row: true,
      'new-day': newDay,
      active: isActive && active.value < 0,
      folded: fold !== null,
      member: openedAround(line) !== null,
      around: isAround,
      'with-menu': context.menuRow === row,
    })}
    role="row"
    id=${rowId(row)}
    data-row=${row}
    aria-rowindex=${row + 2 + context.lead}
    aria-selected=${fold === null && activity.id === selectedId}
  >
    <span class="time" role="gridcell" aria-colindex="1"
      >${isAround ? html`<span class="visually-hidden">${msg('this one')} </span>` : nothing}${renderTime(context, line)}</span
    >
    <span class="source" role="gridcell" aria-colindex="2"
      ><span part="badge" class="badge ${activity.type}">${typeBadge(activity.type)}</span>${
        fold ? renderFoldButton(fold, zone) : nothing
      }${activity.type === ActivityType.kubernetes ? renderTraceButton(activity) : nothing}</span
    >
    ${columns === null ? renderSummary(context, row, line, isActive) : renderColumns(context, columns, row, line, isActive)}
    <span class="actions" role="gridcell" aria-colindex=${columnCount(columns)}
      ><button
        type="button"
        class="row-button more"
        tabindex="-1"
        aria-haspopup="menu"
        aria-label=${msg('Actions for this row')}
        title=${msg('Actions (m)')}
      >
        ${icon('more')}
      </button></span
    >
  </div>`;
}

/** Time, source, what it is about, actions. */
export const columnCount = (columns: Columns): number => 3 + (columns?.length ?? 1);

/** Of a fold, its first and its last time. */
function renderTime(context: RowContext, line: RowLine): unknown {
  const { dated, zone } = context;
  const fold = foldOf(line);
  if (!fold) return renderInstant(line.activity.timeNs, dated, context);
  const sameDay = zonedDay(toEpochMs(fold.firstNs), zone) === zonedDay(toEpochMs(fold.lastNs), zone);
  return html`${renderInstant(fold.firstNs, dated || !sameDay, context)}<span class="dash"> – </span>${renderInstant(
      fold.lastNs,
      !sameDay,
      context,
    )}`;
}

function renderInstant(timeNs: EpochNs, dated: boolean, { zone, years }: RowContext): unknown {
  const clock = formatClock(timeNs, zone);
  if (!dated) return clock;
  const day = formatDay(toEpochMs(timeNs), zone, uiLocale(), years ? null : undefined);
  return html`<span class="date">${day}</span> ${clock}`;
}

/** One cell, however many values: they are a list in it, through which the keys move. */
function renderSummary(context: RowContext, row: RowIndex, line: RowLine, isActive: boolean): TemplateResult {
  const { active } = context;
  const values = lineValues(line, null);
  return html`<span class="details" role="gridcell" aria-colindex="3"
    ><span class="values" role=${values.length > 0 ? 'list' : nothing}
      >${values.map((value, at) => renderValue(context, row, at, value, isActive && active?.value === at))}</span
    ></span
  >`;
}

function renderColumns(
  context: RowContext,
  columns: readonly string[],
  row: RowIndex,
  line: RowLine,
  isActive: boolean,
): readonly TemplateResult[] {
  const values = lineValues(line, columns);
  return columns.map((attribute, column) => {
    const at = values.findIndex((value) => value.attribute === attribute);
    const value = values[at];
    if (value) return renderValue(context, row, at, value, isActive && context.active?.value === at, column);
    const differs = mayDiffer(line, attribute);
    return html`<span
      class="cell none"
      role="gridcell"
      aria-colindex=${3 + column}
      aria-label=${differs ? msg('differs') : msg('no value')}
      >${differs ? html`<span aria-hidden="true">…</span>` : nothing}</span
    >`;
  });
}

function renderValue(
  { store, columns }: RowContext,
  row: RowIndex,
  at: number,
  { attribute, value, emphasised, joint, joined, bracketed, short, named }: RowValue,
  isActive: boolean,
  column?: number,
): TemplateResult {
  const label = named ? attribute : columns === null ? shortLabel(attribute) : '';
  const state = valueState(store, attribute, value);
  return html`${joint ? html`<span class="joint ${joint === '→' ? 'arrow' : ''}" aria-hidden="true">${joint}</span>` : nothing}<span
      class=${classNames({ cell: true, emphasised, joined, short, active: isActive })}
      role=${column === undefined ? 'listitem' : 'gridcell'}
      aria-colindex=${column === undefined ? nothing : 3 + column}
      id=${valueId(row, at)}
      aria-label=${isPlainText(value) ? spokenValue(attribute, label, value, bracketed) : nothing}
      >${label ? html`<span class="label">${renderText(label, 40)}</span> ` : nothing}${bracketed ? '[' : nothing}<span
        class=${classNames({ value: true, mono: true, [state]: state !== 'none' })}
        data-at=${at}
        >${renderText(value, maxRowText)}</span
      >${bracketed ? ']' : nothing}</span
    >`;
}

/** What is seen must be part of what is said. A value with marks in it speaks for itself: a mark's text may be cut off from sight. */
function spokenValue(attribute: string, label: string, value: string, bracketed = false): string {
  const name = attributeLabel(attribute);
  const spoken = spokenText(value, maxRowText);
  const shown = bracketed ? `[${spoken}]` : spoken;
  return label === '' ? `${spokenText(name)}: ${shown}` : `${spokenText(name)}: ${spokenText(label)} ${shown}`;
}

/** Where the rows will be, while none has come yet. */
export function renderPlaceholder(): TemplateResult {
  return html`<div class="placeholder" aria-hidden="true">
    ${[0, 1, 2, 3, 1, 2, 0, 3, 2, 1].map(
      (width) =>
        html`<div class="row skeleton">
          <span class="time"><i></i></span><span class="source"><i></i></span
          ><span class="details"><i class="w${width}"></i></span>
        </div>`,
    )}
  </div>`;
}

/** A row that is on its way. */
export function renderSkeleton(row: RowIndex, isActive: boolean, lead: number): TemplateResult {
  return html`<div
    class=${classNames({ row: true, skeleton: true, active: isActive })}
    role="row"
    id=${rowId(row)}
    data-row=${row}
    aria-rowindex=${row + 2 + lead}
    aria-selected="false"
  >
    <span class="time" role="gridcell" aria-colindex="1" aria-label=${msg('loading')}><i></i></span>
    <span class="source" role="gridcell" aria-colindex="2"><i></i></span>
    <span class="details" role="gridcell" aria-colindex="3"><i class="w${row % 4}"></i></span>
  </div>`;
}
