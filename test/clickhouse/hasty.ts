/** For tests: no time passes while an adapter waits, and chance is always in the middle. */
import type { ClickHouseOptions } from '../../workers/ingest/clickhouse/connection.js';

export interface Hasty {
  readonly options: ClickHouseOptions;
  /** How long it wanted to wait, each time. */
  readonly waitsMs: readonly number[];
}

export function hasty(): Hasty {
  const waitsMs: number[] = [];
  return {
    waitsMs,
    options: {
      baseUrl: 'http://127.0.0.1/',
      random: () => 0.5,
      sleep: (lengthMs, signal) => {
        waitsMs.push(lengthMs);
        return new Promise((resolve, reject) =>
          setImmediate(() => (signal.aborted ? reject(signal.reason as Error) : resolve())),
        );
      },
    },
  };
}
