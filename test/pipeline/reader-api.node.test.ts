import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { Decoded } from '../../src/model/reading.js';
import { Packer, Unpacker } from '../../workers/pipeline/reader-api.js';

const nothing = { activities: [], problems: [], gaps: [], skipped: 0, records: 0 };

/** Rows whose command lines stand at these positions of a list. */
function decoded(distinct: readonly string[], positions: readonly number[]): Decoded {
  const count = positions.length;
  const block: ActivityBlock = {
    type: 'command',
    count,
    arrivals: Uint32Array.from(positions.keys()),
    timesNs: new BigInt64Array(count),
    ids: { forms: new Uint8Array(count), words: new Uint32Array(count * 4), texts: new Map() },
    values: [{ name: 'cmdline', positions: Uint32Array.from(positions), distinct }],
    numbers: [],
  };
  return { ...nothing, blocks: [block] };
}

const texts = ({ blocks = [] }: Decoded): unknown[] =>
  blocks.flatMap(({ values: [column] }) => Array.from(column!.positions, (at) => column!.distinct[at]));

test('what crosses to the engine is what was read, and values go over once', () => {
  const packer = new Packer();
  const unpacker = new Unpacker();
  const list = ['', 'ls'];
  const first = packer.pack(decoded(list, [1, 1]));
  assert.deepEqual(texts(unpacker.unpack(structuredClone(first))), ['ls', 'ls']);
  list.push('ps', 'id');
  const second = packer.pack(decoded(list, [3, 1, 2]));
  assert.deepEqual(second.blocks[0]!.more.get(0), ['ps', 'id']);
  assert.deepEqual(texts(unpacker.unpack(structuredClone(second))), ['id', 'ls', 'ps']);
});

test('columns that lie apart and columns that lie in one array arrive alike, and only the second are moved', () => {
  const apart: ActivityBlock = {
    ...decoded(['', 'ls', 'ps'], [2, 0, 1]).blocks![0]!,
    numbers: [
      { name: 'pid', numbers: Float64Array.of(1, NaN, 3) },
      { name: 'ppid', numbers: Float64Array.of(4, 5, NaN) },
    ],
  };
  const cells = Float64Array.of(1, NaN, 3, 0, 4, 5, NaN, 0);
  const together: ActivityBlock = {
    ...apart,
    numbers: [
      { name: 'pid', numbers: cells.subarray(0, 3) },
      { name: 'ppid', numbers: cells.subarray(4, 7) },
    ],
  };
  for (const block of [apart, together]) {
    const packed = new Packer().pack({ ...nothing, blocks: [block] });
    assert.equal(packed.blocks[0]!.numbers.cells.buffer === cells.buffer, block === together);
    const { blocks } = new Unpacker().unpack(structuredClone(packed));
    assert.deepEqual(blocks, [{ ...block, values: block.values.map((values) => ({ ...values })) }]);
  }
});

test('when the thread begins its lists anew, what was read before stays as it was, and nobody keeps it but who holds it', async () => {
  const packer = new Packer();
  const unpacker = new Unpacker();
  const unpack = (read: Decoded): Decoded => unpacker.unpack(structuredClone(packer.pack(read)));
  let before: Decoded | null = unpack(decoded(['', 'ls', 'ps'], [2]));
  const list = new WeakRef(before.blocks![0]!.values[0]!.distinct);
  const after = unpack(decoded(['', 'id'], [1]));
  assert.deepEqual(texts(before), ['ps']);
  assert.deepEqual(texts(after), ['id']);
  before = null;
  // A reference that was looked at holds until the end of the turn.
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  assert.ok(typeof collect === 'function');
  Reflect.apply(collect, null, []);
  assert.equal(list.deref(), undefined);
});
