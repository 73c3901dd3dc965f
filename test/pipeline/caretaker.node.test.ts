import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { Caretaker } from '../../workers/pipeline/caretaker.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';

const activity = (at: number): Activity => ({
  id: `id-${at}`,
  type: 'command',
  timeNs: BigInt(at) * 1_000n,
  attributes: new Map([['comm', 'curl']]),
});
const range = { fromNs: 0n, toNs: 1_000_000n };

test('where more arrive than may be held, the oldest go, and their time is not covered any more', () => {
  const holdings = new Holdings(upkeep);
  const coverage = new CoverageMap();
  coverage.add(range);
  const caretaker = new Caretaker(holdings, coverage, 100, () => {});
  holdings.add(Array.from({ length: 104 }, (_, at) => activity(at)));
  caretaker.arrived();
  assert.equal(holdings.activities, 104, 'a little more is tolerated');
  holdings.add(Array.from({ length: 46 }, (_, at) => activity(104 + at)));
  caretaker.arrived();
  caretaker.close();
  assert.equal(holdings.activities, 100);
  assert.equal(holdings.extent()?.fromNs, 50_000n);
  const [missing] = coverage.missing(range);
  assert.equal(missing?.fromNs, 0n);
  assert.ok(missing && missing.toNs > 49_000n && missing.toNs <= 50_000n);
});

test('a pause is told of once, some seconds after the last activity', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let pauses = 0;
    const caretaker = new Caretaker(new Holdings(upkeep), new CoverageMap(), 100, () => (pauses += 1));
    caretaker.arrived();
    mock.timers.tick(4_000);
    caretaker.arrived();
    mock.timers.tick(4_000);
    assert.equal(pauses, 0, 'activities still come');
    mock.timers.tick(2_000);
    assert.equal(pauses, 1);
    mock.timers.tick(60_000);
    assert.equal(pauses, 1);
    caretaker.arrived();
    caretaker.close();
    mock.timers.tick(60_000);
    assert.equal(pauses, 1, 'closed');
  } finally {
    mock.timers.reset();
  }
});

test('small batches become one when activities stop coming, not while they come', () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const holdings = new Holdings(upkeep);
    for (let from = 0; from < 8; from += 1) {
      holdings.add(Array.from({ length: 600 }, (_, at) => activity(from * 600 + at)));
      holdings.flush();
    }
    const batches = (): number => [...holdings.batches()].length;
    const caretaker = new Caretaker(holdings, new CoverageMap(), 10_000, () => {});
    for (let arrival = 0; arrival < 5; arrival += 1) {
      caretaker.arrived();
      mock.timers.tick(900);
      assert.equal(batches(), 8);
    }
    mock.timers.tick(200);
    assert.equal(batches(), 1);
    assert.equal(holdings.activities, 4_800);
    caretaker.close();
  } finally {
    mock.timers.reset();
  }
});
