/** A backend that contradicts itself: what came is kept, and it is said. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EntriesServer, protocolOne, type Page } from '../servers/entries-server.js';
import { sendJson, withServer } from '../servers/local-server.js';
import { activitiesOf } from '../decode/activities-of.js';
import { openRecord } from './open-lines.js';
import { activities, hasty, newestFirst, range, read, type Reading } from './http-subject.js';

interface Twisted {
  readonly rows: readonly object[];
  readonly page: object;
}

/** Reads from a server whose pages are changed by `twist`; `cursorOf` leads from a cursor that `twist` made up to one of the server's. */
async function readTwisted(
  twist: (page: Page, turn: number) => Twisted,
  cursorOf: (cursor: string) => string = (cursor) => cursor,
): Promise<Reading> {
  const entries = new EntriesServer(activities, { capabilities: protocolOne() });
  let reading: Reading | undefined;
  await withServer(
    (call) => {
      if (call.url.pathname !== '/entries') return entries.answer(call);
      const cursor = call.url.searchParams.get('cursor') ?? '';
      if (cursor !== '') call.url.searchParams.set('cursor', cursorOf(cursor));
      if (/^(?:same|new-\d+)$/.test(cursor)) call.url.searchParams.set('cursor', `${range.fromNs} ${range.toNs} 0`);
      entries.send(call.response, twist(entries.page(call.url), call.turn));
    },
    async ({ url }) => {
      reading = await read(hasty(url).backend);
    },
  );
  assert.ok(reading);
  return reading;
}

/** The last rows of a page come again at the beginning of the next, as they do where pages are counted off while something arrives. */
function overlapping(again: number): (page: Page, turn: number) => Twisted {
  let last: readonly object[] = [];
  return ({ rows, page }) => {
    const sent = [...last.slice(-again), ...rows];
    last = rows;
    return { rows: last.length < sent.length ? sent : rows, page };
  };
}

