/** The examples of the OpenAPI file: answers of one server that holds the activities in them, each to the question beside it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { checkServer } from '../../src/conformance/check-server.js';
import { canonicalJson, isObject, parseExact } from '../../src/conformance/exact-json.js';
import { ProtocolDocument } from '../../src/conformance/protocol-document.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { readTrace } from '../../workers/ingest/http-trace.js';
import { activitiesOf } from '../decode/activities-of.js';
import { hasty, read } from '../ingest/http-subject.js';
import { sendJson, withServer } from '../servers/local-server.js';
import { startReference, type RunningReference } from '../servers/reference-subject.js';

type Members = Readonly<Record<string, unknown>>;

const text = await readFile(new URL('../../stories/protocol/openapi.json', import.meta.url), 'utf8');
const openapi = parseExact(text) as Members;
const document = new ProtocolDocument(JSON.parse(text));
const at = (part: unknown, ...names: readonly string[]): Members =>
  names.reduce<unknown>((one, name) => (isObject(one) ? one[name] : undefined), part) as Members;

interface Example {
  /** As in the file. */
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: unknown;
  /** Absent where the answer says nothing of activities. */
  readonly question?: string;
}

/** Every answer that the file gives an example of. */
const examples: readonly Example[] = Object.entries(at(openapi, 'paths')).flatMap(([path, item]) =>
  Object.entries(at(item, 'get', 'responses')).flatMap(([status, named]) => {
    const reference = at(named)['$ref'];
    const response =
      typeof reference === 'string' ? at(openapi, 'components', 'responses', reference.split('/').at(-1)!) : named;
    return Object.entries(at(response, 'content') ?? {}).flatMap(([contentType, media]) => {
      const { example, 'x-question': question } = at(media);
      if (example === undefined) return [];
      return {
        path,
        status: Number(status),
        contentType,
        body: example,
        ...(typeof question === 'string' && { question }),
      };
    });
  }),
);
const exampleOf = (path: string, contentType = 'application/json'): Example =>
  examples.find((one) => one.path === path && one.status === 200 && one.contentType === contentType)!;

const events: EventSourceMessage[] = [];
createParser({ onEvent: (event) => events.push(event) }).feed(String(exampleOf('/stream', 'text/event-stream').body));
const activities = [
  parseExact(events.find(({ event }) => event === 'activity')?.data ?? ''),
  ...(at(exampleOf('/entries').body, 'data') as unknown as readonly unknown[]),
] as readonly Members[];

/** Times may be texts of digits; a cursor is whatever its server likes. */
function comparable(value: unknown): unknown {
  if (typeof value === 'string' && /^\d{10,19}$/.test(value)) return BigInt(value);
  if (Array.isArray(value)) return value.map(comparable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      name === 'next' || name === 'prev' ? 'a cursor' : comparable(one),
    ]),
  );
}
const same = (one: unknown): string => canonicalJson(comparable(one));
const parsed = (contentType: string, body: string): unknown =>
  contentType === 'application/x-ndjson' ? body.trimEnd().split('\n').map(parseExact) : parseExact(body);

let server: RunningReference;
before(async () => {
  server = await startReference(activities.map(canonicalJson));
});
after(() => server.close());

const addressOf = ({ path, question = '', body }: Example): string =>
  `${server.url}${path.replace('{id}', String(at(body)['id']))}?${question}`;

/** What the reference server answers to the question beside an example. */
async function answered(example: Example): Promise<{ status: number; contentType: string; body: unknown }> {
  const response = await fetch(addressOf(example), { headers: { Accept: example.contentType } });
  const contentType = (response.headers.get('content-type') ?? '').split(';', 1)[0]!;
  return { status: response.status, contentType, body: parsed(contentType, await response.text()) };
}

