/** The same activities come out of an Arrow stream as out of NDJSON lines. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  columnFromArray,
  dictionary,
  float64,
  int32,
  int64,
  list,
  struct,
  timestamp,
  uint8,
  utf8,
  type Column,
} from '@uwdata/flechette';
import fc from 'fast-check';
import { activityTypes, type Activity } from '../../src/model/activity.js';
import { timesIn, type Decoded } from '../../src/model/reading.js';
import { activityOfBlock } from '../../workers/columns/block-activity.js';
import { ArrowMemory, arrowDecoders, createArrowDecoder } from '../../workers/decode/arrow-decoder.js';
import { openLines } from '../ingest/open-lines.js';
import { arrowStream, streamOf } from './arrow-encode.js';
import { decodeAll } from './decode-all.js';

/** All that comes, in the order of arrival. */
export function inOrder({ activities, blocks = [] }: Pick<Decoded, 'activities' | 'blocks'>): Activity[] {
  const all: (Activity | undefined)[] = [];
  for (const block of blocks) {
    for (let row = 0; row < block.count; row += 1) all[block.arrivals[row]!] = activityOfBlock(block, row);
  }
  let at = 0;
  for (const activity of activities) {
    while (all[at]) at += 1;
    all[at] = activity;
  }
  return all.map((activity) => activity!);
}

function decode(bytes: Uint8Array, cut = Infinity, create = createArrowDecoder) {
  const decoder = create({ source: 'test' });
  const parts: Decoded[] = [];
  for (let from = 0; from < bytes.length; from += cut) {
    const piece = new Uint8Array(bytes.subarray(from, from + cut));
    parts.push(decoder.push(piece));
    piece.fill(0x7b);
  }
  parts.push(decoder.end());
  return {
    activities: parts.flatMap(inOrder),
    parts,
    problems: parts.flatMap(({ problems }) => problems),
    pages: parts.flatMap(({ page }) => page ?? []),
  };
}

const plainly = (activities: readonly Activity[]) =>
  activities.map(({ attributes, ...rest }) => ({
    ...rest,
    attributes: Object.fromEntries([...attributes].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  }));

const text = fc.oneof(
  fc.constantFrom(
    '',
    '<NA>',
    'bash',
    'pods',
    'TCP',
    '6',
    '-1',
    '4294967295',
    'docker://ab12',
    'host',
    ' x ',
    'a,b',
    '10.0.0.1',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).filter((value) => !/[\ud800-\udfff]/.test(value)),
);
const number = fc.oneof(
  fc.constantFrom(0, -1, 4294967295, 22, 2 ** 40),
  fc.integer(),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .filter((value) => !Object.is(value, -0) && Math.abs(value) < 2 ** 53),
);
const textNames = [
  'comm',
  'cmdline',
  'clientIp',
  'l4protocol',
  'protocol',
  'containerId',
  'namespace',
  'exitedAt',
  'user',
  'app',
  '__proto__',
  'auid',
  'name',
  'resource',
  'stages',
  'kubernetes.pod.name',
];
const numberNames = ['pid', 'uid', 'userLoginUid', 'serverPort', 'score', 'signal', 'errorCode'];
const listNames = ['dnsDomains', 'sourceAddresses', 'groups', 'words'];
const id = fc.oneof(
  fc.stringMatching(/^[0-9a-f]{32}$/),
  fc.stringMatching(/^[0-9A-F]{16}$/),
  fc.uuid(),
  fc.string({ minLength: 1, maxLength: 9 }).filter((value) => value !== '<NA>'),
);
const some = (names: readonly string[], value: fc.Arbitrary<string | number | string[]>) =>
  fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), { selector: ([name]) => name, maxLength: 6 });
