import { BackendKind, type ServerSource } from './source.js';

/** What tells apart sources of one address that do not give the same activities: part of the cache key. Plain values, and none of them a secret. */
export function sourceVariant(source: ServerSource): readonly unknown[] {
  switch (source.kind) {
    case BackendKind.http:
      return source.clockOffsetMs ? [source.kind, source.clockOffsetMs] : [];
    case BackendKind.sysdig:
      return [source.kind, source.api, source.zones, source.filter, source.clockOffsetMs];
    case BackendKind.clickhouse:
      return [source.kind, source.database, source.table, source.user, source.pushDown, source.loadUpTo].concat(
        source.clockOffsetMs || [],
      );
  }
}
