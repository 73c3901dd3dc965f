import assert from 'node:assert/strict';
import { test } from 'node:test';
import { edgeLines } from '../../components/activity-list/edge-lines.js';
import { createStore } from '../../src/headless.js';
import type { Coverage } from '../../src/model/coverage.js';
import type { EpochNs } from '../../src/model/units.js';

const nowMs = Date.UTC(2026, 10, 23, 20, 30);
const minutesAgo = (minutes: number): EpochNs => BigInt(nowMs - minutes * 60_000) * 1_000_000n;
const coverage: Coverage = { certainty: 'exact', loaded: [], activities: 3, reasons: [], gaps: [] };

/** What the list offers at its upper end where it shows ten minutes that ended so long ago. */
async function newer(endedMinutesAgo: number, asOfMinutesAgo?: number): Promise<string | undefined> {
  const range = { fromNs: minutesAgo(endedMinutesAgo + 10), toNs: minutesAgo(endedMinutesAgo) };
  const store = createStore({
    source: { kind: 'http', url: 'http://localhost/no-such-backend/' },
    engine: { mode: 'page' },
    autoLoad: false,
    now: () => nowMs,
    view: { window: { kind: 'absolute', range } },
    ...(asOfMinutesAgo !== undefined && { asOf: minutesAgo(asOfMinutesAgo) }),
  });
  try {
    return edgeLines(store, store.range, coverage, nowMs).newer?.label;
  } finally {
    await store.dispose();
  }
}

test('newer activities are offered until the window ends now', async () => {
  assert.equal(await newer(30), 'Load newer: 10 min more');
  assert.equal(await newer(0), undefined);
});

test('a view as of a time offers nothing newer than that time', async () => {
  assert.equal(await newer(30, 30), undefined);
  assert.equal(await newer(30, 20), 'Load newer: 10 min more');
});
