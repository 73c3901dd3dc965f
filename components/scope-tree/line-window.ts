import type { ReactiveController, ReactiveControllerHost } from 'lit';

const overscanLines = 8;
const unmeasuredLines = 40;

interface Sizes {
  readonly linePx: number;
  readonly heightPx: number;
  readonly scrollTop: number;
}

/** Which lines of a long list exist as elements: those in sight and a few around them. All lines have one height. */
export class LineWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #container: () => HTMLElement | null;
  readonly #probe: () => HTMLElement | null;
  readonly #resizes = new ResizeObserver(() => this.#host.requestUpdate());
  #observed: HTMLElement | null = null;
  #read: Sizes | null = null;

  /** `probe` is an element as high as a line. */
  constructor(host: ReactiveControllerHost, container: () => HTMLElement | null, probe: () => HTMLElement | null) {
    this.#host = host;
    this.#container = container;
    this.#probe = probe;
    host.addController(this);
  }

  get linePx(): number {
    return this.#sizes.linePx;
  }
  /** Whole lines in sight, at least one. */
  get pageLines(): number {
    return Math.max(1, Math.floor(this.#sizes.heightPx / this.linePx));
  }

  /** `to` is exclusive. */
  shown(total: number): { readonly from: number; readonly to: number } {
    if (!this.#container()) return { from: 0, to: Math.min(total, unmeasuredLines) };
    const { linePx, heightPx, scrollTop } = this.#sizes;
    const first = Math.min(Math.floor(scrollTop / linePx), Math.max(0, total - this.pageLines));
    const last = first + Math.ceil(heightPx / linePx);
    return { from: Math.max(0, first - overscanLines), to: Math.min(total, last + overscanLines) };
  }

  /** What the next update goes by: for when others render before it. */
  readonly measure = (): void => {
    this.#read = this.#sizes;
  };

  /** Scrolls as little as brings the line into sight. */
  reveal(index: number): void {
    const container = this.#container();
    if (!container) return;
    const { linePx } = this;
    const top = index * linePx;
    if (top < container.scrollTop) container.scrollTop = top;
    else if (top + linePx > container.scrollTop + container.clientHeight)
      container.scrollTop = top + linePx - container.clientHeight;
  }

  readonly scrolled = (): void => this.#host.requestUpdate();

  hostUpdated(): void {
    this.#read = null;
    const container = this.#container();
    if (container === this.#observed) return;
    this.#resizes.disconnect();
    this.#observed = container;
    const probe = this.#probe();
    if (container) this.#resizes.observe(container);
    if (probe) this.#resizes.observe(probe);
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
    this.#observed = null;
  }

  get #sizes(): Sizes {
    if (this.#read) return this.#read;
    const container = this.#container();
    return {
      linePx: this.#probe()?.offsetHeight || 28,
      heightPx: container?.clientHeight ?? 0,
      scrollTop: container?.scrollTop ?? 0,
    };
  }
}
