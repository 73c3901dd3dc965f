/** One record that nobody foresaw costs itself, whatever is in it, and is shown among what could not be read. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ProblemKind, WireFormat, type Decoded } from '../../src/model/reading.js';
import { EnclosedReading } from '../../workers/decode/enclosed-reading.js';
import { auditd } from '../../workers/decode/auditd.js';
import type { FormatDecoder, TextFormat } from '../../workers/decode/format-decoder.js';
import { skipped } from '../../workers/decode/format-decoder.js';
import { textOf } from '../../workers/decode/json-text.js';
import { StreamDecoder } from '../../workers/decode/stream-decoder.js';
import { decodeAll } from './decode-all.js';

const folder = new URL('samples/', import.meta.url);
const lines = readdirSync(folder).flatMap((name) =>
  readFileSync(new URL(name, folder), 'utf8')
    .split('\n')
    .filter((line) => line !== ''),
);
const records = lines.filter((line) => line.startsWith('{'));

const unprintable = { toString: null, valueOf: null };
const deep = '{"a":'.repeat(5000) + '1' + '}'.repeat(5000);

const hostile = fc.oneof(
  fc.constantFrom<unknown>(
    unprintable,
    [unprintable],
    { value: unprintable },
    null,
    [],
    {},
    [[]],
    -1,
    1e308,
    1.5,
    true,
    '',
    '\u0000',
    '%',
    '%zz',
    '9'.repeat(25),
    '-1',
    'Infinity',
    'type=SYSCALL msg=audit(999999999 12:26:40.123:45): x',
  ),
  fc.jsonValue(),
);

/** The record with another value in one place. */
function changed(text: string, which: number, value: unknown): unknown {
  let places = 0;
  JSON.parse(text, (_, old: unknown) => (places++, old));
  let at = 0;
  const chosen = which % places;
  return JSON.parse(text, (_, old: unknown) => (at++ === chosen ? value : old));
}

const audit = (second: number): string =>
  `type=SYSCALL msg=audit(16000000${second}.123:4${second}): arch=c000003e syscall=59 success=yes exit=0 pid=1 comm="a" exe="/a"`;

