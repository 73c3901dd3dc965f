import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RecordHandler } from '../../workers/decode/record-handler.js';
import { RecordReader } from '../../workers/decode/record-reader.js';

type Found =
  | {
      readonly kind: 'record' | 'document';
      readonly value: unknown;
      readonly line: number;
      readonly byteOffset: number;
    }
  | {
      readonly kind: 'unreadable' | 'long' | 'remark';
      readonly text: string;
      readonly line: number;
      readonly byteOffset: number;
    };

const encoder = new TextEncoder();

function read(
  input: string | Uint8Array,
  cut: number | readonly number[] = Infinity,
  maxRecordBytes = 1 << 24,
): Found[] {
  const found: Found[] = [];
  const handler: RecordHandler = {
    record: (value, _text, at) => found.push({ kind: 'record', value, ...at }),
    document: (value, at) => found.push({ kind: 'document', value, ...at }),
    unreadable: (_reason, excerpt, at) => found.push({ kind: 'unreadable', text: excerpt, ...at }),
    tooLong: (length, _excerpt, at) => found.push({ kind: 'long', text: String(length), ...at }),
    remark: (reason, _excerpt, at) => found.push({ kind: 'remark', text: reason, ...at }),
  };
  const reader = new RecordReader(handler, maxRecordBytes);
  const bytes = typeof input === 'string' ? encoder.encode(input) : input;
  const cuts = typeof cut === 'number' ? [cut] : cut;
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const length = Math.max(1, cuts[turn % cuts.length] ?? 1);
    reader.push(bytes.subarray(from, from + length));
    from += length;
  }
  reader.end();
  return found;
}

const records = (found: readonly Found[]): unknown[] =>
  found.flatMap((one) => (one.kind === 'record' ? [one.value] : []));
const unreadable = (found: readonly Found[]): string[] =>
  found.flatMap((one) => (one.kind === 'unreadable' ? [one.text] : []));

/** The same, whatever the cuts. */
function readEachWay(input: string | Uint8Array, maxRecordBytes?: number): Found[] {
  const whole = read(input, Infinity, maxRecordBytes);
  for (const cut of [1, 2, 3, 7, 64]) assert.deepEqual(read(input, cut, maxRecordBytes), whole, `cut at ${cut}`);
  return whole;
}

