import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { textScale } from '../internal/text-scale.js';

export const Layout = {
  /** Groups at the left, details at the right, both push. */
  wide: 'wide',
  /** Groups in a drawer, details over the list. */
  medium: 'medium',
  /** One column; groups and details are sheets. */
  narrow: 'narrow',
} as const;
export type Layout = (typeof Layout)[keyof typeof Layout];

const wideFromPx = 1100;
const mediumFromPx = 700;

const layoutFor = (widthPx: number): Layout =>
  widthPx >= wideFromPx ? Layout.wide : widthPx >= mediumFromPx ? Layout.medium : Layout.narrow;

/** Which of the three layouts the element's own width allows, for the size of its text. */
export class LayoutController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #observer: ResizeObserver | null = null;
  #frame: number | undefined;
  #layout: Layout = Layout.wide;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  get current(): Layout {
    return this.#layout;
  }

  hostConnected(): void {
    this.#measure();
    // A frame later: what changes its size inside the notification would be notified of in the same frame again.
    this.#observer = new ResizeObserver(() => {
      this.#frame ??= requestAnimationFrame(() => {
        this.#frame = undefined;
        this.#measure();
      });
    });
    this.#observer.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#observer?.disconnect();
    this.#observer = null;
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
  }

  #measure(): void {
    const layout = layoutFor(this.#host.clientWidth / textScale(this.#host));
    if (layout === this.#layout || this.#host.clientWidth === 0) return;
    this.#layout = layout;
    this.#host.requestUpdate();
  }
}
