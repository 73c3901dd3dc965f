import type { Bytes } from '../../src/model/units.js';
import type { Batch } from './batch.js';

/** Lets columns go, the least recently used first, until `excess` bytes are free or none is left that is stored too. */
export function releaseColumns(batches: Iterable<Batch>, excess: Bytes): void {
  const parts = Array.from(batches).flatMap((batch) =>
    (batch.storedForm?.columnParts ?? []).flatMap((part) => (part.resident ? [{ batch, part }] : [])),
  );
  parts.sort((a, b) => a.part.usedAt - b.part.usedAt);
  let left = excess;
  for (const { batch, part } of parts) {
    if (left <= 0) return;
    left -= batch.release(part.columns);
  }
}
