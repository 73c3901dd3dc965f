import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochNs } from '../../src/model/units.js';
import type { Backend, ReadRequest, ReadStep } from '../../workers/ingest/backend.js';
import { CoverageMap } from '../../workers/pipeline/coverage-map.js';
import { Loader } from '../../workers/pipeline/loader.js';

type Script = (request: ReadRequest, signal: AbortSignal) => AsyncIterable<ReadStep>;

/** A backend that reads as its script says, and remembers what it was asked. */
class ScriptedBackend implements Backend {
  readonly name = 'scripted';
  readonly wholeOnly: boolean;
  readonly asked: TimeRange[] = [];
  hurried = 0;
  constructor(
    private readonly script: Script,
    wholeOnly = false,
  ) {
    this.wholeOnly = wholeOnly;
  }
  capabilities() {
    return Promise.resolve([]);
  }
  read(request: ReadRequest, signal: AbortSignal) {
    this.asked.push(request.range);
    return this.script(request, signal);
  }
  hurry() {
    this.hurried++;
  }
}

const step = (more: Partial<ReadStep> = {}): ReadStep => ({ source: 'scripted', bytesRead: 1, ...more });
const start = (backend: Backend, hasRoom: () => boolean = () => true) => {
  const coverage = new CoverageMap();
  const taken: ReadStep[] = [];
  const take = (one: ReadStep) => void taken.push(one);
  return { coverage, taken, loader: new Loader(backend, { coverage, take, hasRoom, changed: () => {} }) };
};
const range = { fromNs: 0n, toNs: 100n };
const withCode = (code: ErrorCode) => (error: unknown) => error instanceof AuditError && error.code === code;

test('a range is fetched once, and a second call for a part of it fetches nothing', async () => {
  const backend = new ScriptedBackend(async function* () {
    yield step({ coveredFromNs: 40n });
    yield step({ coveredFromNs: 0n, done: true });
  });
  const { loader, coverage } = start(backend);
  await loader.load(1, range);
  await loader.load(2, { fromNs: 10n, toNs: 90n });
  assert.deepEqual(backend.asked, [range]);
  assert.deepEqual(coverage.covered, [range]);
  assert.equal(loader.progress.state, 'idle');
});

test('only what is missing is fetched, newest first', async () => {
  const backend = new ScriptedBackend(async function* () {
    yield step();
  });
  const { loader, coverage } = start(backend);
  coverage.add({ fromNs: 40n, toNs: 60n });
  await loader.load(1, range);
  assert.deepEqual(backend.asked, [
    { fromNs: 60n, toNs: 100n },
    { fromNs: 0n, toNs: 40n },
  ]);
});

test('a failure keeps what was loaded, is told to whoever waits, and a retry goes on from there', async () => {
  let broken = true;
  const backend = new ScriptedBackend(async function* (request) {
    if (!broken) {
      yield step({ coveredFromNs: request.range.fromNs });
      return;
    }
    yield step({ coveredFromNs: 70n });
    throw new AuditError(ErrorCode.unreachable, 'gone', { retryable: true });
  });
  const { loader, coverage } = start(backend);
  await assert.rejects(loader.load(1, range), withCode(ErrorCode.unreachable));
  assert.equal(loader.progress.state, 'failed');
  assert.equal(loader.progress.error?.message, 'gone');
  assert.deepEqual(coverage.covered, [{ fromNs: 70n, toNs: 100n }]);
  broken = false;
  loader.retry();
  await loader.load(2, range);
  assert.deepEqual(backend.asked.at(-1), { fromNs: 0n, toNs: 70n });
  assert.equal(loader.progress.state, 'idle');
});

test('what somebody looks at now is fetched before what was asked for earlier', async () => {
  const backend = new ScriptedBackend(async function* (request, signal) {
    if (request.range.toNs === 100n && backend.asked.length === 1)
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    yield step();
  });
  const { loader } = start(backend);
  const earlier = loader.load(1, range);
  const later = loader.load(2, { fromNs: 500n, toNs: 600n });
  await Promise.all([earlier, later]);
  assert.deepEqual(
    backend.asked.map((asked) => asked.fromNs),
    [0n, 500n, 0n],
  );
});

test('of a range that ends in time to come, what has happened is fetched, and the rest when it is asked for again', async () => {
  const backend = new ScriptedBackend(async function* ({ range: { fromNs } }) {
    yield step({ coveredFromNs: fromNs, done: true });
  });
  const { loader, coverage } = start(backend);
  const beforeNs = toEpochNs(Date.now());
  const wanted = { fromNs: beforeNs - 1_000n, toNs: beforeNs + 3_600_000_000_000n };
  await loader.load(1, wanted);
  const heldToNs = coverage.covered[0]?.toNs ?? 0n;
  assert.ok(heldToNs >= beforeNs && heldToNs <= toEpochNs(Date.now()));
  while (toEpochNs(Date.now()) <= heldToNs) await new Promise((resolve) => setTimeout(resolve, 1));
  await loader.load(2, wanted);
  assert.deepEqual(
    backend.asked,
    [wanted, { fromNs: heldToNs, toNs: wanted.toNs }],
    'what claims to be later comes too',
  );
  await loader.load(3, { fromNs: wanted.toNs - 1_000n, toNs: wanted.toNs });
  assert.equal(backend.asked.length, 2);
});

