/** The OpenAPI file, and the demo server that speaks what it says. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { startServer, type RunningServer } from '../../stories/demo/server.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { HttpBackend } from '../../workers/ingest/http.js';
import { misfits, resolve, type Schema } from '../../src/conformance/json-schema.js';
import { activitiesOf } from '../decode/activities-of.js';

interface Row {
  readonly id: string;
  readonly type: string;
  readonly comm?: string;
}
interface PageDocument {
  readonly page: { readonly total: number; readonly next?: string; readonly prev?: string };
  readonly data: readonly Row[];
}

const openapi: unknown = JSON.parse(
  await readFile(new URL('../../stories/protocol/openapi.json', import.meta.url), 'utf8'),
);
const schema = (name: string): Schema => resolve(openapi, `#/components/schemas/${name}`);

/** In the demo cluster time passes twenty times as fast, so that enough arrives. */
const startMs = Date.now();
const clusterNowMs = (): number => startMs + (Date.now() - startMs) * 20;
const nsAgo = (seconds: number): bigint => BigInt(clusterNowMs() - seconds * 1_000) * 1_000_000n;

let server: RunningServer;
let fromNs = 0n;
let toNs = 0n;

before(async () => {
  server = await startServer({ port: 0, hours: 4, now: clusterNowMs });
  toNs = nsAgo(10);
  fromNs = toNs - 3n * 3_600_000_000_000n;
});
after(() => server.close());

const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers });
const question = (parameters: Record<string, string | number | bigint> = {}): string =>
  `entries?${new URLSearchParams(Object.entries({ from: fromNs, to: toNs, ...parameters }).map(([name, value]) => [name, String(value)])).toString()}`;
const json = async <Value>(path: string): Promise<Value> => (await (await ask(path)).json()) as Value;

describe('the OpenAPI file', () => {
  it('has examples that fit its own schemas', () => {
    let examples = 0;
    const visit = (part: unknown, path: string): void => {
      if (typeof part !== 'object' || part === null) return;
      if ('schema' in part && 'example' in part) {
        examples++;
        assert.deepEqual(misfits(openapi, part.schema as Schema, part.example, path), []);
      }
      for (const [name, member] of Object.entries(part)) visit(member, `${path}/${name}`);
    };
    visit(openapi, '#');
    assert.ok(examples > 12, String(examples));
  });

  it('refers only to what it has', () => {
    const visit = (part: unknown): void => {
      if (typeof part !== 'object' || part === null) return;
      if ('$ref' in part && typeof part.$ref === 'string') resolve(openapi, part.$ref);
      Object.values(part).forEach(visit);
    };
    visit(openapi);
  });

  it('has activities as examples that the view can read, in lines and as a document, to the last digit', async () => {
    const text = await readFile(new URL('../../stories/protocol/openapi.json', import.meta.url), 'utf8');
    const contents = resolve(openapi, '#/paths/~1entries/get/responses/200/content') as Record<
      string,
      { example: unknown }
    >;
    const lines = String(contents['application/x-ndjson']?.example);
    const decoder = createDecoder({ source: 'example' });
    const parts = [decoder.push(new TextEncoder().encode(lines)), decoder.end()];
    assert.deepEqual(
      parts.flatMap(({ problems }) => problems),
      [],
    );
    const activities = parts.flatMap((part) => part.activities);
    assert.deepEqual(
      activities.map(({ type }) => type),
      ['connection', 'command'],
    );
    for (const { id, timeNs } of activities) {
      assert.equal(BigInt(`0x${id.slice(0, 16)}`), timeNs);
      assert.ok(text.includes(`"timestamp": ${timeNs}`));
    }
    assert.equal(parts.find(({ page }) => page)?.page?.total, 3);
  });
});

