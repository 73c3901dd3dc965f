import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import type { Query } from '../../src/model/query.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';
import { Keeper } from '../../workers/pipeline/keeper.js';
import { ProblemLog } from '../../workers/pipeline/problem-log.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { naiveAnswer, NaiveHoldings } from '../query/naive-engine.js';
import { arrivals, coverageIn, query } from '../query/random-questions.js';
import { LastingCache } from './lasting-cache.js';

const noPause = (): Promise<void> => Promise.resolve();

function tab(cache: LastingCache, maxMemoryBytes = 1e9) {
  const holdings = new Holdings(upkeep, { fewValues: 1 });
  const keeper = new Keeper(cache, holdings, new CoverageMap(), new ProblemLog(), {
    liveEnd: () => undefined,
    lost: () => {},
    maxMemoryBytes,
  });
  return { holdings, keeper, engine: new QueryEngine(holdings) };
}

async function assertAnswers(engine: QueryEngine, all: readonly Activity[], asked: Query): Promise<void> {
  const coverage = coverageIn(asked.range, [0, 100], 101);
  const { revision: _revision, tookMs: _tookMs, ...answer } = await engine.answer(asked, () => coverage);
  assert.deepEqual(answer, naiveAnswer(all, asked, coverage));
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('add' as const), pick: fc.nat() }),
  fc.record({ kind: fc.constant('drop' as const), pick: fc.nat({ max: 100 }) }),
  fc.record({ kind: fc.constantFrom('ask', 'collect', 'collect', 'reload', 'checkpoint'), pick: fc.nat() }),
);

function command(number: number, cmdline: string): Activity {
  return {
    id: `id-${number}`,
    type: 'command',
    timeNs: BigInt(number) * 1_000_000n,
    attributes: new Map([['cmdline', cmdline]]),
  };
}
const commands = (from: number, to: number): Activity[] =>
  Array.from({ length: to - from }, (_, at) => command(from + at, `run --request ${from + at}`));

describe('values that no activity has any more', () => {
  it('go, and every answer stays as plain arrays give it, through reloads and with little memory', async () => {
    await fc.assert(
      fc.asyncProperty(
        arrivals,
        fc.array(query, { minLength: 1, maxLength: 3 }),
        fc.array(step, { minLength: 4, maxLength: 14 }),
        fc.boolean(),
        async (parts, asked, steps, short) => {
          const cache = new LastingCache();
          let now = tab(cache, short ? 0 : 1e9);
          const naive = new NaiveHoldings();
          for (const { kind, pick } of steps) {
            const { holdings, keeper, engine } = now;
            if (kind === 'add') {
              const { deferred } = holdings.add(parts[pick % Math.max(1, parts.length)] ?? []);
              if (deferred) await holdings.addDeferred(deferred);
              naive.add(parts[pick % Math.max(1, parts.length)] ?? []);
            } else if (kind === 'drop') {
              holdings.dropOldest(pick);
              naive.dropOldest(pick);
            } else if (kind === 'collect') await holdings.renewValues(noPause);
            else if (kind === 'checkpoint') await keeper.checkpoint();
            else if (kind === 'reload') {
              await keeper.checkpoint();
              now = tab(cache, short ? 0 : 1e9);
              await now.keeper.open();
              await now.keeper.enter();
            } else await assertAnswers(engine, naive.all, asked[pick % asked.length]!);
          }
          await now.holdings.renewValues(noPause);
          for (const question of asked) await assertAnswers(now.engine, naive.all, question);
        },
      ),
      { numRuns: 150 },
    );
  });

  it('give back their memory and their bytes on disk; new ones come as before', async () => {
    const cache = new LastingCache();
    const { holdings, keeper, engine } = tab(cache);
    holdings.add(commands(0, 9_000));
    await keeper.checkpoint();
    const noted = async (): Promise<number> =>
      (await cache.head()).notes.slice(1).reduce((sum, note) => sum + note.length, 0);
    const [bytesBefore, notedBefore] = [holdings.values.byteLength, await noted()];
    const lookedAt = engine.snapshotRows(
      { range: { fromNs: 0n, toNs: 10n ** 18n }, filter: { kind: 'and', terms: [] } },
      (range) => coverageIn(range, [0, 100], 101),
    );
    const rows = await lookedAt;
    holdings.dropOldest(8_000);
    assert.equal(await holdings.renewValues(noPause), true);
    assert.equal(await holdings.renewValues(noPause), false);
    await keeper.checkpoint();
    assert.ok(holdings.values.byteLength < bytesBefore / 4);
    assert.ok((await noted()) < notedBefore / 4);
    assert.equal(holdings.values.of('cmdline').held, 1_000);
    // Who reads what was held before still finds the values.
    for (let row = rows.next(); row; row = rows.next())
      assert.equal(row.attributes.get('cmdline'), `run --request ${row.id.slice(3)}`);
    holdings.add(commands(0, 10));
    const again = tab(cache);
    await keeper.checkpoint();
    await again.keeper.open();
    await again.keeper.enter();
    for (const number of [0, 9, 4_000, 8_000, 8_999]) {
      const found = await again.holdings.residence.retrying(
        () => [],
        () => again.holdings.activity(`id-${number}`),
      );
      const wanted = number === 4_000 ? undefined : `run --request ${number}`;
      assert.equal(found?.attributes.get('cmdline'), wanted);
    }
    assert.equal(again.holdings.activities, 1_010);
  });

  it('stay while activities that came meanwhile have them', async () => {
    const holdings = new Holdings(upkeep, { fewValues: 1 });
    holdings.add(commands(0, 100));
    holdings.flush();
    holdings.add([command(1_000, 'kept')]);
    holdings.dropOldest(100);
    let paused = 0;
    await holdings.renewValues(() => {
      if (paused === 0) holdings.add([command(2_000, 'run --request 7'), command(2_001, 'new')]);
      paused += 1;
      return Promise.resolve();
    });
    assert.ok(paused > 0);
    const lines = ['id-1000', 'id-2000', 'id-2001'].map((id) => holdings.activity(id)?.attributes.get('cmdline'));
    assert.deepEqual(lines, ['kept', 'run --request 7', 'new']);
    assert.equal(holdings.values.of('cmdline').held, 3);
  });
});
