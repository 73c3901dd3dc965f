/** A backend that contradicts itself: what came is kept, and it is said. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { EntriesServer, protocolOne, type Page } from '../servers/entries-server.js';
import { withServer } from '../servers/local-server.js';
import { activities, allIds, hasty, newestFirst, range, read, type Reading } from './http-subject.js';

/** Reads from a server whose pages are changed by `twist`. */
async function readTwisted(twist: (page: Page, turn: number) => Page): Promise<Reading> {
  const entries = new EntriesServer(activities, { capabilities: protocolOne() });
  let reading: Reading | undefined;
  await withServer(
    (call) => {
      if (call.url.pathname !== '/entries') return entries.answer(call);
      const cursor = call.url.searchParams.get('cursor') ?? '';
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

describe('a backend that contradicts itself', () => {
  it('sends the oldest first: everything is kept, nothing is called complete before the end', async () => {
    const { ids, contradictions, coveredFromNs, error, steps } = await readTwisted(({ rows, page }) => ({
      rows: [...rows].reverse(),
      page,
    }));
    assert.equal(error, undefined);
    assert.deepEqual(ids.toSorted(), allIds);
    assert.equal(contradictions.length, 1);
    assert.match(contradictions[0] ?? '', /newest activities first/);
    assert.equal(steps.filter((step) => step.coveredFromNs !== undefined).length, 1);
    assert.equal(coveredFromNs, range.fromNs);
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
