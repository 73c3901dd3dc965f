/** Answers of a real cluster, changed on their way: a clear error, what was loaded stays, and the coverage says so. */
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { ErrorCode, type AuditError } from '../../src/model/audit-error.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Answer } from '../../src/model/query.js';
import type { ClickHouseSource } from '../../src/model/source.js';
import type { ProblemPage } from '../../src/protocol/engine-api.js';
import type { ReadStep } from '../../workers/ingest/backend.js';
import { ClickHouseBackend } from '../../workers/ingest/clickhouse/backend.js';
import {
  contractActivities,
  contractId,
  firstNs,
  second,
  simultaneousActivities,
  wholeRange,
} from '../ingest/contract-activities.js';
import { value, withEngine } from '../pipeline/engine-subject.js';
import { createTables, fill } from './filling.js';
import { hasty } from './hasty.js';
import { passingProxy, type AnswerDocument, type Passing } from './passing-proxy.js';
import type { Cluster } from './two-shards.js';

const never = new AbortController().signal;
const table = 'hostile';
/** Three pages of rows, and a few more. */
const count = 5_000;
const range = { fromNs: firstNs - second, toNs: firstNs + BigInt(count) * second };
const activities = Array.from({ length: count }, (_, index): Activity => {
  const timeNs = firstNs + BigInt(index) * second;
  return { id: contractId(timeNs, index), type: 'command', timeNs, attributes: new Map([['comm', `c${index % 5}`]]) };
});

interface Outcome {
  readonly error: AuditError | null;
  readonly answer: Answer;
  readonly problems: ProblemPage;
  /** Rows of the first page. */
  readonly first: readonly (readonly unknown[])[];
}

