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
  /** Where a step leads; undefined at either end. */
  beside(step: -1 | 1): ViewState | undefined {
    return this.#entries[this.#position + step];
  }

  push(view: ViewState): void {
    this.#entries = [...this.#entries.slice(0, this.#position + 1), view].slice(-this.#limit);
    this.#position = this.#entries.length - 1;
  }

  /** No step: what is only a way of looking at it (zone, columns, folding) is so everywhere, also on the way back. */
  replace(view: ViewState): void {
    const { current } = this;
    this.#entries = this.#entries.map((entry) => (entry === current ? view : restyled(entry, current, view)));
  }

  /** Returns false, and stays, at either end. */
  go(step: -1 | 1): boolean {
    if (!this.beside(step)) return false;
    this.#position += step;
    return true;
  }
}

function restyled(entry: ViewState, before: ViewState, now: ViewState): ViewState {
  const { setAside } = entry;
  const refolded = before.fold !== now.fold && { fold: now.fold };
  return Object.freeze({
    ...entry,
    ...(before.timeZone !== now.timeZone && { timeZone: now.timeZone }),
    ...(before.columns !== now.columns && { columns: now.columns }),
    // The surroundings of an activity are folded for themselves, and the list that is put aside for them waits as it is folded now.
    ...(!setAside === !now.setAside && refolded),
    ...(refolded && setAside && !now.setAside && { setAside: { ...setAside, ...refolded } }),
  });
}
