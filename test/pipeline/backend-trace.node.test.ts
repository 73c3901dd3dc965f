import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import type { Trace } from '../../src/model/trace.js';
import type { EngineApi } from '../../src/protocol/engine-api.js';
import { openRecord } from '../ingest/open-lines.js';
import { localServer } from '../servers/local-server.js';
import { statedRow, TraceServer, type TraceAnswer } from '../servers/trace-server.js';
import { everythingAsked, value, withEngine } from './engine-subject.js';

const startNs = 1_772_640_002_340_907_311n;
const make = (
  id: string,
  type: ActivityType,
  afterMs: number,
  values: Readonly<Record<string, AttributeValue>>,
): Activity => ({
  id,
  type,
  timeNs: startNs + BigInt(afterMs) * 1_000_000n,
  attributes: new Map(Object.entries(values)),
});
const request = (id: string, afterMs = 0): Activity =>
  make(id, 'kubernetes', afterMs, {
    resource: 'pods',
    subResource: 'exec',
    command: 'bash',
    statusCode: 101,
    startedAt: String(startNs + 5_000_000n),
    completedAt: String(startNs + 60_000_000_000n),
    'kubernetes.pod.name': 'web',
  });
const shell = make('shell', 'command', 10, { comm: 'bash', pid: 100, ppid: 1 });
const curl = make('curl', 'command', 900, {
  comm: 'curl',
  pid: 101,
  ppid: 100,
  exitCode: 7,
  exitedAt: String(startNs + 1_000_000_000n),
});
const net = make('net', 'connection', 950, { pid: 101, serverPort: 443 });
const early = make('early', 'fileaccess', 850, { pid: 101, filename: 'ld.so.cache' });
const late = make('late', 'command', 70_000, { comm: 'sleep', pid: 102, ppid: 1 });
const held = [request('one'), request('two', 20), shell, curl, net, early, late];

const whole = {
  session: 'one',
  rows: [
    statedRow(request('one'), 'exact', ['one']),
    statedRow(net, 'high', ['one'], 'the process that made it'),
    statedRow(early, 'high', ['one']),
    statedRow(late, 'ambiguous', ['two', 'one', 'elsewhere']),
    statedRow(curl, 'exact', ['one'], 'the exec id in the environment'),
    statedRow(shell, 'exact', ['one']),
  ],
};

async function withTraces(
  answer: (id: string) => TraceAnswer,
  use: (api: EngineApi, traceCalls: () => number, url: string) => Promise<void>,
  capabilities?: string[],
): Promise<void> {
  const server = new TraceServer(held, answer, capabilities);
  const { url, calls, ...listening } = await localServer((call) => server.answer(call));
  try {
    await withEngine({ kind: 'http', url }, async (api) => {
      await value(api.load(1, { fromNs: startNs - 1_000_000_000n, toNs: startNs + 100_000_000_000n }));
      await use(api, () => calls.filter((call) => call.startsWith('/trace/')).length, url);
    });
  } finally {
    await listening.close();
  }
}

let asked = 100;
async function traceOf(api: EngineApi, activityId: string, limit?: number): Promise<Trace | null | undefined> {
  const want = { trace: { activityId, ...(limit !== undefined && { limit }) }, totals: true };
  const answer = await value(api.ask((asked += 1), `trace-${asked}`, { ...everythingAsked, want }));
  assert.equal(answer.totals?.matching, held.length, 'what else was asked is answered too');
  return answer.trace;
}

