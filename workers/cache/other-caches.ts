/** Deleting caches of other owners that nobody can read any more: a part that is loaded after a first checkpoint. */
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { keysChannel, type KeysMessage } from '../../src/model/cache-keys.js';
import type { DurationMs, EpochMs } from '../../src/model/units.js';
import { cacheNames } from './disk-layout.js';

/** What is known of a cache without opening it. */
export interface KnownCache {
  readonly usedMs: EpochMs;
  /** So long after its last use everything in it is older than it may be. */
  readonly keptMs: DurationMs;
  /** Present where the key is gone with the browser session. */
  readonly sessionKeyId?: string;
}

interface RegistrySchema extends DBSchema {
  caches: { key: string; value: KnownCache };
}

export const registryName = 'activity-audit';

/** A tab may be opened again, and its key with it: so long nothing is deleted for that. */
const graceMs = 86_400_000;
const answersWithinMs = 1_000;
/** The next checkpoint goes on. */
const deletedAtOnce = 8;

export interface OwnCache extends Omit<KnownCache, 'usedMs'> {
  readonly name: string;
}

export const openRegistry = (): Promise<IDBPDatabase<RegistrySchema>> =>
  openDB<RegistrySchema>(registryName, 1, { upgrade: (database) => void database.createObjectStore('caches') });

/**
 * Notes that this cache is used, and deletes others that are of no use to anybody. `isFull`: there is no room for this one, so a key that no tab
 * has is not waited for. Gives the number of those that are gone.
 */
export async function tidyCaches({ name: ownName, ...own }: OwnCache, isFull: boolean): Promise<number> {
  // Without locks nobody knows what other tabs have open.
  if (!globalThis.navigator?.locks) return 0;
  const registry = await openRegistry();
  try {
    const nowMs = Date.now();
    const note = (name: string, known: KnownCache): Promise<unknown> =>
      // Where there is no room for it, there is all the more to be deleted.
      registry.put('caches', known, name).catch(() => {});
    await note(ownName, { usedMs: nowMs, ...own });
    const known = await knownCaches(registry, (name) => note(name, { usedMs: nowMs, keptMs: own.keptMs }));
    known.delete(ownName);
    const useless = new Set<string>();
    const unread = new Map<string, string>();
    for (const [name, { usedMs, keptMs, sessionKeyId }] of known) {
      if (nowMs - usedMs > keptMs) useless.add(name);
      else if (sessionKeyId !== undefined && (isFull || nowMs - usedMs > graceMs)) unread.set(name, sessionKeyId);
    }
    const existing = unread.size > 0 ? await existingKeys([...unread.values()]) : new Set<string>();
    for (const [name, keyId] of unread) if (existing && !existing.has(keyId)) useless.add(name);
    let deleted = 0;
    for (const name of [...useless].slice(0, deletedAtOnce)) {
      if (!(await deleteUnused(name))) continue;
      await registry.delete('caches', name);
      deleted += 1;
    }
    return deleted;
  } finally {
    registry.close();
  }
}

/** Those of earlier releases are known from now on. */
async function knownCaches(
  registry: IDBPDatabase<RegistrySchema>,
  isNew: (name: string) => Promise<unknown>,
): Promise<Map<string, KnownCache>> {
  const [names, values] = await Promise.all([registry.getAllKeys('caches'), registry.getAll('caches')]);
  const known = new Map(names.map((name, at) => [name, values[at]!]));
  // Absent in older engines: there, what is noted is all that is known.
  if (typeof indexedDB.databases !== 'function') return known;
  const there = new Set((await indexedDB.databases()).map(({ name = '' }) => name));
  for (const name of names)
    if (!there.has(name)) {
      known.delete(name);
      await registry.delete('caches', name);
    }
  for (const name of there) if (name.startsWith(cacheNames) && !known.has(name)) await isNew(name);
  return known;
}

/** Which of these keys some tab still has; null where tabs cannot be asked. */
async function existingKeys(keyIds: readonly string[]): Promise<ReadonlySet<string> | null> {
  if (typeof BroadcastChannel !== 'function') return null;
  const channel = new BroadcastChannel(keysChannel);
  const found = new Set<string>();
  channel.addEventListener('message', ({ data }: MessageEvent<KeysMessage>) => {
    if (data.kind === 'mine') for (const keyId of data.keyIds) found.add(keyId);
  });
  channel.postMessage({ kind: 'whose', keyIds } satisfies KeysMessage);
  await new Promise((resolve) => setTimeout(resolve, answersWithinMs));
  channel.close();
  return found;
}

/** Whoever has it open holds its lock, or waits for it. */
const deleteUnused = (name: string): Promise<boolean> =>
  navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock) await deleteDB(name);
    return lock !== null;
  });
