/** Where everything is read again, the engine of a store is another one; who asks meanwhile does not notice. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError, createStore, ErrorCode } from '../../src/headless.js';
import { allTime } from '../../src/model/time-range.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';

const startNs = 1_772_640_003_120_411_209n;
const line = (at: number): string =>
  JSON.stringify({ id: `a${at}`, type: 'command', timestamp: String(startNs + BigInt(at)), comm: 'ls' });

test('a question that comes while a clock is moved is answered from what is read again', async () => {
  const blob = new Blob([[0, 1, 2].map(line).join('\n')]);
  const store = createStore({ source: { kind: 'file', files: [{ name: 'log', blob }] }, engine: { mode: 'page' } });
  try {
    await store.load(allTime);
    const moved = [store.moveClock('log', 1_000), store.moveClock('log', 500)];
    const asked = store.ask({ rows: { offset: 0, limit: 1 } }, { range: allTime });
    await Promise.all(moved);
    assert.equal(store.clockOffset('log'), 1_500);
    await asked;
    await store.load(allTime);
    const { rows } = await store.ask({ rows: { offset: 0, limit: 1 } }, { range: allTime });
    assert.equal(rows?.activities[0]?.timeNs, startNs + 2n + 1_500_000_000n);
  } finally {
    await store.dispose();
  }
});

test('what is told elsewhere is left there, and a mistake goes on', async () => {
  assert.equal(await Promise.reject(new AuditError(ErrorCode.disposed, 'Closed.')).catch(toldElsewhere), null);
  const mistake = new TypeError('x is not a function');
  await assert.rejects(Promise.reject(mistake).catch(toldElsewhere), mistake);
});
