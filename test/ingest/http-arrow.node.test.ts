/** Pages as Arrow streams: asked for only where the server sends them, and watched like every other page. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CreateDecoder } from '../../src/model/reading.js';
import { activityOfBlock } from '../../workers/columns/block-activity.js';
import { ArrowLoader } from '../../workers/decode/arrow.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { askCapabilities } from '../../workers/ingest/http-capabilities.js';
import { HttpConnection } from '../../workers/ingest/http-connection.js';
import { EntryPages } from '../../workers/ingest/http-entry-pages.js';
import { HttpReading } from '../../workers/ingest/http-reading.js';
import { Waits } from '../../workers/ingest/http-tries.js';
import type { ReadStep } from '../../workers/ingest/backend.js';
import { AuditError } from '../../src/model/audit-error.js';
import { startServer } from '../../stories/demo/server.js';
import { arrowStream } from '../decode/arrow-encode.js';
import type { ServerResponse } from 'node:http';
import type { Activity } from '../../src/model/activity.js';
import { EntriesServer } from '../servers/entries-server.js';
import { Faults } from '../servers/faults.js';
import { localServer, withServer, type Call } from '../servers/local-server.js';
import { backendContract } from './backend-contract.js';
import { activities, hasty, newestFirst, range } from './http-subject.js';

const loadArrowDecoder = () => new ArrowLoader().load();
const mediaType = 'application/vnd.apache.arrow.stream';
const newest = activities.toReversed();

async function read(
  url: string,
  asked = range,
  load: (() => Promise<CreateDecoder>) | null = loadArrowDecoder,
): Promise<{
  steps: ReadStep[];
  ids: string[];
  error: AuditError | undefined;
  blocks: number;
  contradictions: string[];
}> {
  const connection = new HttpConnection({ url }, { baseUrl: 'http://127.0.0.1/' });
  const signal = AbortSignal.timeout(20_000);
  const reading = new HttpReading(
    {
      connection,
      waits: new Waits(() => new Promise((resolve) => setImmediate(resolve))),
      now: Date.now,
      random: () => 0.5,
      pages: async (within) =>
        new EntryPages({
          connection,
          createDecoder,
          server: await askCapabilities(connection, within),
          ...(load && { loadArrowDecoder: load }),
        }),
    },
    { range: asked },
    signal,
  );
  const steps: ReadStep[] = [];
  let error: AuditError | undefined;
  try {
    for await (const step of reading.steps()) steps.push(step);
  } catch (thrown) {
    assert.ok(thrown instanceof AuditError, String(thrown));
    error = thrown;
  }
  const blocks = steps.flatMap(({ decoded }) => decoded?.blocks ?? []);
  const ids = steps.flatMap(({ decoded }) => {
    const ofBlocks = (decoded?.blocks ?? []).flatMap((block) =>
      Array.from({ length: block.count }, (_, row) => activityOfBlock(block, row).id),
    );
    return [...(decoded?.activities.map(({ id }) => id) ?? []), ...ofBlocks];
  });
  const contradictions = steps.flatMap(({ contradiction }) => contradiction ?? []);
  return { steps, ids, error, blocks: blocks.length, contradictions };
}

const capabilities = { protocol: 1, capabilities: [], limits: { pageSize: 100 }, mediaTypes: [mediaType] };

/** A server of these activities that says it sends Arrow; `body` makes an answer of a page. */
async function served(
  body: (sound: Uint8Array, page: number, call: Call) => Uint8Array | string,
  use: (url: string, accepted: string[]) => Promise<void>,
  said: object = capabilities,
): Promise<void> {
  const accepted: string[] = [];
  await withServer(
    (call) => {
      const { request, response, url } = call;
      if (url.pathname === '/capabilities') {
        response.setHeader('Content-Type', 'application/json');
        return void response.end(JSON.stringify(said));
      }
      accepted.push(request.headers.accept ?? '');
      const cursor = url.searchParams.get('cursor');
      const [cursorTo, cursorFrom = 0] = cursor?.split(' ') ?? [];
      const to = BigInt(cursorTo ?? url.searchParams.get('to') ?? range.toNs);
      const rows = newest.filter(({ timeNs }) => timeNs < to);
      const from = Number(cursorFrom);
      const next = from + 100 < rows.length ? { next: `${to} ${from + 100}` } : {};
      const sound = arrowStream(rows.slice(from, from + 100), {
        rowsABatch: 30,
        page: { total: rows.length, ...next },
      });
      response.setHeader('Content-Type', mediaType);
      response.end(body(sound, accepted.length, call));
    },
    async ({ url }) => use(url, accepted),
  );
}

/** The open protocol, its pages as columns. */
class ArrowServer extends EntriesServer {
  readonly #held: Activity[];

  constructor(held: readonly Activity[]) {
    super(held, { capabilities });
    this.#held = [...held];
  }

  override arrive(arriving: readonly Activity[]): void {
    this.#held.push(...arriving);
    super.arrive(arriving);
  }

