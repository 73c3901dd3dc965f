import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RowIndex } from '../../src/model/units.js';
import { textScale } from '../internal/text-scale.js';
import type { RowScroller } from './row-scroller.js';

const overscanRows = 6;
/** Without a scroll for so long, scrolling has ended. */
const quietMs = 150;

export interface ViewportOptions {
  /** Rows there are. */
  readonly total: () => number;
  /** The person scrolled. */
  readonly moved: () => void;
}

/** Keeps the scroller and the elements of the list in step: what is measured goes in, positions come out. */
export class ViewportController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #scroller: RowScroller;
  readonly #options: ViewportOptions;
  readonly #sizes = new ResizeObserver(() => {
    this.#scale = null;
    this.#host.requestUpdate();
  });
  #scale: number | null = null;
  #quiet: ReturnType<typeof setTimeout> | undefined;
  #observed: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, scroller: RowScroller, options: ViewportOptions) {
    this.#host = host;
    this.#scroller = scroller;
    this.#options = options;
    host.addController(this);
  }

  get container(): HTMLElement | null {
    return this.#find('.scroller');
  }
  get frame(): HTMLElement | null {
    return this.#find('.frame');
  }
  /** As at the usual size of text. */
  get widthPx(): number {
    const { container } = this;
    if (!container) return 0;
    this.#scale ??= textScale(this.#host);
    return container.clientWidth / this.#scale;
  }

  hostDisconnected(): void {
    clearTimeout(this.#quiet);
    this.#sizes.disconnect();
    this.#observed = null;
  }

  hostUpdated(): void {
    const { container } = this;
    if (this.#host.isConnected && container !== this.#observed) {
      this.#sizes.disconnect();
      this.#observed = container;
      const probe = this.#find('.probe');
      if (container) this.#sizes.observe(container);
      if (probe) this.#sizes.observe(probe);
    }
    const [spacer, rows] = [this.#find('.spacer'), this.#find('.rows')];
    if (!container || !spacer || !rows) return;
    spacer.style.setProperty('height', `${this.#scroller.spacerPx}px`);
    if (this.#scroller.hasMoved) {
      container.scrollTop = this.#scroller.scrollTop;
      this.#scroller.applied();
    }
    rows.style.setProperty('top', `${this.#scroller.offsetOf(this.drawn().from)}px`);
  }

  /** Takes over sizes and position before anything is drawn; `lead` and `trail` are the lines around the rows. */
  measure(lead: 0 | 1, trail: 0 | 1): void {
    const { container } = this;
    const scroller = this.#scroller;
    const rowPx = this.#find('.probe')?.offsetHeight || scroller.rowPx;
    const headPx = container?.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    const viewportPx = Math.max(0, (container?.clientHeight ?? 0) - headPx);
    this.#followContainer();
    scroller.setEdges(lead, trail);
    const total = this.#options.total();
    if (total !== scroller.total || rowPx !== scroller.rowPx || viewportPx !== scroller.viewportPx)
      scroller.resize(total, rowPx, viewportPx);
  }

  /** Lines that exist as elements, those around the rows among them. */
  drawn(): { readonly from: RowIndex; readonly to: RowIndex } {
    const { lead, trail } = this.#scroller;
    const { from, to } = this.#scroller.visible();
    return {
      from: Math.max(0 - lead, from - overscanRows),
      to: Math.min(this.#options.total() + trail, to + overscanRows),
    };
  }

  readonly scrolled = (): void => {
    if (!this.#followContainer()) this.#options.moved();
    this.#host.requestUpdate();
    // Safari has no `scrollend` before 26.2.
    if ('onscrollend' in globalThis) return;
    clearTimeout(this.#quiet);
    this.#quiet = setTimeout(this.scrollEnded, quietMs);
  };

  readonly scrollEnded = (): void => {
    if (this.#scroller.settle()) this.#host.requestUpdate();
  };

  /** The event of a scroll comes later than the scroll: an update in between must not take it back. */
  #followContainer(): boolean {
    const { container } = this;
    if (!container || this.#scroller.hasMoved) return false;
    if (Math.abs(container.scrollTop - this.#scroller.scrollTop) < 1) return false;
    this.#scroller.scrolled(container.scrollTop);
    this.#options.moved();
    return true;
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }
}
