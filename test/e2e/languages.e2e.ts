/** The built files, served from below a sub-path under a strict policy: the file of a language comes when it is asked for, and only then. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { complaintRecorder, inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';

const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; worker-src 'self'; img-src 'self'",
  "require-trusted-types-for 'script'; trusted-types activity-audit lit-html",
].join('; ');
const events = `${JSON.stringify({ id: 'a', timestamp: '1790000000000000000', type: 'command', comm: 'curl' })}\n`;

inEachEngine('the files of languages', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let server: Server;
  let base: string;
  const asked: string[] = [];

  before(async () => {
    server = createServer(({ url = '' }, response) => {
      const name = basename(new URL(url, 'http://localhost').pathname);
      asked.push(name);
      const lang = new URL(url, 'http://localhost').searchParams.get('lang') ?? '';
      const send = (type: string, body: string | Buffer) =>
        response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(body);
      if (name === 'page')
        send(
          'text/html; charset=utf-8',
          `<!doctype html><html lang="${lang}"><title>-</title><script src="complaints.js"></script><script type="module" src="parts/activity-audit.js"></script>` +
            '<activity-audit file="events.ndjson" cache-mode="memory"></activity-audit></html>',
        );
      else if (name === 'complaints.js') send('text/javascript', complaintRecorder);
      else if (name === 'events.ndjson') send('application/x-ndjson', events);
      else if (/^activity-audit[\w.-]*\.js$/.test(name)) send('text/javascript', readFileSync(`dist/browser/${name}`));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/wiki/deep`;
    browser = await start();
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  });

  const filterName = (page: OpenPage) =>
    page.evaluate(
      () =>
        document
          .querySelector('activity-audit')
          ?.shadowRoot?.querySelector('filter-bar')
          ?.shadowRoot?.querySelector('[role="combobox"]')
          ?.getAttribute('placeholder') ?? '',
    );

  async function nameIn(page: OpenPage, expected: RegExp): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      if (expected.test(await filterName(page))) return;
      await new Promise((done) => setTimeout(done, 50));
    }
    assert.match(await filterName(page), expected);
  }

  test('Japanese is loaded from beside the script when the page asks for it, without a breach of the policy', async () => {
    const page = await browser.newPage();
    await page.goto(`${base}/page?lang=en`);
    await nameIn(page, /^Filter: /);
    assert.ok(!asked.includes('activity-audit.ja.js'));
    await page.evaluate(() => (document.documentElement.lang = 'ja'));
    await nameIn(page, /^フィルター: /);
    await page.evaluate(() => (document.documentElement.lang = 'en'));
    await nameIn(page, /^Filter: /);
    assert.equal(asked.filter((name) => name === 'activity-audit.ja.js').length, 1);
    assert.deepEqual(await page.complaints(), []);
    await page.close();
  });
});
