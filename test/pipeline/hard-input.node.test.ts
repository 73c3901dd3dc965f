import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Answer } from '../../src/model/query.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { protocolVersion } from '../../src/protocol/engine-api.js';
import { Engine } from '../../workers/pipeline/engine.js';

const startNs = 1_735_689_600_000_000_000n;

function line(at: number, timeNs: bigint, rest: string): string {
  return `{"id":"${at.toString(16).padStart(16, '0')}","type":"command","timestamp":"${timeNs}","comm":"sh"${rest}}\n`;
}

/** What an engine answers that was given these lines: about all of them, and about those whose command line contains a nine. */
async function answers(lines: readonly string[]): Promise<readonly Answer[]> {
  const engine = await Engine.open(
    { protocolVersion, source: { kind: 'push' }, baseUrl: 'http://localhost/', cache: { mode: 'memory' } },
    () => {},
  );
  try {
    const encoder = new TextEncoder();
    for (let from = 0; from < lines.length; from += 5_000) {
      const result = await engine.push({ bytes: encoder.encode(lines.slice(from, from + 5_000).join('')) });
      assert.equal(result.unreadable, 0);
    }
    const found: Answer[] = [];
    for (const text of ['', 'cmdline contains "9"']) {
      const { filter } = parseFilter(text);
      assert.ok(filter);
      found.push(
        await engine.ask(found.length + 1, 'test', {
          range: { fromNs: startNs, toNs: startNs + 10_000_000_000n },
          filter,
          want: {
            totals: true,
            bins: { widthMs: 100 },
            tree: { attributes: ['comm', 'cmdline'] },
            facets: [{ attribute: 'cmdline', limit: 5 }],
            rows: { offset: 0, limit: 100, order: 'newest-first' },
          },
        }),
      );
    }
    return found;
  } finally {
    await engine.close();
  }
}

const counts = ({ bins }: Answer): number =>
  (bins?.series ?? []).reduce((sum, series) => sum + series.counts.reduce((a, b) => a + b, 0), 0);
const numbersWithNine = (below: number): number =>
  Array.from({ length: below }, (_, at) => at).filter((at) => String(at).includes('9')).length;

describe('input that is hard on an engine', () => {
  it('of 150,000 different command lines each is found', async () => {
    const count = 150_000;
    const lines = Array.from({ length: count }, (_, at) =>
      line(at, startNs + BigInt(at) * 1_000n, `,"cmdline":"number ${at}"`),
    );
    const [all, some] = await answers(lines);
    assert.equal(all?.totals?.matching, count);
    assert.equal(some?.totals?.matching, numbersWithNine(count));
    assert.equal(counts(some), numbersWithNine(count));
    assert.equal(some?.facets?.[0]?.values.length, 5);
  });

  it('activities that all happened in one nanosecond stand in one bin and in one order', async () => {
    const lines = Array.from({ length: 70_000 }, (_, at) => line(at, startNs + 7n, `,"cmdline":"number ${at % 100}"`));
    const [all, some] = await answers(lines);
    assert.equal(all?.totals?.matching, 70_000);
    const busy = all?.bins?.series.flatMap((series) => Array.from(series.counts).filter((bin) => bin > 0));
    assert.deepEqual(busy, [70_000]);
    assert.equal(some?.totals?.matching, 700 * numbersWithNine(100));
    assert.equal(new Set(all.rows?.activities.map(({ id }) => id)).size, 100);
  });

  it('time that runs backwards, or anyhow, gives the newest first', async () => {
    const count = 70_000;
    for (const place of [(at: number) => count - at, (at: number) => (at * 7_919) % count]) {
      const lines = Array.from({ length: count }, (_, at) =>
        line(at, startNs + BigInt(place(at)) * 1_000n, `,"cmdline":"number ${at % 100}"`),
      );
      const [all, some] = await answers(lines);
      assert.equal(all?.totals?.matching, count);
      assert.equal(some?.totals?.matching, 700 * numbersWithNine(100));
      const times = all.rows?.activities.map(({ timeNs }) => timeNs) ?? [];
      const newest = Math.max(place(0), count - 1);
      assert.deepEqual(
        times,
        Array.from({ length: 100 }, (_, at) => startNs + BigInt(newest - at) * 1_000n),
      );
    }
  });

  it('an activity with 10,000 attributes keeps them, and those around it have none of them', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `"made.up.${at}":"value ${at}"`).join(',');
    const lines = Array.from({ length: 2_000 }, (_, at) =>
      line(at, startNs + BigInt(at), at === 1_950 ? `,"attributes":{${many}}` : `,"cmdline":"number ${at % 100}"`),
    );
    const [all, some] = await answers(lines);
    assert.equal(all?.totals?.matching, 2_000);
    assert.equal(some?.totals?.matching, 20 * numbersWithNine(100));
    const rows = all.rows?.activities ?? [];
    const rich = rows.find(({ attributes }) => attributes.size > 100);
    assert.equal(rich?.attributes.size, 10_001);
    assert.equal(rich.attributes.get('made.up.9999'), 'value 9999');
    assert.ok(rows.every((row) => row === rich || row.attributes.size === 2));
  });
});
