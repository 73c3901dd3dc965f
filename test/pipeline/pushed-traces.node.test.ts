/** Who is behind an activity where a server counts: what is fetched to tell, and what is said where that was not everything. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import { Certainty, CoverageReason } from '../../src/model/coverage.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import { TraceCertainty, TraceRemark, TraceRule } from '../../src/model/trace.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Backend } from '../../workers/ingest/backend.js';
import { PushedPart, type PushDown } from '../../workers/ingest/push-down.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';
import { ProblemLog } from '../../workers/pipeline/problem-log.js';
import { PushedQuestions } from '../../workers/pipeline/pushed-questions.js';
import { PushedTraces } from '../../workers/pipeline/pushed-traces.js';

/** Of one place. */
const mostFetched = 2_000;
const second = 1_000_000_000n;
const startNs = 1_700_000_000n * second;
const range: TimeRange = { fromNs: startNs - 3600n * second, toNs: startNs + 3600n * second };
const place = { 'kubernetes.pod.name': 'p', 'kubernetes.namespace.name': 'n', 'container.name': 'c' };

function activity(
  id: string,
  type: ActivityType,
  timeNs: bigint,
  attributes: Readonly<Record<string, AttributeValue>>,
): Activity {
  return { id, type, timeNs, attributes: new Map(Object.entries({ ...place, ...attributes })) };
}

const request = activity('request', 'kubernetes', startNs, {
  resource: 'pods',
  subResource: 'exec',
  name: 'p',
  command: 'bash',
  username: 'mallory',
  completedAt: String(startNs + 60n * second),
  statusCode: 101,
});
const command = (id: string, afterNs: bigint, pid: number, ppid: number, pcomm: string): Activity =>
  activity(id, 'command', startNs + afterNs, {
    containerId: 'aaaaaaaaaaaa',
    pid,
    ppid,
    comm: 'bash',
    cmdline: 'bash',
    pcomm,
    loginShellId: 1000,
  });
const shell = command('shell', 70_000_000n, 1000, 1, 'runc');
const typed = command('typed', 5n * second, 1001, 1000, 'bash');

const noise = (type: ActivityType, count: number, fromNs: bigint, everyNs: bigint): readonly Activity[] =>
  Array.from({ length: count }, (_, at) =>
    activity(`noise ${at}`, type, fromNs + BigInt(at) * everyNs, {
      containerId: 'aaaaaaaaaaaa',
      pid: type === 'command' ? 50_000 + at : 7,
      ppid: 7,
      comm: 'nginx',
      ...(type === 'command' && { cmdline: 'true', pcomm: 'nginx' }),
    }),
  );

class Pod implements PushDown {
  readonly parts: ReadonlySet<PushedPart> = new Set(Object.values(PushedPart));
  readonly asked: number[] = [];
  #all: readonly Activity[] = [];
  #changed: (() => void) | null = null;

  constructor(all: readonly Activity[]) {
    this.add(all);
  }

  add(more: readonly Activity[]): void {
    this.#all = [...this.#all, ...more].sort((a, b) => (a.timeNs < b.timeNs ? 1 : -1));
  }

  tell(): void {
    this.#changed?.();
  }

