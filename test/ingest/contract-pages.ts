/** What a backend promises whose server gives pages, whatever that server makes of them. */
import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it, type TestContext } from 'node:test';
import { canonicalJson } from '../../src/conformance/exact-json.js';
import type { Activity } from '../../src/model/activity.js';
import type { PageDocument, Twisted } from '../servers/twisting-proxy.js';
import type { ContractOptions } from './contract-subject.js';
import { wholeRange } from './contract-activities.js';
import { assertSameActivities, contradictionsIn, coveredBy, deliveredBy, readUntil } from './contract-reading.js';

export interface PagesUnderTest {
  readonly twisted: ContractOptions['twisted'];
  /** Where the cursor to older activities is. */
  readonly older: 'next' | 'prev';
  /** For skipping, where there is no `twisted`. */
  readonly why: string;
}

type Twist = (page: PageDocument, turn: number) => Twisted;

/** The last rows of a page again at the beginning of the next. */
function overlapping(again: number): Twist {
  let last: PageDocument['data'] = [];
  return ({ data, page }) => {
    const sent = [...last.slice(-again), ...data];
    last = data;
    return { data: sent, page };
  };
}

/** The oldest row of a page, over and over, in a document that is never closed. */
const endless =
  ({ data }: PageDocument) =>
  (response: ServerResponse): void => {
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.write(`{"data":[${data.map((row) => `${canonicalJson(row)},`).join('')}`);
    const rows = `${canonicalJson(data.at(-1))},`.repeat(200);
    const more = (): void => {
      while (!response.destroyed && response.write(rows));
      if (!response.destroyed) response.once('drain', more);
    };
    more();
  };

export function contractOfPages(
  name: string,
  held: readonly Activity[],
  { twisted, older, why }: PagesUnderTest,
): void {
  const reading = async (t: TestContext, twist: Twist) => {
    if (!twisted) {
      t.skip(why);
      return null;
    }
    const { backend, close } = await twisted(held, twist);
    try {
      return await readUntil(backend, AbortSignal.timeout(20_000));
    } finally {
      await close?.();
    }
  };

  describe(`${name} keeps the contract of pages`, () => {
    for (const again of [1, 30])
      it(`counts activities once that come again with the next page, ${again} of them`, async (t) => {
        const read = await reading(t, overlapping(again));
        if (!read) return;
        assert.equal(read.error, undefined);
        assertSameActivities(deliveredBy(read.steps), held);
        assert.deepEqual(contradictionsIn(read.steps), []);
        assert.equal(coveredBy(read.steps), wholeRange.fromNs);
      });

    it('notices that one activity came twice and another one not at all', async (t) => {
      let first: PageDocument['data'][number] | undefined;
      const read = await reading(t, ({ data, page }, turn) => {
        if (turn === 1) first = data.at(-1);
        return turn === 2 ? { data: [first!, ...data.slice(1)], page } : { data, page };
      });
      if (!read) return;
      assert.match(contradictionsIn(read.steps).join(), /counts \d+ activities and sent only \d+/);
    });

    const ends: Readonly<Record<string, readonly [Twist, RegExp]>> = {
      'gives the same cursor for ever': [
        (page) => ({ ...page, page: { ...page.page, [older]: 'made-up' } }),
        /same cursor again and again.*What came before is kept/,
      ],
      'gives a cursor that is none': [
        (page) => ({ ...page, page: { ...page.page, [older]: { after: 5 } } }),
        /neither a text nor a number.*What came before is kept/,
      ],
      'sends a page that never ends': [
        (page, turn) => (turn === 1 ? page : endless(page)),
        /without an end.*What came before is kept/,
      ],
      'sends activities out of order': [
        (page, turn) => (turn === 1 ? page : { ...page, data: page.data.toReversed() }),
        /newest activities first: nobody can tell which times are complete.*What came before is kept/,
      ],
      'sends a web page with status 200': [
        (page, turn) => (turn === 1 ? page : { contentType: 'text/html', text: '<!doctype html><h1>Maintenance</h1>' }),
        /text\/html/,
      ],
    };
    for (const [what, [twist, message]] of Object.entries(ends))
      it(`ends in an error where its server ${what}: what came before stays, and is complete`, async (t) => {
        const read = await reading(t, twist);
        if (!read) return;
        assert.equal(read.error?.code, 'bad-answer');
        assert.match(read.error.message, message);
        const coveredFromNs = coveredBy(read.steps);
        assert.ok(coveredFromNs !== undefined && coveredFromNs > wholeRange.fromNs);
        const came = deliveredBy(read.steps);
        const complete = held.filter(({ timeNs }) => timeNs >= coveredFromNs);
        assert.ok(complete.length >= 90, 'the first page');
        for (const { id } of complete) assert.ok(came.has(id));
      });

    it('says that its server counts more than it sends', async (t) => {
      const read = await reading(t, (page) => ({ ...page, page: { ...page.page, total: 40_000 } }));
      if (!read) return;
      assert.equal(read.error, undefined);
      assertSameActivities(deliveredBy(read.steps), held);
      assert.match(contradictionsIn(read.steps).join(), /counts 40000 activities and sent only/);
    });
  });
}
