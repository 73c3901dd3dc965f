/** What servers say as JSON is read as it stands there, integers to the last digit. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { createDecoder } from '../../workers/decode/decoder.js';
import { parseExactly, readTrace } from '../../workers/ingest/http-trace.js';

/** As `JSON.parse` has it, where integers that were kept as texts of digits are numbers again. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, one: unknown) =>
    typeof one === 'string' && /^-?\d{16,}$/.test(one) ? Number(one) : one,
  );

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one.toExponential(20)),
  fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 25n }).map((one) => `0.${one}`),
  fc.tuple(fc.maxSafeInteger(), fc.nat(1e9), fc.integer({ min: -300, max: 290 })).map(([a, b, e]) => `${a}.${b}E${e}`),
  fc.constantFrom(
    '0.30000000000000004',
    '0.6931471805599453',
    '1.2345678901234567e-7',
    '-0',
    '1e20',
    '12345678901234567E0',
  ),
);
const text = fc.oneof(fc.string({ unit: 'binary' }), number).map((one) => JSON.stringify(one));

describe('JSON of a server', () => {
  it('is that of JSON.parse, with whatever numbers and texts, but for integers it would round', () => {
    const cell = fc.oneof(number, text, fc.json({ noUnicodeString: false }));
    const space = fc.constantFrom('', ' ', '\n\t ');
    fc.assert(
      fc.property(fc.array(fc.tuple(text, cell, space)), (members) => {
        const whole = `[${members.map(([name, value, gap]) => `{${name}${gap}:${gap}${value}${gap}}`).join(',')}]`;
        assert.deepEqual(rounded(parseExactly(whole)), rounded(JSON.parse(whole)));
      }),
      { numRuns: 1000 },
    );
  });

  it('keeps every integer that a number cannot hold, digit by digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), (integer) => {
        const value = (parseExactly(`{"a": ${integer}}`) as { readonly a: unknown }).a;
        assert.equal(String(value), String(integer));
        assert.equal(typeof value, Number.isSafeInteger(Number(integer)) ? 'number' : 'string');
      }),
    );
  });

  it('is none where JSON.parse finds none', () => {
    for (const broken of [
      '{1234567890123456789: 1}',
      '{1234567890123456789\n:1}',
      '[01234567890123456789]',
      '[1.]',
      '[.12345678901234567]',
      '["1234567890123456789]',
      '[--1234567890123456789]',
      '[1e]',
      '[0x12345678901234567890]',
      '',
    ])
      assert.equal(parseExactly(broken), undefined, broken);
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('[', ']', '{', '}', '"', '\\', ',', ':', '-', '.', 'e', '0', '1234567890123456789', ' '),
        ),
        (pieces) => {
          const maybe = pieces.join('');
          let isJson = true;
          try {
            JSON.parse(maybe);
          } catch {
            isJson = false;
          }
          assert.equal(parseExactly(maybe) !== undefined, isJson, maybe);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('with an activity nested deeper than can be written again is a trace with one row that is unreadable', () => {
    const deep = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const row = `{"activity":${deep},"certainty":"exact","sessions":[]}`;
    assert.deepEqual(readTrace('server', createDecoder, 's', `{"session":"s","rows":[${row}]}`), {
      rows: [],
      unreadable: 1,
    });
  });
});
