/** What comes again, since polling overlaps or a file is read a second time, is not counted again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import type { Decoded, Problem } from '../../src/model/reading.js';
import { toEpochNs } from '../../src/model/units.js';
import { protocolVersion, type EngineStatus, type StatusMessage } from '../../src/protocol/engine-api.js';
import { createEngine } from '../../workers/api/engine.js';
import { Holdings } from '../../workers/columns/holdings.js';
import type { Backend, FollowStep } from '../../workers/ingest/backend.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';
import { Follower } from '../../workers/pipeline/follower.js';
import { ProblemLog } from '../../workers/pipeline/problem-log.js';
import { SourceBoard } from '../../workers/pipeline/source-board.js';
import { localServer, sendJson } from '../servers/local-server.js';
import { value } from './engine-subject.js';

const nothing: Decoded = { activities: [], problems: [], gaps: [], skipped: 0, records: 0 };
const problem: Problem = {
  kind: 'invalid',
  source: 'log',
  line: 1,
  byteOffset: 0,
  reason: 'The time of this entry is missing.',
  excerpt: '{}',
  lost: true,
};

test('a bad entry that every poll brings is one that could not be read', async () => {
  const nowMs = Date.now();
  let pages = 0;
  const entry = (id: string, agoMs: number, type: string): string =>
    `${JSON.stringify({ id, type, timestamp: String(toEpochNs(nowMs - agoMs)), comm: 'ls' })}\n`;
  const server = await localServer(({ url, response }) => {
    if (url.pathname.endsWith('/capabilities'))
      return sendJson(response, { protocol: 1, capabilities: [], limits: { pageSize: 200 } });
    pages += 1;
    // Others arrive before it, so that it lies elsewhere in each answer.
    const others = Array.from({ length: pages }, (_, at) => entry(`a${at}`, 1_000, 'command')).join('');
    response.setHeader('content-type', 'application/x-ndjson');
    response.end(`${others}${entry('bad', 2_000, 'dns')}{"page":{"total":${pages + 1}}}\n`);
  });
  const api = createEngine();
  try {
    const source = { kind: 'http', url: server.url, pollEveryMs: 10 } as const;
    await value(api.open({ protocolVersion, source, cache: { mode: 'memory' }, baseUrl: server.url }));
    const range = { fromNs: toEpochNs(nowMs - 60_000), toNs: toEpochNs(nowMs + 600_000) };
    const query = { range, filter: parseFilter('').filter, want: { totals: true } } as const;
    await value(api.ask(1, 'x', query));
    let status: EngineStatus | null = null;
    const held = new Promise<EngineStatus>((resolve) => {
      const postMessage = (message: StatusMessage): void => {
        ({ status } = message);
        if (status.activities >= 5) resolve(status);
      };
      void api.watch({ postMessage });
    });
    await value(api.follow(true));
    const { problems, live, activities } = await held;
    assert.deepEqual([problems.unreadable, live.received, live.late], [1, activities, 0]);
    assert.equal((await value(api.problems(0, 10))).total, 1);
  } finally {
    await api.close();
    await server.close();
  }
});

test('of what is followed only what is new counts as received, and as late', async () => {
  const nowMs = Date.now();
  const activity = (id: string, agoMs: number): Activity => ({
    id,
    type: 'command',
    timeNs: toEpochNs(nowMs - agoMs),
    attributes: new Map(),
  });
  const polls: readonly (readonly Activity[])[] = [
    [activity('on time', 1_000), activity('late', 90_000)],
    [activity('late', 90_000), activity('on time', 1_000)],
    [activity('late', 90_000), activity('also late', 80_000), activity('also on time', 500)],
  ];
  let told = (): void => {};
  const over = new Promise<void>((resolve) => (told = resolve));
  const backend: Backend = {
    name: 'server',
    wholeOnly: false,
    capabilities: () => Promise.resolve([]),
    hurry: () => {},
    read: () => {
      throw new Error('not here');
    },
    async *follow(): AsyncGenerator<FollowStep> {
      for (const activities of polls) yield { state: 'polling', decoded: { ...nothing, activities } };
      await Promise.resolve();
      told();
    },
  };
  const holdings = new Holdings();
  const take = ({ activities }: Decoded) => holdings.add(activities);
  const follower = new Follower(backend, { holdings, take, coverage: new CoverageMap(), changed: () => {} });
  follower.start();
  await over;
  assert.deepEqual([follower.progress.received, follower.progress.late], [4, 2]);
  follower.stop();
});

test('a problem is one however often it comes; two at different places are two, and so are two that are handed in', () => {
  const log = new ProblemLog();
  log.add([problem, { ...problem, line: 2, byteOffset: 3 }]);
  log.add([problem]);
  assert.deepEqual([log.page(0, 0).total, log.lost], [2, 2]);
  log.add([problem, problem], true);
  assert.deepEqual([log.page(0, 0).total, log.page(0, 10).problems.length], [4, 4]);
  log.clear();
  log.add([problem]);
  assert.equal(log.page(0, 0).total, 1);
});

test('a file that is read again from its beginning has as many activities as it has, one that was read to its end is not that file', () => {
  const board = new SourceBoard();
  const formats = [{ format: 'open', records: 2 }] as const;
  const activity: Activity = { id: 'a', type: 'command', timeNs: 1n, attributes: new Map() };
  const decoded: Decoded = { ...nothing, activities: [activity, activity], problems: [problem], skipped: 1 };
  const begin = { source: 'log', bytesRead: 64, bytesTotal: 200 };
  const counts = () => board.status().map(({ activities, unreadable, skipped }) => [activities, unreadable, skipped]);
  board.take(begin);
  board.take({ ...begin, decoded, formats });
  board.take(begin);
  board.take({ ...begin, decoded, formats });
  board.take({ ...begin, bytesRead: 200, decoded, formats, done: true });
  assert.deepEqual(counts(), [[4, 2, 2]]);
  board.take(begin);
  board.take({ ...begin, decoded, formats });
  assert.deepEqual(counts(), [[6, 3, 3]]);
});