describe('the demo server', () => {
  it('answers what the file says', async () => {
    const capabilities = await json<{ capabilities: string[] }>('api/capabilities');
    assert.deepEqual(misfits(openapi, schema('Capabilities'), capabilities), []);
    assert.deepEqual(capabilities.capabilities, ['filter', 'stream']);
    const types = ['command', 'connection', 'kubernetes', 'fileaccess'];
    for (const type of types) {
      const page = await json<PageDocument>(`api/${question({ limit: 40, types: type })}`);
      assert.deepEqual(misfits(openapi, schema('EntriesPage'), page), []);
      assert.ok(page.data.length > 0);
      assert.ok(page.data.every((row) => row.type === type));
      const [row] = page.data;
      const entry = await json<Row>(`api/entries/${row?.id}`);
      assert.deepEqual(entry, row);
    }
  });

  it('gives pages that add up: every activity once, newest first, as many as it counts', async () => {
    const ids: string[] = [];
    let path: string | undefined = `api/${question({ limit: 5_000 })}`;
    let total = 0;
    while (path !== undefined) {
      const { page, data }: PageDocument = await json<PageDocument>(path);
      total = page.total;
      ids.push(...data.map(({ id }) => id));
      path = page.next === undefined ? undefined : `api/entries?limit=5000&cursor=${page.next}`;
    }
    assert.equal(ids.length, total);
    assert.ok(total > 30_000);
    assert.deepEqual(ids, ids.toSorted().toReversed());
    assert.equal(new Set(ids).size, ids.length);
  });

  it('leads back to the newer page', async () => {
    const first = await json<PageDocument>(`api/${question({ limit: 50 })}`);
    const second = await json<PageDocument>(`api/entries?limit=50&cursor=${first.page.next}`);
    const back = await json<PageDocument>(`api/entries?limit=50&cursor=${second.page.prev}`);
    assert.deepEqual(back.data, first.data);
    assert.equal(first.page.prev, undefined);
  });

  it('sends a page as lines with its own line at the end', async () => {
    const response = await ask(`api/${question({ limit: 500 })}`, { Accept: 'application/x-ndjson' });
    assert.equal(response.headers.get('content-type'), 'application/x-ndjson');
    const lines = (await response.text())
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    assert.deepEqual(misfits(openapi, schema('PageLine'), lines.pop()), []);
    assert.equal(lines.length, 500);
    for (const line of lines) assert.deepEqual(misfits(openapi, schema('Activity'), line), []);
  });

  it('filters as the view does, and counts what it filtered', async () => {
    const { page, data } = await json<PageDocument>(
      `api/${question({ limit: 5_000, filter: 'comm in (shred, dpkg)', types: 'commands' })}`,
    );
    assert.deepEqual(
      data.map(({ comm }) => comm),
      ['shred', 'dpkg'],
    );
    assert.equal(page.total, 2);
    const addresses = await json<PageDocument>(`api/${question({ limit: 5_000, filter: 'serverIp = 2001:db8::/32' })}`);
    assert.ok(addresses.data.length > 0);
  });

  it('explains what is wrong with a question', async () => {
    for (const [path, said] of [
      ['entries', /from is missing/],
      [`entries?from=${fromNs}`, /to is missing/],
      ['entries?from=yesterday&to=1', /nanoseconds/],
      ['entries?from=2&to=1', /earlier/],
      [question({ limit: 0 }), /1 to 5000/],
      [question({ limit: 5_001 }), /1 to 5000/],
      [question({ types: 'syscalls' }), /syscalls/],
      [question({ filter: 'comm =' }), /filter/],
      [question({ filter: 'x'.repeat(3_000) }), /2048/],
      [question({ cursor: 'abc' }), /not both/],
      ['entries?cursor=abc', /cursor/],
    ] as const) {
      const response = await ask(`api/${path}`);
      const body = (await response.json()) as { message: string };
      assert.equal(response.status, 400, path);
      assert.deepEqual(misfits(openapi, schema('Error'), body), []);
      assert.match(body.message, said);
    }
    assert.equal((await ask('api/entries/0123456789abcdef0123456789abcdef')).status, 404);
    assert.equal((await ask('api/counts')).status, 404);
  });

  it('keeps answers out of every cache and lets no page elsewhere read them', async () => {
    const response = await ask('api/capabilities');
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('access-control-allow-origin'), null);
    assert.equal(response.headers.get('cross-origin-resource-policy'), 'same-origin');
  });
});

/** Reads the stream until there are so many activities. */
async function readStream(
  path: string,
  count: number,
  headers: Record<string, string> = {},
): Promise<readonly EventSourceMessage[]> {
  const controller = new AbortController();
  const guard = setTimeout(() => controller.abort(), 15_000);
  const events: EventSourceMessage[] = [];
  const activities = (): number => events.filter(({ event }) => event === 'activity').length;
  const parser = createParser({ onEvent: (event) => events.push(event) });
  const texts = new TextDecoder();
  try {
    const response = await fetch(`${server.url}${path}`, { headers, signal: controller.signal });
    assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    for await (const chunk of response.body ?? []) {
      parser.feed(texts.decode(chunk, { stream: true }));
      if (activities() >= count) break;
    }
  } finally {
    clearTimeout(guard);
    controller.abort();
  }
  assert.ok(activities() >= count, `${activities()} activities came`);
  return events.filter(({ event }) => event === 'activity').slice(0, count);
}

const rowsOf = (events: readonly EventSourceMessage[]): readonly Row[] =>
  events.map(({ data }) => JSON.parse(data) as Row);

