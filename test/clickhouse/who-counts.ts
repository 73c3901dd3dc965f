/** Who counts a time of a table: the engine what is little, the cluster what is much; and what a person reads of that. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { coverageText } from '../../components/internal/coverage-text.js';
import type { Activity } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import type { ClickHouseSource } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import type { EngineApi } from '../../src/protocol/engine-api.js';
import type { LocalServer } from '../servers/local-server.js';
import { value, withEngine } from '../pipeline/engine-subject.js';
import { passingProxy } from './passing-proxy.js';
import { seed, wellFormedQueries } from './same-answers.js';
import type { Cluster } from './two-shards.js';

const view: Query['want'] = { totals: true, rows: { offset: 0, limit: 20 }, facets: [{ attribute: 'comm', limit: 5 }] };

/** To be called among the tests of a running cluster that holds `all`. */
export function whoCounts(cluster: () => Cluster, all: readonly Activity[]): void {
  let askId = 0;
  const asked = (api: EngineApi, query: Query): Promise<Answer> => value(api.ask((askId += 1), `part ${askId}`, query));
  const withTable = async (
    over: Partial<ClickHouseSource>,
    use: (api: EngineApi, proxy: LocalServer) => Promise<void>,
  ): Promise<void> => {
    const proxy = await passingProxy(cluster().shards[1].httpUrl, {});
    try {
      const source = { kind: 'clickhouse', url: proxy.url, user: 'reader', ...over } as const;
      await withEngine(source, (api) => use(api, proxy));
    } finally {
      await proxy.close();
    }
  };
  const within = ({ fromNs, toNs }: Query['range']): number =>
    all.filter(({ timeNs }) => timeNs >= fromNs && timeNs < toNs).length;
  const everyTime = { range: allTime, filter: everything, want: view };

  describe('a table of which nobody said who is to count it', () => {
    it('is loaded and counted here where it is small: the cluster is asked no more, and not named', () =>
      withTable({}, async (api, { calls }) => {
        const loaded = await value(api.load(1, allTime));
        assert.equal(coverageText(loaded), 'exact');
        assert.equal(loaded.activities, all.length);
        const { length } = calls;
        const answer = await asked(api, everyTime);
        assert.equal(answer.totals?.matching, all.length);
        assert.equal(coverageText(answer.coverage), 'exact');
        assert.equal(answer.coverage.countedBy, undefined);
        assert.equal(calls.length, length, 'nothing is asked for what lies here');
      }));

    it('is counted by the cluster, by name, as soon as it is one activity more than may be loaded', async () => {
      for (const [loadUpTo, isHere] of [
        [all.length, true],
        [all.length - 1, false],
      ] as const)
        await withTable({ loadUpTo }, async (api, { url }) => {
          const text = isHere ? 'exact' : `exact, counted by ${new URL(url).host}`;
          assert.equal(coverageText(await value(api.load(1, allTime))), text);
          const answer = await asked(api, everyTime);
          assert.equal(coverageText(answer.coverage), text);
          assert.equal(answer.totals?.matching, all.length);
          assert.equal(answer.totals.held, all.length);
        });
    });

    it('is counted here for a short time, there for a long one, and there for what lies within that', () => {
      const times = all.map(({ timeNs }) => timeNs).sort((a, b) => (a < b ? -1 : 1));
      const later = { fromNs: times[times.length >> 1]!, toNs: allTime.toNs };
      const few = Math.max(within({ fromNs: times.at(-20)!, toNs: allTime.toNs }), 20);
      const newest = { fromNs: times.at(-20)!, toNs: allTime.toNs };
      return withTable({ loadUpTo: few }, async (api) => {
        const text = async (range: Query['range']): Promise<string> => {
          const answer = await asked(api, { ...everyTime, range });
          assert.equal(answer.totals?.matching, within(range));
          return coverageText(answer.coverage);
        };
        await value(api.load(1, newest));
        assert.equal(await text(newest), 'exact');
        await value(api.load(2, allTime));
        assert.match(await text(allTime), /^exact, counted by /);
        assert.match(await text(later), /^exact, counted by /);
        assert.equal(await text(newest), 'exact', 'what is loaded stays the engine’s');
      });
    });

    it('has the same answers, whoever counts', () =>
      withTable({}, (here) =>
        withTable({ pushDown: 'always' }, async (there) => {
          await value(here.load(1, allTime));
          for (const query of fc.sample(wellFormedQueries, { numRuns: 12, seed })) {
            // The tree has the entities of the asked time there, of everything here; rows are never folded there.
            const { tree: _, ...want } = query.want;
            const question = { ...query, want: { ...want, totals: true } };
            if (want.rows?.fold || want.locate?.fold) continue;
            const [own, pushed] = [await asked(here, question), await asked(there, question)];
            for (const part of ['totals', 'facets', 'rows', 'located'] as const)
              assert.deepEqual(pushed[part], own[part], `${part}, SEED=${seed}`);
            assert.deepEqual(pushed.bins?.series, own.bins?.series, `bins, SEED=${seed}`);
          }
        }),
      ));
  });
}
