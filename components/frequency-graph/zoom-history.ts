import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { TimeWindow, ViewState } from '../../src/model/view-state.js';
import { ActivityRangeEvent } from '../internal/events.js';
import type { StoreController } from '../internal/store-controller.js';

interface Place {
  readonly window: TimeWindow;
  readonly live: boolean;
}

const most = 100;

/**
 * The windows from which the person came, in order. A step back leaves the filter as it is; where nothing but the window changed since, it is the
 * store's own step back, so that redo leads forward again.
 */
export class ZoomHistory implements ReactiveController {
  readonly #host: EventTarget;
  readonly #store: StoreController;
  #places: readonly Place[] = [];
  /** So many of the last places the store itself can go back to without changing anything else. */
  #straight = 0;

  constructor(host: ReactiveControllerHost & EventTarget, store: StoreController) {
    this.#host = host;
    this.#store = store;
    host.addController(this);
    store.listen({
      storeChanged: () => this.#forget(),
      viewChanged: ({ previous, view }) => this.#changed(previous, view),
    });
  }

  hostDisconnected(): void {
    this.#forget();
  }

  back(): void {
    const { store } = this.#store;
    const place = this.#places.at(-1);
    if (!store || !place || !this.#host.dispatchEvent(new ActivityRangeEvent(place.window))) return;
    if (this.#straight > 0 && store.canGoBack) store.back();
    else store.setView({ window: place.window, live: place.live });
  }

  #forget(): void {
    this.#places = [];
    this.#straight = 0;
  }

  #changed(previous: ViewState, view: ViewState): void {
    const others =
      previous.filterText !== view.filterText ||
      previous.types !== view.types ||
      previous.scope !== view.scope ||
      previous.grouping !== view.grouping ||
      previous.fold !== view.fold ||
      previous.columns !== view.columns ||
      previous.traceId !== view.traceId;
    if (others) this.#straight = 0;
    if (previous.window === view.window) return;
    // A pause only pins the end of a live window: nobody went anywhere.
    const pinned = previous.window.kind === 'relative' && view.window.kind === 'relative';
    if (pinned && previous.window.lengthMs === view.window.lengthMs && previous.live !== view.live) return;
    if (this.#places.at(-1)?.window === view.window) {
      this.#places = this.#places.slice(0, -1);
      this.#straight = Math.max(0, this.#straight - 1);
    } else {
      this.#places = [...this.#places, { window: previous.window, live: previous.live }].slice(-most);
      if (!others) this.#straight += 1;
    }
  }
}
