import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';

test('a part that does not come is an error that says what to do, and is asked for again the next time', async () => {
  let asked = 0;
  const load = (): Promise<string> => {
    asked += 1;
    return asked === 1 ? Promise.reject(new TypeError('Failed to fetch part.js')) : Promise.resolve('code');
  };
  await assert.rejects(loadPart('exports', load), (error: unknown) => {
    assert.ok(error instanceof AuditError);
    assert.equal(error.code, 'part-missing');
    assert.equal(error.retryable, true);
    assert.match(error.message, /for exports could not be loaded.*try again.*reload the page/);
    assert.match(error.detail ?? '', /part\.js/);
    return true;
  });
  assert.equal(await loadPart('exports', load), 'code');
});
