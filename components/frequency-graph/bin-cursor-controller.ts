import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { binAt, type BinGrid } from '../../src/charts/bin-geometry.js';
import { binOfTime, moveCursor, selectionRange, type BinSelection } from '../../src/charts/bin-selection.js';
import type { TimeAxis } from '../../src/charts/time-axis.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { EpochMs } from '../../src/model/units.js';

/** Where the bins are now. */
export interface BinPicture {
  readonly bins: BinGrid;
  readonly x: TimeAxis;
}

export interface BinCursorOptions {
  /** null while there is no picture. */
  readonly picture: () => BinPicture | null;
  readonly zoom: (range: TimeRange) => void;
  readonly back: () => void;
}

const steps: ReadonlyMap<string, number> = new Map([
  ['ArrowLeft', -1],
  ['ArrowRight', 1],
  ['PageUp', -10],
  ['PageDown', 10],
  ['Home', Number.NEGATIVE_INFINITY],
  ['End', Number.POSITIVE_INFINITY],
]);

/**
 * The bin that is looked at and the bins that are selected, by pointer and by keys. Both are kept as moments, so that they stay with what they
 * mean when a live picture moves on under them.
 */
export class BinCursorController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: BinCursorOptions;
  #hoverMs: EpochMs | null = null;
  #cursorMs: EpochMs | null = null;
  #selection: { readonly anchorMs: EpochMs; readonly headMs: EpochMs } | null = null;

  constructor(host: ReactiveControllerHost, options: BinCursorOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.clear();
  }

  /** The bin under the pointer, else the one the keys went to; null: none. */
  get shown(): number | null {
    return this.#binOf(this.#hoverMs) ?? this.cursor;
  }
  get cursor(): number | null {
    return this.#binOf(this.#cursorMs);
  }
  get selection(): BinSelection | null {
    if (!this.#selection) return null;
    const anchor = this.#binOf(this.#selection.anchorMs, true);
    const head = this.#binOf(this.#selection.headMs, true);
    return anchor === null || head === null ? null : { anchor, head };
  }

  clear(): void {
    this.#hoverMs = null;
    this.#cursorMs = null;
    this.#selection = null;
    this.#host.requestUpdate();
  }

  /** `xPx` from the left edge of the plot; null: the pointer left. */
  hover(xPx: number | null): void {
    const hoverMs = xPx === null ? null : this.#timeAt(xPx);
    if (hoverMs === this.#hoverMs) return;
    this.#hoverMs = hoverMs;
    this.#host.requestUpdate();
  }

  place(xPx: number): void {
    this.#cursorMs = this.#timeAt(xPx);
    this.#selection = null;
    this.#host.requestUpdate();
  }

  drag(fromPx: number, toPx: number): void {
    const [anchorMs, headMs] = [this.#timeAt(fromPx), this.#timeAt(toPx)];
    if (anchorMs === null || headMs === null) return;
    this.#selection = { anchorMs, headMs };
    this.#hoverMs = headMs;
    this.#host.requestUpdate();
  }

  dropSelection(): void {
    this.#selection = null;
    this.#host.requestUpdate();
  }

  /** Zooms to what is selected, else to the bin of the cursor. */
  zoom(): void {
    const picture = this.#options.picture();
    const cursor = this.cursor;
    const selection = this.selection ?? (cursor === null ? null : { anchor: cursor, head: cursor });
    if (!picture || !selection) return;
    const range = selectionRange(picture.bins, selection, picture.x);
    this.clear();
    if (range.toNs > range.fromNs) this.#options.zoom(range);
  }

  readonly keyDown = (event: KeyboardEvent): void => {
    const picture = this.#options.picture();
    if (!picture || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = steps.get(event.key);
    if (step !== undefined) this.#move(picture.bins, step, event.shiftKey);
    else if (event.key === 'Enter') this.zoom();
    else if (event.key === 'Backspace') this.#options.back();
    else if (event.key !== 'Escape' || (!this.#selection && this.#cursorMs === null)) return;
    else if (this.#selection) this.dropSelection();
    else this.clear();
    event.preventDefault();
  };

  #move(bins: BinGrid, step: number, extend: boolean): void {
    if (bins.count < 1) return;
    const before = this.cursor;
    const next = moveCursor(bins, before, step);
    this.#hoverMs = null;
    this.#cursorMs = middleOf(bins, next);
    const anchorMs = this.#selection?.anchorMs ?? middleOf(bins, before ?? next);
    this.#selection = extend ? { anchorMs, headMs: this.#cursorMs } : null;
    this.#host.requestUpdate();
  }

  #timeAt(xPx: number): EpochMs | null {
    const picture = this.#options.picture();
    const index = picture && binAt(picture.bins, picture.x, xPx);
    return picture && index !== null ? middleOf(picture.bins, index) : null;
  }

  /** `held`: a moment outside is the bin at that end. */
  #binOf(atMs: EpochMs | null, held = false): number | null {
    const bins = this.#options.picture()?.bins;
    if (atMs === null || !bins || bins.count < 1) return null;
    if (held && atMs < bins.startMs) return 0;
    return binOfTime(bins, atMs) ?? (held ? bins.count - 1 : null);
  }
}

/** The middle, so that no rounding moves it into the neighbour. */
function middleOf(bins: BinGrid, index: number): EpochMs {
  return bins.startMs + (index + 0.5) * bins.widthMs;
}
