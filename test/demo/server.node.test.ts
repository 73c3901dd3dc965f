import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { startServer, type RunningServer } from '../../stories/demo/server.js';

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** Unlike `fetch`, sends the path and the headers as they are given. */
function raw(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, ...options }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

let folder = '';
let root = '';
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-server-'));
  root = join(folder, 'page');
  await mkdir(join(root, 'deep'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<!doctype html><title>Portal</title>');
  await writeFile(join(root, 'portal.js'), 'export {};');
  await writeFile(join(root, 'portal.css'), 'body {}');
  await writeFile(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(root, 'deep', 'data.bin'), 'bytes');
  await writeFile(join(folder, 'secret.txt'), 'not for you');
  await symlink(join(folder, 'secret.txt'), join(root, 'link.txt'));
});
after(() => rm(folder, { recursive: true, force: true }));

describe('the page of the demo server', () => {
  let server: RunningServer;
  before(async () => {
    server = await startServer({ port: 0, root, hours: 1 });
  });
  after(() => server.close());

  it('is served with its types, under a strict policy', async () => {
    const types = new Map([
      ['/', 'text/html; charset=utf-8'],
      ['/index.html', 'text/html; charset=utf-8'],
      ['/portal.js', 'text/javascript; charset=utf-8'],
      ['/portal.css', 'text/css; charset=utf-8'],
      ['/icon.svg', 'image/svg+xml'],
      ['/deep/data.bin', 'application/octet-stream'],
    ]);
    for (const [path, type] of types) {
      const { status, headers } = await raw(server.url, path);
      assert.equal(status, 200, path);
      assert.equal(headers['content-type'], type);
      assert.equal(headers['x-content-type-options'], 'nosniff');
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'none'",
        "worker-src 'self'",
        "require-trusted-types-for 'script'",
        'trusted-types activity-audit lit-html',
      ])
        assert.ok(policy.includes(part), part);
      assert.ok(!policy.includes('unsafe') && !policy.includes('blob:'));
    }
  });

  it('is told that it shows the scenario', async () => {
    const config = JSON.parse((await raw(server.url, '/config.json')).body) as { mode: string; api: string };
    assert.deepEqual({ mode: config.mode, api: config.api }, { mode: 'scenario', api: '/api' });
  });

  it('has headers alone for HEAD, and no body again for what the browser has', async () => {
    const whole = await raw(server.url, '/portal.js');
    const head = await raw(server.url, '/portal.js', { method: 'HEAD' });
    assert.equal(head.body, '');
    assert.equal(head.headers['content-length'], whole.headers['content-length']);
    const again = await raw(server.url, '/portal.js', { headers: { 'If-None-Match': String(whole.headers['etag']) } });
    assert.equal(again.status, 304);
    assert.equal(again.body, '');
  });

  it('is all that can be had: not what lies beside it, by no spelling', async () => {
    for (const path of [
      '/../secret.txt',
      '/..%2fsecret.txt',
      '/%2e%2e/secret.txt',
      '/deep/../../secret.txt',
      '/deep/%2e%2e%2f%2e%2e%2fsecret.txt',
      '/..%5csecret.txt',
      '//../secret.txt',
      '/link.txt',
      '/secret.txt',
      '/deep',
      '/deep/',
      '/portal.js%00.html',
      '/%',
      `/${encodeURIComponent(join(folder, 'secret.txt'))}`,
    ]) {
      const { status, body } = await raw(server.url, path);
      assert.ok(status === 404 || status === 400, `${path}: ${status}`);
      assert.ok(!body.includes('not for you'));
    }
  });

  it('takes no other methods, and no names that are not this machine’s', async () => {
    assert.equal((await raw(server.url, '/', { method: 'POST' })).status, 405);
    assert.equal((await raw(server.url, '/', { headers: { Host: 'attacker.example' } })).status, 403);
    assert.equal((await raw(server.url, '/', { headers: { Host: 'localhost:1234' } })).status, 200);
  });

  it('says what to do where it was not built', async () => {
    const other = await startServer({ port: 0, root: join(folder, 'nowhere'), hours: 1 });
    try {
      const { status, body } = await raw(other.url, '/');
      assert.equal(status, 404);
      assert.match(body, /npm run build/);
    } finally {
      await other.close();
    }
  });
});

describe('the demo server with files', () => {
  it('serves their bytes as they are, and tells the page of them', async () => {
    const plain = Buffer.from('{"kind":"Event"}\r\nnot json\n');
    const packed = gzipSync(plain);
    const paths = [join(folder, 'audit log #1?.json'), join(folder, 'audit.json.gz'), join(folder, 'empty')];
    await Promise.all([plain, packed, Buffer.alloc(0)].map((bytes, index) => writeFile(paths[index] ?? '', bytes)));
    const files = paths.map((path, index) => ({
      name: ['audit log #1?.json', 'audit.json.gz', 'empty'][index] ?? '',
      path,
    }));
    const server = await startServer({ port: 0, root, files });
    try {
      const config = JSON.parse((await raw(server.url, '/config.json')).body) as {
        mode: string;
        files: { name: string; url: string; size: number }[];
      };
      assert.equal(config.mode, 'files');
      assert.deepEqual(
        config.files.map(({ name, size }) => ({ name, size })),
        [
          { name: 'audit log #1?.json', size: plain.length },
          { name: 'audit.json.gz', size: packed.length },
          { name: 'empty', size: 0 },
        ],
      );
      for (const [index, bytes] of [plain, packed, Buffer.alloc(0)].entries()) {
        const response = await fetch(new URL(config.files[index]?.url ?? '', server.url));
        assert.equal(response.headers.get('content-encoding'), null);
        assert.equal(response.headers.get('content-length'), String(bytes.length));
        assert.deepEqual(Buffer.from(await response.arrayBuffer()), bytes);
      }
      assert.equal((await raw(server.url, '/files/3/none')).status, 404);
      assert.equal((await raw(server.url, '/files/../secret.txt')).status, 404);
      assert.equal((await raw(server.url, '/api/capabilities')).status, 404);
    } finally {
      await server.close();
    }
  });
});

describe('closing the demo server', () => {
  it('ends streams that are open', async () => {
    const server = await startServer({ port: 0, root, hours: 1 });
    const response = await fetch(`${server.url}api/stream`);
    const reading = response.text();
    const ended = assert.rejects(reading);
    await server.close();
    await ended;
    await assert.rejects(fetch(server.url));
  });
});
