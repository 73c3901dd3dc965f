import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { binWidths, chooseBins, chooseBinWidth, rangeLengthMs } from '../../src/charts/bin-width.js';
import { toWallMs } from '../../src/model/wall-time.js';

const minute = 60_000;
const at = (iso: string) => BigInt(Date.parse(iso)) * 1_000_000n;
const window = (lengthMs: number) => {
  const toNs = at('2026-11-23T19:20:05Z');
  return { fromNs: toNs - BigInt(lengthMs) * 1_000_000n, toNs };
};

test('the presets get the bin widths that people expect at a width of 1100 pixels', () => {
  const chosen = [10, 60, 360, 720, 1440, 4320, 20160].map((n) => chooseBinWidth(window(n * minute), 1100));
  assert.deepEqual(chosen, [2_000, 15_000, 2 * minute, 5 * minute, 5 * minute, 15 * minute, 180 * minute]);
});

test('a narrow picture gets wider bins', () => {
  assert.equal(chooseBinWidth(window(60 * minute), 320), minute);
});

test('there are never more bins than asked for and no drawn bin is narrower than asked for', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 2n ** 64n }),
      fc.integer({ min: 1, max: 4000 }),
      fc.integer({ min: 1, max: 12 }),
      (lengthNs, widthPx, minBinPx) => {
        const range = { fromNs: 0n, toNs: lengthNs };
        const bins = rangeLengthMs(range) / chooseBinWidth(range, widthPx, { minBinPx });
        assert.ok(bins <= 300);
        assert.ok(bins <= Math.max(1, Math.floor(widthPx / minBinPx)));
      },
    ),
  );
});

test('widths only grow when a range grows', () => {
  fc.assert(
    fc.property(fc.nat(1e12), fc.nat(1e12), (a, b) => {
      const [shorter, longer] = a < b ? [a, b] : [b, a];
      assert.ok(chooseBinWidth(window(shorter + 1), 1000) <= chooseBinWidth(window(longer + 1), 1000));
    }),
  );
  assert.deepEqual(
    [...binWidths].sort((a, b) => a - b),
    binWidths,
  );
});

test('bins of a day begin at midnight of the zone, bins of fifteen minutes at quarters of its hours', () => {
  for (const zone of ['UTC', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe']) {
    const months = { fromNs: at('2026-06-10T11:22:33Z'), toNs: at('2026-12-10T11:22:33Z') };
    const day = chooseBins(months, 600, zone);
    assert.equal(day.widthMs, 86_400_000);
    const midnight = Math.ceil(Date.parse('2026-06-11T00:00Z') / day.widthMs) * day.widthMs + day.originMs;
    assert.equal(toWallMs(midnight, zone) % 86_400_000, 0, zone);

    const quarter = chooseBins({ fromNs: at('2026-06-10T11:22:33Z'), toNs: at('2026-06-12T11:22:33Z') }, 800, zone);
    assert.equal(quarter.widthMs, 15 * minute);
    assert.equal(toWallMs(quarter.originMs + 20_000 * 86_400_000, zone) % (15 * minute), 0, zone);
  }
});
