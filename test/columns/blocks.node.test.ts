import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityTypes, type Activity, type AttributeValue } from '../../src/model/activity.js';
import type { ActivityBlock, NumberBlock, ValueBlock } from '../../src/model/activity-block.js';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import { IdForm, idKey } from '../../src/model/id-key.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { inOrder, NaiveHoldings } from '../query/naive-engine.js';
import { arrivals } from '../query/random-questions.js';

/** Lists of values as one stream of blocks shares them. */
class Stream {
  private readonly lists = new Map<string, { distinct: AttributeValue[]; known: Map<string, number> }>();

  block(rows: readonly { activity: Activity; arrival: number }[]): ActivityBlock {
    const count = rows.length;
    const words = new Uint32Array(count * 4);
    const keys = rows.map(({ activity }) => idKey(activity.id));
    keys.forEach(({ word0, word1, word2, word3 }, row) => words.set([word0, word1, word2, word3], row * 4));
    const values = new Map<string, ValueBlock>();
    const numbers = new Map<string, NumberBlock>();
    rows.forEach(({ activity }, row) => {
      for (const [name, value] of activity.attributes) {
        if (typeof value === 'number' && Number.isFinite(value) && attributeKind(name) === AttributeKind.number) {
          const block = numbers.get(name) ?? { name, numbers: new Float64Array(count).fill(NaN) };
          numbers.set(name, block);
          block.numbers[row] = value;
          continue;
        }
        const list = this.lists.get(name) ?? { distinct: [''], known: new Map<string, number>() };
        this.lists.set(name, list);
        const key = JSON.stringify([typeof value, Object.is(value, -0) ? '-0' : String(value), value]);
        const position = list.known.get(key) ?? list.distinct.push(value) - 1;
        list.known.set(key, position);
        const block = values.get(name) ?? { name, positions: new Uint32Array(count), distinct: list.distinct };
        values.set(name, block);
        block.positions[row] = position;
      }
    });
    return {
      type: rows[0]!.activity.type,
      count,
      arrivals: Uint32Array.from(rows, ({ arrival }) => arrival),
      timesNs: BigInt64Array.from(rows, ({ activity }) => activity.timeNs),
      ids: {
        forms: Uint8Array.from(keys, ({ form }) => form),
        words,
        texts: new Map(keys.flatMap(({ form, text }, row) => (form === IdForm.text ? [[row, text] as const] : []))),
      },
      values: [...values.values()],
      numbers: [...numbers.values()],
    };
  }
}

function heldIn(holdings: Holdings): readonly Activity[] {
  const { batches, dictionaries } = holdings.snapshot();
  return batches.flatMap(({ batch, dead }) =>
    Array.from({ length: batch.count }, (_, row) => row)
      .filter((row) => !dead || ((dead[row >>> 5]! >>> (row & 31)) & 1) === 0)
      .map((row) => batch.activityAt(row, dictionaries)),
  );
}

function packed(number: number): string {
  return number.toString(16).padStart(32, '0');
}

describe('activities that come as columns', () => {
  it('are held as the same activities that come as objects, mixed with such, whatever comes twice', () => {
    fc.assert(
      fc.property(arrivals, fc.infiniteStream(fc.boolean()), (parts, coin) => {
        const naive = new NaiveHoldings();
        const holdings = new Holdings(upkeep);
        const stream = new Stream();
        for (const part of parts) {
          const rows = part.map((activity, arrival) => ({ activity, arrival, isObject: coin.next().value === true }));
          const objects = rows.filter(({ isObject }) => isObject).map(({ activity }) => activity);
          const blocks = activityTypes.flatMap((type) => {
            const ofType = rows.filter(({ activity, isObject }) => !isObject && activity.type === type);
            return ofType.length > 0 ? [stream.block(ofType)] : [];
          });
          const { accepted, duplicates, merged, conflicts } = holdings.add(objects, blocks);
          const wanted = naive.add(part);
          assert.deepEqual(
            { accepted, duplicates, merged },
            {
              accepted: wanted.accepted,
              duplicates: wanted.duplicates,
              merged: wanted.merged,
            },
          );
          assert.equal(conflicts.length, wanted.conflicts.length);
          if (coin.next().value === true) holdings.flush();
        }
        assert.deepEqual(inOrder(heldIn(holdings)), inOrder(naive.all));
        assert.equal(holdings.activities, naive.all.length);
      }),
      { numRuns: 300 },
    );
  });

  it('are in order of time and id in every batch, whichever way time runs', () => {
    const times: Record<string, (at: number) => bigint> = {
      forwards: (at) => BigInt(at),
      backwards: (at) => BigInt(9000 - at),
      'backwards page by page': (at) => BigInt(9000 - Math.floor(at / 500) * 500 + (at % 500)),
      'not at all': () => 7n,
      'to and fro': (at) => BigInt((at * 7919) % 4001),
    };
    for (const [way, timeAt] of Object.entries(times)) {
      const holdings = new Holdings(upkeep);
      const stream = new Stream();
      const all = Array.from({ length: 9000 }, (_, at): Activity => ({
        id: packed((at * 7919) % 9001),
        type: 'command',
        timeNs: timeAt(at),
        attributes: new Map<string, AttributeValue>([
          ['comm', `comm ${at % 300}`],
          ['pid', at],
        ]),
      }));
      for (let from = 0; from < all.length; from += 500)
        holdings.add(
          [],
          [stream.block(all.slice(from, from + 500).map((activity, arrival) => ({ activity, arrival })))],
        );
      const held = heldIn(holdings);
      assert.deepEqual(held, inOrder(all), way);
      assert.equal(holdings.add(all).duplicates, all.length, way);
    }
  });
});
