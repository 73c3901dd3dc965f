import { BackendKind, pagesTime } from '../model/source.js';
import { toEpochNs, type EpochMs, type EpochNs } from '../model/units.js';
import type { EngineStatus } from '../protocol/engine-api.js';
import type { PinnedAt } from './resolve-window.js';
import type { StoreOptions } from './store-options.js';

/** Where a view ends that stands still: one `asOf` a time, and one of files. */
export class Pin {
  readonly #options: StoreOptions;
  readonly #openedNs: EpochNs;

  constructor(options: StoreOptions, openedMs: EpochMs) {
    this.#options = options;
    this.#openedNs = toEpochNs(openedMs);
  }

  /** Whether there is one; without it the view follows its data. */
  get holds(): boolean {
    const { asOf, source } = this.#options;
    return asOf !== undefined || source.kind === BackendKind.file;
  }

  /** A backend's data has no end that is known beforehand: pinned to it means pinned to when the view was opened. */
  at(status: EngineStatus | null): PinnedAt | undefined {
    const { asOf, source } = this.#options;
    if (!this.holds) return undefined;
    if (typeof asOf === 'bigint') return asOf;
    return pagesTime(source) ? this.#openedNs : (status?.extent?.toNs ?? 'data');
  }
}
