import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { PartName } from './activity-cache.js';
import type { SealedRecord } from './sealed-record.js';

export interface CacheSchema extends DBSchema {
  /** The manifest and what is noted beside it, sealed, and in the clear which key sealed them. Read as a whole. */
  head: { key: string; value: SealedRecord & { readonly keyId: string } };
  parts: { key: string; value: SealedRecord };
}

/** Raised with every change of the layout; what an older version wrote is dropped and fetched again. */
const databaseVersion = 2;

/** What the names of all caches begin with. */
export const cacheNames = 'activity-audit:';

/** In this order among the keys of `head`: the manifest, the notes. */
export const manifestPlace = 'manifest';
export const notePlace = (at: number): string => `note/${String(at).padStart(6, '0')}`;

export const partPlace = ({ batch, part }: PartName): string => `${batch}/${part}`;
/** All parts of a batch: "0" is the character behind "/". */
export const partsOf = (batch: string): IDBKeyRange => IDBKeyRange.bound(`${batch}/`, `${batch}0`, false, true);

/** Rejects where another tab keeps the database busy for longer than `blockedMs`. */
export function openDatabase(name: string, blockedMs: number): Promise<IDBPDatabase<CacheSchema>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let late = false;
  const opening = openDB<CacheSchema>(name, databaseVersion, {
    upgrade(database) {
      for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
      database.createObjectStore('head');
      database.createObjectStore('parts');
    },
    // A newer release in another tab wants to change the database: it must not wait for us.
    blocking(_current, _wanted, event) {
      (event.target as IDBDatabase).close();
    },
  });
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      late = true;
      reject(new Error('another tab keeps the database busy'));
    }, blockedMs);
  });
  void opening.then(
    (database) => late && database.close(),
    () => {},
  );
  return Promise.race([opening, patience]).finally(() => clearTimeout(timer));
}
