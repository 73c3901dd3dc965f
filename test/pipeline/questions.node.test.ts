import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Answer, Query } from '../../src/model/query.js';
import { Questions } from '../../workers/pipeline/questions.js';

const query: Query = { range: { fromNs: 0n, toNs: 1n }, filter: everything, want: {} };
const answer = (revision: number): Answer => ({
  revision,
  tookMs: 0,
  coverage: { certainty: 'exact', loaded: [], activities: 0, reasons: [], gaps: [] },
});
const withCode = (code: ErrorCode) => (error: unknown) => error instanceof AuditError && error.code === code;

test('a newer question on a channel supersedes the older one, which settles', async () => {
  const seen: AbortSignal[] = [];
  const questions = new Questions((_, signal) => {
    seen.push(signal);
    return seen.length === 1 ? new Promise(() => {}) : Promise.resolve(answer(2));
  });
  const first = questions.ask(1, 'list', query);
  const second = questions.ask(2, 'list', query);
  await assert.rejects(first, withCode(ErrorCode.superseded));
  assert.equal((await second).revision, 2);
  assert.equal(seen[0]?.aborted, true);
});

test('questions on different channels do not disturb each other', async () => {
  const questions = new Questions(() => Promise.resolve(answer(1)));
  const [a, b] = await Promise.all([questions.ask(1, 'list', query), questions.ask(2, 'graph', query)]);
  assert.deepEqual([a.revision, b.revision], [1, 1]);
});

test('a question that is taken back settles at once, and its work is told to stop', async () => {
  let signal: AbortSignal | undefined;
  const questions = new Questions((_, given) => {
    signal = given;
    return new Promise(() => {});
  });
  const asked = questions.ask(7, 'list', query);
  questions.cancel(7);
  await assert.rejects(asked, withCode(ErrorCode.cancelled));
  assert.equal(signal?.aborted, true);
});

test('every open question settles when the engine ends', async () => {
  const questions = new Questions(() => new Promise(() => {}));
  const open = [questions.ask(1, 'a', query), questions.ask(2, 'b', query)];
  questions.endAll(new AuditError(ErrorCode.disposed, 'closed'));
  for (const one of open) await assert.rejects(one, withCode(ErrorCode.disposed));
});

test('a failing answer is the failure of its question only', async () => {
  const questions = new Questions((asked) =>
    asked.want.totals ? Promise.reject(new AuditError(ErrorCode.badRequest, 'no')) : Promise.resolve(answer(1)),
  );
  await assert.rejects(questions.ask(1, 'a', { ...query, want: { totals: true } }), withCode(ErrorCode.badRequest));
  assert.equal((await questions.ask(2, 'a', query)).revision, 1);
});
