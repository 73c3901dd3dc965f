import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { describe, it } from 'node:test';
import { AuditError, ErrorCode, toErrorData } from '../../src/model/audit-error.js';
import { ClickHouseConnection } from '../../workers/ingest/clickhouse/connection.js';
import { sql } from '../../workers/ingest/clickhouse/sql.js';
import { withServer } from '../servers/local-server.js';
import { hasty } from './hasty.js';

const never = new AbortController().signal;
const connect = (url: string): ClickHouseConnection =>
  new ClickHouseConnection(
    { kind: 'clickhouse', url, user: 'reader', password: 'secret', idleTimeoutMs: 2_000 },
    hasty().options,
  );

/** What becomes of an answer. */
async function outcome(answer: (response: ServerResponse) => void): Promise<AuditError> {
  let failure: unknown;
  await withServer(
    ({ response }) => answer(response),
    async ({ url }) => {
      const connection = connect(url);
      await connection
        .patiently(() => connection.rows(sql`SELECT 1`, never), never)
        .then(
          (rows) => assert.fail(`it was taken for an answer: ${JSON.stringify(rows)}`),
          (thrown: unknown) => (failure = thrown),
        );
    },
  );
  assert.ok(failure instanceof AuditError, String(failure));
  return failure;
}
const says =
  (body: string, status = 200) =>
  (response: ServerResponse): void => {
    response.writeHead(status);
    response.end(body);
  };

describe('a server that is no ClickHouse server, or a strange one', () => {
  it('is told to be none where it sends a page', async () => {
    const { code, message } = await outcome(says('<html><body>Please sign in</body></html>'));
    assert.equal(code, ErrorCode.badAnswer);
    assert.match(message, /JSON was expected/);
  });

  it('has failed where an error stands behind rows', async () => {
    const body =
      '{"meta":[{"name":"1","type":"UInt8"}],"data":[[1],\nCode: 241, e.displayText() = DB::Exception: Memory limit exceeded';
    const { code, message } = await outcome(says(body));
    assert.equal(code, ErrorCode.backendFailed);
    assert.match(message, /too much .* Memory limit/);
  });

  it('has failed where the error stands in the document itself, as new servers write it', async () => {
    const body = JSON.stringify({
      meta: [{ name: '1' }],
      data: [[1]],
      rows: 1,
      exception: 'Code: 159. DB::Exception: Timeout exceeded. (TIMEOUT_EXCEEDED)',
    });
    assert.match((await outcome(says(body))).message, /Timeout exceeded/);
  });

  it('has failed where rows are missing from its answer, or are none', async () => {
    const meta = [{ name: '1', type: 'UInt8' }];
    for (const answer of [
      { meta, data: [[1]], rows: 2 },
      { meta, data: [[1, 2]], rows: 1 },
      { meta, data: [{}], rows: 1 },
      { meta, data: [[null]], rows: 1 },
      { meta, rows: 0 },
      {},
    ])
      assert.equal((await outcome(says(JSON.stringify(answer)))).code, ErrorCode.badAnswer);
  });

  it('has failed where the answer ends early', async () => {
    const { code } = await outcome((response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write('{"meta":');
      setTimeout(() => response.destroy(), 50);
    });
    assert.equal(code, ErrorCode.truncated);
  });

  it('is not listened to for ever', async () => {
    const { code, message } = await outcome((response) => {
      response.writeHead(200);
      const piece = Buffer.alloc(2 ** 20, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    assert.equal(code, ErrorCode.badAnswer);
    assert.match(message, /more than 64 MiB/);
  });

  it('names the shard that does not answer', async () => {
    const body =
      'Code: 279, e.displayText() = DB::NetException: All connection tries failed. Log: \n\nCode: 210, e.displayText() = DB::NetException: Connection refused (10.0.0.7:9000)';
    const { code, message } = await outcome(says(body, 500));
    assert.equal(code, ErrorCode.backendFailed);
    assert.match(message, /10\.0\.0\.7:9000/);
  });

  it('is asked by simple requests, which need no permission: a text, and nothing in headers', async () => {
    await withServer(
      ({ request, response, url }) => {
        assert.equal(request.method, 'POST');
        assert.match(request.headers['content-type'] ?? '', /^text\/plain/);
        assert.equal(request.headers.authorization, undefined);
        assert.equal(url.searchParams.get('user'), 'reader');
        assert.equal(url.searchParams.get('password'), 'secret');
        assert.equal(url.searchParams.get('skip_unavailable_shards'), null);
        response.end(JSON.stringify({ meta: [{ name: '1' }], data: [['1']], rows: 1 }));
      },
      async ({ url }) => assert.deepEqual(await connect(url).rows(sql`SELECT 1`, never), [['1']]),
    );
  });

  it('is asked as the host’s own pages are, where a proxy of the host adds the account', async () => {
    const sent: { readonly url: URL; readonly init: RequestInit }[] = [];
    const answer: typeof fetch = (input, init = {}) => {
      sent.push({ url: new URL(input as string), init });
      return Promise.resolve(new Response(JSON.stringify({ meta: [{ name: '1' }], data: [['1']], rows: 1 })));
    };
    const options = { ...hasty().options, baseUrl: 'https://portal.example/', fetch: answer };
    for (const credentials of ['omit', 'same-origin', 'include', undefined] as const) {
      const connection = new ClickHouseConnection(
        { kind: 'clickhouse', url: '/clickhouse/', headers: { 'X-Team': 'blue' }, ...(credentials && { credentials }) },
        options,
      );
      await connection.rows(sql`SELECT 1`, never);
      const { url, init } = sent.pop()!;
      assert.equal(url.origin, 'https://portal.example');
      assert.equal(init.credentials, credentials ?? 'same-origin');
      assert.equal(new Headers(init.headers).get('x-team'), 'blue');
      assert.equal(url.searchParams.get('user'), null);
      assert.equal(url.searchParams.get('password'), null);
    }
  });

  it('is never named with its password where it cannot be reached or refuses', async () => {
    const source = { kind: 'clickhouse', user: 'reader', password: 'zqzpass', idleTimeoutMs: 2_000 } as const;
    for (const url of ['http://127.0.0.1:1/', 'http://reader:zqzpass@127.0.0.1:1/']) {
      const told = await (async () => {
        const connection = new ClickHouseConnection({ ...source, url }, hasty().options);
        return connection.patiently(() => connection.rows(sql`SELECT 1`, never), never);
      })().then(
        () => assert.fail(),
        (thrown: unknown) => thrown,
      );
      assert.ok(told instanceof AuditError);
      assert.doesNotMatch(JSON.stringify(toErrorData(told)), /zqzpass/);
    }
  });
});
