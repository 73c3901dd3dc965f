import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseExact, quoteLongIntegers } from '../../workers/decode/numbers.js';
import { contentId, partIds } from '../../workers/decode/record-id.js';
import { parseRfc3339, parseTime } from '../../workers/decode/rfc3339.js';
import { decodeAll } from './decode-all.js';

describe('integers above 2^53', () => {
  it('arrive as the digits that were written', () => {
    assert.deepEqual(parseExact('{"t":1606322948648718268,"n":-9007199254740993,"l":[18446744073709551615]}'), {
      t: '1606322948648718268',
      n: '-9007199254740993',
      l: ['18446744073709551615'],
    });
  });

  it('stay numbers where a number holds them', () => {
    assert.deepEqual(parseExact('{"a":9007199254740991,"b":1234567890123456,"c":1.2345678901234567,"d":1e300}'), {
      a: 9007199254740991,
      b: 1234567890123456,
      c: 1.2345678901234567,
      d: 1e300,
    });
  });

  it('are left alone inside of texts', () => {
    const value = { a: ': 1606322948648718268,', 'b:1606322948648718268': '\\":1606322948648718268}', c: '\\\\' };
    assert.deepEqual(parseExact(JSON.stringify(value)), value);
  });

  it('agree with a slow reading for any JSON', () => {
    const long = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });
    const scalar = fc.oneof(long, fc.string(), fc.constantFrom('":1606322948648718268', '\\', '\\"'), fc.boolean());
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), scalar)), fc.constantFrom('', ' ', '\n'), (pairs, space) => {
        const write = (value: unknown): string => (typeof value === 'bigint' ? String(value) : JSON.stringify(value));
        const text = `[${pairs.map(([key, value]) => `{${JSON.stringify(key)}:${space}${write(value)}${space}}`).join(`,${space}`)}]`;
        const expected = pairs.map(([key, value]) => {
          const isLong = typeof value === 'bigint' && (value > 2n ** 53n - 1n || value < -(2n ** 53n - 1n));
          const read = typeof value !== 'bigint' ? value : isLong ? String(value) : Number(value);
          // As JSON.parse does it, where `__proto__` is a key like any other.
          return JSON.parse(`{${JSON.stringify(key)}:${JSON.stringify(read)}}`) as unknown;
        });
        assert.deepEqual(parseExact(text), expected);
      }),
    );
  });

  it('cost linear time among many quotes', () => {
    const text = `{"a":"${'\\"'.repeat(500_000)}","b":[${'1606322948648718268,'.repeat(50_000)}0]}`;
    assert.equal(quoteLongIntegers(text).length, text.length + 100_000);
  });
});

describe('times', () => {
  it('keep every nanosecond', () => {
    assert.equal(parseRfc3339('2020-11-25T16:49:08.648718268Z'), 1606322948648718268n);
    assert.equal(parseTime('1606322948648718268'), 1606322948648718268n);
    assert.equal(parseTime({ seconds: '1732454400', nanos: 123456789 }), 1732454400123456789n);
    assert.equal(parseTime({ seconds: 1570094449 }), 1570094449000000000n);
  });

  it('may have any number of decimals and any offset', () => {
    const expected = 1685022245400000000n;
    for (const text of [
      '2023-05-25T13:44:05.4Z',
      '2023-05-25T13:44:05.400Z',
      '2023-05-25T13:44:05.4000000009Z',
      '2023-05-25t15:44:05.4+02:00',
      '2023-05-25T15:44:05.4+0200',
      '2023-05-25 08:14:05.4-05:30',
    ]) {
      assert.equal(parseRfc3339(text), expected, text);
    }
  });

  it('before 1970 count downwards', () => {
    assert.equal(parseRfc3339('1969-12-31T23:59:59.999999999Z'), -1n);
  });

  it('that do not exist are none', () => {
    for (const text of [
      '',
      'now',
      '2023-02-30T00:00:00Z',
      '2023-13-01T00:00:00Z',
      '2023-01-01T24:00:00Z',
      '2023-01-01T00:60:00Z',
      '2023-01-01T00:00:00',
      '2023-01-01T00:00:00Z+2',
      '09:20:49.620298462',
      '2023-01-01T00:00:00+25:00',
    ]) {
      assert.equal(parseRfc3339(text), null, text);
    }
    for (const value of [null, undefined, true, 1.5, NaN, '12a', {}, [], { seconds: 'x' }])
      assert.equal(parseTime(value), null);
  });

  it('agree with Date for any millisecond', () => {
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date(8e12), noInvalidDate: true }), (date) => {
        assert.equal(parseRfc3339(date.toISOString()), BigInt(date.getTime()) * 1_000_000n);
      }),
    );
  });
});

describe('ids made from content', () => {
  it('do not depend on white space between tokens, but on every character of texts', () => {
    const value = { a: 'x y', b: [1, { c: ' "q" ' }] };
    const id = contentId(JSON.stringify(value), 5n);
    assert.equal(contentId(JSON.stringify(value, null, 2), 5n), id);
    assert.notEqual(contentId(JSON.stringify({ ...value, a: 'x  y' }), 5n), id);
    assert.notEqual(contentId(JSON.stringify(value), 6n), id);
    assert.match(id, /^0{15}5[0-9a-f]{16}$/);
  });

  it('differ for a hundred thousand records that differ in one digit', () => {
    const ids = new Set(Array.from({ length: 100_000 }, (_, index) => contentId(`{"pid":${index}}`, 1n)));
    assert.equal(ids.size, 100_000);
  });

  it('are those of earlier releases, so that what a cache holds is known again', () => {
    assert.equal(contentId('{"pid":12}', 5n), '000000000000000556c23f280aa89963');
    const timeNs = 1_678_936_138_000_000_000n;
    const rows = '"snapshot":[{"pid":"1"}]}';
    assert.equal(partIds(`{"name":"q",${rows}`)('{"pid":"1"}', timeNs), '174cc785aa0e64004943dff0961ecef2');
    assert.equal(partIds(`{"name":"q", ${rows}`)('{"pid":"1"}', timeNs), '174cc785aa0e6400ca7a956f1735b351');
  });

  it('are the same for a part as for the record and the part together', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.nat(2), (value, other, indent) => {
        const text = JSON.stringify({ value }, null, indent);
        const idOf = partIds(text);
        for (const part of [JSON.stringify({ other }), JSON.stringify({ value })])
          assert.equal(idOf(part, 5n), contentId(`${text}\n${part}`, 5n));
      }),
    );
  });

  it('of the rows of one snapshot take one look at its text, not one for each row', (context) => {
    const snapshot = Array.from({ length: 200 }, (_, at) => ({ pid: String(at), parent: '0', cmdline: `a ${at}` }));
    const text = JSON.stringify({ name: 'q', hostIdentifier: 'h', unixTime: 1_700_000_000, snapshot });
    const charCodeAt = context.mock.method(String.prototype, 'charCodeAt');
    const { activities } = decodeAll(text);
    const looks = charCodeAt.mock.calls.filter((call) => String(call.this).length >= text.length).length;
    context.mock.reset();
    assert.equal(new Set(activities.map(({ id }) => id)).size, 200);
    assert.ok(looks < 4 * text.length, `${looks} looks at ${text.length} characters`);
  });
});
