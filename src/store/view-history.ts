import type { ViewState } from '../model/view-state.js';

/** Where the person has been. Bounded; a step back and a new step forget what was ahead. */
export class ViewHistory {
  readonly #limit: number;
  #entries: ViewState[];
  #position = 0;

  constructor(first: ViewState, limit = 100) {
    this.#entries = [first];
    this.#limit = limit;
  }

  get current(): ViewState {
    const entry = this.#entries[this.#position];
    if (!entry) throw new RangeError('history without a position');
    return entry;
  }
  get canGoBack(): boolean {
    return this.#position > 0;
  }
  get canGoForward(): boolean {
    return this.#position < this.#entries.length - 1;
  }

  push(view: ViewState): void {
    this.#entries = [...this.#entries.slice(0, this.#position + 1), view].slice(-this.#limit);
    this.#position = this.#entries.length - 1;
  }

  replace(view: ViewState): void {
    this.#entries[this.#position] = view;
  }

  /** Returns false, and stays, at either end. */
  go(step: -1 | 1): boolean {
    const next = this.#position + step;
    if (next < 0 || next >= this.#entries.length) return false;
    this.#position = next;
    return true;
  }
}
