import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { assignments, type Asked, type Started } from './matchings.js';

const band = { lowUs: 0, highUs: 150_000 };
const asked = (id: string, receivedMs: number, completedMs: number | null, more: Partial<Asked> = {}): Asked => ({
  id,
  container: 'web',
  command: 'bash',
  tty: true,
  auditId: `audit ${id}`,
  receivedUs: receivedMs * 1000,
  completedUs: completedMs === null ? null : completedMs * 1000,
  ...more,
});
const started = (id: string, startMs: number, endMs: number | null, more: Partial<Started> = {}): Started => ({
  id,
  container: 'web',
  command: 'bash',
  tty: true,
  carriedId: null,
  startUs: startMs * 1000,
  endUs: endMs === null ? null : endMs * 1000,
  aliveUs: startMs * 1000,
  ...more,
});
const open = (requests: readonly Asked[], processes: readonly Started[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(assignments(requests, processes, band));

describe('Which request may be behind which process', () => {
  it('is open where two begin and end together', () => {
    assert.deepEqual(
      open([asked('a', 0, 5000), asked('b', 20, 5010)], [started('1', 60, 4900), started('2', 80, 4910)]),
      {
        1: ['a', 'b'],
        2: ['a', 'b'],
      },
    );
  });

  it('is told by the ends', () => {
    assert.deepEqual(
      open([asked('a', 0, 5000), asked('b', 20, 9000)], [started('1', 60, 8900), started('2', 80, 4900)]),
      {
        1: ['b'],
        2: ['a'],
      },
    );
  });

  it('is told by life after the end of one request, where ends of processes are not reported', () => {
    const requests = [asked('a', 0, 5000), asked('b', 20, 9000)];
    assert.deepEqual(open(requests, [started('1', 60, null, { aliveUs: 8_000_000 }), started('2', 80, null)]), {
      1: ['b'],
      2: ['a'],
    });
    assert.deepEqual(open(requests, [started('1', 60, null), started('2', 80, null)]), {
      1: ['a', 'b'],
      2: ['a', 'b'],
    });
  });

  it('is told by terminal, command, container or id', () => {
    const requests = [asked('a', 0, null), asked('b', 20, null, { tty: false })];
    assert.deepEqual(open(requests, [started('1', 60, null, { tty: false }), started('2', 80, null)]), {
      1: ['b'],
      2: ['a'],
    });
    const same = [asked('a', 0, null), asked('b', 20, null)];
    const named = started('1', 60, null, { carriedId: 'audit b' });
    assert.deepEqual(open(same, [named, started('2', 80, null)]), { 1: ['b'], 2: ['a'] });
    assert.deepEqual(open([asked('a', 0, null, { command: 'sh' })], [started('1', 60, null)]), { 1: [null] });
    assert.deepEqual(open([asked('a', 0, null, { container: 'log' })], [started('1', 60, null)]), { 1: [null] });
  });

  it('is open where a process without a request begins at the same time', () => {
    assert.deepEqual(open([asked('a', 0, null)], [started('1', 60, null), started('2', 80, null)]), {
      1: ['a', null],
      2: ['a', null],
    });
    assert.deepEqual(open([asked('a', 0, null)], [started('1', 60, null), started('2', 900, null)]), {
      1: ['a'],
      2: [null],
    });
  });
});