  override send(response: ServerResponse, { rows, page }: ReturnType<EntriesServer['page']>): void {
    const byId = new Map(this.#held.map((one) => [one.id, one]));
    const sent = rows.flatMap((row) => byId.get((row as { readonly id: string }).id) ?? []);
    response.writeHead(200, { 'Content-Type': mediaType });
    response.end(arrowStream(sent, { rowsABatch: 30, page }));
  }
}

backendContract(
  'a server of the open protocol that sends Arrow',
  async (held) => {
    const arrow = new ArrowServer(held);
    const faults = new Faults();
    const server = await localServer((call) => (faults.take(call) ? undefined : arrow.answer(call)));
    const { backend, waitsMs } = hasty(server.url, { pollEveryMs: 20 }, undefined, loadArrowDecoder);
    return { backend, faults, waitsMs, arrive: (arriving) => arrow.arrive(arriving), close: () => server.close() };
  },
  {
    cannot: {
      gaps: 'the protocol has no word for what a collector lost',
      pages: 'what is done with pages is the same as with lines; what Arrow can do wrong has tests of its own',
    },
  },
);

describe('a backend that sends Arrow', () => {
  it('is asked for it, and gives every activity, page by page, as columns', async () => {
    await served(
      (sound) => sound,
      async (url, accepted) => {
        const { ids, error, contradictions, blocks, steps } = await read(url);
        assert.equal(error, undefined);
        assert.deepEqual(contradictions, []);
        assert.deepEqual(ids.toSorted(), newestFirst.toSorted());
        assert.ok(blocks > 0);
        assert.equal(accepted.length, 3);
        for (const accept of accepted)
          assert.match(accept, /^application\/vnd\.apache\.arrow\.stream, application\/x-ndjson/);
        assert.equal(steps.findLast(({ coveredFromNs }) => coveredFromNs !== undefined)?.coveredFromNs, range.fromNs);
      },
    );
  });

  it('is not asked for it where it does not say that it can, or where it cannot be read here', async () => {
    const chunkIsGone = () => Promise.reject(new TypeError('Failed to fetch dynamically imported module'));
    for (const [said, load] of [
      [{ ...capabilities, mediaTypes: [] }, loadArrowDecoder],
      [capabilities, null],
      [capabilities, chunkIsGone],
    ] as const) {
      await served(
        (_, __, { response }) => {
          response.setHeader('Content-Type', 'application/x-ndjson');
          return '{"page":{"total":0}}\n';
        },
        async (url, accepted) => {
          assert.equal((await read(url, range, load)).error, undefined);
          assert.deepEqual(accepted, ['application/x-ndjson, application/json;q=0.5']);
        },
        said,
      );
    }
  });

  it('may answer with lines all the same', async () => {
    await served(
      (_, __, { response }) => {
        response.setHeader('Content-Type', 'application/x-ndjson');
        return '{"id":"a","type":"command","timestamp":"5"}\n{"page":{}}\n';
      },
      async (url) => {
        const { ids, error } = await read(url, { fromNs: 0n, toNs: 10n });
        assert.equal(error, undefined);
        assert.deepEqual(ids, ['a']);
      },
    );
  });

  it('breaks off: what came is kept, the rest is asked for from there', async () => {
    await served(
      (sound, page) => (page === 2 ? sound.subarray(0, sound.length - 40) : sound),
      async (url, accepted) => {
        const { ids, error, contradictions } = await read(url);
        assert.equal(error, undefined);
        assert.deepEqual(contradictions, []);
        assert.deepEqual([...new Set(ids)].toSorted(), newestFirst.toSorted());
        assert.ok(accepted.length > 3);
      },
    );
  });

  it('says Arrow and sends JSON: it is refused, with what came', async () => {
    await served(
      () => '{"page":{},"data":[]}',
      async (url) => {
        const { error } = await read(url);
        assert.equal(error?.code, 'bad-answer');
        assert.match(error.message, /says that it answers with Arrow\..+what came begins with "\{/);
      },
    );
  });

  it('sends a stream that is damaged in the middle: what came before it is kept', async () => {
    await served(
      (sound) => {
        const bytes = new Uint8Array(sound);
        const mark = [0xff, 0xff, 0xff, 0xff];
        const last = Buffer.from(bytes).lastIndexOf(Buffer.from(mark), bytes.length - 16);
        bytes.set([0x7b], last);
        return bytes;
      },
      async (url) => {
        const { error, ids } = await read(url);
        assert.equal(error?.code, 'bad-answer');
        assert.ok(ids.length >= 30 && ids.length < 100);
      },
    );
  });

  it('sends the oldest first: that is an error, and nothing is called complete', async () => {
    await served(
      () => arrowStream(activities, { page: { total: activities.length } }),
      async (url) => {
        const { error, contradictions, steps } = await read(url);
        assert.equal(error?.code, 'bad-answer');
        assert.match(contradictions[0] ?? '', /newest activities first/);
        assert.equal(
          steps.find(({ coveredFromNs }) => coveredFromNs !== undefined),
          undefined,
        );
      },
    );
  });
});

describe('the demo server', () => {
  it('gives the same activities as Arrow and as lines', async () => {
    const server = await startServer({ port: 0, hours: 1, now: () => 1_790_000_000_000, root: '.' });
    try {
      const asked = { fromNs: 1_789_990_000_000_000_000n, toNs: 1_790_000_000_000_000_000n };
      const arrow = await read(`${server.url}api`, asked);
      const lines = await read(`${server.url}api`, asked, null);
      assert.ok(arrow.blocks > 0);
      assert.ok(lines.ids.length > 100);
      assert.deepEqual(all(arrow.steps), all(lines.steps));
    } finally {
      await server.close();
    }
  });
});

function all(steps: readonly ReadStep[]): object {
  const found = steps.flatMap(({ decoded }) => [
    ...(decoded?.activities ?? []),
    ...(decoded?.blocks ?? []).flatMap((block) =>
      Array.from({ length: block.count }, (_, row) => activityOfBlock(block, row)),
    ),
  ]);
  const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
  return found
    .map(({ id, type, timeNs, attributes }) => ({ id, type, timeNs, attributes: [...attributes].toSorted(byName) }))
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}
