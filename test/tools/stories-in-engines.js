// Opens every story of a static Storybook build in the engines besides Chromium that were asked for (`browsers.js`), waits for its play function and
// the accessibility report, and fails on errors:
//   ENGINES=firefox,webkit node test/tools/stories-in-engines.js FOLDER [--only TEXT,TEXT] [--pictures FOLDER]
// `stories.js` does the same, and more, in Chromium.
import { createServer } from 'node:http';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { engines, missingEngines, startEngineBrowser } from './browsers.js';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, pictures: { type: 'string' } },
});
const folder = resolve(positionals[0] ?? 'dist/storybook');
const { pictures } = options;
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** Runs on the story's page before anything else: keeps what Storybook says about it, and every error. */
function record() {
  const errors = [];
  addEventListener('error', ({ message }) => {
    // A layout that takes another frame is none.
    if (!/ResizeObserver loop/.test(message)) errors.push(`page error: ${message}`);
  });
  addEventListener('unhandledrejection', ({ reason }) => errors.push(`page error: ${reason?.message ?? reason}`));
  const timer = setInterval(() => {
    const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
    if (!channel) return;
    clearInterval(timer);
    for (const name of ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing'])
      channel.on(name, (event) => errors.push(`${name}: ${event?.message ?? event?.title ?? ''}`));
    channel.on('storyFinished', ({ status, reporters }) => {
      globalThis.__finished = {
        status,
        errors,
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
}

const server = createServer((request, response) => {
  const path = normalize(join(folder, decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)));
  if (!path.startsWith(folder + sep)) return void response.writeHead(404).end();
  readFile(path).then(
    (body) => {
      response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' });
      response.end(
        path.endsWith('iframe.html')
          ? String(body).replace('<head>', () => `<head><script>(${String(record)})();</script>`)
          : body,
      );
    },
    () => response.writeHead(404).end(),
  );
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}`;
const { entries } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
if (pictures) await mkdir(pictures, { recursive: true });
let passed = 0;
let failed = 0;

/** What went wrong in a story, as lines. */
async function problemsOf(browser, id, engine) {
  const problems = [];
  let page;
  try {
    page = await browser.open(`${base}/iframe.html?id=${id}&viewMode=story`);
    let finished = null;
    for (const endMs = Date.now() + 180_000; !finished && Date.now() < endMs;) {
      finished = await page.evaluate('globalThis.__finished ?? null');
      if (!finished) await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (!finished) return ['never finished'];
    problems.push(...finished.errors);
    for (const report of finished.reports)
      if (report.status === 'failed') problems.push(`${report.type}: ${report.ids?.join(', ')}`);
    if (finished.status !== 'success' && !problems.length) problems.push(`status ${finished.status}`);
    if (pictures)
      await writeFile(join(pictures, `${id}${engine === 'chromium' ? '' : `.${engine}`}.png`), await page.screenshot());
  } catch (error) {
    problems.push(String(error?.message ?? error));
  } finally {
    // A browser that is gone has nothing to close.
    await page?.close().catch(() => {});
  }
  return problems;
}

const others = engines.filter((name) => name !== 'chromium');
for (const engine of others) {
  const start = () => startEngineBrowser(engine, { defaultViewport: { width: 1280, height: 800 } });
  let browser = await start();
  for (const { id, type, tags = [] } of Object.values(entries)) {
    if (type !== 'story' || tags.includes('!test')) continue;
    if (options.only && !options.only.split(',').some((part) => id.includes(part))) continue;
    let problems = await problemsOf(browser, id, engine);
    if (problems.length) {
      // Looked at once more in a browser of its own: then it is the story's, and not of what was open before.
      await browser.close().catch(() => {});
      browser = await start();
      problems = await problemsOf(browser, id, engine);
    }
    if (problems.length) failed++;
    else passed++;
    const name = engines.length > 1 ? `${engine} ${id}` : id;
    console.log(problems.length ? `✗ ${name}\n    ${problems.join('\n    ')}` : `✓ ${name}`);
  }
  await browser.close();
}
server.close();
for (const { sentence } of missingEngines) console.log(`skipped: ${sentence}`);
console.log(`\nstories: ${passed} passed, ${failed} failed, ${missingEngines.length} skipped`);
process.exitCode = failed || (others.length && !passed) ? 1 : 0;
