import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { Batch } from '../../workers/columns/batch.js';
import { Dictionaries } from '../../workers/columns/dictionary.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { StoredBatch } from '../../workers/columns/stored-batch.js';
import { DictionaryLog } from '../../workers/columns/stored-dictionaries.js';
import { readPart } from '../../workers/columns/stored-part.js';
import { inOrder, NaiveHoldings } from '../query/naive-engine.js';
import { arrivals } from '../query/random-questions.js';
import { stored, type StoredHoldings } from './stored-holdings.js';

function isStorageError(thrown: unknown): boolean {
  return thrown instanceof AuditError && thrown.code === ErrorCode.storage;
}

function partsOf(activities: readonly Activity[]): StoredHoldings {
  const holdings = new Holdings(upkeep);
  holdings.add(activities);
  return stored(holdings);
}

/** All of it, read by somebody who has the dictionaries from disk too. `changed` stands in for a part. */
function activitiesOf(
  { batches, notes }: StoredHoldings,
  changed: (bytes: Uint8Array, part: string) => Uint8Array = (bytes) => bytes,
): readonly Activity[] {
  const dictionaries = new Dictionaries();
  new DictionaryLog().read(notes, dictionaries);
  return batches.flatMap(({ stored: { directory, summaryBytes }, parts }) => {
    const own = new StoredBatch(directory, summaryBytes);
    const batch = Batch.fromStored(own);
    for (const [part, bytes] of parts) batch.fill(readPart(own, part, changed(bytes, part), dictionaries));
    return Array.from({ length: batch.count }, (_, row) => batch.activityAt(row, dictionaries));
  });
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

describe('the parts of a stored batch', () => {
  it('give back every activity exactly', () => {
    fc.assert(
      fc.property(arrivals, (parts) => {
        const naive = new NaiveHoldings();
        naive.add(parts.flat());
        assert.deepEqual(inOrder(activitiesOf(partsOf(parts.flat()))), inOrder(naive.all));
      }),
      { numRuns: 300 },
    );
  });

  it('are the same wherever they lie in a larger buffer', () => {
    for (const shift of [1, 3, 8])
      assert.deepEqual(
        activitiesOf(partsOf([one]), (bytes) => {
          const larger = new Uint8Array(bytes.length + shift + 5);
          larger.set(bytes, shift);
          return larger.subarray(shift, shift + bytes.length);
        }),
        [one],
      );
  });

  it('are refused when one was cut anywhere, or goes on', () => {
    const parts = partsOf([one]);
    for (const [name, { length }] of parts.batches[0]!.parts) {
      for (let cut = 0; cut < length; cut += 1)
        assert.throws(
          () => activitiesOf(parts, (bytes, part) => (part === name ? bytes.subarray(0, cut) : bytes)),
          isStorageError,
          `${cut} bytes of ${name}`,
        );
      const longer = (bytes: Uint8Array, part: string) => (part === name ? new Uint8Array([...bytes, 0]) : bytes);
      assert.throws(() => activitiesOf(parts, longer), isStorageError);
    }
  });

  it('are refused, never misread, when their content lies', () => {
    fc.assert(
      fc.property(arrivals, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (arrived, which, at, change) => {
        const parts = partsOf(arrived.flat());
        const names = [...(parts.batches[0]?.parts.keys() ?? [])];
        const name = names[which % Math.max(1, names.length)];
        const forged = (bytes: Uint8Array, part: string): Uint8Array => {
          if (part !== name) return bytes;
          const copy = bytes.slice();
          copy[at % copy.length]! ^= change;
          return copy;
        };
        try {
          // A changed letter or number is fine for what it is; every value must still be a value.
          for (const { attributes } of activitiesOf(parts, forged)) {
            for (const value of attributes.values()) {
              assert.ok(['string', 'number', 'object'].includes(typeof value));
              assert.ok(!Number.isNaN(value));
            }
          }
        } catch (thrown) {
          if (!isStorageError(thrown)) throw thrown;
        }
      }),
      { numRuns: 500 },
    );
  });
});
