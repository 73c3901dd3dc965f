import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kernels, type Sample } from './calibration.js';
import { filterNames } from './figures.js';
import type { Measured } from './measured.js';
import { Notes } from './notes.js';
import { report, verdict } from './report.js';

function measured(name: string, ms: number, reloadMs?: number, checksum = 'same'): Measured {
  const notes = new Notes(name);
  notes.filled({ ingestMs: ms * 100, figures: {} });
  for (const variant of [0, 1, 2]) {
    for (const question of [...filterNames, 'contains']) {
      const reply = { ms: ms + variant, workerMs: ms, checksum };
      notes.answered(question, 'first', variant, reply);
      notes.answered(question, 'narrowed', variant, reply);
    }
    notes.endRound();
  }
  if (reloadMs !== undefined) notes.figure('reloadMs', reloadMs);
  return notes.measured;
}
const twice: Sample = {
  phase: 'reload',
  kernels: Object.fromEntries(kernels.map(({ name, studyMs }) => [name, { ms: studyMs * 2, share: 1 }])),
};
const reported = { rows: 1_000, runs: 2, samples: [twice] };

test('the warm-up is not counted, and the slowest round is known', () => {
  const notes = new Notes('product');
  for (const [variant, ms] of [90, 10, 20].entries()) {
    notes.answered('all', 'first', variant, { ms, workerMs: ms, checksum: '' });
    notes.endRound();
  }
  assert.deepEqual(notes.measured.first['all']?.ms, [10, 20]);
  assert.equal(notes.slowestRoundMs, 90);
});

test('what was filled several times has the median of it', () => {
  const notes = new Notes('product');
  for (const ingestMs of [5, 1, 3]) notes.filled({ ingestMs, figures: { firstAnswerMs: ingestMs * 10 } });
  const { ingestMs, ingests, figures } = notes.measured;
  assert.equal(ingestMs, 3);
  assert.deepEqual(ingests, [5, 1, 3]);
  assert.equal(figures['firstAnswerMs'], 30);
});

test('a goal that is missed as measured may hold as on the other machine; a ratio to peers is the same on both', () => {
  const { text } = report({ ...reported, measured: [measured('product', 1, 600), measured('duckdb', 50, 6_000)] });
  assert.match(
    text,
    /\| reload to the first whole answer \| 350 ms, 6x \| 600 ms \| - \| 6000 \| 10\.00x \| missed \| 300 ms \| holds \|/,
  );
  const slow = report({ ...reported, measured: [measured('product', 1, 600), measured('duckdb', 50, 1_200)] });
  assert.match(slow.text, /\| 1200 \| 2\.00x \| missed \| 300 ms \| missed \|/);
});

test('bytes are not scaled', () => {
  const product = measured('product', 1);
  const { text } = report({ ...reported, measured: [{ ...product, figures: { diskBytes: 44 } }] });
  assert.match(text, /\| disk an activity \| 45 B \| 44\.00 B \| - \| - \| holds \| 44\.00 B \| holds \|/);
});

test('a ratio counts only where a peer was measured', () => {
  assert.equal(verdict({ goal: 10, goalRatio: 6 }, 5, undefined), 'holds');
  assert.equal(verdict({ goal: 10, goalRatio: 6 }, 5, 5.9), 'missed');
  assert.equal(verdict({ goal: 10 }, Number.NaN, 7), 'not measured');
});

test('answers that are not the product’s are told, question by question', () => {
  const all = [measured('product', 1), measured('array', 9), measured('sqlite', 9, undefined, 'other')];
  const { differences } = report({ ...reported, measured: all });
  assert.equal(differences.length, (filterNames.length + 1) * 2 * 3);
  assert.ok(differences.every((difference) => difference.includes('sqlite other')));
});

test('an engine that keeps two different answers on disk is told of', () => {
  const notes = new Notes('array');
  notes.opened('same');
  notes.opened('other');
  assert.equal(notes.measured.checksums['everything from disk'], 'same, then other');
});

test('who took part in fewer rounds is named', () => {
  const slow = measured('sqlite', 9);
  const first = { all: { ms: [1], workerMs: [1] } };
  const { text } = report({ ...reported, measured: [measured('product', 1), { ...slow, first }] });
  assert.match(text, /medians of 2 rounds, sqlite of 1;/);
});

test('without the product there is nothing to report', () => {
  assert.match(report({ ...reported, measured: [] }).text, /was not measured/);
});
