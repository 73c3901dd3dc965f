import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { toZonedTime, zonedDay } from '../../src/format/time-zone.js';
import { formatLongDate } from '../../src/format/times.js';
import { FoldMode } from '../../src/model/query.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import { toEpochMs, type EpochMs, type RowIndex } from '../../src/model/units.js';
import { classNames } from '../internal/class-names.js';
import { msg, uiLocale } from '../internal/localise.js';
import type { ColumnsController } from './columns-controller.js';
import { renderEdge, type EdgeLines } from './edge-lines.js';
import { lineKey } from './row-line.js';
import type { RowSlots } from './row-slots.js';
import { columnCount, renderRow, renderSkeleton, rowId, type RowContext } from './row-template.js';
import type { RowsController } from './rows-controller.js';

/** The names of the columns; the zone is always in sight. `atMs` is a time in sight, or null where there is none. */
export function renderHead(
  { columns, zone, dated }: RowContext,
  label: string,
  atMs: number | null,
  heads: ColumnsController,
): TemplateResult {
  return html`<div part="head" class="head" role="row" aria-rowindex="1">
    <span role="columnheader" aria-colindex="1"
      >${msg('Time')} <span class="zone">${label}</span>${
        atMs !== null && !dated
          ? html`<span class="visually-hidden">, ${formatLongDate(atMs, zone, uiLocale())}</span>`
          : nothing
      }</span
    >
    <span role="columnheader" aria-colindex="2">${msg('Source')}</span>
    ${columns === null ? html`<span role="columnheader" aria-colindex="3">${msg('Details')}</span>` : heads.renderHeads(columns)}
    <span role="columnheader" aria-colindex=${columnCount(columns)} class="actions-head"
      ><span class="visually-hidden">${msg('Actions')}</span></span
    >
  </div>`;
}

/** The drawn lines; −1 and the one behind the last row are the edges. */
export function renderLines(
  context: RowContext,
  rows: RowsController,
  edges: EdgeLines,
  slots: RowSlots,
  from: RowIndex,
  to: RowIndex,
): unknown {
  const lines = Array.from({ length: to - from }, (_, at) => from + at);
  const isActive = (row: RowIndex): boolean => context.active?.row === row;
  const places = slots.assign(
    lines.map((row) => {
      const line = rows.lineAt(row);
      return line ? lineKey(line) : row;
    }),
  );
  return repeat(
    lines,
    (row) => places[row - from],
    (row) => {
      const edge = row < 0 ? edges.newer : row >= rows.total ? edges.older : null;
      if (edge)
        return renderEdge(
          edge,
          row < 0 ? 'newer' : 'older',
          rowId(row),
          row,
          row + 2 + context.lead,
          isActive(row),
          columnCount(context.columns),
        );
      const line = rows.lineAt(row);
      return line
        ? renderRow(context, row, line, row > 0 ? rows.lineAt(row - 1) : undefined)
        : renderSkeleton(row, isActive(row), context.lead);
    },
  );
}

/** A time among the rows in sight, for the name of the zone. */
export function timeInSight(rows: RowsController, row: RowIndex): number | null {
  const line = rows.lineAt(row);
  return line ? toEpochMs(line.activity.timeNs) : null;
}

/**
 * Rows name their day unless the whole window is of today, and the year unless it is of this one: by the window, so that no column moves
 * while scrolling. `seenMs`: the time of a row, for while the ends of "everything" are not known yet.
 */
export function datesOf(
  { fromNs, toNs }: TimeRange,
  zone: string,
  seenMs: EpochMs | null,
): Pick<RowContext, 'dated' | 'years'> {
  const nowMs = Date.now();
  const isOpen = toNs >= allTime.toNs;
  const [fromMs, toMs] = isOpen ? [seenMs ?? nowMs, seenMs ?? nowMs] : [toEpochMs(fromNs), toEpochMs(toNs)];
  const isOther = (of: (atMs: EpochMs) => number): boolean => of(fromMs) !== of(nowMs) || of(toMs) !== of(nowMs);
  return {
    dated: isOther((atMs) => zonedDay(atMs, zone)),
    years: isOther((atMs) => toZonedTime(atMs, zone).year),
  };
}

/** The class of the grid: what its columns need room for. `label`: that of the zone. */
export function gridClass(
  { store, dated, years, columns, active }: RowContext,
  label: string,
  finding: boolean,
): string {
  return classNames({
    scroller: true,
    wide: dated || label.length > 4,
    dated,
    years,
    folding: store.view.fold !== FoldMode.none,
    'in-columns': columns !== null,
    finding,
    'has-active': active !== null,
  });
}
