import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { describe, it } from 'node:test';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { ClickHouseSource } from '../../src/model/source.js';
import { ClickHouseBackend } from '../../workers/ingest/clickhouse/backend.js';
import { ClickHouseConnection } from '../../workers/ingest/clickhouse/connection.js';
import { sql } from '../../workers/ingest/clickhouse/sql.js';
import { Faults, type Fault } from '../servers/faults.js';
import { withServer, type LocalServer } from '../servers/local-server.js';
import { hasty } from './hasty.js';

const never = new AbortController().signal;
const one = JSON.stringify({ meta: [{ name: '1', type: 'UInt8' }], data: [['1']], rows: 1 });
const exception = (code: number): string => `Code: ${code}, e.displayText() = DB::Exception: as the test says`;

interface Asked {
  readonly server: LocalServer;
  /** Statements, and what ends them, in the order of their coming. */
  readonly statements: readonly string[];
}

/** A server that answers 1 to everything that does not go wrong. */
async function withFaults(faults: Faults, use: (asked: Asked) => Promise<void>): Promise<void> {
  const statements: string[] = [];
  await withServer(
    async (call) => {
      const statement = await text(call.request);
      statements.push(statement);
      if (!statement.startsWith('KILL') && faults.take(call)) return;
      call.response.end(one);
    },
    (server) => use({ server, statements }),
  );
}

interface Outcome {
  readonly error: AuditError | undefined;
  readonly waitsMs: readonly number[];
  readonly selects: number;
  readonly kills: number;
}

async function outcomeOf(faults: readonly Fault[], over: Partial<ClickHouseSource> = {}): Promise<Outcome> {
  const planned = new Faults();
  planned.add(faults);
  const { options, waitsMs } = hasty();
  let outcome: Outcome | undefined;
  await withFaults(planned, async ({ server, statements }) => {
    const connection = new ClickHouseConnection({ kind: 'clickhouse', url: server.url, ...over }, options);
    const error = await connection
      .patiently(() => connection.rows(sql`SELECT 1`, never), never)
      .then(
        (rows) => void assert.deepEqual(rows, [['1']]),
        (thrown: unknown) => (thrown instanceof AuditError ? thrown : assert.fail(String(thrown))),
      );
    await connection.settled();
    const kills = statements.filter((statement) => statement.startsWith('KILL')).length;
    outcome = { error: error ?? undefined, waitsMs, selects: statements.length - kills, kills };
  });
  assert.ok(outcome);
  return outcome;
}
const status = (code: number, body?: string, retryAfter?: string): Fault => ({
  status: code,
  ...(body !== undefined && { body }),
  ...(retryAfter !== undefined && { retryAfter }),
});

describe('a question to a ClickHouse server that is not well', () => {
  it('is put again where it may go through the next time: after a break, half an answer, an error of something in between', async () => {
    const { error, waitsMs, selects } = await outcomeOf([status(503), 'broken', status(502), 'cut']);
    assert.equal(error, undefined);
    assert.equal(selects, 5);
    assert.deepEqual(waitsMs, [375, 750, 1_500, 3_000]);
  });

  it('waits as long as the server says, be it by a status or in the server’s own words', async () => {
    for (const fault of [status(429, undefined, '7'), status(503, exception(202), '7'), status(503, undefined, '7')]) {
      const { error, waitsMs } = await outcomeOf([fault, fault]);
      assert.equal(error, undefined);
      assert.deepEqual(waitsMs, [7_000, 7_000]);
    }
  });

  it('is put again where the server has too many of them at once', async () => {
    const { error, waitsMs, selects } = await outcomeOf([status(500, exception(202)), status(500, exception(202))]);
    assert.equal(error, undefined);
    assert.equal(selects, 3);
    assert.equal(waitsMs.length, 2);
  });

  it('is given up where waiting would be longer than anybody looks at a view', async () => {
    const long = await outcomeOf([status(429, undefined, '600')]);
    assert.equal(long.error?.code, ErrorCode.rateLimited);
    assert.ok(long.error.retryable);
    assert.match(long.error.message, /Try again in about 10 minutes/);
    assert.deepEqual(long.waitsMs, []);
    const often = await outcomeOf(Array.from({ length: 50 }, () => status(503, undefined, '25')));
    assert.equal(often.error?.code, ErrorCode.backendFailed);
    assert.deepEqual(often.waitsMs, [25_000, 25_000]);
  });

  it('is given up where it fails again and again', async () => {
    const { error, selects } = await outcomeOf(Array.from({ length: 50 }, () => status(500)));
    assert.equal(error?.code, ErrorCode.backendFailed);
    assert.match(error.message, /Tried 5 times/);
    assert.ok(error.retryable);
    assert.equal(selects, 5);
  });

  it('is never put again where the server ended it, does not understand it, forbids it, or where it is too much', async () => {
    for (const [answered, code] of [
      [500, 394],
      [500, 735],
      [400, 62],
      [404, 60],
      [500, 47],
      [500, 241],
      [500, 159],
      [500, 164],
      [403, 516],
      [401, 0],
    ] as const) {
      const { error, selects } = await outcomeOf([status(answered, code === 0 ? '' : exception(code))]);
      assert.ok(error, `Code ${code}`);
      assert.equal(selects, 1, `Code ${code}`);
    }
  });

  it('is not put again where it takes too long, and is ended on the server', async () => {
    for (const fault of ['silence', status(504)] as const) {
      const { error, selects, kills } = await outcomeOf([fault], { idleTimeoutMs: 300 });
      assert.ok(error?.retryable);
      assert.deepEqual([selects, kills], [1, 1]);
    }
  });

  it('is ended on the server where the line broke, and put again', async () => {
    const { error, selects, kills } = await outcomeOf(['broken']);
    assert.equal(error, undefined);
    assert.deepEqual([selects, kills], [2, 1]);
  });

  it('is taken back at once while it waits, and nothing is asked any more', async () => {
    const faults = new Faults();
    faults.add(Array.from({ length: 9 }, () => status(429, undefined, '50')));
    await withFaults(faults, async ({ server, statements }) => {
      const backend = new ClickHouseBackend({ kind: 'clickhouse', url: server.url }, { baseUrl: 'http://127.0.0.1/' });
      const everything = { fromNs: 0n, toNs: 1n };
      const [stays, goes] = [new AbortController(), new AbortController()];
      const asked = [stays, goes].map(({ signal }) => backend.pushDown.count(everything, signal));
      const settled = asked.map((promise) =>
        promise.then(
          () => null,
          (thrown: unknown) => thrown,
        ),
      );
      while (faults.left > 8) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 50));
      const reason = new Error('taken back');
      goes.abort(reason);
      assert.equal(await settled[1], reason);
      const sent = statements.length;
      stays.abort(reason);
      assert.equal(await settled[0], reason);
      await backend.pushDown.settled();
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(statements.length, sent);
    });
  });

  it('goes on at once when somebody asks for it', async () => {
    const faults = new Faults();
    faults.add([status(429, undefined, '50')]);
    await withFaults(faults, async ({ server }) => {
      const source = { kind: 'clickhouse', url: server.url } as const;
      const connection = new ClickHouseConnection(source, { baseUrl: 'http://127.0.0.1/' });
      const asked = connection.patiently(() => connection.rows(sql`SELECT 1`, never), never);
      while (!faults.areOver) await new Promise((resolve) => setTimeout(resolve, 10));
      await new Promise((resolve) => setTimeout(resolve, 100));
      connection.waits.hurry();
      assert.deepEqual(await asked, [['1']]);
    });
  });
});
