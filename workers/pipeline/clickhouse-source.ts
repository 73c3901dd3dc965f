import type { ClickHouseSource } from '../../src/model/source.js';
import { ClickHouseBackend } from '../ingest/clickhouse/backend.js';
import { guardedFetch } from '../ingest/guarded-fetch.js';
import type { CreatedBackend } from './create-backend.js';
import { PushedQuestions } from './pushed-questions.js';
import * as reading from './reading.js';

/** A part of its own: clusters, and what decides who answers a question. */
export function clickHouseBackend(
  source: ClickHouseSource,
  baseUrl: string,
  fetchWith = guardedFetch(),
): CreatedBackend {
  const backend = new ClickHouseBackend(source, { baseUrl, fetch: fetchWith });
  return { backend, reading, pushed: (host) => new PushedQuestions(backend, backend.pushDown, source, host) };
}
