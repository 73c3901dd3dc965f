import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { activitiesIn, type Decoded } from '../../src/model/reading.js';
import { EntryMembers } from '../../workers/decode/entry-members.js';
import { open } from '../../workers/decode/open.js';
import { StreamDecoder } from '../../workers/decode/stream-decoder.js';

const line = (at: number): string =>
  `{"id":"${at}","type":"command","timestamp":"${at}","comm":"sh","cmdline":"sh -c number-${at}","pid":${at}}\n`;

function read(members: EntryMembers, from: number, to: number): Decoded {
  const decoder = new StreamDecoder({ source: 'test', columns: true, format: 'open' }, [open], members);
  const lines = Array.from({ length: to - from }, (_, at) => line(from + at));
  return decoder.push(new TextEncoder().encode(lines.join('')));
}

function cmdlines({ blocks = [] }: Decoded): unknown[] {
  return blocks.flatMap(({ values }) => {
    const column = values.find(({ name }) => name === 'cmdline');
    return column ? Array.from(column.positions, (position) => column.distinct[position]) : [];
  });
}

const held = (members: EntryMembers): number => members.attributes.reduce((sum, { byteLength }) => sum + byteLength, 0);

test('what was learnt is given back in a pause, and what was read with it stays as it was', () => {
  const members = new EntryMembers();
  const before = read(members, 0, 40_000);
  assert.equal(activitiesIn(before), 40_000);
  assert.ok(held(members) > 4 * 2 ** 20, 'the command lines are remembered');
  const expected = cmdlines(before);
  members.rest();
  assert.ok(held(members) < 2 ** 20, 'and given back');
  assert.deepEqual(cmdlines(before), expected);
  assert.deepEqual(cmdlines(read(members, 0, 200)), expected.slice(0, 200), 'what comes again means the same');
});

test('lines that are left to the slow way teach no more than may be remembered', () => {
  const members = new EntryMembers();
  // The new texts come before the member that only the slow way reads.
  const lines = (from: number): string =>
    Array.from(
      { length: 16 },
      (_, at) =>
        `{"id":"${from + at}","type":"command","comm":"sh","cmdline":"${`number-${from + at} `.padEnd(8_000, 'x')}","timestamp":"2024-01-01T00:00:00Z","unheard":{"of":{}}}\n`,
    ).join('');
  let most = 0;
  for (let push = 0; push < 300; push += 1) {
    const decoder = new StreamDecoder({ source: 'test', columns: true, format: 'open' }, [open], members);
    assert.equal(decoder.push(new TextEncoder().encode(lines(push * 16))).records, 16);
    most = Math.max(most, held(members) + members.memo.byteLength);
  }
  assert.ok(most > 2 ** 20, 'something is learnt');
  assert.ok(most < 40 * 2 ** 20, `${most} bytes`);
});

test('a line with more members than are remembered makes the lines behind it no slower for good', () => {
  const members = new EntryMembers();
  const wide = `{${Array.from({ length: 600 }, (_, at) => `"label${at}":"x"`).join(',')},"id":"w","type":"command","timestamp":"1"}\n`;
  const decoder = new StreamDecoder({ source: 'test', columns: true, format: 'open' }, [open], members);
  decoder.push(new TextEncoder().encode(wide));
  read(members, 0, 100);
  const { blocks = [] } = read(members, 100, 1_100);
  const inColumns = blocks.reduce((sum, { count }) => sum + count, 0);
  assert.equal(inColumns, 1_000, 'all are read straight into columns');
});

test('a text that is kept keeps little of what it was read with', () => {
  const members = new EntryMembers();
  const kept: unknown[] = [];
  const before = memory();
  for (let push = 0; push < 40; push += 1) {
    kept.push(cmdlines(read(members, push * 8_000, (push + 1) * 8_000))[push]);
    members.forgetWhatIsTooMuch(0);
  }
  assert.equal(new Set(kept).size, 40);
  assert.ok(memory() - before < 4 * 2 ** 20);
});

/** Of the heap, what something still refers to. */
function memory(): number {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  assert.ok(typeof collect === 'function');
  Reflect.apply(collect, null, []);
  return process.memoryUsage().heapUsed;
}
