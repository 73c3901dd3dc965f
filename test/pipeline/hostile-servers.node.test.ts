/** Servers that lie or never end, behind the whole engine: a clear error, what was loaded stays, and the coverage says so. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import type { AuditError } from '../../src/model/audit-error.js';
import type { Answer } from '../../src/model/query.js';
import type { BackendSource } from '../../src/model/source.js';
import type { EngineApi, ProblemPage } from '../../src/protocol/engine-api.js';
import { canonicalJson } from '../../src/conformance/exact-json.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { localServer } from '../servers/local-server.js';
import { sysdigHeaders, SysdigServer } from '../servers/sysdig-server.js';
import { twistingProxy, type PageDocument, type Twisted } from '../servers/twisting-proxy.js';
import { contractActivities } from '../ingest/contract-activities.js';
import { everythingAsked, value, withEngine } from './engine-subject.js';

const activities = contractActivities();
const second = 1_000_000_000n;
const range = { fromNs: activities[0]!.timeNs - second, toNs: activities.at(-1)!.timeNs + second };

interface Kind {
  readonly answer: () => Parameters<typeof localServer>[0];
  readonly source: (url: string) => BackendSource;
  /** The cursor to older activities. */
  readonly older: 'next' | 'prev';
  readonly pageSize: number;
}
const kinds: Readonly<Record<string, Kind>> = {
  'a server of the open protocol': {
    answer: () => {
      const server = new EntriesServer(activities, { capabilities: protocolOne(), ndjson: false });
      return (call) => server.answer(call);
    },
    source: (url) => ({ kind: 'http', url }),
    ...{ older: 'next', pageSize: 100 },
  },
  'Sysdig’s published API': {
    answer: () => {
      const server = new SysdigServer(activities);
      return (call) => server.answer(call);
    },
    source: (url) => ({ kind: 'sysdig', url, headers: sysdigHeaders, pageSize: 100, keptDays: 3_653 }),
    ...{ older: 'next', pageSize: 100 },
  },
  'Sysdig’s older API': {
    answer: () => {
      const server = new SysdigServer(activities, { api: 'legacy' });
      return (call) => server.answer(call);
    },
    source: (url) => ({ kind: 'sysdig', api: 'legacy', url, headers: sysdigHeaders, pageSize: 100, keptDays: 3_653 }),
    ...{ older: 'prev', pageSize: 100 },
  },
};

interface Outcome {
  readonly error: AuditError | null;
  readonly answer: Answer;
  readonly problems: ProblemPage;
}

async function load(api: EngineApi): Promise<Outcome> {
  const error = await value(api.load(1, range)).then(
    () => null,
    (thrown: AuditError) => thrown,
  );
  const want = { totals: true, bins: { widthMs: 60_000 } };
  const answer = await value(api.ask(2, 'test', { ...everythingAsked, range, want }));
  return { error, answer, problems: await value(api.problems(0, 50)) };
}

async function outcomeOf(kind: Kind, twist: (page: PageDocument, turn: number) => Twisted): Promise<Outcome> {
  const upstream = await localServer(kind.answer());
  const proxy = await twistingProxy(upstream.url, twist);
  let outcome: Outcome | undefined;
  try {
    await withEngine(kind.source(proxy.url), async (api) => {
      outcome = await load(api);
    });
  } finally {
    await proxy.close();
    await upstream.close();
  }
  assert.ok(outcome);
  return outcome;
}

