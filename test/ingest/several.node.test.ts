import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { clockOffsetOf, findFile, namesOf, withClockMoved, withFiles } from '../../src/model/source-names.js';
import type { BackendSource } from '../../src/model/source.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from '../../workers/ingest/backend.js';
import { withClockMoved as movedBackend } from '../../workers/ingest/clock-offset.js';
import { FileBackend } from '../../workers/ingest/file.js';
import { SeveralBackend } from '../../workers/ingest/several.js';
import { activitiesOf } from '../decode/activities-of.js';
import { protocolOne } from '../servers/entries-server.js';
import { backendContract } from './backend-contract.js';
import type { ContractSubject } from './contract-subject.js';
import { lossLine, lossRange, wholeRange } from './contract-activities.js';
import { servedBy, twistedBehind } from './http-subject.js';
import { forgetfulSysdig, sysdigSubject } from './sysdig-subject.js';
import { openLines } from './open-lines.js';

const nothing = { problems: [], gaps: [], skipped: 0, records: 0 };
const at = (timeNs: bigint): Activity => ({ id: `a${timeNs}`, type: 'command', timeNs, attributes: new Map() });

/** Delivers its times newest first, one a step; fails as often as told, after its first step. */
class Paged implements Backend {
  readonly wholeOnly = false;
  readonly asked: TimeRange[] = [];
  constructor(
    readonly name: string,
    readonly timesNs: readonly bigint[],
    public failures = 0,
  ) {}
  capabilities = () => Promise.resolve([]);
  hurry(): void {}
  async *read({ range }: ReadRequest): AsyncGenerator<ReadStep> {
    this.asked.push(range);
    const inRange = this.timesNs.filter((timeNs) => timeNs >= range.fromNs && timeNs < range.toNs);
    for (const timeNs of [...inRange].sort((a, b) => Number(b - a))) {
      await Promise.resolve();
      yield {
        source: this.name,
        bytesRead: 1,
        decoded: { activities: [at(timeNs)], ...nothing },
        coveredFromNs: timeNs,
      };
      if (this.failures > 0) {
        this.failures -= 1;
        throw new AuditError(ErrorCode.unreachable, `${this.name} is away`, { retryable: true });
      }
    }
  }
  async *follow(fromNs: bigint): AsyncGenerator<FollowStep> {
    await Promise.resolve();
    yield { state: 'streaming', decoded: { activities: [at(fromNs + 1n)], ...nothing }, coveredToNs: fromNs + 10n };
    if (this.failures > 0) throw new AuditError(ErrorCode.unreachable, `${this.name} is away`);
  }
}

const several = (...backends: readonly Backend[]): SeveralBackend =>
  new SeveralBackend(backends.map((backend) => ({ name: backend.name, hasFiles: false, backend })));

async function read(backend: Backend, range: TimeRange): Promise<{ steps: ReadStep[]; failure: unknown }> {
  const steps: ReadStep[] = [];
  try {
    for await (const step of backend.read({ range }, new AbortController().signal)) steps.push(step);
  } catch (failure) {
    return { steps, failure };
  }
  return { steps, failure: null };
}

const timesIn = (steps: readonly (ReadStep | FollowStep)[]): readonly bigint[] =>
  steps.flatMap(({ decoded }) => activitiesOf(decoded).map(({ timeNs }) => timeNs)).sort((a, b) => Number(a - b));

const filesBeside = (parts: readonly string[]): SeveralBackend =>
  new SeveralBackend(
    parts.map((part, index) => {
      const files = [{ name: `${index}.jsonl`, blob: new Blob([part]) }];
      const backend = new FileBackend({ kind: 'file', files }, { baseUrl: 'http://127.0.0.1/', createDecoder });
      return { name: `${index}.jsonl`, hasFiles: true, backend };
    }),
  );

