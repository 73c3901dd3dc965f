/** The plain array, kept in IndexedDB as most pages would: portions of rows as they are, copied by the browser. */
import { arrayPeer } from './array.js';
import type { KeepingPeer, TimedRow } from './peer.js';

const portionRows = 10_000;
const storeName = 'rows';

const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(new Error(request.error?.message ?? 'IndexedDB refused'));
  });

/** A request that succeeded may still be undone: on disk is what its transaction has completed. */
const completed = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(new Error(transaction.error?.message ?? 'IndexedDB refused'));
  });

export async function keptArrayPeer(): Promise<KeepingPeer> {
  const opening = indexedDB.open('activities', 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(storeName, { autoIncrement: true });
  const database = await done(opening);
  const rows: TimedRow[] = [];
  // One read for every portion, all asked for at once: `getAll` would hold the copies of all of them together.
  const store = database.transaction(storeName).objectStore(storeName);
  const keys = await done(store.getAllKeys());
  for (const portion of await Promise.all(keys.map((key) => done(store.get(key) as IDBRequest<TimedRow[]>))))
    for (const row of portion) rows.push(row);
  const peer = arrayPeer(rows);
  return {
    ...peer,
    async keep() {
      for (let from = 0; from < rows.length; from += portionRows) {
        const transaction = database.transaction(storeName, 'readwrite');
        transaction.objectStore(storeName).add(rows.slice(from, from + portionRows));
        await completed(transaction);
      }
      database.close();
    },
  };
}
