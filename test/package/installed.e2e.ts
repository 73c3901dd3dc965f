/** The archive that `npm pack` makes, installed into an empty project: what a stranger gets. Needs a build. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { startServer, type RunningServer } from '../../stories/demo/server.js';
import { complaintsOf, exactCount, seen, startBrowser } from '../e2e/portal-page.js';
import { expectWorkingHost } from '../hosts/expectations.js';
import { hostsFolder, install, pack, root, run } from '../hosts/packed.js';
import { serveFolders, strictPolicy } from '../hosts/serve.js';
import { localServer, type Call } from '../servers/local-server.js';

let folder: string;
let archive: string;
let browser: Awaited<ReturnType<typeof startBrowser>>;
/** The package as it lies in the empty project. */
let installed: string;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
  archive = await pack(join(folder, 'archive'));
  const project = join(folder, 'project');
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  await install(project, archive);
  installed = join(project, 'node_modules', 'activity-audit-elements');
  browser = await startBrowser();
});
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

const bin = (name: string): string => join(root, 'node_modules', '.bin', name);

test('publint finds nothing', async () => {
  await run(bin('publint'), ['run', archive, '--strict'], { cwd: root });
});

test('every entry has the types of what it is', async () => {
  await run(bin('attw'), [archive, '--profile', 'esm-only', '--no-emoji'], { cwd: root });
});

