import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDecoder, relatedDecoders } from '../../workers/decode/decoder.js';
import type { Decoder } from '../../src/model/reading.js';
import { decodeAll } from './decode-all.js';

const originNs = 1_700_000_000n * 1_000_000_000n;
/** So many seconds into the log. */
const at = (seconds: number): bigint => originNs + BigInt(seconds) * 1_000_000_000n;
const iso = (seconds: number): string => new Date(Number(at(seconds) / 1_000_000n)).toISOString();

const line = (seconds: number, event: object, node = 'node-1'): string =>
  `${JSON.stringify({ ...event, node_name: node, time: iso(seconds) })}\n`;
const program = (seconds: number, node?: string): string =>
  line(seconds, { process_exec: { process: { exec_id: `e${seconds}${node}`, pid: 5, binary: '/bin/true' } } }, node);
const throttle = (type: string, seconds: number, cgroup = 'session-4.scope', node?: string): string =>
  line(seconds, { process_throttle: { type: `THROTTLE_${type}`, cgroup } }, node);
const start = (seconds: number, cgroup?: string, node?: string): string => throttle('START', seconds, cgroup, node);
const stop = (seconds: number, cgroup?: string, node?: string): string => throttle('STOP', seconds, cgroup, node);

/** `10 to 25: who said it`, in seconds into the log; ends are the moment that is the last one within. */
function gapsOf(text: string): readonly string[] {
  return decodeAll(text).gaps.map(({ range, statedBy }) => {
    const [from, to] = [range.fromNs - originNs, range.toNs - 1n - originNs].map((ns) => Number(ns) / 1e9);
    return `${from} to ${to}: ${statedBy}`;
  });
}
const whole = 'process_throttle of node-1, session-4.scope';
const noStop = 'process_throttle without a stop of node-1, session-4.scope';
const noStart = 'process_throttle without a start of node-1, session-4.scope';

