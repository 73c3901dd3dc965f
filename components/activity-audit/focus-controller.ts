import { ReactiveElement, type ReactiveController, type ReactiveControllerHost } from 'lit';

export interface FocusParts {
  /** Whether the details cover what they came from, which then can be neither seen nor reached. */
  readonly covers: () => boolean;
  /** null while they are closed. */
  readonly details: () => HTMLElement | null;
  /** The list, or the trace in its place. */
  readonly main: () => HTMLElement | null;
}

/** What has the focus, among what comes and goes. */
type Place = 'details' | 'main' | 'elsewhere' | null;

/**
 * Keeps the focus in the view while its parts come and go: it goes along with what takes the place of the part that has it (a trace that of the list,
 * details that cover the list of a phone), and back to where it came from.
 */
export class FocusController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: FocusParts;
  #details: HTMLElement | null = null;
  #main: HTMLElement | null = null;
  #covers = false;
  /** The focus was taken along, and belongs back. */
  #took = false;
  #place: Place = null;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: FocusParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  /** What has the focus loses it as soon as it is made inert, or removed. */
  hostUpdate(): void {
    const active = this.#host.shadowRoot?.activeElement ?? null;
    this.#place =
      active === null ? null : active === this.#details ? 'details' : active === this.#main ? 'main' : 'elsewhere';
  }

  hostUpdated(): void {
    const before = { main: this.#main, details: this.#details, covers: this.#covers };
    this.#main = this.#parts.main();
    this.#details = this.#parts.details();
    this.#covers = this.#parts.covers();
    if (this.#covers && !before.covers) {
      if (this.#place === 'main') this.#go(this.#details);
    } else if (before.details && !this.#details) {
      if (this.#place === 'details' || this.#isLost) this.#go(this.#main);
    } else if (before.main && this.#main !== before.main) {
      if (!this.#covers && (this.#place === 'main' || this.#isLost)) this.#go(this.#main);
    }
  }

  hostDisconnected(): void {
    this.#covers = false;
    this.#took = false;
    this.#main = null;
    this.#details = null;
  }

  /** Nothing has it although it was taken along: what had it went by itself. */
  get #isLost(): boolean {
    const { activeElement, body } = this.#host.ownerDocument;
    return this.#took && this.#place === null && (activeElement === null || activeElement === body);
  }

  #go(to: HTMLElement | null): void {
    this.#took = true;
    to?.focus();
    // What is there for the first time has nothing to focus yet.
    if (to instanceof ReactiveElement && !to.hasUpdated) void to.updateComplete.then(() => to.focus());
  }
}
