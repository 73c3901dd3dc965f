import { AuditError } from '../../src/model/audit-error.js';
import type { Batch } from './batch.js';
import type { Dictionaries } from './dictionary.js';
import type { PartContent, StoredBatch } from './stored-batch.js';
import type { Bring } from './stored-residence.js';

export interface PartRequest {
  /** The batch's name in the cache. */
  readonly batch: string;
  readonly part: string;
}

/** Where parts come from. */
export interface PartSource {
  /** In the order asked; null for what is lost or damaged. */
  read(requests: readonly PartRequest[]): Promise<readonly (Uint8Array | null)[]>;
  /**
   * What a part's bytes say; this room's `readPart`, which is loaded with the cache.
   * @throws AuditError `storage` where they are not this part of this batch.
   */
  unpack(stored: StoredBatch, part: string, bytes: Uint8Array, dictionaries: Dictionaries): PartContent;
  /** A part of the batch is lost: it is not among those held any more when this returns. */
  lost(batch: Batch): void;
}

/** Parts read in one go: bounds what lies in memory twice. */
const partsAtOnce = 512;
interface Wanted {
  readonly batch: Batch;
  readonly stored: StoredBatch;
  readonly part: string;
}

/** What brings parts of batches from there. Comes with the cache: who holds nothing that is stored needs none of it. */
export function bringFrom(source: PartSource, dictionaries: () => Dictionaries): Bring {
  const read = async (wanted: readonly Wanted[]): Promise<void> => {
    const { codes } = dictionaries();
    const parts = await source.read(wanted.map(({ stored, part }) => ({ batch: stored.id, part })));
    // Everything was erased meanwhile: these batches are nobody's any more.
    if (dictionaries().codes !== codes) return;
    const lost = new Set<Batch>();
    wanted.forEach(({ batch, stored, part }, at) => {
      // Stored elsewhere meanwhile, in other codes.
      if (batch.storedForm !== stored) return;
      const bytes = parts[at];
      try {
        if (bytes) batch.fill(source.unpack(stored, part, bytes, dictionaries()));
        else lost.add(batch);
      } catch (thrown) {
        if (!(thrown instanceof AuditError)) throw thrown;
        lost.add(batch);
      }
    });
    for (const batch of lost) source.lost(batch);
  };
  return async (batches, needs) => {
    const wanted: Wanted[] = [];
    for (const batch of batches) {
      const stored = batch.storedForm;
      if (!stored) continue;
      const parts = new Set(needs.flatMap((need) => batch.missingParts(need)));
      for (const part of parts) wanted.push({ batch, stored, part });
    }
    for (let from = 0; from < wanted.length; from += partsAtOnce) await read(wanted.slice(from, from + partsAtOnce));
  };
}
