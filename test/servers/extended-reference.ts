import { exactInteger, isObject, parseExact } from '../../src/conformance/exact-json.js';
import type { ProtocolDocument } from '../../src/conformance/protocol-document.js';
import { sendJson, type Call } from './local-server.js';

type Row = Readonly<Record<string, unknown>>;

const types = ['command', 'connection', 'kubernetes', 'fileaccess'] as const;

/** The extensions of the protocol over given activities: counts, groups and traces, each in the plainest way. */
export class ExtendedReference {
  readonly #document: ProtocolDocument;
  readonly #rows: readonly Row[];

  constructor(document: ProtocolDocument, lines: readonly string[]) {
    this.#document = document;
    this.#rows = lines.map((line) => parseExact(line)).filter(isObject);
  }

  /** Whether the call has been dealt with. */
  take({ response, url }: Call): boolean {
    const { pathname, searchParams } = url;
    const [, path = '', id] = /^(\/(?:counts|groups|trace))(?:\/([^/]+))?$/.exec(pathname) ?? [];
    if (path === '') return false;
    const refuse = (status: number, message: string): true => {
      sendJson(response, { type: 'refused', message, details: [] }, status);
      return true;
    };
    if (path === '/trace') {
      const session = this.#rows.find((row) => row['id'] === id && row['type'] === 'kubernetes');
      if (!session) return refuse(404, 'There is no such session.');
      sendJson(response, { session: id, rows: [] });
      return true;
    }
    const wrong = this.#wrong(path, searchParams);
    if (wrong !== null) return refuse(400, wrong);
    const [from, to] = ['from', 'to'].map((name) => BigInt(searchParams.get(name) ?? 0));
    const found = this.#rows.filter((row) => timeOf(row) >= from! && timeOf(row) < to!);
    sendJson(response, path === '/counts' ? counts(found, searchParams) : groups(found, searchParams.getAll('by')));
    return true;
  }

  /** What is wrong with a question, by the file. */
  #wrong(path: string, query: URLSearchParams): string | null {
    for (const { name, required, schema } of this.#document.operation(path).parameters) {
      const given = query.getAll(name);
      if (required && given.length === 0) return `${name} is missing.`;
      const items = isObject(schema['items']) ? schema['items'] : schema;
      for (const text of given) {
        const value = items['type'] === 'integer' && /^-?\d+$/.test(text) ? exactInteger(text) : text;
        const [misfit] = this.#document.misfits(items, value);
        if (misfit !== undefined) return `${name}: ${misfit}`;
      }
    }
    return null;
  }
}

const timeOf = (row: Row): bigint => exactInteger(row['timestamp']) ?? 0n;

function counts(rows: readonly Row[], query: URLSearchParams): object {
  const byType = Object.fromEntries(types.map((type) => [type, rows.filter((row) => row['type'] === type).length]));
  const widthNs = BigInt(query.get('widthNs') ?? 0);
  const answer = { certainty: 'exact', total: rows.length, byType };
  if (widthNs === 0n) return answer;
  const bins = rows.map((row) => timeOf(row) / widthNs);
  const first = bins.reduce((least, bin) => (bin < least ? bin : least), bins[0] ?? 0n);
  const last = bins.reduce((most, bin) => (bin > most ? bin : most), first);
  const series = types.map((type) => {
    const inBins = new Array<number>(Number(last - first) + 1).fill(0);
    for (const row of rows) if (row['type'] === type) inBins[Number(timeOf(row) / widthNs - first)]! += 1;
    return { type, counts: inBins };
  });
  return { ...answer, bins: { startNs: String(first * widthNs), widthNs: Number(widthNs), series } };
}

function groups(rows: readonly Row[], by: readonly string[]): object {
  const valueOf = (row: Row, name: string): unknown =>
    row[name] ?? (isObject(row['labels']) ? row['labels'][name] : undefined) ?? null;
  const found = new Map<string, number>();
  for (const row of rows) {
    const key = JSON.stringify(by.map((name) => valueOf(row, name)));
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  const sorted = [...found].sort(([, a], [, b]) => b - a);
  return {
    ...{ certainty: 'exact', by, total: rows.length },
    groups: sorted.map(([key, count]) => ({ values: JSON.parse(key) as unknown, count })),
  };
}
