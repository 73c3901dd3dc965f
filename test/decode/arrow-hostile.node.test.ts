/** Arrow streams that are damaged or made to do harm: activities or a clear error, in bounded time, never anything else. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columnFromArray, dictionary, int64, utf8, type Column } from '@uwdata/flechette';
import fc from 'fast-check';
import { AuditError } from '../../src/model/audit-error.js';
import { activitiesIn, timesIn, type Decoded } from '../../src/model/reading.js';
import { activityOfBlock } from '../../workers/columns/block-activity.js';
import { createArrowDecoder } from '../../workers/decode/arrow-decoder.js';
import { arrowStream, streamOf } from './arrow-encode.js';

const activities = Array.from({ length: 7 }, (_, index) => ({
  id: index % 2 === 0 ? index.toString(16).padStart(32, '0') : `row ${index}`,
  type: index === 3 ? ('kubernetes' as const) : ('command' as const),
  timeNs: 1_700_000_000_000_000_000n - BigInt(index),
  attributes: new Map<string, string | number | readonly string[]>([
    ['comm', index % 3 === 0 ? 'sh' : 'bash'],
    ['pid', index],
    ['groups', ['a', `g${index}`]],
  ]),
}));
const sound = arrowStream(activities, { rowsABatch: 4, page: { total: 7 } });

function decode(bytes: Uint8Array): Decoded {
  const decoder = createArrowDecoder({ source: 'test' });
  const decoded = decoder.push(bytes);
  decoder.end();
  return decoded;
}

/** Reads every value of what came, as whoever takes it would. */
function readAll(decoded: Decoded): void {
  assert.ok(activitiesIn(decoded) <= decoded.records);
  for (const timeNs of timesIn(decoded)) assert.ok(timeNs >= 0n);
  for (const block of decoded.blocks ?? []) {
    for (const { positions, distinct } of block.values) {
      for (const position of positions) assert.ok(position < distinct.length);
    }
    for (let row = 0; row < block.count; row += 1) assert.ok(activityOfBlock(block, row).id !== '');
  }
}

function refusal(bytes: Uint8Array): string {
  try {
    decode(bytes);
  } catch (thrown) {
    assert.ok(thrown instanceof AuditError, String(thrown));
    assert.equal(thrown.code, 'bad-answer');
    return thrown.message;
  }
  return '';
}

const column = (values: readonly unknown[], type: Parameters<typeof columnFromArray>[1]): Column<unknown> =>
  columnFromArray<unknown>([...values], type);
const needed = (rows: number): [string, Column<unknown>][] => [
  [
    'id',
    column(
      Array.from({ length: rows }, (_, row) => `id ${row}`),
      utf8(),
    ),
  ],
  [
    'type',
    column(
      Array.from({ length: rows }, () => 'command'),
      dictionary(utf8()),
    ),
  ],
  [
    'timestamp',
    column(
      Array.from({ length: rows }, () => 5n),
      int64(),
    ),
  ],
];

describe('a damaged Arrow stream', () => {
  it('gives activities or a clear error, whichever bytes are changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(sound.length - 1), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255))), {
          minLength: 1,
          maxLength: 4,
        }),
        (changes) => {
          const bytes = new Uint8Array(sound);
          for (const [at, byte] of changes) bytes[at] = byte;
          let decoded: Decoded;
          try {
            decoded = decode(bytes);
          } catch (thrown) {
            assert.ok(thrown instanceof AuditError, String(thrown));
            assert.match(thrown.message, /^This Arrow stream cannot be read: .+\.$/s);
            return;
          }
          readAll(decoded);
        },
      ),
      { numRuns: 4_000 },
    );
  });

  it('has no page where it is cut off, anywhere', () => {
    for (let length = 0; length < sound.length; length += 1) {
      assert.equal(decode(sound.subarray(0, length)).page, undefined);
    }
    assert.deepEqual(decode(sound).page, { total: 7 });
  });

  it('is refused where something comes behind its end', () => {
    assert.match(refusal(Uint8Array.from([...sound, 1])), /1 bytes came behind its end/);
  });

  it('is told from JSON by its first byte', () => {
    assert.match(
      refusal(new TextEncoder().encode('{"id":"a"}')),
      /a message was expected, and what came begins with "\{/,
    );
  });

  it('is refused where it announces more than may be held, before it is held', () => {
    const decoder = createArrowDecoder({ source: 'test', maxRecordBytes: 400 });
    assert.throws(() => decoder.push(sound), /at most 400 are read/);
  });

  it('is refused where its metadata is endless', () => {
    const bytes = new Uint8Array(8);
    new DataView(bytes.buffer).setInt32(0, -1, true);
    new DataView(bytes.buffer).setInt32(4, 0x7ffffff8, true);
    assert.match(refusal(bytes), /metadata of a message has 2147483640 bytes/);
  });

  it('is refused with ten thousand columns, and says how many are read', () => {
    const many = Array.from({ length: 10_000 }, (_, index): [string, Column<unknown>] => [
      `c${index}`,
      column(['x'], utf8()),
    ]);
    assert.match(refusal(streamOf([...needed(1), ...many])), /more than 2000 columns/);
  });

  it('is refused with two columns of one name', () => {
    assert.match(
      refusal(streamOf([...needed(1), ['comm', column(['x'], utf8())], ['comm', column(['y'], utf8())]])),
      /two columns have the name "comm"/,
    );
  });

  it('is refused without the columns that an activity needs', () => {
    assert.match(refusal(streamOf(needed(1).slice(0, 2))), /no column "timestamp"/);
  });

  it('is refused without a page mark', () => {
    assert.match(refusal(streamOf(needed(1), null)), /which "page" it is/);
  });

  it('reports rows without a type or with an impossible time, and keeps the others', () => {
    const { blocks, problems } = decode(
      streamOf([
        ['id', column(['a', 'b', 'c', 'd'], utf8())],
        ['type', column(['command', 'dance', null, 'command'], dictionary(utf8()))],
        ['timestamp', column([1n, 2n, 3n, -4n], int64())],
      ]),
    );
    assert.deepEqual(
      blocks?.map(({ count }) => count),
      [1],
    );
    assert.deepEqual(
      problems.map(({ kind, lost }) => `${kind} ${lost}`),
      ['invalid true', 'invalid true', 'invalid true'],
    );
    assert.match(problems[0]?.reason ?? '', /"dance"/);
    assert.match(problems[2]?.reason ?? '', /outside of 1970 to 2262/);
  });

  it('has its bytes that are not UTF-8 replaced, and says so', () => {
    const bytes = streamOf([...needed(1), ['cmdline', column(['marker!'], utf8())]]);
    const at = Buffer.from(bytes).indexOf('marker!');
    bytes[at] = 0xff;
    const { blocks = [], problems } = decode(bytes);
    assert.equal(activityOfBlock(blocks[0]!, 0).attributes.get('cmdline'), '\uFFFDarker!');
    assert.deepEqual(
      problems.map(({ kind }) => kind),
      ['encoding'],
    );
  });
});