/** What the README links within the project, in both languages. */
const linked = (): readonly string[] =>
  ['README.md', 'README.ja.md'].flatMap((name) => {
    const text = readFileSync(join(installed, name), 'utf8');
    return [...text.matchAll(/\]\(([^)#:]+)[^)]*\)/g)].map(([, to = '']) => to);
  });

test('every file and picture that the README links is in the archive', () => {
  assert.ok(linked().length > 30);
  assert.deepEqual(
    linked().filter((to) => !existsSync(join(installed, to))),
    [],
  );
});

test('the archive holds what is used or read, and nothing else of tests, stories or the demo', () => {
  const files = readdirSync(installed, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(installed, join(parentPath, name)));
  const read = new Set(linked());
  assert.deepEqual(
    files.filter(
      (file) =>
        /(^|\/)(test|stories|demo|storybook|hosts)\/|tsbuildinfo|node_modules/.test(file) &&
        !read.has(file) &&
        // What the reference server imports.
        !/^stories\/protocol\/reference-\w+(\.d)?\.[jt]s$/.test(file),
    ),
    [],
  );
  for (const file of ['custom-elements.json', 'web-types.json', 'vscode.html-custom-data.json', 'openapi.json'])
    assert.ok(files.includes(`dist/${file}`), file);
});

test('every entry can be imported where there is no page, as a server does', async () => {
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    exports: Record<string, string | { readonly default: string }>;
  };
  const tags = tagsOf();
  const entries = Object.keys(exports)
    .flatMap((entry) => (entry.includes('*') ? tags.map((tag) => entry.replace('*', tag)) : entry))
    // Files that a page loads by their address, and style sheets, are no modules of a server.
    .filter((entry) => !entry.endsWith('.json') && !/^\.\/(?:browser|wiki|themes)\//.test(entry));
  assert.ok(entries.length > 20);
  const script = `for (const entry of ${JSON.stringify(entries)}) await import('activity-audit-elements' + entry.slice(1));`;
  await run(process.execPath, ['--input-type=module', '--eval', script], { cwd: join(folder, 'project') });
});

/** The tags of the package's elements, as its modules have folders for them. */
const tagsOf = (): readonly string[] =>
  readdirSync(join(installed, 'dist/esm/components'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'internal')
    .map(({ name }) => name);

test('who imports define.js has every element by its tag, and a function to register each', async () => {
  const names = tagsOf().map((tag) => tag.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()));
  assert.equal(names.length, 10);
  const lines = [
    "import type * as Library from 'activity-audit-elements';",
    `import { ${names.map((name) => `define${name}`).join(', ')} } from 'activity-audit-elements/define.js';`,
    ...tagsOf().map(
      (tag, at) =>
        `export const ${names[at]}: Library.${names[at]}Element | null = document.querySelector('${tag}');\ndefine${names[at]}('my-${tag}');`,
    ),
  ];
  const project = join(folder, 'project');
  writeFileSync(join(project, 'tags.ts'), lines.join('\n'));
  const options =
    '--ignoreConfig --noEmit --strict --skipLibCheck --module nodenext --target es2022 --lib es2023,dom,dom.iterable';
  await run(bin('tsc'), [...options.split(' '), 'tags.ts'], { cwd: project });
});

test('a bundler keeps what is imported for what it does', async () => {
  for (const entry of ['define.js', 'browser/activity-audit.js', 'wiki/activity-audit.js']) {
    const { outputFiles } = await build({
      stdin: { contents: `import 'activity-audit-elements/${entry}';`, resolveDir: join(folder, 'project') },
      bundle: true,
      format: 'esm',
      write: false,
      external: ['./activity-audit.worker.js', './activity-audit.ja.js'],
    });
    const [{ text } = { text: '' }] = outputFiles;
    assert.match(text, /customElements\.define\(/, `${entry} registers nothing any more`);
  }
});

test('its command checks a server, here the reference server of the archive, and says how a table is filled', async () => {
  const command = join(folder, 'project/node_modules/.bin/activity-audit-elements');
  const { createReferenceServer, readActivities } = (await import(
    pathToFileURL(join(installed, 'dist/reference-server.js')).href
  )) as typeof import('../../stories/protocol/reference-server.js');
  const server = createReferenceServer(
    readActivities(readFileSync(join(hostsFolder, 'activities.ndjson'), 'utf8')),
  ).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo;
    const checked = await run(command, ['check', `http://127.0.0.1:${port}`], { cwd: join(folder, 'project') });
    assert.match(checked, /hold/);
    assert.match(await run(command, ['load', '--help'], { cwd: join(folder, 'project') }), /--table/);
  } finally {
    server.close();
  }
});

/** The made-up cluster's server, under the address that the README names. */
async function passOn({ request, response, url }: Call, backend: string): Promise<void> {
  const path = url.pathname.replace(/^\/api\/activity(?=\/|$)/, '/api');
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const answer = await fetch(new URL(path + url.search, backend), {
    headers: { accept: request.headers.accept ?? '*/*' },
    signal: gone.signal,
  });
  response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' });
  if (!answer.body) return void response.end();
  // Who goes away while it is told something has had enough.
  await pipeline(Readable.fromWeb(answer.body as WebStream), response).catch(() => {});
}

test("the README's lines show activities in an empty project", async () => {
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const [, lines = ''] = /## Embed it[\s\S]*?```html\n([\s\S]*?)```/.exec(readme) ?? [];
  assert.match(lines, /src="https:\/\/cdn\.example\/activity-audit\.js" integrity="sha384-…"/);
  const wiki = join(installed, 'dist/wiki');
  const hashes = readFileSync(join(wiki, 'integrity.json'), 'utf8');
  const { 'activity-audit.js': hash = '' } = JSON.parse(hashes) as Record<string, string>;
  assert.match(hash, /^sha384-/);
  const cdn = await serveFolders({ '/': wiki }, { 'access-control-allow-origin': '*' });
  const page = join(folder, 'page');
  mkdirSync(page);
  const real = lines.replace('https://cdn.example/', cdn.url).replace('sha384-…', hash);
  writeFileSync(join(page, 'index.html'), `<!doctype html><html lang="en"><title>Empty</title>${real}</html>`);
  const backend: RunningServer = await startServer({ port: 0, root: page });
  const front = await localServer((call) => passOn(call, backend.url));
  const tab = await browser.newPage();
  try {
    const complaints = complaintsOf(tab);
    await tab.goto(front.url, { waitUntil: 'load' });
    assert.ok((await exactCount(tab)) > 100);
    assert.equal(tab.workers().length, 1);
    assert.deepEqual(complaints, []);
  } finally {
    await tab.close();
    await front.close();
    await cdn.close();
    await backend.close();
  }
});

/** The package as of a later version, whose page and worker speak another protocol: with the worker or the page of this one they would not start. */
async function buildLater(outdir: string): Promise<void> {
  const modules = join(installed, 'dist/esm');
  let changed = 0;
  await build({
    entryPoints: {
      'page/activity-audit/define': join(modules, 'components/activity-audit/define.js'),
      'workers/api/engine.worker': join(modules, 'workers/api/engine.worker.js'),
    },
    outdir,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['production'],
    plugins: [
      {
        name: 'later-protocol',
        setup: (build) =>
          build.onLoad({ filter: /protocol[/\\]engine-api\.js$/ }, ({ path }) => {
            changed += 1;
            const contents = readFileSync(path, 'utf8').replace(/(protocolVersion = )\d+/, '$11001');
            return { contents };
          }),
      },
    ],
  });
  assert.ok(changed > 0);
}

test('two versions on one page leave each other alone, under a strict policy that allows duplicates', async () => {
  const page = join(folder, 'two');
  cpSync(join(hostsFolder, 'plain/public'), page, { recursive: true });
  cpSync(join(hostsFolder, 'activities.ndjson'), join(page, 'activities.ndjson'));
  cpSync(join(installed, 'dist/browser'), join(page, 'assets'), { recursive: true });
  await buildLater(join(page, 'later'));
  writeFileSync(
    join(page, 'second.js'),
    `import { defineActivityAudit } from './later/page/activity-audit/define.js';
     defineActivityAudit('second-audit');
     const second = document.createElement('second-audit');
     second.file = 'activities.ndjson';
     second.window = 'all';
     document.body.append(second);
     document.querySelector('#opened').textContent = second instanceof customElements.get('activity-audit') ? 'same' : 'other';`,
  );
  const index = readFileSync(join(page, 'index.html'), 'utf8');
  writeFileSync(
    join(page, 'index.html'),
    index.replace('</head>', '<script type="module" src="second.js"></script></head>'),
  );
  const server = await serveFolders({ '/': page }, { 'content-security-policy': strictPolicy(["'allow-duplicates'"]) });
  const tab = await browser.newPage();
  try {
    const complaints = complaintsOf(tab);
    await tab.goto(server.url, { waitUntil: 'load' });
    await seen(tab, '#opened', /other$/);
    await seen(tab, 'activity-audit', /12 activities exact/);
    await seen(tab, 'second-audit', /12 activities exact/);
    const places = await tab.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('activity-audit, second-audit')].map(
        (element) => (element as unknown as { activeStore: { enginePlace: string } }).activeStore.enginePlace,
      ),
    );
    assert.deepEqual(places, ['worker', 'worker']);
    assert.equal(tab.workers().length, 2);
    assert.deepEqual(complaints, []);
  } finally {
    await tab.close();
    await server.close();
  }
});

test('a page without any tool works under a strict policy', async () => {
  const page = join(folder, 'plain');
  cpSync(join(hostsFolder, 'plain/public'), page, { recursive: true });
  cpSync(join(hostsFolder, 'activities.ndjson'), join(page, 'activities.ndjson'));
  const server = await serveFolders(
    { '/': page, '/assets/': join(installed, 'dist/browser') },
    { 'content-security-policy': strictPolicy() },
  );
  const tab = await browser.newPage();
  try {
    await expectWorkingHost(tab, server.url);
  } finally {
    await tab.close();
    await server.close();
  }
});