describe('a backend that contradicts itself', () => {
  it('sends the oldest first: what came is kept, nothing of it is called complete, and that is an error', async () => {
    const { ids, contradictions, coveredFromNs, error } = await readTwisted(({ rows, page }) => ({
      rows: [...rows].reverse(),
      page,
    }));
    assert.equal(error?.code, 'bad-answer');
    assert.match(error.message, /newest activities first: nobody can tell.*What came before is kept/);
    assert.deepEqual(ids, newestFirst.slice(0, 100).toReversed());
    assert.equal(contradictions.length, 1);
    assert.equal(coveredFromNs, undefined);
  });

  it('sends a newer activity with a later page: the pages before it stay complete, the later one is not', async () => {
    const late = openRecord({ ...activities[150]!, id: 'late', timeNs: activities[250]!.timeNs + 5n });
    const { ids, error, coveredFromNs } = await readTwisted(({ rows, page }, turn) =>
      turn === 2 ? { rows: [...rows.slice(0, 50), late, ...rows.slice(50)], page } : { rows, page },
    );
    assert.equal(error?.code, 'bad-answer');
    assert.ok(ids.includes('late'));
    assert.equal(coveredFromNs, activities[200]!.timeNs + 1n);
  });

  it('sends the end of a page again with the next one: nothing is counted twice, and nothing is wrong', async () => {
    for (const again of [1, 3, 40]) {
      const { ids, contradictions, error, coveredFromNs, steps } = await readTwisted(overlapping(again));
      assert.equal(error, undefined);
      assert.deepEqual([...new Set(ids)], newestFirst);
      assert.deepEqual(contradictions, []);
      assert.equal(coveredFromNs, range.fromNs);
      assert.equal(steps.findLast(({ expected }) => expected !== undefined)?.expected, 300);
    }
  });

  it('sends one activity twice and leaves one out: what it counts does not come out', async () => {
    const { ids, contradictions, error } = await readTwisted(({ rows, page }, turn) => ({
      rows: turn === 2 ? [openRecord(activities[200]!), ...rows.slice(1)] : rows,
      page,
    }));
    assert.equal(error, undefined);
    assert.equal(ids.length, 300);
    assert.deepEqual(contradictions, ['The backend counts 300 activities and sent only 299.']);
  });

  it('gives cursors that are numbers: they are sent back as they are', async () => {
    const { ids, error, contradictions } = await readTwisted(
      ({ rows, page }, turn) => ({ rows, page: { total: page.total, ...(page.next && { next: turn * 100 }) } }),
      (cursor) => `${range.fromNs} ${range.toNs} ${cursor}`,
    );
    assert.equal(error, undefined);
    assert.deepEqual(ids, newestFirst);
    assert.deepEqual(contradictions, []);
  });

  it('gives cursors that are nothing that could be sent back: what came is complete, and the rest an error', async () => {
    for (const next of [{ after: 5 }, ['x'], true, 1.5]) {
      const { ids, error, contradictions, coveredFromNs } = await readTwisted(({ rows, page }) => ({
        rows,
        page: { ...page, next },
      }));
      assert.equal(error?.code, 'bad-answer');
      assert.match(error.message, /cursor that is neither a text nor a number\. What came before is kept/);
      assert.equal(contradictions.length, 1);
      assert.deepEqual(ids, newestFirst.slice(0, 100));
      assert.equal(coveredFromNs, activities[200]!.timeNs + 1n);
    }
  });

  it('says that there is no next page by null, false or an empty text', async () => {
    for (const none of [null, false, '']) {
      const { ids, error, contradictions } = await readTwisted(({ rows, page }) => ({
        rows,
        page: { ...page, next: page.next ?? none },
      }));
      assert.equal(error, undefined);
      assert.deepEqual(ids, newestFirst);
      assert.deepEqual(contradictions, []);
    }
  });

  it('writes numbers as texts, and -1 where it has not counted', async () => {
    const asTexts = await readTwisted(({ rows, page }) => ({
      rows: rows.map((row) => ({ ...row, timestamp: String((row as { timestamp: unknown }).timestamp) })),
      page: { ...page, total: '300' },
    }));
    assert.equal(asTexts.error, undefined);
    assert.deepEqual(asTexts.contradictions, []);
    const times = asTexts.steps.flatMap(({ decoded }) => activitiesOf(decoded).map(({ timeNs }) => timeNs));
    assert.deepEqual(times, activities.map(({ timeNs }) => timeNs).toReversed());
    assert.equal(asTexts.steps.findLast(({ expected }) => expected !== undefined)?.expected, 300);
    const uncounted = await readTwisted(({ rows, page }) => ({ rows, page: { ...page, total: -1 } }));
    assert.deepEqual(uncounted.contradictions, []);
    assert.ok(uncounted.steps.every(({ expected }) => expected === undefined));
  });

  it('refuses its own cursors for ever: it is not asked for the same activities without an end', async () => {
    const same = activities
      .slice(0, 1)
      .flatMap((activity) => Array.from({ length: 250 }, (_, at) => ({ ...activity, id: `same-${at}` })));
    const entries = new EntriesServer(same, { capabilities: protocolOne() });
    await withServer(
      (call) =>
        call.url.searchParams.has('cursor') ? sendJson(call.response, { message: 'gone' }, 410) : entries.answer(call),
      async ({ url, calls }) => {
        const { error } = await read(hasty(url).backend);
        assert.equal(error?.code, 'bad-request');
        assert.ok(calls.length < 10, String(calls.length));
      },
    );
  });

  it('sends activities from another time', async () => {
    const { ids, contradictions, error } = await readTwisted(({ rows, page }) => ({
      rows: rows.map((row, index) => (index === 5 ? { ...row, timestamp: '1500000000000000000' } : row)),
      page,
    }));
    assert.equal(error, undefined);
    assert.deepEqual(ids, newestFirst);
    assert.equal(contradictions.length, 1);
    assert.match(contradictions[0] ?? '', /outside the time/);
  });

  it('counts fewer than it sends', async () => {
    const { ids, contradictions, error } = await readTwisted(({ rows, page }) => ({
      rows,
      page: { ...page, total: 120 },
    }));
    assert.equal(error, undefined);
    assert.deepEqual(ids, newestFirst);
    assert.deepEqual(contradictions, ['The backend counts 120 activities and sent more than that.']);
  });

  it('counts more than it sends', async () => {
    const { contradictions, error } = await readTwisted(({ rows, page }) => ({ rows, page: { ...page, total: 999 } }));
    assert.equal(error, undefined);
    assert.deepEqual(contradictions, ['The backend counts 999 activities and sent only 300.']);
  });

  it('gives the same cursor again', async () => {
    const { ids, contradictions, error } = await readTwisted(({ rows, page }) => ({
      rows,
      page: { ...page, next: 'same' },
    }));
    assert.equal(error?.code, 'bad-answer');
    assert.match(contradictions.at(-1) ?? '', /same cursor/);
    assert.deepEqual([...new Set(ids)], newestFirst.slice(0, 100));
  });

  it('gives new cursors to empty pages for ever', async () => {
    const { contradictions, error } = await readTwisted(({ page }, turn) => ({
      rows: [],
      page: { ...page, next: `new-${turn}` },
    }));
    assert.equal(error?.code, 'bad-answer');
    assert.match(contradictions.at(-1) ?? '', /bring nothing new/);
  });

  it('gives new cursors to one and the same page for ever', async () => {
    const { ids, contradictions, error } = await readTwisted(({ rows, page }, turn) => ({
      rows,
      page: { ...page, next: `new-${turn}` },
    }));
    assert.equal(error?.code, 'bad-answer');
    assert.ok(contradictions.length > 0);
    assert.deepEqual([...new Set(ids)], newestFirst.slice(0, 100));
  });

  it('may send some empty pages on the way', async () => {
    let page = 0;
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    await withServer(
      (call) => {
        if (call.url.pathname !== '/entries' || ++page % 3 !== 0) return entries.answer(call);
        const next = call.url.searchParams.get('cursor') ?? '';
        call.url.searchParams.set('limit', '0');
        const { total } = entries.page(call.url).page;
        entries.send(call.response, { rows: [], page: { total, next: `${next} again` } });
      },
      async ({ url }) => {
        const { ids, contradictions, error } = await read(hasty(url).backend);
        assert.equal(error, undefined);
        assert.deepEqual(ids, newestFirst);
        assert.deepEqual(contradictions, []);
      },
    );
  });

  it('sends rows that are none: they are counted, shown and do not stop the rest', async () => {
    const { ids, steps, contradictions, error } = await readTwisted(({ rows, page }) => ({
      rows: rows.map((row, index) => (index % 10 === 0 ? { id: `broken-${index}`, type: 'command' } : row)),
      page,
    }));
    assert.equal(error, undefined);
    assert.equal(ids.length, 270);
    assert.equal(steps.flatMap((step) => step.decoded?.problems ?? []).filter(({ lost }) => lost).length, 30);
    assert.deepEqual(contradictions, []);
  });
});
