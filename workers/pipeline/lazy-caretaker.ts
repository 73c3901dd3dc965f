import { AuditError } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import type { Holdings } from '../columns/holdings.js';
import type { Caretaker } from './caretaker.js';
import type { CoverageMap } from './coverage-map.js';

export interface CareWanted {
  readonly holdings: Holdings;
  readonly coverage: CoverageMap;
  readonly maxActivities: number;
  /** Nothing has come for some seconds. */
  readonly quiet: () => void;
  /** Values that nothing has any more are gone. */
  readonly renewed: () => void;
  /** The first question is answered: until then, nothing is loaded. */
  readonly begin: Promise<void>;
}

/** The caretaker, loaded once there is something to take care of. Where its code does not come, it is asked for with the next activities. */
export class LazyCaretaker {
  readonly #wanted: CareWanted;
  #caretaker: Caretaker | null = null;
  #loading: Promise<void> | null = null;
  #closed = false;

  constructor(wanted: CareWanted) {
    this.#wanted = wanted;
  }

  arrived(): void {
    if (this.#caretaker) this.#caretaker.arrived();
    else
      this.#loading ??= this.#load().catch((thrown: unknown) => {
        this.#loading = null;
        // A file that did not come is asked for again; anything else is a mistake that must be seen.
        if (!(thrown instanceof AuditError)) throw thrown;
      });
  }

  /** Nothing waits to be tidied. */
  get settled(): boolean {
    return this.#caretaker?.settled ?? this.#loading === null;
  }

  close(): void {
    this.#closed = true;
    this.#caretaker?.close();
  }

  async #load(): Promise<void> {
    const { holdings, coverage, maxActivities, quiet, renewed, begin } = this.#wanted;
    await begin;
    const { upkeep, Caretaker } = await loadPart('keeping activities', () => import('./upkeep.js'));
    if (this.#closed) return;
    holdings.keepUp(upkeep);
    this.#caretaker = new Caretaker(holdings, coverage, maxActivities, quiet, renewed);
    this.#caretaker.arrived();
  }
}
