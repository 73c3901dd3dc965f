import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface SheetOptions {
  /** Whether the sheet covers what it came from, which then can be neither seen nor reached. */
  readonly covers: () => boolean;
  readonly sheet: () => HTMLElement | null;
  readonly covered: () => HTMLElement | null;
}

/** Takes the focus along when a sheet covers the part of the view that has it, and gives it back when the sheet goes. */
export class SheetController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: SheetOptions;
  #covers = false;
  #tookFocus = false;
  #hadFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: SheetOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** What has the focus loses it as soon as it is made inert, or removed. */
  hostUpdate(): void {
    const active = this.#host.shadowRoot?.activeElement ?? null;
    const from = this.#covers ? this.#options.sheet() : this.#options.covered();
    this.#hadFocus = active !== null && active === from;
  }

  hostUpdated(): void {
    const covers = this.#options.covers();
    if (covers === this.#covers) return;
    this.#covers = covers;
    if (covers) {
      this.#tookFocus = this.#hadFocus;
      if (this.#hadFocus) this.#options.sheet()?.focus();
    } else if (this.#hadFocus || this.#tookFocus) {
      this.#tookFocus = false;
      this.#options.covered()?.focus();
    }
  }

  hostDisconnected(): void {
    this.#covers = false;
    this.#tookFocus = false;
  }
}
