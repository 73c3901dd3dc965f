/** The command as it is shipped: one file, the OpenAPI file in the folder above it. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { canonicalJson, isObject, parseExact } from '../../src/conformance/exact-json.js';
import { createReferenceServer, readActivities } from '../../stories/protocol/reference-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const openapi = join(root, 'stories/protocol/openapi.json');

let folder = '';
let url = '';
let server: ReturnType<typeof createReferenceServer>;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conformance-'));
  await copyFile(openapi, join(folder, 'openapi.json'));
  await build({
    entryPoints: [join(root, 'src/conformance/command.ts')],
    outfile: join(folder, 'conformance/command.mjs'),
    ...{ bundle: true, format: 'esm', platform: 'node', logLevel: 'error' },
  });
  const document = parseExact(await readFile(openapi, 'utf8'));
  const page = findPage(document);
  server = createReferenceServer(readActivities(page.map(canonicalJson).join('\n')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

/** The activities of the first page document in the file. */
function findPage(part: unknown): readonly unknown[] {
  if (isObject(part) && isObject(part['page']) && Array.isArray(part['data'])) return part['data'];
  if (typeof part !== 'object' || part === null) return [];
  for (const member of Object.values(part)) {
    const found = findPage(member);
    if (found.length > 0) return found;
  }
  return [];
}

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}
const run = (...args: readonly string[]): Promise<Ran> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'conformance/command.mjs'), ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += String(text)));
    child.stderr.on('data', (text) => (err += String(text)));
    child.on('close', (code) => resolve({ code, out, err }));
  });

/** A time that holds the examples. */
const time = ['--from', '2026-03-04T00:00:00Z', '--to', '2026-03-05T00:00:00Z'] as const;

describe('activity-audit-elements check', () => {
  it('prints what holds, and ends well where everything does', async () => {
    const { code, out, err } = await run('check', url, ...time);
    assert.equal(err, '');
    assert.equal(code, 0, out);
    assert.match(out, /^GET \/capabilities\n  ok    answers as the file says$/m);
    assert.match(out, /\d+ hold, 0 do not, \d+ could not be tested\.\n$/);
  });

  it('names what does not hold, and ends with 1', async () => {
    const { code, out } = await run('check', `${url}/nowhere`, ...time, '--quiet');
    assert.equal(code, 1);
    assert.match(out, /FAILS answers a range with a page as the file says: .*404/);
    assert.doesNotMatch(out, /^ {2}ok/m);
  });

  it('gives the points to programs', async () => {
    const { out } = await run('check', url, ...time, '--json');
    const { fails, points } = JSON.parse(out) as { fails: number; points: { outcome: string }[] };
    assert.equal(fails, 0);
    assert.ok(points.length > 30);
  });

  it('ends with 2 where there is nothing to check, and says what to do', async () => {
    for (const [args, said] of [
      [[], /One address is expected/],
      [['check'], /One address is expected/],
      [['check', 'nonsense'], /not the address of a server/],
      [['check', 'http://127.0.0.1:1'], /gave no complete answer/],
      [['check', url, '--from', 'then', '--to', 'now'], /“then” is no time/],
      [['check', url, '--from', '2026-03-04T00:00:00Z'], /go together/],
      [['check', url, '-H', 'nonsense'], /is no header/],
      [['check', url, '--what'], /Unknown option/],
    ] as const) {
      const { code, err } = await run(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, said);
    }
  });

  it('explains itself', async () => {
    const { code, out } = await run('--help');
    assert.equal(code, 0);
    assert.match(out, /Exit code/);
  });
});
