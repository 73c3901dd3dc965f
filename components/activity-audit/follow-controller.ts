import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { StatusChangeEvent, ViewChangeEvent } from '../../src/store/store-events.js';

/** Updates its host whenever the store it follows changes. The store may change at every render. */
export class FollowController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #store: ActivityStore | null = null;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  follow(store: ActivityStore | null): void {
    if (store === this.#store) return;
    this.#listen('removeEventListener');
    this.#store = store;
    this.#listen('addEventListener');
  }

  hostDisconnected(): void {
    this.follow(null);
  }

  #listen(change: 'addEventListener' | 'removeEventListener'): void {
    this.#store?.[change](ViewChangeEvent.type, this.#update);
    this.#store?.[change](StatusChangeEvent.type, this.#update);
  }

  readonly #update = (): void => this.#host.requestUpdate();
}