  async *matching({ range: { fromNs, toNs }, types }: Omit<Query, 'want'>, _: AbortSignal, limit = Infinity) {
    const found = this.#all.filter(
      ({ timeNs, type }) => timeNs >= fromNs && timeNs < toNs && (!types || types.includes(type)),
    );
    this.asked.push(limit);
    for (let at = 0; at < Math.min(limit, found.length); at += 2000) yield found.slice(at, Math.min(at + 2000, limit));
    await Promise.resolve();
  }

  answer({ want }: Pick<Query, 'want'>) {
    const found = this.#all.find(({ id }) => id === want.activity?.id) ?? null;
    return Promise.resolve({ activity: found, completeness: { silent: [] } });
  }

  async *changes(signal: AbortSignal) {
    while (!signal.aborted) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
        signal.addEventListener('abort', () => resolve());
      });
      if (!signal.aborted) yield;
    }
  }

  count = () => Promise.resolve({ count: this.#all.length, completeness: { silent: [] } });
  extent = () => Promise.resolve(range);
  attributes = () => Promise.resolve(new Set<string>());
  settled = () => Promise.resolve();
}

const { signal } = new AbortController();
const query: Query = { range, filter: everything, want: {} };
const tracing = (pod: Pod, nowMs?: () => number) => {
  const traces = new PushedTraces(pod, mostFetched, nowMs);
  return async (activityId: string) => {
    const { trace, isCut } = await traces.answer({ trace: { activityId } }, query, [], signal);
    assert.ok(trace);
    return { ...trace, isCut };
  };
};

const questions = (pod: Pod): PushedQuestions =>
  new PushedQuestions(
    { name: 'server' } as Partial<Backend> as Backend,
    pod,
    { pushDown: 'always' },
    {
      coverage: new CoverageMap(),
      maxActivities: mostFetched,
      problems: new ProblemLog(),
      changed: () => undefined,
    },
  );

describe('a trace in a busy pod of a backend that counts', () => {
  it('gives a command to its session, however many connections came after it', async () => {
    for (const count of [100, 4_500]) {
      const trace = tracing(
        new Pod([request, shell, typed, ...noise('connection', count, startNs + 120n * second, second / 5n)]),
      );
      const { attribution, sessions, isCut } = await trace('typed');
      assert.equal(attribution.certainty, TraceCertainty.high);
      assert.deepEqual(attribution.candidates, ['request']);
      assert.equal(isCut, count > mostFetched);
      assert.deepEqual(attribution.remarks, isCut ? [TraceRemark.evidenceCut] : []);
      // All of the session itself was looked at.
      assert.deepEqual(sessions[0]?.remarks, []);
    }
  });

  it('shows what a session ran, however much happened at the same time', async () => {
    const trace = tracing(new Pod([request, shell, typed, ...noise('connection', 4_500, startNs, second / 50n)]));
    const { rows, sessions } = await trace('request');
    assert.deepEqual(
      rows.flatMap(({ activity: { id, type } }) => (type === 'command' ? [id] : [])),
      ['shell', 'typed'],
    );
    assert.deepEqual(sessions[0]?.remarks, [TraceRemark.notLoaded]);
  });

  it('does not call a command the container’s own where what came before it is too much to look at', async () => {
    const busy = noise('command', 3_000, startNs + 10n * second, second / 35n);
    const late = command('late', 100n * second, 1002, 1001, 'bash');
    const { attribution, rows } = await tracing(new Pod([request, shell, typed, ...busy, late]))('late');
    assert.equal(attribution.certainty, TraceCertainty.none);
    assert.equal(attribution.rule, TraceRule.noEvidence);
    assert.deepEqual(attribution.remarks, [TraceRemark.evidenceCut]);
    for (const { attribution: of } of rows) assert.notEqual(of.rule, TraceRule.containerProcess);
  });

  it('is told from what lies nearest, whatever lies before and behind', async () => {
    const before = noise('command', 1_500, startNs - 1000n * second, second / 10n);
    const after = noise('command', 1_500, startNs + 30n * second, second / 10n).map((one) => ({
      ...one,
      id: `later ${one.id}`,
    }));
    const { attribution } = await tracing(new Pod([...before, request, shell, typed, ...after]))('typed');
    assert.deepEqual(attribution.candidates, ['request']);
  });

  it('is worth less than exact, by its coverage', async () => {
    const connections = noise('connection', 2_500, startNs + 120n * second, second);
    for (const want of [{ trace: { activityId: 'typed' } }, { attributions: { ids: ['typed'] } }]) {
      const asked = questions(new Pod([request, shell, typed, ...connections]));
      const { coverage } = (await asked.answer({ ...query, want }, signal)) as Answer;
      assert.equal(coverage.certainty, Certainty.atLeast);
      assert.deepEqual(coverage.reasons, [CoverageReason.limit]);
      assert.deepEqual(coverage.loaded, []);
      const few = questions(new Pod([request, shell, typed]));
      assert.equal((await few.answer({ ...query, want }, signal))?.coverage.certainty, Certainty.exact);
      await asked.close();
      await few.close();
    }
  });
});

describe('what was fetched for a trace', () => {
  it('serves the next activity of the place, also one that came later', async () => {
    const pod = new Pod([request, shell]);
    const trace = tracing(pod, () => 0);
    await trace('shell');
    const fetches = pod.asked.length;
    pod.add([typed]);
    assert.deepEqual((await trace('typed')).attribution.candidates, ['request']);
    assert.equal(pod.asked.length, fetches);
  });

  it('names each of several activities that are asked about', async () => {
    const pod = new Pod([request, shell]);
    const traces = new PushedTraces(pod, mostFetched, () => 0);
    const about = async (ids: readonly string[]): Promise<readonly string[]> => {
      const { attributions = [] } = await traces.answer({ attributions: { ids } }, query, [], signal);
      return attributions.map(({ activityId }) => activityId);
    };
    const other = { ...typed, timeNs: shell.timeNs, id: 'other' };
    assert.deepEqual(await about(['shell']), ['shell']);
    pod.add([other]);
    assert.deepEqual(await about(['shell', 'other']), ['shell', 'other']);
  });

  it('around one activity of a busy pod does not serve for another', async () => {
    const trace = tracing(
      new Pod([request, shell, typed, ...noise('connection', 2_500, startNs + 120n * second, second)]),
      () => 0,
    );
    assert.deepEqual((await trace('noise 2400')).attribution.candidates, []);
    assert.deepEqual((await trace('typed')).attribution.candidates, ['request']);
  });

  it('is fetched again once it is old, so that a request whose record came late is named', async () => {
    let nowMs = 0;
    const pod = new Pod([shell]);
    const trace = tracing(pod, () => nowMs);
    assert.deepEqual((await trace('shell')).attribution.candidates, []);
    pod.add([request]);
    nowMs = 60_000;
    assert.deepEqual((await trace('shell')).attribution.candidates, ['request']);
  });

  it('is fetched again at once where the backend told of a change', async () => {
    const pod = new Pod([shell]);
    const asked = questions(pod);
    const candidates = async (): Promise<readonly string[] | undefined> => {
      const answer = await asked.answer({ ...query, want: { trace: { activityId: 'shell' } } }, signal);
      return answer?.trace?.attribution.candidates;
    };
    await asked.load(range);
    assert.equal(asked.follow(true), true);
    assert.deepEqual(await candidates(), []);
    pod.add([request]);
    const { received } = asked.live!;
    pod.tell();
    while (asked.live?.received === received) await Promise.resolve();
    assert.deepEqual(await candidates(), ['request']);
    await asked.close();
  });
});
