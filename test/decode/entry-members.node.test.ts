import assert from 'node:assert/strict';
import { test } from 'node:test';
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