describe('the examples of the OpenAPI file', () => {
  it('are there for every answer, of four activities', () => {
    assert.equal(activities.length, 4);
    const missing = Object.keys(at(openapi, 'paths')).filter(
      (path) => !examples.some((one) => one.path === path && one.status === 200),
    );
    assert.deepEqual(missing, []);
    assert.ok(examples.length > 40, String(examples.length));
  });

  for (const example of examples.filter(({ status }) => status === 200)) {
    const { path, contentType, question } = example;
    if (question === undefined) continue;
    it(`are what the reference server answers: ${path} as ${contentType}`, async () => {
      const { status, ...answer } = await answered(example);
      assert.equal(status, 200);
      assert.equal(answer.contentType, contentType);
      const body = typeof example.body === 'string' ? parsed(contentType, example.body) : example.body;
      assert.equal(same(answer.body), same(body));
    });
  }

  it('lead on by the cursor that they show', async () => {
    const lines = exampleOf('/entries', 'application/x-ndjson');
    const [first] = (parsed(lines.contentType, String(lines.body)) as Members[]).slice(-1);
    const cursor = String(at(first, 'page')['next']);
    const response = await fetch(`${server.url}/entries?limit=2&cursor=${cursor}`);
    const page = parseExact(await response.text());
    assert.deepEqual(
      (at(page, 'data') as unknown as Members[]).map(({ id }) => id),
      [activities.at(-1)!['id']],
    );
  });

  it('are as the check expects answers to be, errors too', () => {
    for (const { path, status, contentType, body } of examples)
      assert.deepEqual(document.differences(path, status, contentType, body), [], `${path} ${status}`);
    for (const { path, contentType, body } of examples.filter((one) => typeof one.body === 'string')) {
      if (contentType !== 'application/x-ndjson') continue;
      const values = parsed(contentType, String(body)) as unknown[];
      assert.deepEqual(document.misfitsOf('PageLine', values.pop()), [], path);
      for (const value of values) assert.deepEqual(document.misfitsOf('Activity', value), []);
    }
  });

  it('of what is refused have the words for programs that the reference server has', async () => {
    for (const [address, status] of [
      ['/entries?from=1', 400],
      ['/entries/nobody', 404],
    ] as const) {
      const response = await fetch(server.url + address);
      const expected = examples.find((one) => one.status === status)!;
      assert.equal(response.status, status);
      const body = parseExact(await response.text());
      assert.equal(at(body)['type'], at(expected.body)['type']);
      assert.deepEqual(Object.keys(at(body)).sort(), Object.keys(at(expected.body)).sort());
    }
  });

  it('of parameters are taken, wherever a question has the parameter', async () => {
    const shared = at(openapi, 'components', 'parameters');
    let taken = 0;
    for (const example of examples.filter(({ question }) => question !== undefined))
      for (const one of at(openapi, 'paths', example.path, 'get')['parameters'] as readonly Members[]) {
        const parameter = typeof one['$ref'] === 'string' ? at(shared, one['$ref'].split('/').at(-1)!) : one;
        if (parameter['example'] === undefined) continue;
        const url = new URL(addressOf(example));
        url.searchParams.delete(String(parameter['name']));
        for (const value of [parameter['example']].flat())
          url.searchParams.append(String(parameter['name']), typeof value === 'string' ? value : canonicalJson(value));
        const from = BigInt(url.searchParams.get('from') ?? 0);
        if (from > BigInt(url.searchParams.get('to') ?? 0)) url.searchParams.set('from', '0');
        const response = await fetch(url);
        assert.equal(response.status, 200, `${url.href}: ${await response.text()}`);
        taken += 1;
      }
    assert.ok(taken >= 10, String(taken));
  });

  it('make a server that the check has nothing against', async () => {
    const range = { fromNs: 1_772_553_600_000_000_000n, toNs: 1_772_726_400_000_000_000n };
    // Where the check asks what an example answers, the example itself is sent.
    let replayed = 0;
    await withServer(
      async ({ request, response, url }) => {
        const accept = String(request.headers.accept ?? '');
        const example = examples.find(
          ({ status, path, body, question, contentType }) =>
            status === 200 &&
            path.replace('{id}', String(at(body)['id'])) === url.pathname &&
            new URLSearchParams(question).toString() === url.searchParams.toString() &&
            question !== undefined &&
            accept.startsWith(contentType),
        );
        const original = await fetch(server.url + url.pathname + url.search, { headers: { Accept: accept } });
        response.writeHead(original.status, { 'Content-Type': original.headers.get('content-type') ?? '' });
        if (example) replayed += 1;
        response.end(example ? canonicalJson(example.body) : await original.text());
      },
      async ({ url }) => {
        const points = await checkServer(url, { openapi: JSON.parse(text), range });
        assert.deepEqual(
          points
            .filter(({ outcome }) => outcome === 'fails')
            .map(({ section, sentence, detail }) => `${section} ${sentence}: ${detail}`),
          [],
        );
        const held = points.filter(({ outcome }) => outcome === 'holds').length;
        assert.ok(held > 60, String(held));
      },
    );
    assert.ok(replayed > 0, 'the check asks nothing that an example answers');
  });

  it('are read by the view as they stand', async () => {
    const capabilities = { ...at(exampleOf('/capabilities').body), capabilities: [] };
    for (const contentType of ['application/json', 'application/x-ndjson'])
      await withServer(
        ({ response, url }) => {
          if (url.pathname === '/capabilities') return sendJson(response, capabilities);
          const { body } = exampleOf('/entries', url.searchParams.has('cursor') ? 'application/json' : contentType);
          response.writeHead(200, { 'Content-Type': typeof body === 'string' ? contentType : 'application/json' });
          response.end(typeof body === 'string' ? body : canonicalJson(body));
        },
        async ({ url }) => {
          const range = { fromNs: 1_772_553_600_000_000_000n, toNs: 1_772_640_002_500_000_000n };
          const { ids, error, steps, contradictions } = await read(hasty(url).backend, { range });
          assert.equal(error, undefined);
          assert.deepEqual(contradictions, []);
          assert.deepEqual(
            [...new Set(ids)],
            activities.slice(1).map(({ id, auditId }) => auditId ?? id),
          );
          assert.deepEqual(
            steps.flatMap(({ decoded }) => decoded?.problems ?? []),
            [],
          );
        },
      );
    const trace = exampleOf('/trace/{id}').body;
    const rows = readTrace('server', createDecoder, String(at(trace)['session']), canonicalJson(trace));
    assert.deepEqual([rows.rows.length, rows.unreadable], [1, 0]);
    const decoder = createDecoder({ source: 'stream' });
    const live = events.flatMap(({ event, data }) => (event === 'activity' ? `${data}\n` : []));
    assert.equal(activitiesOf(decoder.push(new TextEncoder().encode(live.join('')))).length, 1);
    assert.deepEqual(
      events.map(({ event }) => event),
      ['activity', 'mark'],
    );
  });
});