const activity: fc.Arbitrary<Activity> = fc
  .record({
    id,
    type: fc.constantFrom(...activityTypes),
    timeNs: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
    texts: some(textNames, text),
    numbers: some(numberNames, number),
    lists: some(listNames, fc.array(text, { maxLength: 3 })),
  })
  .map(({ texts, numbers, lists, ...rest }) => ({ ...rest, attributes: new Map([...texts, ...numbers, ...lists]) }));

/** As members of the entry itself, in the order of the columns. */
function lines(activities: readonly Activity[]): string {
  const names = [...new Set(activities.flatMap(({ attributes }) => [...attributes.keys()]))];
  return activities
    .map(({ id, type, timeNs, attributes }) => {
      const members = names.filter((name) => attributes.has(name)).map((name) => [name, attributes.get(name)] as const);
      return `${JSON.stringify(Object.fromEntries([['id', id], ['type', type], ['timestamp', String(timeNs)], ...members]))}\n`;
    })
    .join('');
}

describe('an Arrow stream', () => {
  for (const plain of [false, true]) {
    it(`holds the activities that NDJSON lines with the same content do, with ${plain ? 'plain texts' : 'dictionaries'}, however it is cut`, () => {
      fc.assert(
        fc.property(
          fc.array(activity, { minLength: 1, maxLength: 12 }),
          fc.integer({ min: 1, max: 5 }),
          fc.integer({ min: 1, max: 3_000 }),
          (activities, rowsABatch, cut) => {
            const expected = decodeAll(lines(activities), { format: 'open' });
            const seen = decode(arrowStream(activities, { plain, rowsABatch }), cut);
            assert.deepEqual(plainly(seen.activities), plainly(expected.activities));
            assert.equal(seen.pages.length, 1);
          },
        ),
        { numRuns: 250 },
      );
    });
  }

  it('may come after others: what those showed is known, or forgotten again, and nothing is told less often', () => {
    const pages = fc.array(
      fc.record({
        activities: fc.array(activity, { minLength: 1, maxLength: 6 }),
        plain: fc.boolean(),
        rowsABatch: fc.integer({ min: 1, max: 5 }),
        keptBytes: fc.constantFrom(0, 1_000, 20_000, Infinity),
      }),
      { minLength: 2, maxLength: 5 },
    );
    fc.assert(
      fc.property(pages, (all) => {
        const memory = new ArrowMemory();
        const create = arrowDecoders(memory);
        const seen = all.map(({ activities, plain, rowsABatch, keptBytes }) => {
          const bytes = arrowStream(activities, { plain, rowsABatch });
          const { parts, problems } = decode(bytes, 500, create);
          const alone = decode(bytes, 500).problems;
          memory.forgetWhatIsTooMuch(keptBytes);
          assert.deepEqual(new Set(problems.map(({ reason }) => reason)), new Set(alone.map(({ reason }) => reason)));
          return parts;
        });
        // Read at the end: what was forgotten must not change what was given before.
        for (const [page, parts] of seen.entries()) {
          const expected = decodeAll(lines(all[page]!.activities), { format: 'open' });
          assert.deepEqual(plainly(parts.flatMap(inOrder)), plainly(expected.activities));
        }
      }),
      { numRuns: 150 },
    );
  });

  it("gives the same list of values in each of a backend's pages, so that a reader can remember what it made of them", () => {
    const create = arrowDecoders(new ArrowMemory());
    const [first, second] = [1, 2].map((page) => {
      const activities = Array.from({ length: 3 }, (_, row) => ({
        id: `${page} ${row}`,
        type: 'command' as const,
        timeNs: 5n,
        attributes: new Map([['comm', `sh ${page} ${row % 2}`]]),
      }));
      const { blocks } = decode(arrowStream(activities), Infinity, create).parts[0]!;
      return blocks?.[0]?.values[0];
    });
    assert.equal(first?.distinct, second?.distinct);
    assert.deepEqual(second?.distinct, ['', 'sh 1 0', 'sh 1 1', 'sh 2 0', 'sh 2 1']);
    assert.deepEqual(second && [...second.positions], [3, 4, 3]);
  });

  it('gives objects for what columns cannot say, requests of several parts, and blocks for all else, in the order of arrival', () => {
    const activities = (['command', 'kubernetes', 'connection', 'command', 'kubernetes'] as const).map(
      (type, index) => ({
        id: String(index),
        type,
        timeNs: BigInt(100 - index),
        attributes: new Map([['comm', 'sh'], ...(index === 1 ? [['user', 'eve'] as const] : [])]),
      }),
    );
    const { parts } = decode(arrowStream(activities));
    assert.deepEqual(
      parts[0]?.blocks?.map(({ type, count }) => [type, count]),
      [
        ['command', 2],
        ['connection', 1],
        ['kubernetes', 1],
      ],
    );
    assert.deepEqual(
      parts[0]?.activities.map(({ id }) => id),
      ['1'],
    );
    assert.deepEqual([...timesIn(parts[0])], [100n, 99n, 98n, 97n, 96n]);
  });

  it('takes ids of 16 bytes for the hexadecimal digits that they are', () => {
    const activities = [
      { id: '00ff'.repeat(8), type: 'command' as const, timeNs: 5n, attributes: new Map([['comm', 'sh']]) },
    ];
    assert.deepEqual(plainly(decode(arrowStream(activities, { binaryIds: true })).activities), plainly(activities));
    assert.deepEqual(plainly(decodeAll(openLines(activities)).activities), plainly(activities));
  });

  it('takes labels and requests from nested columns, and times in every unit', () => {
    const entry: readonly (readonly [string, Column<unknown>])[] = [
      ['id', columnFromArray<unknown>(['a', 'b', 'c'], utf8())],
      ['type', columnFromArray<unknown>(['commands', 'kubernetes', 'CONNECTION'], dictionary(utf8(), uint8()))],
      ['timestamp', columnFromArray<unknown>([3_000, 2_000, 1_000], timestamp(1))],
      [
        'labels',
        columnFromArray<unknown>(
          [{ cluster: 'west', team: 'x' }, { cluster: 'east', team: null }, null],
          struct({ cluster: utf8(), team: dictionary(utf8()) }),
        ),
      ],
      [
        'args',
        columnFromArray<unknown>(
          [null, { command: 'sh', container: 'web' }, null],
          struct({ command: utf8(), container: utf8() }),
        ),
      ],
      [
        'user',
        columnFromArray<unknown>(
          [null, { username: 'eve', groups: ['g', 'h'] }, null],
          struct({ username: utf8(), groups: list(utf8()) }),
        ),
      ],
      ['uid', columnFromArray<unknown>([0, null, null], int32())],
      ['size', columnFromArray<unknown>([2n ** 60n, 7n, null], int64())],
      ['score', columnFromArray<unknown>([0.5, null, NaN], float64())],
      ['labels.extra', columnFromArray<unknown>([null, 'e', 'f'], utf8())],
    ];
    const { activities, problems } = decode(streamOf(entry));
    assert.deepEqual(plainly(activities), [
      {
        id: 'a',
        type: 'command',
        timeNs: 3_000_000_000n,
        attributes: { 'kubernetes.cluster.name': 'west', score: 0.5, size: String(2n ** 60n), team: 'x', uid: 0 },
      },
      {
        id: 'b',
        type: 'kubernetes',
        timeNs: 2_000_000_000n,
        attributes: {
          command: 'sh',
          container: 'web',
          'container.name': 'web',
          extra: 'e',
          groups: ['g', 'h'],
          'kubernetes.cluster.name': 'east',
          size: 7,
          username: 'eve',
        },
      },
      { id: 'c', type: 'connection', timeNs: 1_000_000_000n, attributes: { extra: 'f' } },
    ]);
    assert.deepEqual(
      problems.map(({ kind, lost }) => [kind, lost]),
      [['value-dropped', false]],
    );
  });
});