describe('A control group that Tetragon throttles', () => {
  it('is one gap from its start to its stop', () => {
    const log = [program(0), start(10), program(11), program(20), stop(25), program(30)].join('');
    assert.deepEqual(gapsOf(log), [`10 to 25: ${whole}`]);
    const { records, skipped, problems } = decodeAll(log);
    assert.deepEqual([records, skipped, problems], [6, 0, []]);
  });

  it('is a gap each time', () => {
    assert.deepEqual(gapsOf([start(1), stop(2), start(5), stop(9)].join('')), [`1 to 2: ${whole}`, `5 to 9: ${whole}`]);
  });

  it('is told apart from others, and from the same name on another node', () => {
    const log = [start(1), start(2, 'b'), start(3, 'session-4.scope', 'node-2'), stop(4, 'b'), stop(5), program(6)];
    assert.deepEqual(gapsOf(log.join('')), [
      '2 to 4: process_throttle of node-1, b',
      `1 to 5: ${whole}`,
      '3 to 6: process_throttle without a stop of node-2, session-4.scope',
    ]);
  });

  it('without a stop is a gap to the end of what is known, and says so', () => {
    assert.deepEqual(gapsOf([program(0), start(10), program(40)].join('')), [`10 to 40: ${noStop}`]);
    assert.deepEqual(gapsOf([program(0), start(10)].join('')), [`10 to 10: ${noStop}`]);
  });

  it('without a start is a gap from the beginning of what is known, and says so', () => {
    assert.deepEqual(gapsOf([program(3), program(7), stop(10), program(40)].join('')), [`3 to 10: ${noStart}`]);
    // At the stop before it was not throttled.
    assert.deepEqual(gapsOf([program(3), start(4), stop(6), stop(10)].join('')), [
      `4 to 6: ${whole}`,
      `6 to 10: ${noStart}`,
    ]);
  });

  it('is the same gap where its records come in another order', () => {
    assert.deepEqual(gapsOf([program(0), stop(25), start(10), program(30)].join('')), [`10 to 25: ${whole}`]);
    // The newest first, as some collectors hand logs out.
    assert.deepEqual(gapsOf([stop(40), start(30), stop(20), start(10)].join('')), [
      `10 to 20: ${whole}`,
      `30 to 40: ${whole}`,
    ]);
  });

  it('is the same gap where the log was shipped twice', () => {
    const log = [start(1), stop(2), start(5), stop(9)].join('');
    assert.deepEqual(gapsOf(log + log), [`1 to 2: ${whole}`, `5 to 9: ${whole}`]);
    assert.deepEqual(gapsOf([start(1), start(1), stop(9), stop(9)].join('')), [`1 to 9: ${whole}`]);
  });

  it('that is removed has no stop: with its next start it is in doubt from the first start on', () => {
    assert.deepEqual(gapsOf([start(1), start(5), stop(9)].join('')), [`1 to 9: ${whole}`]);
  });

  it('stays a gap beside the rate limit of the export', () => {
    const limited = line(70, { rate_limit_info: { number_of_dropped_process_events: '42' } });
    assert.deepEqual(gapsOf([start(60), limited, stop(80)].join('')), [
      '10 to 70: rate_limit_info of node-1',
      `60 to 80: ${whole}`,
    ]);
  });

  it('needs a time and a direction', () => {
    const { problems, gaps } = decodeAll(
      [
        line(1, { process_throttle: { type: 'THROTTLE_UNKNOWN', cgroup: 'c' } }),
        JSON.stringify({ process_throttle: { type: 'THROTTLE_START', cgroup: 'c' } }),
      ].join(''),
    );
    assert.deepEqual(
      problems.map(({ reason }) => reason),
      [
        'This process_throttle record does not say whether throttling starts or stops.',
        'This process_throttle record has no time.',
      ],
    );
    assert.deepEqual(gaps, []);
  });

  it('is told in time where there are very many: no more than some thousands are held', () => {
    const groups = Array.from({ length: 5_000 }, (_, group) => `g${group}`);
    const many = groups.flatMap((group) => [start(10, group), stop(11, group)]);
    const { gaps } = decodeAll([start(0), ...many, stop(20)].join(''));
    const latest = new Map(gaps.map((gap) => [gap.id, gap]));
    assert.equal(latest.size, 5_001);
    assert.ok([...latest.values()].every(({ statedBy }) => !statedBy.includes('without')));
    assert.equal(new Set(gapsOf(groups.map((group) => start(10, group)).join(''))).size, 5_000);
  });
});

describe('A control group whose start and stop are pushed one after the other', () => {
  /** What one push tells, by the id under which it replaces what was told before. */
  const push = (decoder: Decoder, text: string): readonly (readonly [string | undefined, string])[] =>
    [decoder.push(new TextEncoder().encode(text)), decoder.end()].flatMap(({ gaps }) =>
      gaps.map(({ id, range, statedBy }) => {
        const seconds = Number(range.toNs - 1n - originNs) / 1e9;
        return [id, `to ${seconds}: ${statedBy}`] as const;
      }),
    );

  it('is a gap that grows until the stop comes', () => {
    const { create } = relatedDecoders();
    const told = [start(10), program(20), program(15), stop(25), program(30)].map((text) =>
      push(create({ source: 'pushed' }), text),
    );
    const id = told[0]?.[0]?.[0];
    assert.notEqual(id, undefined);
    assert.deepEqual(told, [[[id, `to 10: ${noStop}`]], [[id, `to 20: ${noStop}`]], [], [[id, `to 25: ${whole}`]], []]);
  });

  it('is another matter in another stream', () => {
    const told = [start(10), stop(25)].map((text) => push(createDecoder({ source: 'a file' }), text)[0]?.[1]);
    assert.deepEqual(told, [`to 10: ${noStop}`, `to 25: ${noStart}`]);
  });
});
