import assert from 'node:assert/strict';
import { test } from 'node:test';
import { arrivalText, type TimeArrival } from '../../components/activity-list/time-arrival.js';
import { createStore } from '../../src/headless.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { EpochNs } from '../../src/model/units.js';

const at = (clock: string): EpochNs => BigInt(Date.parse(`2026-11-23T${clock}Z`)) * 1_000_000n;
const range = { fromNs: at('19:00:00'), toNs: at('20:00:00') };
const minute = 60_000_000_000n;
const exact: Coverage = { certainty: 'exact', loaded: [range], activities: 30, reasons: [], gaps: [] };

/** What is said in a view of one hour. */
async function said(arrival: Partial<TimeArrival>): Promise<string> {
  const store = createStore({
    source: { kind: 'http', url: 'http://localhost/no-such-backend/' },
    engine: { mode: 'page' },
    autoLoad: false,
    view: { window: { kind: 'absolute', range }, timeZone: 'UTC' },
  });
  const usual = { row: 6, total: 30, askedNs: at('19:30:00'), offNs: 0n, isHeldBack: false, coverage: exact };
  try {
    return arrivalText({ ...usual, ...arrival }, store).replace(', 2026', '');
  } finally {
    await store.dispose();
  }
}

test('a row at a time is told by its place', async () => {
  assert.equal(await said({}), 'Nov 23, 19:30:00: row 7 of 30.');
  assert.equal(await said({ offNs: -400_000_000n }), 'Nov 23, 19:30:00: row 7 of 30.');
});

test('a time without a row is told with how far the next one is, and why', async () => {
  assert.equal(
    await said({ offNs: -2n * minute }),
    'There is no row at Nov 23, 19:30:00. The last row before it is 2 min earlier.',
  );
  assert.equal(
    await said({ offNs: 2n * minute, askedNs: at('18:30:00') }),
    'Nov 23, 18:30:00 is outside of the window. The first row after it is 2 min later.',
  );
  const loaded = [{ fromNs: at('19:40:00'), toNs: range.toNs }];
  const partly: Coverage = { ...exact, certainty: 'at least', loaded, reasons: ['not-loaded'] };
  assert.match(
    await said({ offNs: 2n * minute, coverage: partly }),
    /^What happened at Nov 23, 19:30:00 is not loaded\./,
  );
  const gaps = [{ range: { fromNs: at('19:25:00'), toNs: at('19:35:00') }, statedBy: 'a collector' }];
  assert.match(
    await said({ offNs: 2n * minute, coverage: { ...exact, gaps } }),
    /^The collector dropped events at Nov 23, 19:30:00\./,
  );
  assert.match(
    await said({ offNs: -2n * minute, isHeldBack: true }),
    /^What happened at Nov 23, 19:30:00 is among the new rows above\./,
  );
  const countedBy = { name: 'a cluster', silent: ['one'] };
  assert.match(
    await said({ offNs: -2n * minute, coverage: { ...partly, loaded: [], countedBy } }),
    /^There is no row at/,
  );
});
