import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What has the focus may go with what it brought, as "3 new" does, or a retry: then `lost` gives it to the next sensible place. */
export class KeptFocus implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #lost: () => void;
  #focused: Element | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, lost: () => void) {
    this.#host = host;
    this.#lost = lost;
    host.addController(this);
  }

  hostUpdate(): void {
    this.#focused = this.#host.shadowRoot?.activeElement ?? null;
  }

  hostUpdated(): void {
    const isGone = this.#focused?.isConnected === false && !this.#host.shadowRoot?.activeElement;
    this.#focused = null;
    if (isGone && this.#host.isConnected) this.#lost();
  }
}
