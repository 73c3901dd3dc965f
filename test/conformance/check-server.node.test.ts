/** The checks of the protocol: the servers that ship with it keep all of it, and each breach is found and named. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { checkServer, NoAnswer, type Point } from '../../src/conformance/check-server.js';
import { canonicalJson, isObject, parseExact } from '../../src/conformance/exact-json.js';
import { ProtocolDocument } from '../../src/conformance/protocol-document.js';
import { startServer } from '../../stories/demo/server.js';
import { createReferenceServer, readActivities } from '../../stories/protocol/reference-server.js';
import { ExtendedReference } from '../servers/extended-reference.js';
import { localServer, sendJson } from '../servers/local-server.js';

const protocol = new URL('../../stories/protocol/', import.meta.url);
const openapiText = await readFile(new URL('openapi.json', protocol), 'utf8');
const openapi: unknown = JSON.parse(openapiText);
const document = new ProtocolDocument(openapi);

type Example = Readonly<Record<string, unknown>>;
const isActivity = (value: unknown): value is Example =>
  isObject(value) && typeof value['id'] === 'string' && 'timestamp' in value && 'type' in value;

/** Every activity that the OpenAPI file gives as an example, once. */
function exampleActivities(): readonly Example[] {
  const found = new Map<string, Example>();
  const visit = (part: unknown): void => {
    if (isActivity(part)) found.set(String(part['id']), part);
    if (typeof part === 'object' && part !== null) Object.values(part).forEach(visit);
  };
  visit(parseExact(openapiText));
  return [...found.values()];
}
const examples = exampleActivities();

/** The examples, and forty more like them, a second and a few nanoseconds apart. */
const lines = Array.from({ length: 44 }, (_, at) => {
  const example = examples[at % examples.length]!;
  if (at < examples.length) return canonicalJson(example);
  const timestamp = BigInt(String(example['timestamp'])) - BigInt(at) * 1_000_000_007n;
  const id = timestamp.toString(16).padStart(16, '0') + at.toString(16).padStart(16, '0');
  return canonicalJson({ ...example, id, timestamp, comm: at % 3 ? 'sh' : 'ab' });
});
const activities = readActivities(`${lines.join('\n')}\n`);
const range = { fromNs: activities.at(-1)!.timeNs, toNs: activities[0]!.timeNs + 1n };

let server: Server;
let url = '';
before(async () => {
  server = createReferenceServer(activities);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => new Promise((resolve) => server.close(resolve)));

const failed = (points: readonly Point[]): readonly string[] =>
  points
    .filter(({ outcome }) => outcome === 'fails')
    .map(({ section, sentence, detail }) => `${section} ${sentence}: ${detail}`);

describe('the reference server', () => {
  it('keeps everything that the protocol asks for', async () => {
    const points = await checkServer(url, { openapi, range });
    assert.deepEqual(failed(points), []);
    assert.ok(points.filter(({ outcome }) => outcome === 'holds').length >= 40, String(points.length));
  });

  it('gives the examples of the OpenAPI file back as they stand there', async () => {
    assert.ok(examples.length >= 3);
    for (const example of examples) {
      assert.deepEqual(document.misfitsOf('Activity', example), []);
      const response = await fetch(`${url}/entries/${String(example['id'])}`);
      assert.equal(canonicalJson(parseExact(await response.text())), canonicalJson(example));
    }
  });
});

describe('the demo server', () => {
  it('keeps everything, with its extensions', async () => {
    const demo = await startServer({ port: 0, hours: 2 });
    try {
      const points = await checkServer(`${demo.url}api`, { openapi });
      assert.deepEqual(failed(points), []);
      const sections = new Set(points.map(({ section }) => section));
      for (const section of ['filter', 'GET /stream', 'GET /entries as lines'])
        assert.ok(sections.has(section), section);
    } finally {
      await demo.close();
    }
  });
});

describe('a server with the extensions', () => {
  it('keeps everything that the protocol asks of them', async () => {
    const extended = new ExtendedReference(lines);
    const proxy = await localServer(async (call) => {
      if (extended.take(call)) return;
      const { response, request, url: address } = call;
      const accept = String(request.headers.accept ?? '');
      const original = await fetch(url + address.pathname + address.search, { headers: { Accept: accept } });
      const text = await original.text();
      response.writeHead(original.status, { 'Content-Type': original.headers.get('content-type') ?? '' });
      response.end(text.replace(/"capabilities":\[[^\]]*\]/, '"capabilities":["filter","count","group","trace"]'));
    });
    try {
      const points = await checkServer(proxy.url, { openapi, range });
      assert.deepEqual(failed(points), []);
      const sections = points.filter(({ outcome }) => outcome === 'holds').map(({ section }) => section);
      for (const section of ['GET /counts', 'GET /groups', 'GET /trace/{id}']) assert.ok(sections.includes(section));
    } finally {
      await proxy.close();
    }
  });
});