describe('the stream of the demo server', () => {
  it('sends what there was since a time, oldest first, then what arrives', async () => {
    const sinceNs = nsAgo(20);
    const events = await readStream(`api/stream?from=${sinceNs}`, 120);
    const rows = rowsOf(events);
    for (const row of rows) assert.deepEqual(misfits(openapi, schema('Activity'), row), []);
    assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length);
    const past = rows.slice(0, 60).map(({ id }) => id);
    assert.deepEqual(past, past.toSorted());
    assert.ok(BigInt(`0x${past[0]?.slice(0, 16)}`) >= sinceNs);
  });

  it('goes on where it broke, in the past and in the present, without loss or repeat', async () => {
    const path = `api/stream?from=${nsAgo(20)}`;
    const whole = rowsOf(await readStream(path, 150)).map(({ id }) => id);
    const inPast = await readStream(path, 30);
    const rest = await readStream(path, 150, { 'Last-Event-ID': inPast.at(-1)?.id ?? '' });
    const joined = rowsOf([...inPast, ...rest]).map(({ id }) => id);
    assert.equal(new Set(joined).size, joined.length);
    for (const id of whole) assert.ok(joined.includes(id));
    const again = rowsOf(await readStream(path, 10, { 'Last-Event-ID': rest[99]?.id ?? '' })).map(({ id }) => id);
    assert.deepEqual(
      again,
      rowsOf(rest.slice(100, 110)).map(({ id }) => id),
    );
  });

  it('sends only the data sources that were asked for', async () => {
    const events = await readStream(`api/stream?types=kubernetes&from=${fromNs}`, 3);
    assert.ok(rowsOf(events).every(({ type }) => type === 'kubernetes'));
  });

  it('refuses an id that is none', async () => {
    assert.equal((await ask('api/stream', { 'Last-Event-ID': 'nonsense' })).status, 400);
  });

  it('is followed by the view over its breaks', async () => {
    const backend = new HttpBackend(
      { kind: 'http', url: `${server.url}api-flaky` },
      { baseUrl: server.url, createDecoder, random: () => 0 },
    );
    const controller = new AbortController();
    const guard = setTimeout(() => controller.abort(new Error('following took too long')), 30_000);
    const ids: string[] = [];
    let breaks = 0;
    try {
      for await (const step of backend.follow(nsAgo(10), controller.signal)) {
        if (step.state === 'interrupted') {
          breaks++;
          setTimeout(() => backend.hurry(), 10);
        }
        ids.push(...activitiesOf(step.decoded).map(({ id }) => id));
        if (ids.length >= 60) break;
      }
    } finally {
      clearTimeout(guard);
    }
    assert.ok(breaks >= 2);
    assert.equal(new Set(ids).size, ids.length);
  });
});

describe('the ways in which the demo server misbehaves', () => {
  const halfAnHour = 1_800_000_000_000n;
  const read = async (prefix: string) => {
    const backend = new HttpBackend(
      // Where nothing is silent, to be slow on a busy machine is not to be silent.
      { kind: 'http', url: `${server.url}${prefix}`, idleTimeoutMs: prefix === 'api-silent' ? 1_000 : 30_000 },
      { baseUrl: server.url, createDecoder, sleep: () => Promise.resolve() },
    );
    const ids = new Set<string>();
    let contradictions = 0;
    let lost = 0;
    let code: unknown;
    try {
      for await (const step of backend.read(
        { range: { fromNs: toNs - halfAnHour, toNs } },
        AbortSignal.timeout(30_000),
      )) {
        for (const { id } of activitiesOf(step.decoded)) ids.add(id);
        lost += step.decoded?.problems.filter((problem) => problem.lost).length ?? 0;
        if (step.contradiction !== undefined) contradictions++;
      }
    } catch (thrown) {
      code = thrown instanceof Error && 'code' in thrown ? thrown.code : thrown;
    }
    return { activities: ids.size, contradictions, lost, code };
  };

  it('lose nothing where the trouble passes', async () => {
    const { page } = await json<PageDocument>(`api/${question({ from: toNs - halfAnHour, limit: 1 })}`);
    assert.ok(page.total > 9_000);
    for (const prefix of ['api', 'api-plain', 'api-flaky', 'api-429', 'api-cut', 'api-silent']) {
      assert.deepEqual(
        await read(prefix),
        { activities: page.total, contradictions: 0, lost: 0, code: undefined },
        prefix,
      );
    }
    for (const prefix of ['api-outside', 'api-total']) {
      assert.deepEqual(
        await read(prefix),
        { activities: page.total, contradictions: 1, lost: 0, code: undefined },
        prefix,
      );
    }
    const invalid = await read('api-invalid');
    assert.ok(invalid.lost > 0);
    assert.equal(invalid.activities + invalid.lost, page.total);
  });

  it('end in an error where it does not', async () => {
    for (const [prefix, code] of [
      ['api-html', 'bad-answer'],
      ['api-401', 'forbidden'],
      ['api-403', 'forbidden'],
      ['api-500', 'backend-failed'],
      ['api-empty', 'bad-answer'],
      ['api-loop', 'bad-answer'],
      ['api-disorder', 'bad-answer'],
    ] as const) {
      assert.equal((await read(prefix)).code, code, prefix);
    }
  });
});
