/** The engine as the page calls it, without a page: outcomes become values or throw. */
import type { Activity } from '../../src/model/activity.js';
import { AuditError } from '../../src/model/audit-error.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Query } from '../../src/model/query.js';
import type { BackendSource } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import { protocolVersion, type EngineApi, type ExportWanted, type Outcome } from '../../src/protocol/engine-api.js';
import { createEngine } from '../../workers/api/engine.js';

export async function value<Value>(outcome: Promise<Outcome<Value>>): Promise<Value> {
  const settled = await outcome;
  if (settled.ok) return settled.value;
  throw AuditError.fromData(settled.error);
}

export async function withEngine(
  source: BackendSource,
  use: (api: EngineApi) => Promise<void>,
  baseUrl = 'http://127.0.0.1/',
): Promise<void> {
  const api = createEngine();
  await value(api.open({ protocolVersion, source, cache: { mode: 'memory' }, baseUrl }));
  if (isHeldHere(source)) await firstQuestion(api);
  try {
    await use(api);
  } finally {
    await api.close();
  }
}

export const everythingAsked: Omit<Query, 'want'> = { range: allTime, filter: everything };

/** Nobody else is asked for these: a question more changes nothing that a test counts. */
const isHeldHere = ({ kind }: BackendSource): boolean => kind === 'push' || kind === 'file';

/** As a page asks as soon as there is an engine: until then, or for 300 ms, what comes waits. */
export const firstQuestion = async (api: Pick<EngineApi, 'ask'>): Promise<void> =>
  void (await value(api.ask(0, 'first question', { ...everythingAsked, want: { totals: true } })));

export interface Exported {
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly rows: number;
  readonly pieces: number;
  readonly sha256: string;
}

/** Takes every piece; `between` runs after each. */
export async function exported(
  api: EngineApi,
  wanted: Partial<ExportWanted> = {},
  between: (pieces: number) => void | Promise<void> = () => {},
): Promise<Exported> {
  const exportId = Math.floor(Math.random() * 2 ** 40);
  const start = await value(
    api.beginExport(exportId, { format: 'ndjson', query: everythingAsked, timeZone: 'UTC', ...wanted }),
  );
  const parts: Uint8Array[] = [];
  for (;;) {
    const piece = await value(api.nextPiece(exportId));
    parts.push(piece.bytes);
    await between(parts.length);
    if (!piece.done) continue;
    const bytes = Buffer.concat(parts);
    const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
    return { text, bytes, rows: start.rows, pieces: parts.length, sha256: piece.sha256 ?? '' };
  }
}

/** As decoders give them: everything that came out of a file, by id. */
export async function readBack(api: EngineApi): Promise<ReadonlyMap<string, Activity>> {
  const found = new Map<string, Activity>();
  for (let offset = 0; ; offset += 10_000) {
    const want = { rows: { offset, limit: 10_000 } };
    const { rows } = await value(api.ask(offset + 1, 'read', { ...everythingAsked, want }));
    for (const activity of rows?.activities ?? []) found.set(activity.id, activity);
    if (offset + 10_000 >= (rows?.total ?? 0)) return found;
  }
}
