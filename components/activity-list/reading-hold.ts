import { BackendKind } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import type { EpochNs } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';

/** Holds the end of the time range still while the person reads, so that nothing moves under them. */
export class ReadingHold {
  #reading = false;
  #toNs: EpochNs | null = null;

  /** null: the range ends where the window ends. */
  get toNs(): EpochNs | null {
    return this.#toNs;
  }
  get isReading(): boolean {
    return this.#reading;
  }

  /** True where it changed. */
  setReading(reading: boolean): boolean {
    const changed = reading !== this.#reading;
    this.#reading = reading;
    return changed;
  }

  /** Another question: it begins where it ends now. */
  forget(): void {
    this.#reading = false;
    this.#toNs = null;
  }

  letGo(): void {
    this.#toNs = null;
  }

  /** `endNs`: where what is shown ends. True where it holds from now on. */
  hold(store: ActivityStore, endNs: EpochNs): boolean {
    if (this.#toNs !== null || !this.#needed(store) || endNs >= allTime.toNs) return false;
    this.#toNs = endNs;
    return true;
  }

  release(store: ActivityStore): boolean {
    if (this.#toNs === null || this.#needed(store)) return false;
    this.#toNs = null;
    return true;
  }

  /** Where "new" begins; null while everything that arrives is shown. */
  newerFrom({ view }: ActivityStore): EpochNs | null {
    if (this.#toNs !== null) return this.#toNs;
    return !view.live && view.window.kind === 'relative' ? (view.window.endNs ?? null) : null;
  }

  /** A window that ends by itself, or in a pause of the store's, needs no hold. */
  #needed({ view, options }: ActivityStore): boolean {
    if (view.window.kind === 'absolute') return false;
    if (view.live) return this.#reading;
    return view.window.kind === 'whole' && options.source.kind === BackendKind.push;
  }
}
