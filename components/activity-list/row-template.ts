import { html, nothing, type TemplateResult } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { formatClock, formatShortDate } from '../../src/format/times.js';
import { zonedDay } from '../../src/format/time-zone.js';
import type { Activity } from '../../src/model/activity.js';
import { toEpochMs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, shortLabel, typeBadge } from '../internal/attribute-label.js';
import { msg, uiLocale } from '../internal/localise.js';
import { valueState } from '../internal/value-chip.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import type { GridPosition } from './grid-keys.js';
import { rowValues, type RowValue } from './row-values.js';

export interface RowContext {
  readonly store: ActivityStore;
  readonly zone: string;
  /** Whether rows must name their day. */
  readonly dated: boolean;
  readonly selectedId: string | null;
  readonly active: GridPosition | null;
}

/** Longer values are cut in rows; the details have all of it. */
const maxRowText = 400;

export const rowId = (row: RowIndex): string => `row-${row}`;
export const valueId = (row: RowIndex, value: number): string => `row-${row}-${value}`;

/** `newer` is the row above: where the day changes between the two, this row begins a day. */
export function renderRow(
  context: RowContext,
  row: RowIndex,
  activity: Activity,
  newer: Activity | undefined,
): TemplateResult {
  const { zone, active, selectedId } = context;
  const timeMs = toEpochMs(activity.timeNs);
  const newDay = newer !== undefined && zonedDay(timeMs, zone) !== zonedDay(toEpochMs(newer.timeNs), zone);
  const isActive = active?.row === row;
  return html`<div
    class=${classMap({ row: true, 'new-day': newDay, active: isActive && active.value < 0 })}
    role="row"
    id=${rowId(row)}
    data-row=${row}
    aria-rowindex=${row + 2}
    aria-selected=${activity.id === selectedId}
  >
    <span class="time" role="gridcell"
      >${
        context.dated ? html`<span class="date">${formatShortDate(timeMs, zone, uiLocale())}</span> ` : nothing
      }${formatClock(activity.timeNs, zone)}</span
    >
    <span class="source" role="gridcell"><span class="badge ${activity.type}">${typeBadge(activity.type)}</span></span>
    <span class="details"
      >${rowValues(activity).map((value, at) => renderValue(context, row, at, value, isActive && active.value === at))}</span
    >
  </div>`;
}

function renderValue(
  { store }: RowContext,
  row: RowIndex,
  at: number,
  { attribute, value, emphasised, joint, joined, bracketed, short, named }: RowValue,
  isActive: boolean,
): TemplateResult {
  const label = named ? attribute : shortLabel(attribute);
  const state = valueState(store, attribute, value);
  return html`${joint ? html`<span class="joint ${joint === '→' ? 'arrow' : ''}" aria-hidden="true">${joint}</span>` : nothing}<span
      class=${classMap({ cell: true, emphasised, joined, short, active: isActive })}
      role="gridcell"
      id=${valueId(row, at)}
      aria-label=${spokenValue(attribute, label, value)}
      >${label ? html`<span class="label">${renderText(label, 40)}</span> ` : nothing}${bracketed ? '[' : nothing}<span
        class=${classMap({ value: true, mono: true, [state]: state !== 'none' })}
        data-at=${at}
        >${renderText(value, maxRowText)}</span
      >${bracketed ? ']' : nothing}</span
    >`;
}

/** What is seen must be part of what is said. */
function spokenValue(attribute: string, label: string, value: string): string {
  const name = attributeLabel(attribute);
  const shown = spokenText(value, maxRowText);
  return label === '' ? `${spokenText(name)}: ${shown}` : `${spokenText(name)}: ${spokenText(label)} ${shown}`;
}

/** A row that is on its way. */
export function renderSkeleton(row: RowIndex, isActive: boolean): TemplateResult {
  return html`<div
    class=${classMap({ row: true, skeleton: true, active: isActive })}
    role="row"
    id=${rowId(row)}
    data-row=${row}
    aria-rowindex=${row + 2}
    aria-selected="false"
  >
    <span class="time" role="gridcell" aria-label=${msg('loading')}><i></i></span>
    <span class="source" role="gridcell"><i></i></span>
    <span class="details" role="gridcell"><i class="w${row % 4}"></i></span>
  </div>`;
}
