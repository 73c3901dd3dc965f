import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { IdForm, idKey } from '../../src/model/id-key.js';
import { IdIndex, placeOf, type Place } from '../../workers/columns/id-index.js';

/** Few values, so that many ids have one hash. */
const hash = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fc.integer({ min: 0, max: 40 }),
  fc.constant(0xffff_ffff),
);
const slot = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 200, max: 65_533 }));
const step = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'move', 'remove', 'fit'),
  hash,
  slot,
  pick: fc.nat(),
});

describe('the index of ids', () => {
  it('finds what a map finds, whatever was moved, removed and made smaller, in slots of any number', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), (steps) => {
        const hashes = new Map<Place, number>();
        const index = new IdIndex((place) => hashes.get(place)!);
        let row = 0;
        const find = (place: Place): Place => index.find(hashes.get(place)!, (found) => found === place);
        for (const { kind, hash: hashOfId, slot: toSlot, pick } of steps) {
          const places = [...hashes.keys()];
          const chosen = places[pick % Math.max(1, places.length)];
          const place = placeOf(toSlot, (row += 1));
          if (kind === 'insert') {
            hashes.set(place, hashOfId);
            index.insert(hashOfId, place);
          } else if (kind === 'fit') index.fit();
          else if (chosen !== undefined) {
            const ofChosen = hashes.get(chosen)!;
            if (kind === 'move') {
              hashes.set(place, ofChosen);
              index.move(ofChosen, chosen, place);
            } else index.remove(ofChosen, chosen);
            hashes.delete(chosen);
          }
          assert.equal(index.count, hashes.size);
        }
        for (const place of hashes.keys()) assert.equal(find(place), place);
        assert.equal(
          index.find(12_345, () => false),
          -1,
        );
      }),
    );
  });

  it('takes less than 5.4 bytes an id once there was time, and gives back what was removed', () => {
    const count = 120_000;
    const hashOf = (place: Place): number => Math.imul(place ^ (place >>> 15), 0x9e3779b1) >>> 0;
    const index = new IdIndex(hashOf);
    for (let place = 0; place < count; place += 1) index.insert(hashOf(place), place);
    assert.ok(index.byteLength / count < 8);
    while (index.fit());
    assert.ok(index.byteLength / count < 5.4, String(index.byteLength / count));
    for (let place = 100; place < count; place += 1) index.remove(hashOf(place), place);
    while (index.fit());
    assert.ok(index.byteLength < 256 * 128 * 4);
    for (let place = 0; place < 100; place += 1)
      assert.equal(
        index.find(hashOf(place), (found) => found === place),
        place,
      );
  });

  it('is at rest after a few steps, however many ids it holds', () => {
    for (let count = 1_000; count <= 60_000; count += 1_500) {
      const hashOf = (place: Place): number => Math.imul(place ^ (place >>> 15), 0x9e3779b1) >>> 0;
      const index = new IdIndex(hashOf);
      for (let place = 0; place < count; place += 1) index.insert(hashOf(place), place);
      let steps = 0;
      while (index.fit() && steps < 1_000) steps += 1;
      assert.ok(steps <= 256, `${count} ids: each table once at most, and not ${steps} steps`);
    }
  });
});

describe('ids that somebody made for it', () => {
  /** The last word of an id for which the words before it lead to one hash, by the steps of the hash without its beginning. */
  const crafted = (word0: number): string => {
    let hash = Math.imul(word0 ^ IdForm.lowerHex, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    const word3 = (12_345 - (hash ^ (hash >>> 16))) >>> 0;
    return `${word0.toString(16).padStart(8, '0')}${'0'.repeat(16)}${word3.toString(16).padStart(8, '0')}`;
  };

  it('have hashes of their own', () => {
    const hashes = new Set(Array.from({ length: 4_000 }, (_, at) => idKey(crafted(at)).hash));
    assert.ok(hashes.size > 3_900, `${hashes.size} hashes of 4,000 ids`);
  });
});
