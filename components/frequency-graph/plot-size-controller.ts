import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Follows the size of one element inside the host, in whole pixels. */
export class PlotSizeController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #frame: () => Element | null | undefined;
  #observer: ResizeObserver | null = null;
  #observed: Element | null = null;
  #widthPx = 0;
  #heightPx = 0;

  constructor(host: ReactiveControllerHost, frame: () => Element | null | undefined) {
    this.#host = host;
    this.#frame = frame;
    host.addController(this);
  }

  /** 0 until it is known. */
  get widthPx(): number {
    return this.#widthPx;
  }
  get heightPx(): number {
    return this.#heightPx;
  }

  hostConnected(): void {
    this.#observer = new ResizeObserver(([entry]) => {
      if (entry) this.#measured(entry.contentRect);
    });
    this.#observe();
  }

  hostUpdated(): void {
    this.#observe();
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    this.#observed = null;
  }

  #observe(): void {
    const frame = this.#frame() ?? null;
    if (frame === this.#observed || !this.#observer) return;
    if (this.#observed) this.#observer.unobserve(this.#observed);
    if (frame) this.#observer.observe(frame);
    this.#observed = frame;
  }

  #measured({ width, height }: DOMRectReadOnly): void {
    const [w, h] = [Math.floor(width), Math.floor(height)];
    // A graph in a folded panel keeps its picture.
    if (w === 0 || (w === this.#widthPx && h === this.#heightPx)) return;
    this.#widthPx = w;
    this.#heightPx = h;
    this.#host.requestUpdate();
  }
}