describe('framing', () => {
  it('reads lines with LF, CRLF, blank lines, indentation and without an end', () => {
    const found = readEachWay('{"a":1}\n{"a":2}\r\n\r\n \t\n   {"a":3}  \n\n{"a":4}');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }, { a: 3 }, { a: 4 }]);
    assert.deepEqual(
      found.map(({ line, byteOffset }) => [line, byteOffset]),
      [
        [1, 0],
        [2, 8],
        [5, 25],
        [7, 36],
      ],
    );
  });

  it('passes over byte order marks, also where files were appended', () => {
    const found = readEachWay('\uFEFF{"a":1}\n\uFEFF{"a":2}\n\uFEFF[{"a":3}]');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }, { a: 3 }]);
    assert.equal(found.length, 3);
  });

  it('reads pretty-printed objects one after another, with and without a line between', () => {
    const pretty = (value: unknown): string => JSON.stringify(value, null, 3);
    const values = [{ a: { b: [1, { c: '}{"\\' }] } }, { d: [] }, { e: {} }];
    assert.deepEqual(records(readEachWay(values.map(pretty).join(''))), values);
    assert.deepEqual(records(readEachWay(values.map(pretty).join('\n'))), values);
    assert.deepEqual(records(readEachWay(values.map((value) => JSON.stringify(value)).join(' '))), values);
  });

  it('reads lists, compact, in lines and pretty-printed', () => {
    const values = [{ a: 1 }, { b: [{ c: 2 }, ']'] }, { d: 'x' }];
    const lines = values.map((value) => JSON.stringify(value)).join(',\n');
    for (const text of [JSON.stringify(values), JSON.stringify(values, null, 2), `[\n${lines}\n]\n`, `[${lines}]`]) {
      const found = readEachWay(text);
      assert.deepEqual(records(found), values);
      assert.equal(found.length, values.length);
    }
    assert.deepEqual(readEachWay('[]\n[ \n ]'), []);
  });

  it('reads documents with a list of items or of entries one by one, then the rest of the document', () => {
    const list = { kind: 'EventList', items: [{ a: 1 }, { b: ']}' }], after: true };
    const page = { page: { total: 2 }, data: [{ type: 'x', id: '1' }, { q: 1 }] };
    const late = { data: [{ timestamp: 1 }, { timestamp: 2 }], page: { next: 'n' } };
    for (const document of [list, page, late]) {
      const members = 'items' in document ? document.items : document.data;
      for (const text of [JSON.stringify(document), JSON.stringify(document, null, 1)]) {
        const found = readEachWay(`${text}\n{"z":1}\n`);
        assert.deepEqual(records(found), [...members, { z: 1 }]);
        const frame = found.find(({ kind }) => kind === 'document');
        const key = 'items' in document ? 'items' : 'data';
        assert.deepEqual(frame && 'value' in frame && frame.value, { ...document, [key]: [] });
      }
    }
  });

  it('leaves a list of arguments in its record', () => {
    const event = { name: 'execve', data: [{ name: 'pathname', str: '/bin/ls' }], workload: {} };
    for (const text of [JSON.stringify(event), JSON.stringify(event, null, 2)]) {
      assert.deepEqual(records(readEachWay(text)), [event]);
    }
  });

  it('gives every line position of records in a document exactly', () => {
    const text = '{"data":[\n\n{"timestamp":1},\n  {"timestamp":2}\n],"page":{}}\n';
    assert.deepEqual(
      readEachWay(text).map(({ kind, line, byteOffset }) => [kind, line, byteOffset]),
      [
        ['record', 3, 11],
        ['record', 4, 30],
        ['document', 1, 0],
      ],
    );
  });

  it('reports junk lines with line, offset and excerpt, and reads on', () => {
    const found = readEachWay('I0101 klog {"a":0}\n{"a":1}\nThu May 18: Falco [x]\r\n{"a":2}\n12\n"x"\n]\n}\n{"a":3}');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }, { a: 3 }]);
    assert.deepEqual(unreadable(found), ['I0101 klog {"a":0}', 'Thu May 18: Falco [x]', '12', '"x"', ']', '}']);
    assert.deepEqual(
      found.filter(({ kind }) => kind === 'unreadable').map(({ line, byteOffset }) => [line, byteOffset]),
      [
        [1, 0],
        [3, 27],
        [5, 58],
        [6, 61],
        [7, 65],
        [8, 67],
      ],
    );
  });

  it('takes a line in square brackets that is no list for junk', () => {
    const found = readEachWay('[2026-01-01 10:00] started\n{"a":1}\n[1, 2]\n');
    assert.deepEqual(records(found), [{ a: 1 }]);
    assert.deepEqual(unreadable(found), ['[2026-01-01 10:00] started', '[1, 2]']);
  });

  it('reports members of a list that are no objects one by one', () => {
    const found = readEachWay('[{"a":1}, 5, "x,]{", null,{"a":2}, true]');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }]);
    assert.deepEqual(unreadable(found), ['5', '"x,]{"', 'null', 'true']);
  });

  it('loses only the broken record, however it is broken', () => {
    const broken = [
      '{"a":tru}',
      '{"a":1',
      '{"a":"x',
      '{"a":{"b":1}',
      '{"a":[1,2',
      '{"a":[1,2,',
      '{"a":',
      '{"a"',
      '{',
      '{"a":1}}',
      '{"a":[1}',
      '{"a" 1}',
      '{"a":1,}',
      '{"a":"\u0001"}',
      '{"a":"\\x"}',
      "{'a':1}",
      '{"a":01}',
      '{"a":{"b":{"c":[[[',
    ];
    for (const line of broken) {
      const found = readEachWay(`{"n":1}\n${line}\n{"n":2}\n{"n":3}\n`);
      const expected = line === '{"a":1}}' ? [{ n: 1 }, { a: 1 }, { n: 2 }, { n: 3 }] : [{ n: 1 }, { n: 2 }, { n: 3 }];
      assert.deepEqual(records(found), expected, line);
      assert.equal(unreadable(found).length, 1, line);
      assert.equal(found.find(({ kind }) => kind === 'unreadable')?.line, 2, line);
    }
  });

  it('loses only the broken record of a pretty-printed list', () => {
    const text = JSON.stringify([{ a: 1 }, { b: { c: 'BROKEN' } }, { d: [{ e: 1 }] }], null, 2).replace(
      '"BROKEN"',
      'tru',
    );
    const found = readEachWay(text);
    assert.deepEqual(records(found), [{ a: 1 }, { d: [{ e: 1 }] }]);
    assert.equal(unreadable(found).length, 1);
  });

  it('loses only the broken record of a list in one line', () => {
    const found = readEachWay('[{"a":1},{"b":[1,2},{"c":3},{"d":nul},{"e":5}]');
    assert.deepEqual(records(found), [{ a: 1 }, { c: 3 }, { e: 5 }]);
    assert.equal(unreadable(found).length, 2);
  });

  it('reports a record that is cut off at the end', () => {
    for (const end of ['{"a":1,"b', '{"a":[', '{\n  "a": 1\n', '{"a":"x\\']) {
      const found = readEachWay(`{"n":1}\n${end}`);
      assert.deepEqual(records(found), [{ n: 1 }]);
      assert.deepEqual(unreadable(found), [end.trimEnd()]);
    }
  });

  it('says that a list is not closed, and loses nothing by it', () => {
    const found = readEachWay('[{"a":1},\n{"a":2}');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }]);
    assert.deepEqual(
      found.filter(({ kind }) => kind !== 'record').map(({ kind, line }) => [kind, line]),
      [['remark', 1]],
    );
  });

  it('passes over zero bytes that a truncated file leaves', () => {
    const found = readEachWay('\0\0\0{"a":1}\n\0\n{"a":2}\n');
    assert.deepEqual(records(found), [{ a: 1 }, { a: 2 }]);
    assert.equal(found.filter(({ kind }) => kind === 'remark').length, 2);
  });

  it('counts a record that is too long, does not hold it, and keeps its neighbours', () => {
    const long = `{"a":"${'x'.repeat(200)}"}`;
    const pretty = `{\n "a": "${'y'.repeat(200)}",\n "b": {\n  "c": 1\n }\n}`;
    const found = readEachWay(`{"n":1}\n${long}\n{"n":2}\n${pretty}\n{"n":3}\n${'junk '.repeat(50)}\n{"n":4}`, 100);
    assert.deepEqual(records(found), [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
    assert.deepEqual(
      found.flatMap((one) => (one.kind === 'long' ? [[one.text, one.line]] : [])),
      [
        [String(long.length), 2],
        [String(pretty.length), 4],
      ],
    );
  });

  it('reads in linear time what is made to be slow', () => {
    const megabytes = 1 << 20;
    const inputs = [
      `{"a":"${'x'.repeat(20 * megabytes)}"}\n`,
      '{"a":[\n'.repeat(300_000),
      `{"a":${'['.repeat(5 * megabytes)}\n`,
      '{"a":1} '.repeat(300_000),
      '\\"'.repeat(2 * megabytes),
      `[${'{"a":1},'.repeat(300_000)}`,
      '['.repeat(megabytes),
      `{"a":${'{"b":'.repeat(300_000)}\n`,
    ];
    for (const input of inputs) {
      const found = read(`{"n":1}\n${input}\n{"n":2}\n`, 65_536);
      assert.deepEqual(
        found.find(({ kind }) => kind === 'record'),
        { kind: 'record', value: { n: 1 }, line: 1, byteOffset: 0 },
      );
      const last = found.filter(({ kind }) => kind === 'record').at(-1);
      assert.deepEqual(last && 'value' in last && last.value, { n: 2 }, input.slice(0, 20));
    }
  });

  it('survives nesting deeper than any stack', () => {
    const deep = `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    assert.deepEqual(records(read(`${deep}\n{"n":1}\n`)).at(-1), { n: 1 });
  });

  const key = fc.string({ maxLength: 6 }).filter((text) => !['items', 'data', 'page'].includes(text));
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('{', '}', '[', ']', '"', '\\', '\n', ',"a":{', '}\n{'),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 3 }),
      tie('object'),
    ),
    object: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  })).object;
  const style = fc.constantFrom('line', 'pretty', 'tab', 'joined', 'list', 'prettyList');
  const junk = fc.constantFrom('', '', 'klog line', '\r', '   ', 'I0101 10:00:00 x.go] {"a": }', '<xml/>');

  it('gives the same records for any layout, any junk between and any cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ style, values: fc.array(json, { minLength: 1, maxLength: 4 }), junk }), { maxLength: 6 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 }),
        fc.constantFrom('\n', '\r\n'),
        (groups, cuts, lineEnd) => {
          const text = groups
            .map((group) => layOut(group.style, group.values, lineEnd) + group.junk + lineEnd)
            .join('');
          const found = read(text, cuts);
          const expected = groups.flatMap((group) => JSON.parse(JSON.stringify(group.values)) as unknown[]);
          assert.deepEqual(records(found), expected);
          const expectedJunk = groups.map((group) => group.junk).filter((line) => line.trim() !== '');
          assert.deepEqual(unreadable(found), expectedJunk);
          const bytes = encoder.encode(text);
          for (const { byteOffset, line } of found) {
            const before = new TextDecoder().decode(bytes.subarray(0, byteOffset));
            assert.equal(line, before.split('\n').length, 'line and offset are of the same place');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('never throws, whatever the bytes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...'{}[]",:\\\n\0 1'.split('').map((c) => c.charCodeAt(0))), fc.nat(255)), {
          maxLength: 200,
        }),
        fc.integer({ min: 1, max: 9 }),
        (bytes, cut) => {
          const input = Uint8Array.from(bytes);
          assert.deepEqual(read(input, cut), read(input));
        },
      ),
      { numRuns: 2000 },
    );
  });
});

function layOut(style: string, values: readonly unknown[], lineEnd: string): string {
  const lines = (text: string): string => text.replaceAll('\n', lineEnd);
  switch (style) {
    case 'pretty':
      return values.map((value) => lines(JSON.stringify(value, null, 2)) + lineEnd).join('');
    case 'tab':
      return values.map((value) => lines(JSON.stringify(value, null, '\t')) + lineEnd).join('');
    case 'joined':
      return values.map((value) => JSON.stringify(value)).join('') + lineEnd;
    case 'list':
      return JSON.stringify(values) + lineEnd;
    case 'prettyList':
      return lines(JSON.stringify(values, null, 4)) + lineEnd;
    default:
      return values.map((value) => JSON.stringify(value) + lineEnd).join('');
  }
}