test('a load that is stopped before it came is never begun', async () => {
  const backend = new ScriptedBackend(async function* () {
    yield step();
  });
  const { loader } = start(backend);
  loader.stop(1);
  await assert.rejects(loader.load(1, range), withCode(ErrorCode.cancelled));
  assert.deepEqual(backend.asked, []);
  await loader.load(2, range);
  assert.deepEqual(backend.asked, [range]);
});

test('who asks for what is held does not change why something else is missing', async () => {
  const backend = new ScriptedBackend(async function* () {
    yield step({ coveredFromNs: 80n });
    yield step({ coveredFromNs: 60n });
  });
  let room = 3;
  const { loader } = start(backend, () => --room > 0);
  await loader.load(1, range);
  await loader.load(2, { fromNs: 70n, toNs: 90n });
  assert.equal(loader.circumstances.limitReached, true);
});

test('what is on its way while everything is erased is not taken, and is fetched again afterwards', async () => {
  let deliver = (): void => {};
  const backend = new ScriptedBackend(async function* () {
    yield step({ coveredFromNs: 50n });
    await new Promise<void>((resolve) => (deliver = resolve));
    yield step({ coveredFromNs: 20n });
    yield step({ coveredFromNs: 0n, done: true });
  });
  const { loader, coverage, taken } = start(backend);
  const loading = loader.load(1, range);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(taken.length, 1);
  loader.hold();
  coverage.clear();
  deliver();
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(taken.length, 1);
  assert.deepEqual(coverage.covered, []);
  loader.reset();
  await new Promise((resolve) => setTimeout(resolve, 20));
  deliver();
  await loading;
  assert.deepEqual(backend.asked, [range, range]);
  assert.deepEqual(coverage.covered, [range]);
});

test('stopping settles the call and keeps what was loaded', async () => {
  const backend = new ScriptedBackend(async function* (_, signal) {
    yield step({ coveredFromNs: 50n });
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
  });
  const { loader, coverage } = start(backend);
  const loading = loader.load(1, range);
  await new Promise((resolve) => setTimeout(resolve, 20));
  loader.stop(1);
  await assert.rejects(loading, withCode(ErrorCode.cancelled));
  assert.deepEqual(coverage.covered, [{ fromNs: 50n, toNs: 100n }]);
});

test('loading stops where no more may be held, and the rest is not called covered', async () => {
  const backend = new ScriptedBackend(async function* () {
    yield step({ coveredFromNs: 80n });
    yield step({ coveredFromNs: 60n });
  });
  let room = 3;
  const { loader, coverage } = start(backend, () => --room > 0);
  await loader.load(1, range);
  assert.equal(loader.circumstances.limitReached, true);
  assert.deepEqual(coverage.covered, [{ fromNs: 60n, toNs: 100n }]);
});

test('while the backend asks to wait, the progress says until when and why', async () => {
  let hurry = (): void => {};
  const backend = new ScriptedBackend(async function* () {
    const error = { code: ErrorCode.rateLimited, message: 'slow down', retryable: true };
    yield step({ waiting: { atMs: 123_456, error } });
    await new Promise<void>((resolve) => (hurry = resolve));
    yield step();
  });
  const { loader } = start(backend);
  const loading = loader.load(1, range);
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(loader.progress.state, 'waiting');
  assert.equal(loader.progress.retryAtMs, 123_456);
  assert.equal(loader.progress.error?.message, 'slow down');
  loader.retry();
  assert.equal(backend.hurried, 1);
  hurry();
  await loading;
});

test('a file is read once, whatever range is asked for, also where it is refused', async () => {
  const refused = { code: ErrorCode.unknownFormat, message: 'no', retryable: false };
  const backend = new ScriptedBackend(async function* () {
    yield step({ bytesRead: 50, bytesTotal: 100 });
    yield step({ bytesRead: 100, bytesTotal: 100, refused, done: true });
  }, true);
  const { loader, coverage } = start(backend);
  await Promise.all([loader.load(1, range), loader.load(2, { fromNs: 5n, toNs: 6n })]);
  await loader.load(3, { fromNs: 1_000n, toNs: 2_000n });
  assert.equal(backend.asked.length, 1);
  assert.deepEqual(coverage.missing({ fromNs: -5n, toNs: 10n ** 18n }), []);
});

test('closing settles every waiting call', async () => {
  const backend = new ScriptedBackend(async function* (_, signal) {
    await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));
    yield step();
  });
  const { loader } = start(backend);
  const loads = [loader.load(1, range), loader.load(2, range)];
  loader.close(new AuditError(ErrorCode.disposed, 'closed'));
  for (const load of loads) await assert.rejects(load, withCode(ErrorCode.disposed));
});