/** To be called among the tests of a running cluster. */
export function hostileCluster(cluster: () => Cluster): void {
  const through = async (
    passing: Passing,
    over: Partial<ClickHouseSource>,
    use: Parameters<typeof withEngine>[1],
  ): Promise<void> => {
    const proxy = await passingProxy(cluster().shards[1].httpUrl, passing);
    try {
      await withEngine({ kind: 'clickhouse', url: proxy.url, user: 'reader', table, ...over }, use);
    } finally {
      await proxy.close();
    }
  };

  /** What becomes of loading; `later` is made of the second page. */
  async function outcomeOf(
    later: (page: AnswerDocument, before: AnswerDocument) => ReturnType<NonNullable<Passing['twist']>>,
  ): Promise<Outcome> {
    let outcome: Outcome | undefined;
    let first: AnswerDocument | undefined;
    const twist: Passing['twist'] = (page, turn) => {
      if (turn === 1) first = page;
      return turn === 2 ? later(page, first!) : page;
    };
    await through({ twist }, { pushDown: 'never' }, async (api) => {
      const error = await value(api.load(1, range)).then(
        () => null,
        (thrown: AuditError) => thrown,
      );
      const want = { totals: true, bins: { widthMs: 60_000 } };
      const answer = await value(api.ask(2, 'test', { range, filter: everything, want }));
      outcome = { error, answer, problems: await value(api.problems(0, 50)), first: first?.data ?? [] };
    });
    assert.ok(outcome);
    return outcome;
  }

  describe('a ClickHouse cluster whose answers are changed', () => {
    before(async () => {
      await createTables(cluster(), table);
      await fill(cluster(), activities, table);
    });

    const stays = ({ error, answer, first }: Outcome, message: RegExp, code: ErrorCode = ErrorCode.badAnswer): void => {
      assert.equal(error?.code, code);
      assert.match(error.message, message);
      assert.ok(first.length > 100 && first.length < count);
      assert.equal(answer.totals?.matching, first.length, 'the first page stays');
      assert.equal(answer.coverage.certainty, 'at least');
      assert.ok(answer.coverage.reasons.includes('failed'));
      assert.deepEqual(answer.coverage.loaded, [{ fromNs: BigInt(String(first.at(-1)?.[0])) + 1n, toNs: range.toNs }]);
      assert.ok(answer.bins?.states.includes('unknown'));
    };

    it('sends the same page for ever', async () =>
      stays(await outcomeOf((_, before) => before), /something that was not asked for/));

    it('sends rows out of order', async () =>
      stays(
        await outcomeOf((page) => ({ ...page, data: page.data.toReversed() })),
        /something that was not asked for/,
      ));

    it('sends a row of another time among the others', async () =>
      stays(
        await outcomeOf((page) => ({
          ...page,
          data: page.data.map((row, at) => (at === 7 ? [String(firstNs - 10n * second), ...row.slice(1)] : row)),
        })),
        /something that was not asked for/,
      ));

    it('sends more rows than were asked for', async () =>
      stays(
        await outcomeOf((page) => ({
          ...page,
          data: Array.from({ length: 3_000 }, (_, at) => page.data[at] ?? page.data.at(-1)!),
        })),
        /something that was not asked for/,
      ));

    it('sends rows that are no activities', async () =>
      stays(
        await outcomeOf((page) => ({ ...page, data: page.data.map(([, ...row]) => ['yesterday', ...row]) })),
        /something that was not asked for/,
      ));

    it('sends a page to sign in, or another page, with status 200', async () => {
      const contentType = 'text/html; charset=utf-8';
      const signIn = { contentType, text: '<!doctype html><h1>Sign in</h1>' };
      stays(await outcomeOf(() => signIn), /sign-in page came instead of data/, ErrorCode.forbidden);
      const other = { contentType, text: '<!doctype html><h1>Welcome</h1>' };
      stays(await outcomeOf(() => other), /JSON was expected and this came \(text\/html\)/);
    });

    it('sends JSON that is broken in its midst', async () =>
      stays(
        await outcomeOf((page) => {
          const text = JSON.stringify(page);
          const half = text.length >> 1;
          return { contentType: 'application/json', text: `${text.slice(0, half)}\u0001,,${text.slice(half)}` };
        }),
        /JSON was expected/,
      ));

    it('breaks off with an exception behind its rows, with status 200', async () =>
      stays(
        await outcomeOf((page) => ({
          contentType: 'application/json',
          text: `${JSON.stringify({ ...page, data: page.data.slice(0, 3) }).slice(0, -20)}\nCode: 241, e.displayText() = DB::Exception: Memory limit (for query) exceeded`,
        })),
        /too much .* Memory limit/,
        ErrorCode.backendFailed,
      ));

    it('sends fewer rows than it counted', async () => {
      const { error, answer, problems } = await outcomeOf((page) => ({ ...page, data: page.data.slice(0, -10) }));
      assert.equal(error, null);
      assert.equal(answer.totals?.matching, count - 10);
      assert.equal(answer.coverage.certainty, 'at least');
      assert.deepEqual(answer.coverage.reasons, ['contradicted']);
      assert.match(problems.problems[0]?.reason ?? '', /counts 5000 activities and sent only 4990/);
    });

    it('is not believed by a list that it orders itself either', () =>
      through({ twist: (page) => ({ ...page, data: page.data.toReversed() }) }, { pushDown: 'always' }, async (api) => {
        const want = { rows: { offset: 0, limit: 50 } };
        await assert.rejects(
          value(api.ask(1, 'list', { range, filter: everything, want })),
          ({ code }: AuditError) => code === ErrorCode.badAnswer,
        );
      }));
  });

  describe('a table that is loaded while something happens to it', () => {
    /** What comes of a table of these activities in pages of a hundred. */
    async function loaded(
      name: string,
      held: readonly Activity[],
      twist: NonNullable<Passing['twist']>,
    ): Promise<readonly ReadStep[]> {
      await createTables(cluster(), name);
      await fill(cluster(), held, name);
      const proxy = await passingProxy(cluster().shards[1].httpUrl, { twist });
      const source = { kind: 'clickhouse', url: proxy.url, user: 'reader', table: name } as const;
      const steps: ReadStep[] = [];
      try {
        const reading = new ClickHouseBackend(source, hasty().options, 100).read({ range: wholeRange }, never);
        for await (const step of reading) steps.push(step);
      } finally {
        await proxy.close();
      }
      return steps;
    }
    const came = (steps: readonly ReadStep[]): ReadonlySet<string> =>
      new Set(steps.flatMap((step) => step.decoded?.activities.map(({ id }) => id) ?? []));

    it('loses nothing of a nanosecond that fills pages where one of these breaks off', async () => {
      const held = simultaneousActivities();
      const cut = { contentType: 'application/json', text: '{"meta":[{"name":' };
      const steps = await loaded('moment', held, (page, turn) => (turn === 3 ? cut : page));
      assert.equal(steps.filter(({ waiting }) => waiting).length, 1);
      assert.deepEqual([...came(steps)].sort(), held.map(({ id }) => id).sort());
      assert.deepEqual(
        steps.flatMap(({ contradiction }) => contradiction ?? []),
        [],
      );
    });

    it('loses no row for others that arrive among them', async () => {
      const held = contractActivities();
      const arriving = held.slice(100, 200).map(({ timeNs, ...rest }, index) => ({
        ...rest,
        id: contractId(timeNs + 7n, 5_000 + index),
        timeNs: timeNs + 7n,
      }));
      const steps = await loaded('busy', held, async (page, turn) => {
        if (turn === 1) await fill(cluster(), arriving, 'busy');
        return page;
      });
      const ids = came(steps);
      for (const { id } of held) assert.ok(ids.has(id), id);
    });
  });
}
