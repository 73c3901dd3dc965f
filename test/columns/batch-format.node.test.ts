import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { decodeBatch, encodeBatch } from '../../workers/columns/batch-format.js';
import { crc32 } from '../../workers/columns/checksum.js';
import { Dictionaries } from '../../workers/columns/dictionary.js';
import { Holdings } from '../../workers/columns/holdings.js';
import { inOrder, NaiveHoldings } from '../query/naive-engine.js';
import { arrivals } from '../query/random-questions.js';

function isStorageError(thrown: unknown): boolean {
  return thrown instanceof AuditError && thrown.code === ErrorCode.storage;
}

function activitiesOf(bytes: Uint8Array): readonly Activity[] {
  const dictionaries = new Dictionaries();
  // Codes of the holdings differ from those of the batch.
  for (const name of ['comm', 'odd', 'pid']) dictionaries.of(name).encode(`before ${name}`);
  const batch = decodeBatch(bytes, dictionaries);
  return Array.from({ length: batch.count }, (_, row) => batch.activityAt(row, dictionaries));
}

function encoded(activities: readonly Activity[]): Uint8Array[] {
  const holdings = new Holdings();
  holdings.add(activities);
  const { batches, dictionaries } = holdings.snapshot();
  return batches.map(({ batch }) => encodeBatch(batch, dictionaries));
}

const one: Activity = {
  id: '0f0e0d0c-0000-4000-8000-000000000001',
  type: 'command',
  timeNs: 1_700_000_000_000_000_000n,
  attributes: new Map<string, string | number | readonly string[]>([
    ['comm', 'bash'],
    ['pid', 12],
    ['groups', ['a', 'b']],
  ]),
};

describe('an encoded batch', () => {
  it('gives back every activity exactly', () => {
    fc.assert(
      fc.property(arrivals, (parts) => {
        const naive = new NaiveHoldings();
        naive.add(parts.flat());
        const back = encoded(parts.flat()).flatMap(activitiesOf);
        assert.deepEqual(inOrder(back), inOrder(naive.all));
      }),
      { numRuns: 300 },
    );
  });

  it('is the same wherever it lies in a larger buffer', () => {
    const [bytes] = encoded([one]);
    for (const shift of [1, 3, 8]) {
      const larger = new Uint8Array(bytes!.length + shift + 5);
      larger.set(bytes!, shift);
      assert.deepEqual(activitiesOf(larger.subarray(shift, shift + bytes!.length)), [one]);
    }
  });

  it('is refused when it was cut anywhere', () => {
    const [bytes] = encoded([one]);
    for (let length = 0; length < bytes!.length; length += 1) {
      assert.throws(() => activitiesOf(bytes!.subarray(0, length)), isStorageError, `${length} bytes`);
    }
    assert.throws(() => activitiesOf(new Uint8Array([...bytes!, 0])), isStorageError);
  });

  it('is refused when any bit was flipped', () => {
    const [bytes] = encoded([one, { ...one, id: 'another', attributes: new Map([['pid', 0.5]]) }]);
    for (let bit = 0; bit < bytes!.length * 8; bit += 1) {
      // The last word before the checksummed part is the checksum itself; all of it is covered.
      const flipped = bytes!.slice();
      flipped[bit >>> 3]! ^= 1 << (bit & 7);
      assert.throws(() => activitiesOf(flipped), isStorageError, `bit ${bit}`);
    }
  });

  it('is refused, never misread, when its content lies although the checksum is right', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(), fc.integer({ min: 1, max: 255 }), (parts, at, change) => {
        for (const bytes of encoded(parts.flat())) {
          const forged = bytes.slice();
          forged[16 + (at % (bytes.length - 16))]! ^= change;
          new DataView(forged.buffer).setUint32(12, crc32(forged.subarray(16)), true);
          try {
            // A changed letter or number is fine for what it is; every value must still be a value.
            for (const { attributes } of activitiesOf(forged)) {
              for (const value of attributes.values()) {
                assert.ok(['string', 'number', 'object'].includes(typeof value));
                assert.ok(!Number.isNaN(value));
              }
            }
          } catch (thrown) {
            if (!isStorageError(thrown)) throw thrown;
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  it('is refused when it is of another version, and says so in the detail', () => {
    const [bytes] = encoded([one]);
    new DataView(bytes!.buffer).setUint32(4, 9_999, true);
    assert.throws(
      () => activitiesOf(bytes!),
      (thrown: unknown) => thrown instanceof AuditError && /version 9999/.test(thrown.detail ?? ''),
    );
  });
});
