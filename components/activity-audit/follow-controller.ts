import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { StatusChangeEvent, ViewChangeEvent } from '../../src/store/store-events.js';

/** Updates its host whenever the store it follows changes. The store may change at every render. */
export class FollowController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #changed: () => void;
  #store: ActivityStore | null = null;

  /** `changed` is told at once, before anything renders. */
  constructor(host: ReactiveControllerHost, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
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

  readonly #update = (): void => {
    this.#changed();
    this.#host.requestUpdate();
  };
}