backendContract(
  'several backends: files beside files',
  (activities) => {
    const half = Math.floor(activities.length / 2);
    return { backend: filesBeside([openLines(activities.slice(0, half)), openLines(activities.slice(half))]) };
  },
  {
    losing: (activities) => ({
      backend: filesBeside([openLines(activities), lossLine]),
      ...{ gap: { range: lossRange }, range: wholeRange },
    }),
  },
);

const named = (name: string, backend: Backend) => ({ name, hasFiles: false, backend });
/** Every other activity on a server of the open protocol, the rest at Sysdig; what may go wrong goes wrong with the first. */
async function serverBesideSysdig(
  held: readonly Activity[],
  from: (held: readonly Activity[]) => Promise<ContractSubject>,
): Promise<ContractSubject> {
  const server = await from(held.filter((_, index) => index % 2 === 0));
  const sysdig = await sysdigSubject(held.filter((_, index) => index % 2 === 1));
  const backend = new SeveralBackend([named('a', server.backend), named('b', sysdig.backend)]);
  const close = async (): Promise<void> => void (await Promise.all([server.close?.(), sysdig.close()]));
  return { ...server, backend, close };
}
const streaming = { capabilities: protocolOne('stream', 'filter') };

backendContract(
  'several backends: a server beside Sysdig',
  (activities) => serverBesideSysdig(activities, servedBy(streaming)),
  {
    twisted: (activities, twist) => serverBesideSysdig(activities, (held) => twistedBehind(streaming)(held, twist)),
    losing: async (activities) => {
      const lost = await forgetfulSysdig(activities, 'v1');
      const files = [{ name: 'a.jsonl', blob: new Blob([openLines(activities.slice(-20))]) }];
      const file = new FileBackend({ kind: 'file', files }, { baseUrl: 'http://127.0.0.1/', createDecoder });
      return { ...lost, backend: new SeveralBackend([named('a', lost.backend), named('b', file)]) };
    },
  },
);

backendContract(
  'several backends: two servers with a stream',
  async (activities) => {
    const [a, b] = [
      await servedBy(streaming)(activities.slice(0, 140)),
      await servedBy(streaming)(activities.slice(140)),
    ];
    const close = async (): Promise<void> => void (await Promise.all([a.close?.(), b.close?.()]));
    return { ...b, backend: new SeveralBackend([named('a', a.backend), named('b', b.backend)]), close };
  },
  { cannot: { gaps: 'the protocol has no word for what a collector lost', pages: 'as with a server beside Sysdig' } },
);

describe('Several backends', () => {
  const range = { fromNs: 0n, toNs: 100n };

  it('cover a time once all of them have delivered it', async () => {
    const { steps, failure } = await read(several(new Paged('a', [90n, 80n, 10n]), new Paged('b', [70n])), range);
    assert.equal(failure, null);
    assert.deepEqual(timesIn(steps), [10n, 70n, 80n, 90n]);
    let held: bigint[] = [];
    for (const { decoded, coveredFromNs } of steps) {
      held = [...held, ...activitiesOf(decoded).map(({ timeNs }) => timeNs)];
      if (coveredFromNs === undefined) continue;
      const promised = [90n, 80n, 70n, 10n].filter((timeNs) => timeNs >= coveredFromNs);
      assert.ok(
        promised.every((timeNs) => held.includes(timeNs)),
        `covered from ${coveredFromNs}`,
      );
    }
    assert.deepEqual(new Set(steps.map(({ source }) => source)), new Set(['a', 'b']));
  });

  it('go on where one fails; a retry asks that one alone', async () => {
    const a = new Paged('a', [90n, 80n]);
    const b = new Paged('b', [70n, 60n], 1);
    const both = several(a, b);
    const first = await read(both, range);
    assert.match(String(first.failure), /b is away/);
    assert.deepEqual(timesIn(first.steps), [70n, 80n, 90n]);
    assert.equal(first.steps.find(({ refused }) => refused)?.source, 'b');
    const again = await read(both, range);
    assert.equal(again.failure, null);
    assert.deepEqual(timesIn(again.steps), [60n]);
    assert.equal(a.asked.length, 1);
    assert.equal(again.steps.at(-1)?.coveredFromNs, range.fromNs);
  });

  it('ask all of them again for what was lost after all had delivered it', async () => {
    const a = new Paged('a', [90n]);
    const both = several(a, new Paged('b', [70n]));
    await read(both, range);
    assert.deepEqual(timesIn((await read(both, range)).steps), [70n, 90n]);
    const failing = several(a, new Paged('c', [60n, 50n], 1));
    await read(failing, range);
    failing.forget();
    assert.deepEqual(timesIn((await read(failing, range)).steps), [50n, 60n, 90n]);
  });

  it('say which one is down while the others are followed', async () => {
    const steps: FollowStep[] = [];
    const both = several(new Paged('a', []), new Paged('b', [], 1));
    for await (const step of both.follow!(1_000n, new AbortController().signal)) steps.push(step);
    assert.deepEqual(timesIn(steps), [1_001n, 1_001n]);
    assert.equal(steps.at(-1)?.state, 'interrupted');
    assert.match(steps.at(-1)?.error?.message ?? '', /b is away/);
  });
});

