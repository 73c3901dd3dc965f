/** The place of filters that a person keeps under a name, where no host keeps them: one for each backend, tenant and user, as the cache has. */
import { BackendKind, CacheMode, isServer, type BackendSource } from '../model/source.js';
import type { StoreOptions } from './store-options.js';

/** One list for everybody, of versions that did not tell people apart. */
export const untoldFilters = 'activity-audit.filters';

export interface FilterPlace {
  /** Its name in the browser's local storage. */
  readonly key: string;
  /** False: in memory only, as the cache is. */
  readonly onDisk: boolean;
}

const baseUrl = (): string => globalThis.location?.href ?? 'http://localhost/';

function placeOf(source: BackendSource): unknown {
  if (source.kind === BackendKind.several) return source.sources.map(placeOf);
  if (!isServer(source)) return source.kind;
  const { href } = new URL(source.url, baseUrl());
  return source.kind === BackendKind.clickhouse ? [href, source.database, source.table, source.user] : href;
}

export function filterPlace({ source, tenant, user, cache }: StoreOptions): FilterPlace {
  return {
    key: `${untoldFilters}:${JSON.stringify([placeOf(source), tenant ?? '', user ?? ''])}`,
    onDisk: cache?.mode !== CacheMode.memory,
  };
}

const listeners = new Set<(key: string) => void>();

/** `erased` runs with the key of a place that holds nothing any more. */
export function onFiltersErased(erased: (key: string) => void): void {
  listeners.add(erased);
}

/** Whoever's the old list is: it may hold what another person must not see, so nobody gets it, and it does not stay. */
export function eraseUntoldFilters(): void {
  erase(untoldFilters);
}

export function eraseFilters(options: StoreOptions): void {
  const { key } = filterPlace(options);
  for (const one of [key, untoldFilters]) erase(one);
  for (const erased of listeners) erased(key);
}

function erase(key: string): void {
  try {
    globalThis.localStorage?.removeItem(key);
  } catch {
    // Where storage is forbidden nothing was kept.
  }
}
