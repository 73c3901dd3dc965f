/** A time that is zero, in whatever way a program writes that, is none: what has not ended has no end. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { WireFormat } from '../../src/model/reading.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { parseRfc3339 } from '../../workers/decode/rfc3339.js';
import { activitiesOf } from './activities-of.js';
import { attributesOf, decodeOne } from './decode-all.js';

const timeNs = 1_700_000_000_000_000_000n;
const zeros: readonly unknown[] = [
  0,
  '0',
  -1,
  '0001-01-01T00:00:00Z',
  '0001-01-01T00:00:00.000000000+09:00',
  '1970-01-01T00:00:00Z',
  { seconds: 0, nanos: 0 },
  { seconds: '-62135596800' },
];

describe('a time that is zero', () => {
  it('is no end of a request, of a process or of anything else', () => {
    for (const zero of zeros) {
      const request = { id: 'a', type: 'kubernetes', timestamp: String(timeNs), resource: 'pods', subResource: 'exec' };
      const staged = { ...request, stages: { started: String(timeNs), completed: zero } };
      assert.equal(attributesOf(decodeOne(staged))['completedAt'], undefined, JSON.stringify(zero));
      assert.equal(attributesOf(decodeOne(staged))['startedAt'], String(timeNs));
      const process = { id: 'b', type: 'command', timestamp: String(timeNs), comm: 'sh', exitedAt: zero };
      assert.deepEqual(attributesOf(decodeOne(process)), { comm: 'sh' }, JSON.stringify(zero));
    }
  });

  it('is no end of a process of Elastic either, whose event says when it ended', () => {
    for (const zero of zeros) {
      const ended = decodeOne({
        '@timestamp': '2024-01-01T00:00:00Z',
        event: { category: ['process'], type: ['end'], id: 'e' },
        process: { pid: 1, executable: '/bin/sh', end: zero },
      });
      assert.equal(ended.timeNs, 1_704_067_200_000_000_000n, JSON.stringify(zero));
      assert.equal(ended.attributes.get('exitedAt'), '1704067200000000000');
    }
  });

  it('is left out of lines that are read into columns too', () => {
    const line = (at: number): string =>
      `{"id":"a${at}","type":"command","timestamp":${timeNs + BigInt(at)},"comm":"sh","exitedAt":${at % 2 === 0 ? 0 : timeNs}}`;
    const text = Array.from({ length: 50 }, (_, at) => line(at)).join('\n');
    const decoder = createDecoder({ source: 'test', format: WireFormat.open, columns: true });
    const decoded = decoder.push(new TextEncoder().encode(`${text}\n`));
    assert.ok((decoded.blocks ?? []).length > 0);
    const found = activitiesOf(decoded);
    assert.equal(found.length, 50);
    for (const [at, { attributes }] of found.entries())
      assert.equal(attributes.get('exitedAt'), at % 2 === 0 ? undefined : String(timeNs));
  });
});

describe('times of RFC 3339', () => {
  it('are of the year that they name, from the first to the last', () => {
    assert.equal(parseRfc3339('0001-01-01T00:00:00Z'), -62_135_596_800_000_000_000n);
    assert.equal(parseRfc3339('0100-02-29T00:00:00Z'), null);
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }),
        (date) => {
          assert.equal(parseRfc3339(date.toISOString()), BigInt(date.getTime()) * 1_000_000n);
        },
      ),
    );
  });
});