describe('A backend whose clock is behind', () => {
  it('is asked in its own time, and answers in ours', async () => {
    const inner = new Paged('a', [1_000_000_090n, 1_000_000_010n]);
    const { steps } = await read(movedBackend(inner, 1_000), { fromNs: 2_000_000_000n, toNs: 2_000_000_100n });
    assert.deepEqual(inner.asked, [{ fromNs: 1_000_000_000n, toNs: 1_000_000_100n }]);
    assert.deepEqual(timesIn(steps), [2_000_000_010n, 2_000_000_090n]);
    assert.equal(steps.at(-1)?.coveredFromNs, 2_000_000_010n);
  });
});

describe('Names of sources', () => {
  const source: BackendSource = {
    kind: 'several',
    sources: [
      { kind: 'http', url: 'https://a.example/api/?x=1' },
      { kind: 'http', url: 'https://a.example/api' },
      {
        kind: 'file',
        files: [
          { name: 'x.log', url: '/x' },
          { name: 'x.log', url: '/y' },
        ],
      },
    ],
  };

  it('tell them apart, and say whose clock is set', () => {
    assert.deepEqual(namesOf(source.kind === 'several' ? source.sources : []), [
      'a.example/api',
      'a.example/api (2)',
      'x.log',
    ]);
    const moved = withClockMoved(withClockMoved(source, 'x.log (2)', 500), 'a.example/api (2)', -20);
    assert.deepEqual(
      ['a.example/api', 'a.example/api (2)', 'x.log', 'x.log (2)', 'other'].map((name) => clockOffsetOf(moved, name)),
      [0, -20, 0, 500, undefined],
    );
    assert.equal(findFile(source, 'x.log (2)')?.url, '/y');
  });

  it('have a clock that can be set where the activities are read and counted here', () => {
    const table = { kind: 'clickhouse', url: 'https://c.example/' } as const;
    const offset = (one: BackendSource): number | undefined =>
      clockOffsetOf(withClockMoved(one, 'c.example', 70), 'c.example');
    assert.equal(offset(table), undefined);
    assert.equal(offset({ ...table, pushDown: 'never' }), 70);
    assert.equal(offset({ kind: 'several', sources: [table, { kind: 'push' }] }), 70);
    assert.equal(clockOffsetOf({ kind: 'push', clockOffsetMs: 3 }, 'push'), undefined);
  });

  it('keep files that are added beside a server', () => {
    const added = withFiles({ kind: 'http', url: '/api' }, [{ name: 'a', url: '/a' }]);
    const chosen = withFiles(added, [{ name: 'a', url: '/a', format: 'falco' }]);
    assert.deepEqual(chosen, {
      kind: 'several',
      sources: [
        { kind: 'http', url: '/api' },
        { kind: 'file', files: [{ name: 'a', url: '/a', format: 'falco' }] },
      ],
    });
  });
});
