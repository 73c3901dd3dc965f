import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  asOnStudyMachine,
  calibrationTable,
  factor,
  kernelFactor,
  kernels,
  type Phase,
  type Sample,
} from './calibration.js';

/** A sample in which every kernel took so many times as long as in the study, a tenth of the work each. */
const sample = (phase: Phase, times: (kind: string) => number): Sample => ({
  phase,
  kernels: Object.fromEntries(
    kernels.map(({ name, kind, studyMs }) => [name, { ms: studyMs * 0.1 * times(kind), share: 0.1 }]),
  ),
});
const jsonTwice = (phase: Phase, json = 2): Sample => sample(phase, (kind) => (kind === 'json' ? json : 8));

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual} is not ${expected}`);

test('a kernel that does a tenth of the work in a tenth of twice the time is half as fast here', () => {
  near(kernelFactor([jsonTwice('fill')], 'json', 'fill'), 2);
});

test('a phase has the median of its own samples; one without samples has that of all', () => {
  const samples = [jsonTwice('fill', 2), jsonTwice('fill', 3), jsonTwice('fill', 30), jsonTwice('ask', 5)];
  near(kernelFactor(samples, 'json', 'fill'), 3);
  near(kernelFactor(samples, 'json', 'ask'), 5);
  near(kernelFactor(samples, 'json', 'reload'), 5);
});

test('questions are scaled by scanning, ingest by reading, both by the geometric mean, and what is no time by nothing', () => {
  const samples = [jsonTwice('ask')];
  near(factor(samples, 'scan', 'ask'), 8);
  near(factor(samples, 'json', 'ask'), 2);
  near(factor(samples, 'both', 'ask'), 4);
  near(factor(samples, 'none', 'ask'), 1);
});

test('kernels whose code the study does not tell have no part in any factor', () => {
  const samples = [sample('ask', (kind) => (kind === 'loose' ? 100 : 1))];
  near(factor(samples, 'both', 'ask'), 1);
});

test('without samples nothing is scaled, and that is said', () => {
  assert.ok(Number.isNaN(factor([], 'json', 'fill')));
  assert.equal(asOnStudyMachine(100, Number.NaN), undefined);
  assert.equal(asOnStudyMachine(undefined, 2), undefined);
  assert.equal(asOnStudyMachine(100, 2), 50);
  assert.match(calibrationTable([]), /was not compared/);
});

test('the table tells every kernel with its time in the study, by phase', () => {
  const table = calibrationTable([jsonTwice('fill', 2), jsonTwice('ask', 3)]);
  for (const { does } of kernels) assert.ok(table.includes(does), does);
  assert.match(table, /\| kernel \| there \| fill \| ask \| all \|/);
  assert.match(table, /JSON\.parse of 537 MB of lines \| 2266 ms \| 2\.00 \| 3\.00 \| 3\.00 \|/);
});
