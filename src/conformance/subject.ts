/** What is known of the server while it is checked. */
import { exactInteger, isObject } from './exact-json.js';
import type { Points } from './points.js';
import type { ProtocolDocument } from './protocol-document.js';
import { pageOf, type Answer, type Query, type Row, type ServerUnderTest } from './server-under-test.js';

export interface Range {
  readonly fromNs: bigint;
  readonly toNs: bigint;
}

export interface Capabilities {
  /** The published API: there is nothing at `/capabilities`. */
  readonly isPublished: boolean;
  readonly named: readonly string[];
  readonly mediaTypes: readonly string[];
  readonly pageSize: number;
  readonly rangeNs?: bigint;
  readonly filterLength?: number;
  /** Those that it filters and counts by; absent: all. */
  readonly attributes?: readonly string[];
}

export interface Subject {
  readonly server: ServerUnderTest;
  readonly document: ProtocolDocument;
  readonly points: Points;
  readonly capabilities: Capabilities;
}

/** Some activities to check with: all that the server has in a short time. */
export interface Sample {
  readonly range: Range;
  /** Newest first, as they came in one page. */
  readonly rows: readonly Row[];
  readonly page: Readonly<Record<string, unknown>>;
}

export const publishedCapabilities: Capabilities = { isPublished: true, named: [], mediaTypes: [], pageSize: 200 };

export function capabilitiesOf(body: unknown): Capabilities {
  const document = isObject(body) ? body : {};
  const limits = isObject(document['limits']) ? document['limits'] : {};
  const texts = (value: unknown): readonly string[] =>
    (Array.isArray(value) ? value : []).filter((one): one is string => typeof one === 'string');
  const rangeNs = exactInteger(limits['rangeNs']);
  const { pageSize, filterLength } = limits;
  return {
    isPublished: false,
    named: texts(document['capabilities']),
    mediaTypes: texts(document['mediaTypes']),
    pageSize: typeof pageSize === 'number' && pageSize > 0 ? pageSize : 200,
    ...(rangeNs !== null && rangeNs > 0n && { rangeNs }),
    ...(document['attributes'] !== undefined && { attributes: texts(document['attributes']) }),
    ...(typeof filterLength === 'number' && { filterLength }),
  };
}

export const timeOf = (row: Row | undefined): bigint => exactInteger(row?.['timestamp']) ?? -1n;
export const idOf = (row: Row | undefined): string => String(row?.['id']);

export const rangeQuery = ({ fromNs, toNs }: Range): Query => [
  ['from', String(fromNs)],
  ['to', String(toNs)],
];

export const entriesPath = '/entries';

export interface Paged {
  readonly answers: readonly Answer[];
  readonly rows: readonly Row[];
  /** Why it was not read to its end. */
  readonly stopped?: string;
}

/** Reads a range by its cursors, so many activities at a time. */
export async function readPages(server: ServerUnderTest, query: Query, limit: number, mostPages = 60): Promise<Paged> {
  const withoutTime = query.filter(([name]) => name !== 'from' && name !== 'to');
  const answers: Answer[] = [];
  const rows: Row[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (;;) {
    const time: Query = cursor === undefined ? query : [...withoutTime, ['cursor', cursor]];
    const answer = await server.get(entriesPath, [...time, ['limit', String(limit)]]);
    answers.push(answer);
    const { rows: some, page } = pageOf(answer.body);
    rows.push(...some);
    if (answer.status !== 200) return { answers, rows, stopped: `${answer.request} answered ${answer.status}` };
    const { next } = page;
    if (typeof next !== 'string') return { answers, rows };
    if (seen.has(next)) return { answers, rows, stopped: `the cursor ${next} came twice` };
    if (answers.length >= mostPages) return { answers, rows, stopped: `it had no end after ${mostPages} pages` };
    seen.add(next);
    cursor = next;
  }
}
