import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseFilter } from '../../src/model/filter/parse.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { sendJson, withServer } from '../servers/local-server.js';
import { countingSubject } from '../servers/counting-subject.js';
import { statedRow, TraceServer, type TraceAnswer } from '../servers/trace-server.js';
import { backendContract } from './backend-contract.js';
import {
  activities,
  allIds,
  behind,
  hasty,
  newestFirst,
  range,
  read,
  second,
  servedBy,
  twistedBehind,
} from './http-subject.js';
import type { EntriesOptions } from '../servers/entries-server.js';
import { activitiesOf } from '../decode/activities-of.js';

const gaps = 'the protocol has no word for what a collector lost';
for (const [name, options] of Object.entries<EntriesOptions>({
  'a server of the open protocol with a stream': { capabilities: protocolOne('stream') },
  'a server of the open protocol with filters': { capabilities: protocolOne('stream', 'filter') },
  'a server of the open protocol without a stream': { capabilities: protocolOne() },
  'a server of the published API': { pageSize: 200, ndjson: false },
}))
  backendContract(name, servedBy(options), { cannot: { gaps }, twisted: twistedBehind(options) });
backendContract(
  'a server of the open protocol with traces',
  behind((held) => {
    const answer = (id: string): TraceAnswer => {
      const session = held.find((one) => one.id === id && one.type === 'kubernetes');
      return session ? { session: id, rows: [statedRow(session, 'exact', [id])] } : 404;
    };
    return new TraceServer(held, answer, ['trace', 'stream']);
  }),
  { cannot: { gaps }, twisted: twistedBehind({ capabilities: protocolOne('trace', 'stream') }) },
);
backendContract('a server of the open protocol that counts', countingSubject, {
  cannot: { gaps },
  twisted: twistedBehind({ capabilities: protocolOne() }),
});

