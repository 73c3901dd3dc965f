/** The first and the last line of a list that ends where the window ends, or where loading did. */
import { html, type TemplateResult } from 'lit';
import { formatDuration } from '../../src/format/durations.js';
import { CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { pagesTime } from '../../src/model/source.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { nsPerMs, toEpochNs, type EpochMs } from '../../src/model/units.js';
import type { TimeWindow, ViewState } from '../../src/model/view-state.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { coverageText } from '../internal/coverage-text.js';
import { ActivityRangeEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';

export interface EdgeLine {
  readonly label: string;
  /** What is known of the time that is shown. */
  readonly detail: string;
  /** Where the window leads; null: the window stays, and the rest of it is loaded. */
  readonly change: Pick<ViewState, 'window' | 'live'> | null;
}
export interface EdgeLines {
  readonly newer: EdgeLine | null;
  readonly older: EdgeLine | null;
}

const none: EdgeLines = { newer: null, older: null };

/** What can be loaded beyond the rows; null where there is nothing, or nothing is known to be there. */
export function edgeLines(
  store: ActivityStore,
  range: TimeRange | null,
  coverage: Coverage | null,
  nowMs: EpochMs,
): EdgeLines {
  const { view, status, options } = store;
  if (!range || !coverage || view.window.kind === 'whole') return none;
  const pages = pagesTime(options.source);
  const extent = status?.extent;
  const lengthNs = range.toNs - range.fromNs;
  const length = formatDuration(Number(lengthNs / nsPerMs), uiLocale());
  const detail = msg(str`this window: ${coverageText(coverage)}`);
  const moreBefore = pages || (extent !== undefined && extent.fromNs < range.fromNs);
  const endNs = pages ? toEpochNs(nowMs) : (extent?.toNs ?? range.toNs);
  // Nothing that is later than a pinned view is shown, whatever there is.
  const moreAfter = range.toNs < endNs && range.toNs < (store.asOfNs ?? endNs);
  const older = { label: msg(str`Load older: ${length} more`), detail, change: widened(view, range, lengthNs) };
  const newer = {
    label: msg(str`Load newer: ${length} more`),
    detail,
    change: { window: absolute({ fromNs: range.fromNs, toNs: range.toNs + lengthNs }), live: false },
  };
  const rest = isCut(coverage, status?.load.state)
    ? { label: msg('Load the rest of this window'), detail, change: null }
    : null;
  return { newer: moreAfter && !isLive(view) ? newer : null, older: rest ?? (moreBefore ? older : null) };
}

/** Announces where the window is going and, unless a host prevented it, goes there and loads. `grows` runs before the view changes. */
export function followEdge(host: EventTarget, store: ActivityStore, { change }: EdgeLine, grows: () => void): void {
  const load = (): void => void store.load(store.range).catch(toldElsewhere); // What comes of it is in the status.
  if (!change) return load();
  if (!host.dispatchEvent(new ActivityRangeEvent(change.window))) return;
  grows();
  store.setView(change);
  if (store.options.autoLoad === false) load();
}

export function renderEdge(
  { label, detail }: EdgeLine,
  where: 'newer' | 'older',
  id: string,
  row: number,
  rowIndex: number,
  isActive: boolean,
  columns: number,
): TemplateResult {
  return html`<div
    class="row edge ${isActive ? 'active' : ''}"
    role="row"
    id=${id}
    data-edge=${where}
    data-row=${row}
    aria-rowindex=${rowIndex}
    aria-selected="false"
  >
    <span class="edge-cell" role="gridcell" aria-colindex="1" aria-colspan=${columns}
      ><button type="button" class="link" tabindex="-1">
        ${icon(where === 'newer' ? 'arrow-up' : 'chevron-down')}${label}</button
      ><span class="muted">${detail}</span></span
    >
  </div>`;
}

const absolute = (range: TimeRange): TimeWindow => ({ kind: 'absolute', range });

function isLive({ live, window }: ViewState): boolean {
  return live && window.kind === 'relative';
}

/** A window that ends by itself grows into the past and goes on ending so. */
function widened(view: ViewState, range: TimeRange, lengthNs: bigint): Pick<ViewState, 'window' | 'live'> {
  const { window, live } = view;
  if (window.kind === 'relative') return { window: { ...window, lengthMs: window.lengthMs * 2 }, live };
  return { window: absolute({ fromNs: range.fromNs - lengthNs, toNs: range.toNs }), live };
}

/** Loading was stopped, or never begun; one that runs or waits goes on by itself. */
function isCut({ reasons }: Coverage, state: LoadState | undefined): boolean {
  if (state === LoadState.loading || state === LoadState.waiting) return false;
  return reasons.includes(CoverageReason.notLoaded) || reasons.includes(CoverageReason.failed);
}
