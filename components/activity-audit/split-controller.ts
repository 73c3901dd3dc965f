import type { ReactiveController, ReactiveControllerHost } from 'lit';

export const detailsWidth = { min: 280, initial: 380, max: 760 } as const;
const keyStep = 24;

/** The movable border between the list and the details: by pointer, by arrow keys, double-click for the first width. */
export class SplitController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #onWidth: (width: number) => void;
  #drag: { readonly startX: number; readonly startWidth: number } | null = null;
  width: number = detailsWidth.initial;

  constructor(host: ReactiveControllerHost & HTMLElement, onWidth: (width: number) => void) {
    this.#host = host;
    this.#onWidth = onWidth;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#drag = null;
  }

  set(width: number): void {
    const bounded = Math.round(Math.min(detailsWidth.max, Math.max(detailsWidth.min, width)));
    if (bounded === this.width) return;
    this.width = bounded;
    this.#onWidth(bounded);
    this.#host.requestUpdate();
  }

  readonly pointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { startX: event.clientX, startWidth: this.width };
    event.preventDefault();
  };
  readonly pointerMove = (event: PointerEvent): void => {
    if (this.#drag) this.set(this.#drag.startWidth + (this.#drag.startX - event.clientX) * this.#direction());
  };
  readonly pointerUp = (): void => {
    this.#drag = null;
  };
  readonly reset = (): void => this.set(detailsWidth.initial);
  readonly keyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: keyStep, ArrowRight: -keyStep }[event.key];
    if (step !== undefined) this.set(this.width + step * this.#direction());
    else if (event.key === 'Home') this.set(detailsWidth.max);
    else if (event.key === 'End') this.set(detailsWidth.min);
    else return;
    event.preventDefault();
  };

  /** In right-to-left pages the details are on the left. */
  #direction(): 1 | -1 {
    return getComputedStyle(this.#host).direction === 'rtl' ? -1 : 1;
  }
}