describe('reading from a server', () => {
  it('pages newest first, and says after every page how far down it is complete', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    await withServer(
      (call) => entries.answer(call),
      async ({ url, calls }) => {
        const { steps, ids, coveredFromNs, error } = await read(hasty(url).backend);
        assert.equal(error, undefined);
        assert.deepEqual(ids, newestFirst);
        const covered = steps.flatMap((step) => step.coveredFromNs ?? []);
        assert.deepEqual(covered, [
          (activities[200]?.timeNs ?? 0n) + 1n,
          (activities[100]?.timeNs ?? 0n) + 1n,
          range.fromNs,
        ]);
        assert.equal(coveredFromNs, range.fromNs);
        assert.equal(steps.at(-1)?.done, true);
        assert.equal(steps.findLast((step) => step.expected !== undefined)?.expected, 300);
        assert.deepEqual(calls.filter((call) => call.startsWith('/entries')).length, 3);
      },
    );
  });

  it('shows the first activities of a page before the page is finished', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    let finish = (): void => {};
    await withServer(
      (call) => {
        if (call.url.pathname !== '/entries') return entries.answer(call);
        const { rows } = entries.page(call.url);
        call.response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        call.response.write(`${JSON.stringify(rows[0])}\n`);
        finish = () => void call.response.end(`${JSON.stringify(rows[1])}\n{"page":{"total":2}}\n`);
      },
      async ({ url }) => {
        const ids: string[] = [];
        for await (const step of hasty(url).backend.read({ range }, AbortSignal.timeout(10_000))) {
          ids.push(...activitiesOf(step.decoded).map(({ id }) => id));
          if (ids.length === 1) finish();
        }
        assert.deepEqual(ids, newestFirst.slice(0, 2));
      },
    );
  });

  it('asks the published API for 200 activities a page and for at most two weeks at once', async () => {
    const entries = new EntriesServer(activities, { ndjson: false });
    await withServer(
      (call) => entries.answer(call),
      async ({ url, calls }) => {
        const day = 86_400n * second;
        const long = { fromNs: range.toNs - 30n * day, toNs: range.toNs };
        const { ids, error } = await read(hasty(url).backend, { range: long });
        assert.equal(error, undefined);
        assert.deepEqual(ids, newestFirst);
        const questions = calls.map((call) => new URL(call, url).searchParams).filter((asked) => asked.has('from'));
        assert.equal(questions.length, 3);
        for (const asked of questions) {
          assert.equal(asked.get('limit'), '200');
          assert.ok(BigInt(asked.get('to') ?? 0) - BigInt(asked.get('from') ?? 0) <= 14n * day);
        }
      },
    );
  });

  it('asks for no more activities a page than the server allows, and no more than the host wants', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    await withServer(
      (call) => entries.answer(call),
      async ({ url, calls }) => {
        await read(hasty(url, { pageSize: 1_000 }).backend);
        await read(hasty(url, { pageSize: 60 }).backend);
        const limits = calls
          .map((call) => new URL(call, url).searchParams.get('limit'))
          .filter((limit) => limit !== null);
        assert.deepEqual(new Set(limits), new Set(['100', '60']));
      },
    );
  });

  it('sends a filter only to a server that takes any, and none that is too long for it', async () => {
    const { filter } = parseFilter('comm = "grep" and not pid > 5');
    for (const [capabilities, sent] of [
      [{ ...protocolOne('filter'), operators: ['='] }, null],
      [{ ...protocolOne('filter'), attributes: ['comm', 'pid'] }, null],
      [protocolOne('filter'), 'comm = grep and not pid > 5'],
      [protocolOne(), null],
      [{ protocol: 1, capabilities: ['filter'], limits: { pageSize: 100, filterLength: 5 } }, null],
    ] as const) {
      const entries = new EntriesServer(activities, { capabilities });
      await withServer(
        (call) => entries.answer(call),
        async ({ url, calls }) => {
          await read(hasty(url).backend, { range, filter });
          const asked = calls.map((call) => new URL(call, url)).filter(({ pathname }) => pathname === '/entries');
          assert.ok(asked.length > 0);
          for (const { searchParams } of asked) assert.equal(searchParams.get('filter'), sent);
        },
      );
    }
  });

  it('asks for capabilities once, but again after it could not be asked', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream', 'teleport') });
    await withServer(
      (call) => {
        if (call.url.pathname === '/capabilities' && call.turn === 1)
          sendJson(call.response, { message: 'not yet' }, 503);
        else entries.answer(call);
      },
      async ({ url, calls }) => {
        const { backend } = hasty(url);
        const { signal } = new AbortController();
        await assert.rejects(backend.capabilities(signal), { code: 'backend-failed', retryable: true });
        assert.deepEqual(await backend.capabilities(signal), ['stream']);
        assert.deepEqual(await backend.capabilities(signal), ['stream']);
        assert.equal(calls.length, 2);
      },
    );
  });

  it('keeps the query of the address and sends the headers of the host', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    const seen: (string | undefined)[] = [];
    await withServer(
      (call) => {
        seen.push(call.request.headers.authorization);
        entries.answer(call);
      },
      async ({ url, calls }) => {
        const { backend } = hasty(`${url}/a/?tenant=7`, { headers: { Authorization: 'Bearer abc' } });
        assert.equal((await read(backend)).ids.length, 300);
        assert.equal(backend.name, `${new URL(url).host}/a`);
        assert.ok(calls.every((call) => call.startsWith('/a/') && call.includes('tenant=7')));
        assert.deepEqual(new Set(seen), new Set(['Bearer abc']));
      },
    );
  });

  it('refuses an address or a header that cannot be used, in a sentence', () => {
    assert.throws(() => hasty('http://['), { code: 'bad-request' });
    assert.throws(() => hasty('ftp://127.0.0.1/'), { code: 'bad-request' });
    assert.throws(() => hasty('http://127.0.0.1/', { headers: { 'no spaces': 'x' } }), { code: 'bad-request' });
  });

  it('reads 250 activities of one nanosecond although they fill pages', async () => {
    const [first] = activities;
    assert.ok(first);
    const same = Array.from({ length: 250 }, (_, index) => ({
      ...first,
      id: `same-${String(index).padStart(3, '0')}`,
    }));
    const entries = new EntriesServer(same, { capabilities: protocolOne() });
    await withServer(
      (call) => entries.answer(call),
      async ({ url }) => {
        const { ids, contradictions, error } = await read(hasty(url).backend);
        assert.equal(error, undefined);
        assert.equal(new Set(ids).size, 250);
        assert.deepEqual(contradictions, []);
      },
    );
  });

  it('lets go of the connection when nobody wants more', async () => {
    let closed = (): void => {};
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    await withServer(
      (call) => {
        if (call.url.pathname !== '/entries') return entries.answer(call);
        call.response.once('close', closed);
        call.response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        call.response.write(`${JSON.stringify(entries.page(call.url).rows[0])}\n`);
      },
      async ({ url }) => {
        for await (const step of hasty(url).backend.read({ range }, AbortSignal.timeout(10_000)))
          if (step.decoded) break;
        await gone;
      },
    );
  });

  it('delivers everything once although pages come one after the other', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    await withServer(
      (call) => entries.answer(call),
      async ({ url }) => {
        assert.deepEqual((await read(hasty(url).backend)).ids.toSorted(), allIds);
      },
    );
  });
});
