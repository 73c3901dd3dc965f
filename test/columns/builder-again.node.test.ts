import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { Holdings } from '../../workers/columns/holdings.js';
import { batchRows } from '../../workers/columns/batch.js';

const startNs = 1_700_000_000_000_000_000n;

/** Each batch has attributes of its own beside those that all have; times go back and forth; some ids are text. */
function activity(at: number): Activity {
  const batch = Math.floor(at / batchRows);
  const attributes = new Map<string, AttributeValue>([
    ['comm', `program-${at % 7}`],
    ['pid', at],
    [`only.${batch}`, `value-${at % 3}`],
  ]);
  if (at % 5 === batch) attributes.set('cwd', `/srv/${at % 11}`);
  const id = at % 9 === 0 ? `text ${at}` : at.toString(16).padStart(32, '0');
  return { id, type: 'command', timeNs: startNs + BigInt((at * 7_919) % 1_000_003), attributes };
}

const plain = ({ id, type, timeNs, attributes }: Activity): object => ({
  id,
  type,
  timeNs,
  attributes: [...attributes].sort(([a], [b]) => (a < b ? -1 : 1)),
});

it('batches that are filled one after the other have nothing of each other', () => {
  const holdings = new Holdings();
  const count = batchRows * 2 + 1_000;
  const all = Array.from({ length: count }, (_, at) => activity(at));
  assert.equal(holdings.add(all).accepted, count);
  for (const at of [0, 9, batchRows - 1, batchRows, batchRows + 9, batchRows * 2 - 1, batchRows * 2, count - 1])
    assert.deepEqual(plain(holdings.activity(all[at]!.id)!), plain(all[at]!));

  const more = [5, batchRows + 5, batchRows * 2 + 5].map((at) => {
    const known = all[at]!;
    return { ...known, attributes: new Map([...known.attributes, ['tty', 34_816]]) };
  });
  const again = holdings.add([...more, ...all.slice(100, 200)]);
  assert.deepEqual([again.accepted, again.merged, again.duplicates], [0, 3, 100]);
  for (const one of more) assert.deepEqual(plain(holdings.activity(one.id)!), plain(one));

  const { batches } = holdings.snapshot();
  assert.equal(
    batches.reduce((sum, { batch, deadCount }) => sum + batch.count - deadCount, 0),
    count,
  );
  for (const number of [0, 1, 2]) {
    const having = batches.filter(({ batch }) => [...batch.names].includes(`only.${number}`));
    assert.ok(having.length > 0 && having.length < batches.length, `only.${number} is in some of ${batches.length}`);
  }
});
