/** The README's snippets of pages, word for word but for the address of the CDN and the hash, as pages. */
import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { seen } from './portal-page.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

const readme = readFileSync('README.md', 'utf8');
const snippets = [...readme.matchAll(/```html\n([^]*?)```/g)].map(([, text = '']) => text);
const snippet = (part: string): string => {
  const found = snippets.find((text) => text.includes(part));
  assert.ok(found, `the README has no snippet with ${part}`);
  return found;
};

const { 'activity-audit.js': hash } = JSON.parse(readFileSync('dist/wiki/integrity.json', 'utf8')) as Record<
  string,
  string
>;
const library = readFileSync('dist/wiki/activity-audit.js');
const nowNs = BigInt(Date.now()) * 1_000_000n;
const row = (id: string, timeNs: bigint): string =>
  `${JSON.stringify({ id, type: 'command', timestamp: String(timeNs), comm: 'curl' })}\n`;
const log = gzipSync(row('x', 1_700_000_000_000_000_001n) + row('y', 1_700_000_001_000_000_001n));

inEachEngine('the snippets of the README', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let server: Server;
  let cdn: Server;
  let page: string;
  const authorizations: (string | undefined)[] = [];
  let tokens: string[] = [];

  before(async () => {
    browser = await start();
    server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname === '/') return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(page);
      if (pathname === '/logs/audit.log.gz') return void response.writeHead(200).end(log);
      if (pathname === '/session/token')
        return void response.writeHead(200, { 'Cache-Control': 'no-store' }).end(tokens.shift() ?? 'good');
      if (pathname !== '/api/activity/entries') return void response.writeHead(404).end();
      authorizations.push(request.headers.authorization);
      if (page.includes('view.token') && request.headers.authorization !== 'Bearer good')
        return void response.writeHead(401).end();
      const from = BigInt(searchParams.get('from') ?? 0);
      const to = BigInt(searchParams.get('to') ?? 0);
      const times = [nowNs - 1_000_000_000n, 1_772_635_000_000_000_000n, 1_772_650_000_000_000_000n].filter(
        (at) => at >= from && at < to,
      );
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      response.end(
        `${times.map((at) => row(`r${at}`, at)).join('')}${JSON.stringify({ page: { total: times.length } })}\n`,
      );
    });
    cdn = createServer((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Access-Control-Allow-Origin': '*' }).end(library);
    });
    for (const one of [server, cdn]) {
      one.listen(0, '127.0.0.1');
      await once(one, 'listening');
    }
  });
  after(async () => {
    await browser.close();
    for (const one of [server, cdn]) {
      one.closeAllConnections();
      one.close();
    }
  });

  const originOf = (one: Server): string => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;

  const loading = snippet('cdn.example').replace(/<activity-audit[^]*/, '');

  /** A page with this body; the CDN is another server of this machine. */
  async function show(body: string): Promise<OpenPage> {
    const here = body.replace('sha384-…', hash ?? '').replace('https://cdn.example', originOf(cdn));
    page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title><link rel="icon" href="data:,">\n${here}</html>`;
    const shown = await browser.newPage();
    await shown.goto(originOf(server));
    return shown;
  }

  /** The tags of a snippet one by one. */
  const tags = (text: string): readonly string[] => text.match(/<activity-audit[^]*?<\/activity-audit>/g) ?? [];

  test('one file from a CDN with its hash, and one tag, live', async () => {
    const shown = await show(snippet('cdn.example'));
    await seen(shown, 'activity-list', /1 activity/);
    await seen(shown, 'time-bar', /Live|Connecting/);
    assert.equal(await shown.evaluate(() => document.querySelector('activity-audit')?.activeStore?.engineWay), 'text');
    await shown.close();
  });

  test('a wrong hash keeps the file out', async () => {
    const shown = await show(snippet('cdn.example').replace('sha384-…', `sha384-${'A'.repeat(64)}`));
    assert.equal(await shown.evaluate(() => customElements.get('activity-audit') === undefined), true);
    await shown.close();
  });

  test('views without any server, and one pinned to a time', async () => {
    const [file = '', inline = '', pinned = ''] = tags(snippet('/logs/audit.log.gz'));
    const ofFile = await show(loading + file);
    await seen(ofFile, 'activity-list', /2 activities exact/);
    await seen(ofFile, 'time-bar', /As of /);
    await ofFile.close();
    const ofPage = await show(loading + inline);
    await seen(ofPage, 'activity-list', /2 activities exact/);
    await seen(ofPage, 'time-bar', /As of Wed, Mar 4, 2026, 16:00:03/);
    await ofPage.close();
    const ofTime = await show(loading + pinned);
    await seen(ofTime, 'activity-list', /1 activity exact/);
    await seen(ofTime, 'time-bar', /As of /);
    await ofTime.close();
  });

  test('a token from a callback, asked for again when it is refused', async () => {
    authorizations.length = 0;
    tokens = ['expired', 'good'];
    const shown = await show(loading + snippet('view.token'));
    await seen(shown, 'activity-list', /1 activity/);
    assert.equal(authorizations[0], 'Bearer expired');
    assert.equal(authorizations.at(-1), 'Bearer good');
    await shown.close();
  });

  test('a page that keeps the filter itself leaves out exactly what was asked', async () => {
    const [, recipe = ''] =
      /## Taking over[^]*?```js\n([^]*?)```/.exec(readFileSync('components/README.md', 'utf8')) ?? [];
    assert.match(recipe, /applyTo/);
    const rows = ['example', 'other'].map((name) =>
      JSON.stringify({
        id: name,
        type: 'command',
        timestamp: String(nowNs),
        comm: 'curl',
        cmdline: `curl ${name}.test`,
      }),
    );
    const tag = `<activity-audit><script type="application/x-ndjson">${rows.join('\n')}</script></activity-audit>`;
    const shown = await show(`${loading}${tag}<script type="module">${recipe}</script>`);
    await seen(shown, 'activity-list', /2 activities exact/);
    await shown.evaluate(() => {
      const list = document.querySelector('activity-audit')?.shadowRoot?.querySelector('activity-list');
      for (const key of ['Home', 'x'])
        list?.shadowRoot
          ?.querySelector('[role="grid"]')
          ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    });
    const [left] = await seen(shown, 'activity-list', /1 activity of 2 in this window exact[^]*/);
    assert.equal(/example/.test(left), !/other/.test(left), left);
    await shown.close();
  });
});
