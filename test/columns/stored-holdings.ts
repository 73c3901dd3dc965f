/** What the cache holds of holdings, without a cache: the way of the product there and back. */
import type { StoredBatch as Stored } from '../../workers/columns/stored-batch.js';
import { StoredBatch } from '../../workers/columns/stored-batch.js';
import { bringFrom } from '../../workers/columns/part-bringing.js';
import { encodeNewValues } from '../../workers/columns/dictionary-encoding.js';
import { DictionaryLog } from '../../workers/columns/stored-dictionaries.js';
import { storedParts } from '../../workers/columns/part-encoding.js';
import { readPart } from '../../workers/columns/stored-part.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';

export interface StoredHoldings {
  readonly batches: readonly { readonly stored: Stored; readonly parts: ReadonlyMap<string, Uint8Array> }[];
  readonly dead: readonly (readonly number[])[];
  readonly notes: readonly Uint8Array[];
}

export function stored(holdings: Holdings): StoredHoldings {
  const { batches, dictionaries } = holdings.snapshot();
  return {
    batches: batches.map(({ uid, batch }) => {
      const { directory, parts, summary } = storedParts(String(uid), batch);
      return { stored: new StoredBatch(directory, summary), parts };
    }),
    dead: batches.map(({ batch, dead }) =>
      Array.from({ length: batch.count }, (_, row) => row).filter(
        (row) => dead && (dead[row >>> 5]! >>> (row & 31)) & 1,
      ),
    ),
    notes: encodeNewValues(new DictionaryLog(), dictionaries).flatMap((note) => note ?? []),
  };
}

/** Holdings that know those batches and read what is asked for; ids are found once they are entered. */
export function adopted({ batches, dead, notes }: StoredHoldings): Holdings {
  const holdings = new Holdings(upkeep);
  const partsOf = new Map(batches.map(({ stored: { id }, parts }) => [id, parts]));
  holdings.residence.readFrom(
    bringFrom(
      {
        read: (requests) => Promise.resolve(requests.map(({ batch, part }) => partsOf.get(batch)?.get(part) ?? null)),
        unpack: readPart,
        lost: (batch) => void holdings.lose(batch),
      },
      () => holdings.values,
    ),
    () => {},
  );
  new DictionaryLog().read(notes, holdings.values);
  holdings.adopt(batches.map(({ stored: batch }, at) => ({ stored: batch, dead: dead[at] ?? [] })));
  return holdings;
}

/** The same, all of it found by its ids. */
export async function entered(parts: StoredHoldings): Promise<Holdings> {
  const holdings = adopted(parts);
  while (await holdings.enterNext());
  return holdings;
}