describe('a line nobody foresaw', () => {
  it('of any format, with anything in any place of it, stops nothing: what follows is read', () => {
    const last = '{"id":"last","type":"command","timestamp":1700000000000000000,"comm":"last"}';
    fc.assert(
      fc.property(fc.constantFrom(...records), fc.nat(), hostile, fc.boolean(), (text, which, value, columns) => {
        const line = JSON.stringify(changed(text, which, value));
        const { activities, problems, records: count } = decodeAll(`${line}\n${line}\n${last}`, { columns });
        assert.equal(activities.at(-1)?.id, 'last');
        assert.deepEqual(
          problems.filter(({ reason }) => reason.includes('fault')),
          [],
        );
        assert.ok(count >= 1);
      }),
      { numRuns: 1000 },
    );
  });

  it('with pieces of other lines in it stops nothing either', () => {
    const piece = fc.tuple(fc.constantFrom(...lines), fc.nat(400), fc.nat(400));
    fc.assert(
      fc.property(fc.constantFrom(...lines), fc.array(piece, { maxLength: 3 }), (line, pieces) => {
        const mixed = pieces.reduce((text, [other, from, length]) => {
          const at = from % text.length;
          return text.slice(0, at) + other.slice(from, from + length) + text.slice(at + (length % 7));
        }, line);
        const { problems } = decodeAll(`${mixed}\n${audit(12)}\n`);
        assert.deepEqual(
          problems.filter(({ reason }) => reason.includes('fault')),
          [],
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('of the audit log, with a date beyond the calendar, is counted, and those around it are read', () => {
    const bad = 'type=SYSCALL msg=audit(999999999 12:26:40.123:45): arch=c000003e syscall=59 pid=1';
    const beyond = 'type=SYSCALL msg=audit(99999999999.123:45): arch=c000003e syscall=59 success=yes exit=0 pid=1';
    for (const line of [bad, beyond]) {
      const { activities, problems } = decodeAll([audit(10), line, audit(11)].join('\n'));
      assert.equal(activities.length, 2);
      assert.deepEqual(
        problems.map((problem) => [problem.line, problem.excerpt]),
        [[2, line]],
      );
    }
  });

  it('of a collector, with members no text can be made of, is counted', () => {
    for (const record of [
      { category: unprintable },
      { message: unprintable, ingestionTime: 1, logStreamName: 'x' },
      { message: [unprintable], ingestionTime: 1, logStreamName: 'x' },
    ]) {
      const { problems, activities } = decodeAll(`${JSON.stringify(record)}\n${audit(10)}\n`);
      assert.equal(activities.length, 1);
      assert.deepEqual(
        problems.map(({ kind }) => kind),
        [ProblemKind.notRecognised],
      );
    }
  });

  it('is read however deep it is nested', () => {
    const row = `{"name":"q","hostIdentifier":"h","unixTime":1600000000,"columns":{"pid":"1","parent":"0","path":"/a","x":${deep}}}`;
    assert.equal(decodeAll(`{"log_type":"result","data":[${row}]}`).activities.length, 1);
    const process = `{"@timestamp":"2020-01-01T00:00:00Z","ecs":{"version":"1"},"process":{"pid":1,"args":["a"],"executable":"/a"},"x":${deep}}`;
    assert.equal(decodeAll(`{"hits":{"hits":[{"_source":${process}}]}}`).activities.length, 1);
    const entry = `{"id":"a","type":"command","timestamp":1600000000000000000,"x":${deep}}`;
    assert.equal(decodeAll(`{"stream":"stdout","log":${entry}}`).activities.length, 1);
  });

  it('has the same text, and so the same id, whether or not it is nested too deep for the engine', () => {
    assert.equal(textOf(JSON.parse(deep)), deep);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const around = (inner: string): string => `[1,"a",${'['.repeat(8000)}${inner}${']'.repeat(8000)},{"b":null}]`;
        const text = JSON.stringify(value);
        assert.equal(textOf(JSON.parse(around(text))), around(text));
      }),
      { numRuns: 20 },
    );
  });
});

describe('a decoder that throws in spite of its promise', () => {
  const failing: FormatDecoder = {
    format: WireFormat.open,
    recognise(record) {
      if (record['fails'] === 'recognise') throw new TypeError('recognise');
      return 1;
    },
    decode(record) {
      if (record['fails'] === 'decode') throw new RangeError('decode');
      return skipped;
    },
  };
  const failingText: TextFormat = {
    format: WireFormat.auditd,
    createReader: (onId) => {
      const reader = auditd.createReader(onId);
      return {
        read: (line, at) => {
          if (line.includes('fails')) throw new TypeError('read');
          return reader.read(line, at);
        },
        end: () => reader.end(),
      };
    },
  };
  const decoder = (): StreamDecoder =>
    new StreamDecoder({ source: 'test' }, [failing], undefined, {
      textFormats: [failingText],
      createReading: (host, maxRecordBytes) => new EnclosedReading(host, maxRecordBytes),
    });
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

  it('costs the record it was given: one problem with its line, its text and what went wrong', () => {
    const input = [
      '{"a":1}',
      '{"fails":"decode"}',
      '{"fails":"recognise"}',
      audit(10),
      'this fails',
      audit(11),
      '{"items":[{"fails":"decode"},{"a":2}],"fails":"recognise"}',
      '{"a":3}',
      '',
    ].join('\n');
    for (const cut of [1, 7, input.length]) {
      const one = decoder();
      const parts: Decoded[] = [];
      for (let at = 0; at < input.length; at += cut) parts.push(one.push(bytes(input.slice(at, at + cut))));
      parts.push(one.end());
      assert.equal(parts.flatMap(({ activities }) => activities).length, 2);
      assert.equal(
        parts.reduce((sum, { skipped: count }) => sum + count, 0),
        3,
      );
      assert.deepEqual(
        parts.flatMap(({ problems }) => problems).map(({ line, reason, lost }) => [line, reason, lost]),
        [
          [2, 'This could not be read, by a fault of the reader: decode.', true],
          [3, 'This could not be read, by a fault of the reader: recognise.', true],
          [5, 'This could not be read, by a fault of the reader: read.', true],
          [7, 'This could not be read, by a fault of the reader: decode.', true],
          [7, 'This could not be read, by a fault of the reader: recognise.', true],
        ],
      );
    }
  });
});
