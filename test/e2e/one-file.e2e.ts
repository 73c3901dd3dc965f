/** What the one file does without, and how a page sees to it: the language beside it has a hash, and the view says that nothing is counted elsewhere. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { createReferenceServer, readActivities } from '../../stories/protocol/reference-server.js';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { seen } from './portal-page.js';

const hashes = JSON.parse(readFileSync('dist/wiki/integrity.json', 'utf8')) as Record<string, string>;
const reference = createReferenceServer(readActivities(readFileSync('stories/hosts/activities.ndjson', 'utf8')));
inEachEngine('the one file', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let server: Server;
  let origin: string;
  let html: string;

  before(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '/';
      if (path.startsWith('/api/')) {
        request.url = path.slice('/api'.length);
        reference.emit('request', request, response);
      } else if (path === '/') response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html);
      else if (/\/activity-audit[\w.]*\.js$/.test(path))
        response.writeHead(200, { 'content-type': 'text/javascript' }).end(readFileSync(`dist/wiki/${basename(path)}`));
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await start();
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
  });

  async function withPage(head: string, body: string, look: (page: OpenPage) => Promise<void>): Promise<void> {
    html = `<!doctype html><html lang="en"><title>One file</title>${head}<script type="module" src="/lib/activity-audit.js"></script>${body}</html>`;
    const page = await browser.newPage();
    try {
      await page.goto(origin);
      await look(page);
    } finally {
      await page.close();
    }
  }

  const ownRows =
    '<script type="application/x-ndjson">{"id":"1","timestamp":"1772640002340907311","type":"command","comm":"curl"}</script>';
  const japanese = `<activity-audit lang="ja">${ownRows}</activity-audit>`;
  const importMap = (hash: string): string =>
    `<script type="importmap">{"integrity": {"${origin}/lib/activity-audit.ja.js": "${hash}"}}</script>`;

  test('the file of a language has a hash that a page can ask for, and one that is another file stays out', async () => {
    const hash = hashes['activity-audit.ja.js'] ?? '';
    assert.match(hash, /^sha384-/);
    await withPage(importMap(hash), japanese, async (page) => {
      await seen(page, 'activity-audit', /アクティビティ/);
    });
    await withPage(importMap(hashes['activity-audit.js'] ?? ''), japanese, async (page) => {
      await seen(page, 'activity-audit', /1 activity exact/);
    });
  });

  test('who asks for a server that counts is told that all is loaded', async () => {
    const body = `<script type="module">
    const view = document.createElement('activity-audit');
    view.cacheMode = 'memory';
    view.window = '2026-03-04T16:00:00Z/2026-03-04T17:00:00Z';
    view.source = { kind: 'http', url: '/api', pushDown: 'always' };
    document.body.append(view);
  </script>`;
    await withPage('', body, async (page) => {
      await seen(page, 'activity-list', /12 activities exact/);
      await seen(page, 'activity-list', /1 line read with a remark/);
      await page.click('button', '1 line read with a remark');
      await seen(page, 'activity-list', /value left out.*lets no server count: all is loaded/);
    });
  });
});