describe('a backend that traces by itself', () => {
  it('has the word on kube exec: its rows as a tree of processes, its certainty, its own words for the rule', async () => {
    await withTraces(
      () => whole,
      async (api) => {
        const trace = await traceOf(api, 'one');
        assert.equal(trace?.origin, 'backend');
        assert.deepEqual(
          trace.rows.map(({ activity, parentId, depth }) => [activity.id, parentId, depth]),
          [
            ['shell', null, 0],
            ['curl', 'shell', 1],
            ['early', 'curl', 2],
            ['net', 'curl', 2],
            ['late', null, 0],
          ],
        );
        const row = (id: string) => trace.rows.find(({ activity }) => activity.id === id);
        assert.deepEqual(row('curl')?.attribution, {
          activityId: 'curl',
          certainty: 'exact',
          rule: 'backend',
          sessionId: 'one',
          candidates: ['one'],
          afterEnd: false,
          remarks: [],
          statedRule: 'the exec id in the environment',
        });
        assert.equal(row('curl')?.exitCode, 7);
        assert.equal(row('curl')?.endNs, startNs + 1_000_000_000n);
        assert.equal(row('net')?.activity.timeNs, net.timeNs, 'times are exact');
        const ambiguous = row('late')?.attribution;
        assert.deepEqual(ambiguous?.candidates, ['one', 'two', 'elsewhere']);
        assert.equal(ambiguous?.sessionId, null);
        assert.equal(ambiguous?.afterEnd, true);
        assert.deepEqual(
          trace.sessions.map(({ id, outcome, certainty, rootRule, rootIds, rivals }) => ({
            id,
            outcome,
            certainty,
            rootRule,
            rootIds,
            rivals,
          })),
          [
            {
              id: 'one',
              outcome: 'started',
              certainty: 'exact',
              rootRule: 'backend',
              rootIds: ['shell'],
              rivals: ['two', 'elsewhere'],
            },
            {
              id: 'two',
              outcome: 'started',
              certainty: 'ambiguous',
              rootRule: 'backend',
              rootIds: ['late'],
              rivals: ['one'],
            },
          ],
        );
      },
    );
  });

  it('hands out no more rows than wanted and says how many there are; is asked once for many questions', async () => {
    await withTraces(
      () => whole,
      async (api, traceCalls) => {
        const trace = await traceOf(api, 'one', 2);
        assert.deepEqual([trace?.rows.length, trace?.totalRows], [2, 5]);
        for (let times = 0; times < 5; times += 1) await traceOf(api, 'one');
        assert.equal(traceCalls(), 1);
      },
    );
  });

  it('is not believed when it names several sessions and claims to be sure; rows that make no sense are counted', async () => {
    const rows = [
      statedRow(shell, 'exact', ['one', 'two']),
      statedRow(curl, 'certain', ['one']),
      { activity: { id: 'x' }, certainty: 'exact', sessions: ['one'] },
      null,
      { activity: openRecord(shell), certainty: 'exact' },
    ];
    await withTraces(
      () => ({ session: 'one', rows }),
      async (api) => {
        const trace = await traceOf(api, 'one');
        assert.equal(trace?.rows.length, 1);
        assert.equal(trace.unreadableRows, 4);
        assert.equal(trace.rows[0]?.attribution.certainty, 'ambiguous');
        assert.equal(trace.rows[0]?.attribution.sessionId, null);
      },
    );
  });

  it('survives processes that are their own parents, and chains of thousands', async () => {
    const loop = [
      make('a', 'command', 1, { pid: 5, ppid: 6 }),
      make('b', 'command', 1, { pid: 6, ppid: 5 }),
      make('c', 'command', 2, { pid: 7, ppid: 7 }),
    ];
    const chain = Array.from({ length: 5_000 }, (_, at) =>
      make(`d${at}`, 'command', 10 + at, { pid: 1_000 + at, ppid: 999 + at }),
    );
    await withTraces(
      () => ({ session: 'one', rows: [...loop, ...chain].map((one) => statedRow(one, 'high', ['one'])) }),
      async (api) => {
        const trace = await traceOf(api, 'one');
        assert.equal(trace?.rows.length, 5_003);
        assert.equal(trace.rows.at(-1)?.depth, 4_999);
        assert.equal(new Set(trace.rows.map(({ activity }) => activity.id)).size, 5_003);
      },
    );
  });

  const failures: readonly (readonly [string, TraceAnswer, RegExp])[] = [
    ['has no trace of that session', 404, /has no trace of this session/],
    ['fails', 500, /500/],
    ['answers with a page to sign in', '<html>sign in</html>', /did not answer with a JSON object/],
    ['answers with another session', { ...whole, session: 'two' }, /another session/],
    ['answers without rows', { session: 'one' }, /no list of rows/],
  ];
  for (const [what, answer, message] of failures)
    it(`gives way to the engine's own trace, with the reason, when it ${what}`, async () => {
      await withTraces(
        () => answer,
        async (api) => {
          const trace = await traceOf(api, 'one');
          assert.equal(trace?.origin, 'engine');
          assert.match(trace.backendError?.message ?? '', message);
        },
      );
    });

  it('is asked neither about other activities nor where it does not say that it can', async () => {
    await withTraces(
      () => whole,
      async (api, traceCalls) => {
        await traceOf(api, 'curl');
        assert.equal(traceCalls(), 0);
      },
    );
    await withTraces(
      () => whole,
      async (api, traceCalls) => {
        await traceOf(api, 'one');
        assert.equal(traceCalls(), 0);
      },
      ['stream'],
    );
  });
});

