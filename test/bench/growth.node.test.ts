import assert from 'node:assert/strict';
import { test } from 'node:test';
import { growthChart } from './growth-chart.js';
import { growthFactor, growthFigures, growthPage, type Growth } from './growth-page.js';
import { framesPerSecond, summary } from './page/figures.js';

const work = 'slowest of the eight filters';
const growth: readonly Growth[] = [
  { rows: 1_000, measuredOn: '2026-11-23', figures: { [work]: 2, 'memory an activity': 500 } },
  { rows: 10_000, measuredOn: '2026-11-24', figures: { [work]: 5, 'memory an activity': null } },
];

test('the page of growth has a column for every size, says what was not measured, and what bounds every figure', () => {
  const page = growthPage(growth);
  assert.match(page, /\| work \| 1,000 \| 10,000 \| last step \|/);
  assert.match(page, /\| measured on \| 2026-11-23 \| 2026-11-24 \|/);
  assert.match(page, /\| slowest of the eight filters \| 2 ms \| 5 ms \| 2\.5 for 10 times the rows \|/);
  assert.match(page, /\| memory an activity \| 500 B \| — \| — \|/);
  for (const { name, bound } of growthFigures) {
    assert.ok(bound.length > 0, `nothing bounds: ${name}`);
    assert.ok(page.includes(`- **${name}**: ${bound}.`));
  }
});

test('a figure of one size only has no step', () => {
  assert.equal(growthFactor(growth, 'memory an activity'), '—');
});

test('the chart says in words what it draws, and draws each figure of time that was measured', () => {
  const chart = growthChart(growth);
  assert.match(chart, /<desc id="desc">.*slowest of the eight filters: 2 at 1000, 5 at 10000/s);
  assert.equal(chart.match(/stroke-width="2"/g)?.length, 1);
  assert.ok(!chart.includes('NaN'));
});

test('frames are counted over the whole movement, and blank rows are told', () => {
  const frames = { gapsMs: [16, 16, 32, 16], longTasksMs: [], longFrames: [] };
  assert.equal(framesPerSecond(frames), 50);
  const text = summary({
    rows: 10,
    openMs: 1,
    presses: [{ attribute: 'pid', ms: 30, lastPart: 'list', changedMs: { list: 20 }, frames }],
    scrolling: [{ name: 'wheel', frames, filledMs: 40, blank: 3 }],
    thumbMs: [20, 40, 30],
    goToMs: [25, 45, 35],
    end: { row: 5, total: 10 },
    elements: 100,
  });
  assert.match(text, /median 30\.0 ms, slowest 30\.0 of 1; tasks of 50 ms and more: 0/);
  assert.match(text, /\| wheel \| 50\.0 \| 32\.0 \| 1 of 4 \| 0 \| 3 rows blank after 40\.0 \|/);
  assert.match(text, /median 30\.0 ms, slowest 40\.0/);
});
