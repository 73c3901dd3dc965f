import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AnswerRow } from '../../workers/ingest/clickhouse/connection.js';
import { SharedAnswers, type SharedStatement } from '../../workers/ingest/clickhouse/shared-answers.js';

const never = new AbortController().signal;

/** A server whose answers come when they are let. */
function server(): {
  readonly statement: SharedStatement;
  readonly open: {
    readonly signal: AbortSignal;
    readonly answer: (value: number) => void;
    readonly fail: () => void;
  }[];
  rowsInTable: number;
} {
  const open: ReturnType<typeof server>['open'] = [];
  const made = {
    open,
    rowsInTable: 10,
    statement: {
      key: 'SELECT',
      mark: () => Promise.resolve([[made.rowsInTable]]),
      ask: (signal: AbortSignal) =>
        new Promise<readonly AnswerRow[]>((resolve, reject) => {
          open.push({ signal, answer: (value) => resolve([[value]]), fail: () => reject(new Error('lost')) });
          signal.addEventListener('abort', () => reject(signal.reason as Error));
        }),
    },
  };
  return made;
}
const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('answers that parts of a view have in common', () => {
  it('are asked for once, whoever wants them meanwhile and soon after', async () => {
    const { statement, open } = server();
    const shared = new SharedAnswers();
    const asked = [shared.take(statement, never), shared.take(statement, never)];
    await soon();
    assert.equal(open.length, 1);
    open[0]!.answer(7);
    assert.deepEqual(await Promise.all(asked), [[[7]], [[7]]]);
    assert.deepEqual(await shared.take(statement, never), [[7]]);
    assert.equal(open.length, 1);
  });

  it('stay as long as nothing arrives, and are asked for again once something did', async () => {
    const made = server();
    let nowMs = 0;
    const shared = new SharedAnswers(() => nowMs);
    const first = shared.take(made.statement, never);
    await soon();
    made.open[0]!.answer(7);
    await first;
    nowMs = 60_000;
    assert.deepEqual(await shared.known(made.statement, never), [[7]]);
    made.rowsInTable = 11;
    nowMs = 70_000;
    assert.equal(await shared.known(made.statement, never), null);
    const again = shared.take(made.statement, never);
    await soon();
    made.open[1]!.answer(8);
    assert.deepEqual(await again, [[8]]);
  });

  it('are no longer worked for when the last of those who wait gives up, and not before', async () => {
    const { statement, open } = server();
    const shared = new SharedAnswers();
    const [one, other] = [new AbortController(), new AbortController()];
    const asked = [shared.take(statement, one.signal), shared.take(statement, other.signal)];
    const ends = asked.map((promise) => assert.rejects(promise, /enough/));
    await soon();
    one.abort(new Error('enough'));
    await ends[0];
    assert.equal(open[0]!.signal.aborted, false);
    other.abort(new Error('enough'));
    await ends[1];
    assert.equal(open[0]!.signal.aborted, true);
  });

  it('go where there are many, those first that nobody has used for longest', async () => {
    const shared = new SharedAnswers();
    const made = server();
    const take = async (key: string): Promise<void> => {
      const asked = shared.take({ ...made.statement, key }, never);
      await soon();
      made.open.at(-1)?.answer(1);
      await asked;
    };
    await take('used');
    for (let at = 0; at < 15; at += 1) await take(`other ${at}`);
    await take('used');
    for (let at = 15; at < 30; at += 1) await take(`other ${at}`);
    assert.equal(made.open.length, 31);
    await take('used');
    assert.equal(made.open.length, 31);
    await take('other 0');
    assert.equal(made.open.length, 32);
  });

  it('forget failures', async () => {
    const { statement, open } = server();
    const shared = new SharedAnswers();
    const failed = assert.rejects(shared.take(statement, never), /lost/);
    await soon();
    open[0]!.fail();
    await failed;
    const again = shared.take(statement, never);
    await soon();
    open[1]!.answer(1);
    assert.deepEqual(await again, [[1]]);
  });
});
