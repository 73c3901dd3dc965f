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

interface Sizes {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly headPx: number;
  /** 0: not drawn yet. */
  readonly rowPx: number;
  readonly scrollTop: number;
}

/** Keeps the scroller and the elements of the list in step: what is measured goes in, positions come out. */
export class ViewportController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #scroller: RowScroller;
  readonly #options: ViewportOptions;
  readonly #resizes = new ResizeObserver(() => {
    this.#scale = null;
    this.#host.requestUpdate();
  });
  #scale: number | null = null;
  #read: Sizes | null = null;
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
    this.#scale ??= textScale(this.#host);
    return this.#sizes.widthPx / this.#scale;
  }

  hostDisconnected(): void {
    clearTimeout(this.#quiet);
    this.#resizes.disconnect();
    this.#observed = null;
  }

  hostUpdated(): void {
    this.#read = null;
    const { container } = this;
    if (this.#host.isConnected && container !== this.#observed) {
      this.#resizes.disconnect();
      this.#observed = container;
      const probe = this.#find('.probe');
      if (container) this.#resizes.observe(container);
      if (probe) this.#resizes.observe(probe);
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

  /** What the next update goes by: for when others render before it. */
  readonly read = (): Sizes => {
    const { container } = this;
    return (this.#read = {
      widthPx: container?.clientWidth ?? 0,
      heightPx: container?.clientHeight ?? 0,
      headPx: container?.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0,
      rowPx: this.#find('.probe')?.offsetHeight ?? 0,
      scrollTop: container?.scrollTop ?? 0,
    });
  };

  /** Takes over sizes and position before anything is drawn; `lead` and `trail` are the lines around the rows. */
  measure(lead: 0 | 1, trail: 0 | 1): void {
    const scroller = this.#scroller;
    const { heightPx, headPx, scrollTop } = this.#sizes;
    const rowPx = this.#sizes.rowPx || scroller.rowPx;
    const viewportPx = Math.max(0, heightPx - headPx);
    this.#followContainer(scrollTop);
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
    if (!this.#followContainer(this.container?.scrollTop ?? 0)) this.#options.moved();
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
  #followContainer(scrollTop: number): boolean {
    if (!this.container || this.#scroller.hasMoved) return false;
    if (Math.abs(scrollTop - this.#scroller.scrollTop) < 1) return false;
    this.#scroller.scrolled(scrollTop);
    this.#options.moved();
    return true;
  }

  get #sizes(): Sizes {
    return this.#read ?? this.read();
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }
}
