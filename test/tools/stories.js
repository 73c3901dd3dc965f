// Opens every story of a static Storybook build in headless Chromium, waits for its play function and the accessibility report, and fails on
// errors:  node test/tools/stories.js FOLDER [SCREENSHOTS]
import { createServer } from 'node:http';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { chromium, puppeteerCore } from './browsers.js';

const folder = resolve(process.argv[2] ?? 'dist/storybook');
const pictures = process.argv[3];
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const server = createServer((request, response) => {
  const path = normalize(join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)));
  if (!path.startsWith(folder + sep)) return void response.writeHead(404).end();
  readFile(path).then(
    (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}`;
const { entries } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
const browser = await puppeteerCore.launch({ ...(await chromium()), defaultViewport: { width: 1280, height: 800 } });
if (pictures) await mkdir(pictures, { recursive: true });
let passed = 0;
let failed = 0;
for (const { id, type, tags = [] } of Object.values(entries)) {
  if (type !== 'story' || tags.includes('!test')) continue;
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(`page error: ${error.message}`));
  await page.evaluateOnNewDocument(() => {
    const timer = setInterval(() => {
      const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
      if (!channel) return;
      clearInterval(timer);
      const events = [];
      for (const name of ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing'])
        channel.on(name, (event) => events.push(`${name}: ${event?.message ?? event?.title ?? ''}`));
      channel.on('storyFinished', ({ status, reporters }) => {
        globalThis.__finished = {
          status,
          events,
          reports: reporters.map((report) => ({
            type: report.type,
            status: report.status,
            ids: report.result?.violations?.map(
              (violation) =>
                `${violation.id} (${violation.nodes
                  .map((node) => node.target.flat().join(' '))
                  .slice(0, 3)
                  .join('; ')})`,
            ),
          })),
        };
      });
    }, 5);
  });
  try {
    await page.goto(`${base}/iframe.html?id=${id}&viewMode=story`, { waitUntil: 'load' });
    await page.waitForFunction(() => globalThis.__finished, { timeout: 30_000 });
    const finished = await page.evaluate(() => globalThis.__finished);
    errors.push(...finished.events);
    for (const report of finished.reports)
      if (report.status === 'failed') errors.push(`${report.type}: ${report.ids?.join(', ')}`);
    if (finished.status !== 'success' && !errors.length) errors.push(`status ${finished.status}`);
    if (pictures) await page.screenshot({ path: join(pictures, `${id}.png`) });
  } catch (error) {
    errors.push(String(error?.message ?? error));
  }
  await page.close();
  if (errors.length) failed++;
  else passed++;
  console.log(errors.length ? `✗ ${id}\n    ${errors.join('\n    ')}` : `✓ ${id}`);
}
await browser.close();
server.close();
console.log(`\nstories: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
