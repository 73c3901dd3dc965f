import type { ReactiveControllerHost } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';
import { findNeighbours, type Neighbours } from './neighbours.js';

export const selectedId = ({ view }: ActivityStore): string | null => view.selectedId;

/** From the selected activity to the newer and the older one of the list. */
export class NeighbourSteps {
  readonly task: AnswerTask<Neighbours | null>;
  readonly #stores: StoreController;
  readonly #go: (neighbour: Activity) => void;
  /** Steps that were asked for before it was known where they lead: to older ones, or (negative) to newer ones. */
  #owed = 0;

  constructor(host: ReactiveControllerHost, stores: StoreController, go: (neighbour: Activity) => void) {
    this.#stores = stores;
    this.#go = go;
    stores.listen({
      viewChanged: ({ previous, view }) => {
        if (previous.selectedId !== view.selectedId) this.#owed = 0;
      },
    });
    this.task = new AnswerTask<Neighbours | null>(host, stores, {
      args: (store) => (store.view.selectedId === null ? null : [store.view.selectedId]),
      about: selectedId,
      ask: async (store, signal) => {
        const id = store.view.selectedId;
        try {
          return id === null ? null : await findNeighbours(store, id, signal);
        } catch (thrown) {
          if (!signal.aborted) this.#owed = 0;
          throw thrown;
        }
      },
      onValue: () => this.#takeOwed(),
    });
  }

  /** undefined while it is not known; null where there is none. */
  get known(): Neighbours | null | undefined {
    return this.task.error ? null : this.task.value;
  }

  readonly step = (by: 1 | -1): void => {
    const { known } = this;
    const target = by < 0 ? known?.newer : known?.older;
    if (target) this.#go(target);
    else if (known === undefined) this.#owed += by;
  };

  #takeOwed(): void {
    const owed = this.#owed;
    const { store } = this.#stores;
    if (!store || owed === 0) return;
    const id = selectedId(store);
    const by = owed < 0 ? -1 : 1;
    this.#owed = 0;
    this.step(by);
    if (selectedId(store) !== id) this.#owed = owed - by;
  }
}