/** What the reference server says, changed: of a page document, or of the whole answer. */
interface Twist {
  readonly page?: (page: { page: Record<string, unknown>; data: Example[] }, query: URLSearchParams) => unknown;
  readonly answer?: (answer: { status: number; contentType: string; text: string }, address: URL) => object;
}

async function checkTwisted({ page, answer }: Twist): Promise<readonly string[]> {
  const proxy = await localServer(async ({ request, response, url: address }) => {
    const accept = String(request.headers.accept ?? '');
    const original = await fetch(url + address.pathname + address.search, { headers: { Accept: accept } });
    let text = await original.text();
    const contentType = original.headers.get('content-type') ?? '';
    if (page && original.ok && address.pathname === '/entries' && contentType.startsWith('application/json'))
      text = canonicalJson(page(parseExact(text) as never, address.searchParams));
    const sent = {
      status: original.status,
      contentType,
      text,
      ...answer?.({ status: original.status, contentType, text }, address),
    };
    response.writeHead(sent.status, { 'Content-Type': sent.contentType });
    response.end(sent.text);
  });
  try {
    return failed(await checkServer(proxy.url, { openapi, range }));
  } finally {
    await proxy.close();
  }
}

describe('a breach of the protocol', () => {
  const breaches: Readonly<Record<string, readonly [Twist, RegExp]>> = {
    'rows oldest first': [{ page: (one) => ({ ...one, data: one.data.toReversed() }) }, /newest first/],
    'times through a floating point number': [
      {
        page: (one) => ({
          ...one,
          data: one.data.map((row) => ({ ...row, timestamp: BigInt(Number(row['timestamp'])) })),
        }),
      },
      /all their digits/,
    ],
    'a row too many': [
      { page: (one) => ({ ...one, data: [...one.data, { ...one.data.at(-1), id: 'one-more' }] }) },
      /no more activities than asked for|keeps to the limit/,
    ],
    'a page with an activity of the page before': [
      {
        page: (one, query) =>
          query.has('cursor') ? { ...one, data: [JSON.parse(lines[0]!) as Example, ...one.data.slice(1)] } : one,
      },
      /sends no activity twice/,
    ],
    'a row lost between pages': [
      { page: (one, query) => (query.has('cursor') ? { ...one, data: one.data.slice(1) } : one) },
      /loses no activity/,
    ],
    'a wrong total': [{ page: (one) => ({ ...one, page: { ...one.page, total: 3 } }) }, /counts as many/],
    'the same cursor for ever': [
      { page: (one) => ({ ...one, page: { ...one.page, next: one.page['next'] ?? 'x' } }) },
      /to its end/,
    ],
    'an activity without a time': [
      { page: (one) => ({ ...one, data: one.data.map(({ timestamp: _, ...row }) => row) }) },
      /as the file says.*lacks timestamp/,
    ],
    'a port out of range': [
      {
        page: (one) => ({
          ...one,
          data: one.data.map((row) => ({ ...row, ...(row['type'] === 'connection' && { serverPort: 70_000 }) })),
        }),
      },
      /as the file says/,
    ],
    'everything answered with 200': [{ answer: () => ({ status: 200 }) }, /refuses .*it answers 200, not 400/],
    'errors as plain text': [
      { answer: ({ status }) => (status === 200 ? {} : { contentType: 'text/plain', text: 'no' }) },
      /with 400 comes text\/plain/,
    ],
    'a page to sign in': [
      { answer: () => ({ contentType: 'text/html', text: '<h1>Sign in</h1>', status: 200 }) },
      /text\/html/,
    ],
    'an unknown version': [
      {
        answer: ({ text }, { pathname }) =>
          pathname === '/capabilities' ? { text: text.replace('"protocol":1', '"protocol":7') } : {},
      },
      /capabilities answers as the file says.*is not 1/,
    ],
    'lines without their end': [
      {
        answer: ({ text, contentType }) =>
          contentType.includes('ndjson') ? { text: text.replace(/\{"page".*\n/, '') } : {},
      },
      /ends a page with its own line/,
    ],
    'types that are not heeded': [
      {
        page: (one, query) =>
          query.has('types') ? { ...one, data: lines.slice(0, 10).map((line) => parseExact(line)) } : one,
      },
      /only what was asked for with types=/,
    ],
    'another activity under an id': [
      {
        answer: ({ text, status }, { pathname }) =>
          pathname.startsWith('/entries/') && status === 200 ? { text: text.replace('"comm"', '"other"') } : {},
      },
      /as it is on its page/,
    ],
    'capabilities that are not there': [
      {
        answer: ({ text }, { pathname }) =>
          pathname === '/capabilities'
            ? { text: text.replace(/"capabilities":\[[^\]]*\]/, '"capabilities":["filter","stream","trace"]') }
            : {},
      },
      /GET \/trace\/\{id\} answers/,
    ],
  };
  const counting = (path: string, change: (body: Record<string, unknown>) => object): Twist => ({
    answer: ({ text, status }, { pathname }) =>
      status === 200 && pathname.startsWith(path)
        ? { text: canonicalJson({ ...change(parseExact(text) as Record<string, unknown>) }) }
        : {},
  });
  const countingBreaches: typeof breaches = {
    'counts without a word on what they are worth': [
      counting('/counts', ({ certainty: _, ...body }) => body),
      /GET \/counts answers as the file says.*lacks certainty/,
    ],
    'counts that do not look at the filter': [
      counting('/counts', (body) => ({ ...body, total: lines.length })),
      /counts what the filter leaves/,
    ],
    'groups that are not all there': [
      counting('/groups', (body) => ({ ...body, groups: (body['groups'] as unknown[]).slice(1) })),
      /GET \/groups counts what \/entries sends/,
    ],
    'pages that are exact, and something that did not answer': [
      { page: (one) => ({ ...one, page: { ...one.page, silent: ['store-2'] } }) },
      /says what its pages are worth.*something did not answer/,
    ],
    'a worth that stands on some pages only': [
      {
        page: (one, query) =>
          query.has('cursor') ? { ...one, page: { total: one.page['total'], next: one.page['next'] } } : one,
      },
      /says what its pages are worth: 1 of \d+ pages do/,
    ],
    'values that do not add up': [counting('/values', (body) => ({ ...body, absent: 9 })), /numbers that add up/],
    'exact values, and something that did not answer': [
      counting('/values', (body) => ({ ...body, silent: ['store-2'] })),
      /something did not answer/,
    ],
    'a page of another offset': [
      {
        page: (one, query) => (query.get('offset') === '14' ? { ...one, data: one.data.toReversed() } : one),
      },
      /sends at an offset what paging sends there/,
    ],
    'an offset that is not said': [
      { page: (one) => ({ ...one, page: { ...one.page, offset: 0 } }) },
      /page that says what it is/,
    ],
    'a place that is off by one': [
      counting('/places', (body) => ({ ...body, place: Number(body['place']) + 1 })),
      /gives the place at which paging sends it/,
    ],
    'an extent that is too short': [
      counting('/extent', (body) => ({ ...body, to: String(BigInt(String(body['to'])) - 1n) })),
      /GET \/extent holds what/,
    ],
    'bins that begin somewhere else': [
      counting('/counts', (body) => ({
        ...body,
        bins: { ...(body['bins'] as object), startNs: '1772640000000000000' },
      })),
      /moves the beginning of the bins/,
    ],
  };
  for (const [breach, [twist, found]] of Object.entries({ ...breaches, ...countingBreaches })) {
    it(`is found: ${breach}`, async () => {
      const sentences = await checkTwisted(twist);
      assert.ok(
        sentences.some((sentence) => found.test(sentence)),
        sentences.join('\n') || 'nothing was found',
      );
    });
  }

  it('is not a wish for fewer requests, which is heeded', async () => {
    let calls = 0;
    const waitsMs: number[] = [];
    const proxy = await localServer(async ({ request, response, url: address }) => {
      if (++calls % 4 === 0)
        return sendJson(response, { type: 'slow', message: 'Slowly.' }, 429, { 'Retry-After': '7' });
      const accept = String(request.headers.accept ?? '');
      const original = await fetch(url + address.pathname + address.search, { headers: { Accept: accept } });
      const text = await original.text();
      response.writeHead(original.status, { 'Content-Type': original.headers.get('content-type') ?? '' });
      response.end(text);
    });
    try {
      const wait = async (lengthMs: number): Promise<void> => void waitsMs.push(lengthMs);
      assert.deepEqual(failed(await checkServer(proxy.url, { openapi, range, wait })), []);
      assert.deepEqual(new Set(waitsMs), new Set([7_000]));
    } finally {
      await proxy.close();
    }
  });

  it('is no breach where there is nothing to check', async () => {
    const points = await checkServer(url, { openapi, range: { fromNs: 1n, toNs: 2n } });
    assert.deepEqual(failed(points), []);
    assert.equal(points.at(-1)?.outcome, 'untested');
    await assert.rejects(checkServer('http://127.0.0.1:1/', { openapi }), NoAnswer);
    await assert.rejects(checkServer('no address', { openapi }), NoAnswer);
  });
});