describe('a trace of the backend that several ask for', () => {
  /** A server that answers a trace when the test says so; `left`: how many requests were taken back. */
  async function withSlowTrace(
    use: (api: EngineApi, answer: () => void, begun: () => Promise<number>, left: () => Promise<void>) => Promise<void>,
  ): Promise<void> {
    const server = new TraceServer(held, () => whole);
    const waiting: (() => void)[] = [];
    let calls = 0;
    const onBegin: (() => void)[] = [];
    let tellLeft = (): void => {};
    const isLeft = new Promise<void>((resolve) => (tellLeft = resolve));
    const { url, ...listening } = await localServer((call) => {
      if (!call.url.pathname.startsWith('/trace/')) return server.answer(call);
      calls += 1;
      call.response.on('close', () => !call.response.writableEnded && tellLeft());
      waiting.push(() => server.answer(call));
      for (const tell of onBegin.splice(0)) tell();
    });
    try {
      await withEngine({ kind: 'http', url }, async (api) => {
        await value(api.load(1, { fromNs: startNs - 1_000_000_000n, toNs: startNs + 100_000_000_000n }));
        const begun = async (): Promise<number> => {
          if (waiting.length === 0) await new Promise<void>((resolve) => onBegin.push(resolve));
          return calls;
        };
        await use(
          api,
          () => waiting.splice(0).forEach((answer) => answer()),
          begun,
          () => isLeft,
        );
      });
    } finally {
      await listening.close();
    }
  }
  const ask = (api: EngineApi, id: number) =>
    api.ask(id, `trace-${id}`, { ...everythingAsked, want: { trace: { activityId: 'one' } } });

  it('comes to the second one although the first one takes the question back', async () => {
    await withSlowTrace(async (api, answer, begun) => {
      const first = ask(api, 1);
      await begun();
      const second = ask(api, 2);
      // The second one is there once many questions asked behind it are answered.
      for (let at = 3; at < 60; at += 1)
        await value(api.ask(at, 'behind', { ...everythingAsked, want: { totals: true } }));
      await api.cancel(1);
      assert.equal((await first).ok, false);
      // On a busy machine the second one may come so late that it asks by itself.
      const answering = setInterval(answer, 5);
      const { trace } = await value(second).finally(() => clearInterval(answering));
      assert.equal(trace?.origin, 'backend');
      assert.equal(trace.backendError, undefined);
      assert.equal(await Promise.race([begun(), Promise.resolve(1)]), 1);
    });
  });

  it('is taken back from the server when the last of them takes it back, and asked for anew by the next', async () => {
    await withSlowTrace(async (api, answer, begun, left) => {
      const questions = [ask(api, 1), ask(api, 2)];
      await begun();
      await value(api.ask(3, 'behind', { ...everythingAsked, want: { totals: true } }));
      await api.cancel(1);
      await api.cancel(2);
      await left();
      for (const question of questions) assert.equal((await question).ok, false);
      answer();
      const third = ask(api, 4);
      assert.equal(await begun(), 2);
      answer();
      assert.equal((await value(third)).trace?.origin, 'backend');
    });
  });
});
