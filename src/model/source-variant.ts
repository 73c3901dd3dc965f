import { BackendKind, type ServerSource } from './source.js';

/**
 * What tells apart sources of one address that do not give the same activities, or are not counted by the same one: part of the cache key, and of what
 * lets two views share an engine. Plain values, and none of them a secret.
 */
export function sourceVariant(source: ServerSource): readonly unknown[] {
  switch (source.kind) {
    case BackendKind.http:
      return [source.kind, source.pushDown, source.loadUpTo, source.clockOffsetMs];
    case BackendKind.sysdig:
      return [source.kind, source.api, source.zones, source.filter, source.clockOffsetMs];
    case BackendKind.clickhouse:
      return [
        source.kind,
        source.database,
        source.table,
        source.user,
        source.pushDown,
        source.loadUpTo,
        source.clockOffsetMs,
      ];
  }
}
