import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { isRightToLeft } from '../internal/direction.js';

export interface SplitOptions {
  /** The side of the view on which the panel lies, in reading direction. */
  readonly side: 'start' | 'end';
  readonly min: number;
  readonly initial: number;
  readonly max: number;
  readonly label: () => string;
  readonly onWidth: (width: number) => void;
}

const keyStep = 24;
const clickStep = 120;
const movedFromPx = 3;

/** The movable border of a panel: dragged, by arrow keys, or step by step by clicks, from the widest back to the narrowest. Widths in pixels. */
export class SplitController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: SplitOptions;
  #drag: { readonly startX: number; readonly startWidth: number; readonly moved: boolean } | null = null;
  width: number;

  constructor(host: ReactiveControllerHost & HTMLElement, options: SplitOptions) {
    this.#host = host;
    this.#options = options;
    this.width = options.initial;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#drag = null;
  }

  /** Bounded; a host that sets a width is not told of it. */
  set(width: number): void {
    const { min, max } = this.#options;
    this.width = Math.round(Math.min(max, Math.max(min, width)));
  }

  render(): TemplateResult {
    const { min, max, label } = this.#options;
    return html`<div
      part="divider"
      class="divider"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${label()}
      aria-valuemin=${min}
      aria-valuemax=${max}
      aria-valuenow=${this.width}
      @pointerdown=${this.#pointerDown}
      @pointermove=${this.#pointerMove}
      @pointerup=${this.#pointerUp}
      @keydown=${this.#keyDown}
    ></div>`;
  }

  #move(width: number): void {
    const before = this.width;
    this.set(width);
    if (this.width === before) return;
    this.#options.onWidth(this.width);
    this.#host.requestUpdate();
  }

  readonly #pointerDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.#drag = { startX: event.clientX, startWidth: this.width, moved: false };
    event.preventDefault();
  };
  readonly #pointerMove = (event: PointerEvent): void => {
    if (!this.#drag) return;
    const byPx = event.clientX - this.#drag.startX;
    if (!this.#drag.moved && Math.abs(byPx) < movedFromPx) return;
    this.#drag = { ...this.#drag, moved: true };
    this.#move(this.#drag.startWidth + byPx * this.#outward());
  };
  readonly #pointerUp = (): void => {
    const { min, max } = this.#options;
    if (this.#drag?.moved === false) this.#move(this.width >= max ? min : this.width + clickStep);
    this.#drag = null;
  };
  readonly #keyDown = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: -keyStep, ArrowRight: keyStep }[event.key];
    if (step !== undefined) this.#move(this.width + step * this.#outward());
    else if (event.key === 'Home') this.#move(this.#options.min);
    else if (event.key === 'End') this.#move(this.#options.max);
    else return;
    event.preventDefault();
  };

  /** 1 where moving to the right makes the panel wider. In right-to-left pages the sides are swapped. */
  #outward(): 1 | -1 {
    const swapped = isRightToLeft(this.#host);
    return (this.#options.side === 'start') !== swapped ? 1 : -1;
  }
}