/** The oldest row of a page, over and over, in a document that is never closed. */
const endless =
  ({ data }: PageDocument) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    const rows = `${canonicalJson(data.at(-1))},`.repeat(200);
    response.write(`{"data":[${data.map((row) => `${canonicalJson(row)},`).join('')}`);
    const more = (): void => {
      while (!response.destroyed && response.write(rows));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

for (const [name, kind] of Object.entries(kinds)) {
  describe(`${name} that is hostile`, () => {
    const { older, pageSize } = kind;

    const stays = ({ error, answer }: Outcome, message: RegExp, code = 'bad-answer'): void => {
      assert.equal(error?.code, code);
      assert.match(error.message, message);
      assert.equal(answer.totals?.matching, pageSize, 'the first page stays');
      assert.equal(answer.coverage.certainty, 'at least');
      assert.ok(answer.coverage.reasons.includes('failed'));
      assert.equal(answer.coverage.loaded.length, 1);
      assert.equal(answer.coverage.loaded[0]?.fromNs, activities.at(-pageSize)!.timeNs + 1n);
      assert.ok(answer.bins?.states.includes('unknown') || answer.bins?.states.includes('partial'));
    };

    it('sends a page to sign in with status 200', async () => {
      const html = { contentType: 'text/html', text: '<!doctype html><h1>Sign in</h1>' };
      stays(
        await outcomeOf(kind, (page, turn) => (turn === 1 ? page : html)),
        /sign-in page came instead of data/,
        'forbidden',
      );
    });

    it('gives the same cursor for ever', async () => {
      const outcome = await outcomeOf(kind, (page) => ({ ...page, page: { ...page.page, [older]: 'made-up' } }));
      stays(outcome, /same cursor again and again.*What came before is kept/);
      assert.ok(outcome.answer.coverage.reasons.includes('contradicted'));
      assert.ok(
        outcome.problems.problems.some(
          ({ kind: what, reason }) => what === 'contradiction' && /same cursor/.test(reason),
        ),
      );
    });

    it('sends a page that never ends', async () => {
      const outcome = await outcomeOf(kind, (page, turn) => (turn === 1 ? page : endless(page)));
      assert.equal(outcome.error?.code, 'bad-answer');
      assert.match(outcome.error.message, /without an end.*What came before is kept/);
      assert.equal(outcome.answer.totals?.matching, 2 * pageSize, 'what was good of it stays');
      assert.ok(outcome.answer.coverage.reasons.includes('contradicted'));
      assert.ok(outcome.answer.coverage.reasons.includes('failed'));
    });

    it('sends its activities out of order', async () => {
      const outcome = await outcomeOf(kind, (page, turn) =>
        turn === 1 ? page : { ...page, data: page.data.toReversed() },
      );
      const { error, answer, problems } = outcome;
      assert.equal(error?.code, 'bad-answer');
      assert.match(error.message, /newest activities first: nobody can tell.*What came before is kept/);
      assert.equal(answer.totals?.matching, 2 * pageSize, 'what came stays');
      assert.equal(answer.coverage.certainty, 'at least');
      assert.deepEqual(answer.coverage.reasons, ['failed', 'contradicted']);
      assert.deepEqual(
        answer.coverage.loaded.map(({ fromNs }) => fromNs),
        [activities.at(-pageSize)!.timeNs + 1n],
        'only the page before is complete',
      );
      assert.match(problems.problems[0]?.reason ?? '', /newest activities first/);
    });

    it('counts more than it sends', async () => {
      const { answer } = await outcomeOf(kind, (page) => ({ ...page, page: { ...page.page, total: 40_000 } }));
      assert.equal(answer.coverage.certainty, 'at least');
      assert.deepEqual(answer.coverage.reasons, ['contradicted']);
    });
  });
}

describe('activities that come more than once', () => {
  /** The last rows of a page again at the beginning of the next. */
  const overlapping = () => {
    let last: PageDocument['data'] = [];
    return ({ data, page }: PageDocument): PageDocument => {
      const sent = [...last.slice(-7), ...data];
      last = data;
      return { data: sent, page };
    };
  };

  for (const [name, kind] of Object.entries(kinds))
    it(`count once, and all of them are there, from pages that overlap of ${name}`, async () => {
      const { error, answer, problems } = await outcomeOf(kind, overlapping());
      assert.equal(error, null);
      assert.equal(answer.totals?.matching, activities.length);
      assert.equal(answer.coverage.certainty, 'exact');
      assert.deepEqual(problems.problems, []);
    });

  it('count once where two servers have them', async () => {
    const server = new EntriesServer(activities, { capabilities: protocolOne() });
    const [first, second] = [
      await localServer((call) => server.answer(call)),
      await localServer((call) => server.answer(call)),
    ];
    const sources = [
      { kind: 'http', url: first.url },
      { kind: 'http', url: second.url },
    ] as const;
    try {
      await withEngine({ kind: 'several', sources }, async (api) => {
        const { error, answer, problems } = await load(api);
        assert.equal(error, null);
        assert.equal(answer.totals?.matching, activities.length);
        assert.equal(answer.coverage.certainty, 'exact');
        assert.deepEqual(problems.problems, []);
      });
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});
