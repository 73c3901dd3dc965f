import type { Bytes } from '../../src/model/units.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { FoldIdentity, type RowHashes } from './fold-identity.js';
import type { Pace } from './pace.js';
import type { Selection } from './selection.js';

const mostBytes: Bytes = 32 * 2 ** 20;

/** Hashes of batches that were folded, bounded in bytes: what there is no room for is computed again when it is needed. */
export class FoldHashes {
  private byBatch = new Map<number, RowHashes>();

  constructor(readonly dictionaries: Dictionaries) {}

  /** Of selections in their order; null where nothing repeats. */
  async of(selections: readonly Selection[], pace: Pace): Promise<readonly (RowHashes | null)[]> {
    const kept = new Map<number, RowHashes>();
    const all: (RowHashes | null)[] = [];
    let bytes = 0;
    for (const { uid, batch } of selections) {
      const hashes = this.byBatch.get(uid) ?? FoldIdentity.of(batch, this.dictionaries)?.hashes() ?? null;
      all.push(hashes);
      bytes += hashes ? hashes.high.byteLength * 2 : 0;
      if (hashes && bytes <= mostBytes) kept.set(uid, hashes);
      if (pace.due) await pace.rest();
    }
    this.byBatch = kept;
    return all;
  }
}
