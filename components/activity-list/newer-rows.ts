import type { ReactiveControllerHost } from 'lit';
import { Certainty } from '../../src/model/coverage.js';
import { allTime } from '../../src/model/time-range.js';
import { AnswerTask } from '../internal/answer-task.js';
import type { StoreController } from '../internal/store-controller.js';
import type { ReadingHold } from './reading-hold.js';

/** How many arrived after the end that is held, and what that number is worth. */
export interface NewerCount {
  readonly count: number;
  readonly certainty: Certainty;
}

/** Counts what is held back. The number of one hold is never shown for the next. */
export class NewerRows {
  readonly #stores: StoreController;
  readonly #hold: ReadingHold;
  readonly #task: AnswerTask<NewerCount>;

  constructor(host: ReactiveControllerHost, stores: StoreController, hold: ReadingHold) {
    this.#stores = stores;
    this.#hold = hold;
    this.#task = new AnswerTask<NewerCount>(host, stores, {
      args: (store) => (hold.newerFrom(store) === null ? null : [hold.newerFrom(store)]),
      about: (store) => hold.newerFrom(store),
      ask: async (store, signal) => {
        const range = { fromNs: hold.newerFrom(store) ?? allTime.toNs, toNs: allTime.toNs };
        const { totals, coverage } = await store.ask({ totals: true }, { signal, range });
        return { count: totals?.matching ?? 0, certainty: coverage.certainty };
      },
    });
  }

  get counted(): NewerCount {
    const { store } = this.#stores;
    if (!store || this.#hold.newerFrom(store) === null) return { count: 0, certainty: Certainty.exact };
    return this.#task.value ?? { count: 0, certainty: Certainty.unknown };
  }
}
