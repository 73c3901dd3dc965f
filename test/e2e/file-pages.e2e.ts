/** A page that is opened from a disk, with the one file and activities that stand in the page: where the library may lie. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';

const wiki = 'dist/wiki/activity-audit.js';
const own = 'What the page says by itself.';
const lines = [1, 2, 3].map((at) =>
  JSON.stringify({ id: `a${at}`, timestamp: `170000000${at}000000000`, type: 'command', comm: 'ls' }),
);

/** Tells the server what the view shows once it has counted, or, where it never comes to life, that. */
const reporter = (origin: string): string => `<script>
const read = (node) => node.nodeType === 3 ? node.nodeValue : ['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName) ? ''
  : [...(node.tagName === 'SLOT' ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes)].map(read).join(' ');
let refused = false;
addEventListener('error', (event) => { refused ||= event.target instanceof HTMLScriptElement; }, true);
const look = () => {
  const text = read(document.querySelector('activity-audit')).replace(/\\s+/g, ' ').trim();
  if (!refused && !/3 activities exact/.test(text)) return setTimeout(look, 40);
  fetch('${origin}/seen', { method: 'POST', mode: 'no-cors', body: text });
};
addEventListener('DOMContentLoaded', look);
</script>`;

inEachEngine('a page from a disk', ({ name: engine, start, test, before, after }) => {
  const folder = mkdtempSync(join(tmpdir(), 'file-pages-'));
  let tell: (text: string) => void = () => {};
  let server: Server;
  let origin = '';
  let browser: OpenBrowser;
  let page: OpenPage;
  before(async () => {
    cpSync(wiki, join(folder, 'activity-audit.js'));
    server = createServer((request, response) => {
      if (request.url === '/library.js')
        return void response
          .writeHead(200, { 'content-type': 'text/javascript', 'access-control-allow-origin': '*' })
          .end(readFileSync(wiki));
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => pieces.push(piece));
      request.on('end', () => {
        response.writeHead(204).end();
        if (request.url === '/seen') tell(Buffer.concat(pieces).toString('utf8'));
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await start();
    page = await browser.newPage();
  });
  after(async () => {
    await browser.close();
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  const seenOf = async (library: string): Promise<string> => {
    const file = join(folder, 'page.html');
    const tag = `<activity-audit time-zone="UTC">${own}<script type="application/x-ndjson">\n${lines.join('\n')}\n</script></activity-audit>`;
    writeFileSync(file, `<!doctype html><html lang="en"><meta charset="utf-8">${reporter(origin)}${library}${tag}`);
    const seen = new Promise<string>((resolve) => (tell = resolve));
    await page.goto(pathToFileURL(file).href);
    return seen;
  };

  test('shows what stands in it with the library from a server that lets itself be read', async () => {
    assert.match(await seenOf(`<script type="module" src="${origin}/library.js"></script>`), /As of Tue, Nov 14, 2023/);
  });

  test('shows it with the library in the page itself, and then needs nothing else', async () => {
    const code = readFileSync(wiki, 'utf8');
    // What would end the script or begin a comment in it does not occur in the build.
    assert.doesNotMatch(code, /<\/script|<!--/i);
    assert.match(await seenOf(`<script type="module">${code}</script>`), /As of Tue, Nov 14, 2023/);
  });

  test('with the library beside it keeps its own words where the browser reads no module from a disk', async () => {
    const text = await seenOf('<script type="module" src="activity-audit.js"></script>');
    if (engine === 'firefox') assert.match(text, /3 activities exact/);
    else assert.equal(text, own);
  });
});
