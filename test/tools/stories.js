// Opens every story of a static Storybook build in headless Chromium and fails on errors:
//   node test/tools/stories.js FOLDER [--only TEXT,TEXT] [--pictures FOLDER] [--thorough]
// Of each it waits for the play function and the accessibility report, then looks at the sizes of what can be pressed, also at 320 px, and at
// the width of the page there; with the tag `widths` also at both themes and widths up to 4k, for what lies outside and lines that nobody reads, at doubled text and at text that is spaced out. `--thorough` asks
// all of axe of every story, light and dark, at 320 and 1440 px, which takes three times as long. Stories of a file
// follow each other in one page, as they do for a person who goes through them; two windows work at a time. Where stories can hold much or
// little, they are asked for little.
import { createServer } from 'node:http';
import { mkdir, readFile } from 'node:fs/promises';
import { extname, join, normalize, resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, puppeteerCore } from './browsers.js';
import { cutBySpacing, longLines, outside, overflowing, smallTargets } from './story-checks.js';

const { positionals, values: options } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, pictures: { type: 'string' }, thorough: { type: 'boolean' } },
});
const folder = resolve(positionals[0] ?? 'dist/storybook');
const types = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};
/** Below a path, because that is how it will be served, and by nobody who knows what it is. */
const below = '/some/deep/path/';
const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? '/', 'http://x');
  const path = normalize(join(folder, decodeURIComponent(pathname.slice(below.length))));
  if (!pathname.startsWith(below) || !path.startsWith(folder + sep)) return void response.writeHead(404).end();
  readFile(path).then(
    (body) => response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(body),
    () => response.writeHead(404).end(),
  );
});
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const base = `http://127.0.0.1:${server.address().port}${below}`;

const { entries } = JSON.parse(await readFile(join(folder, 'index.json'), 'utf8'));
const stories = Object.values(entries).filter(
  ({ id, type, tags = [] }) =>
    type === 'story' &&
    !tags.includes('!test') &&
    (!options.only || options.only.split(',').some((part) => id.includes(part))),
);
const launch = await chromium();
const browser = await puppeteerCore.launch({
  ...launch,
  args: [
    ...launch.args,
    // A window behind another one would be given no frames, and wait for them for ever.
    '--disable-backgrounding-occluded-windows',
    '--disable-renderer-backgrounding',
    '--disable-background-timer-throttling',
  ],
});
if (options.pictures) await mkdir(options.pictures, { recursive: true });

const usual = { width: 1280, height: 800 };
/** From a phone to a wall of 4k. */
const widths = [320, 640, 1440, 3840];
/**
 * Until what has changed is painted and nothing is on its way any more: half of a change of colour has a contrast of its own, and what
 * inherits a colour starts when the other one has ended.
 */
const settled = (page) =>
  page.evaluate(async () => {
    const pause = (ms) => new Promise((done) => requestAnimationFrame(() => setTimeout(done, ms)));
    const moving = () =>
      document
        .getAnimations()
        .some(
          ({ effect, playState }) => playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime),
        );
    await pause(40);
    for (let tries = 0; tries < 100; tries += 1) {
      await pause(20);
      if (!moving()) break;
    }
  });

async function openWindow() {
  const page = await browser.newPage({ type: 'window' });
  const open = { page, pageErrors: [], used: 0 };
  page.on('pageerror', (error) => open.pageErrors.push(`page error: ${error.message}`));
  await page.setViewport(usual);
  await page.evaluateOnNewDocument(() => {
    const timer = setInterval(() => {
      const channel = globalThis.__STORYBOOK_ADDONS_CHANNEL__;
      if (!channel) return;
      clearInterval(timer);
      globalThis.__channel = channel;
      globalThis.__ended = new Map();
      let events = [];
      for (const name of ['playFunctionThrewException', 'storyThrewException', 'storyErrored', 'storyMissing'])
        channel.on(name, (event) => events.push(`${name}: ${event?.message ?? event?.title ?? ''}`));
      channel.on('storyFinished', ({ storyId, status, reporters }) => {
        globalThis.__ended.set(storyId, {
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
        });
        events = [];
      });
    }, 5);
  });
  return open;
}

/** The first one loads the page; the others are chosen in it, as in the sidebar. */
async function show({ page, used }, id) {
  if (used === 0) await page.goto(`${base}iframe.html?id=${id}&viewMode=story&globals=rows:few`, { waitUntil: 'load' });
  else
    await page.evaluate((storyId) => {
      globalThis.__ended.delete(storyId);
      globalThis.__channel.emit('setCurrentStory', { storyId, viewMode: 'story' });
    }, id);
  await page.waitForFunction((storyId) => globalThis.__ended?.has(storyId), { timeout: 180_000, polling: 20 }, id);
  return page.evaluate((storyId) => globalThis.__ended.get(storyId), id);
}

const labelled = (label, problems) => problems.map((problem) => `${label}: ${problem}`);

/** These rules of axe, or those that the story's own report asks for, in the page as it is now. */
async function axe(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis)))
    await page.addScriptTag({ path: new URL('../../node_modules/axe-core/axe.min.js', import.meta.url).pathname });
  return page.evaluate(async (values) => {
    const own = globalThis.__STORYBOOK_PREVIEW__?.currentRender?.story?.parameters?.a11y?.options;
    if (!values && !own) throw new Error('The story does not say what its accessibility report asks for.');
    const options = values
      ? { runOnly: { type: 'rule', values } }
      : // How many views stand on a page is the page's matter.
        { ...own, rules: { ...own.rules, 'landmark-unique': { enabled: false } } };
    const { violations } = await globalThis.axe.run('#storybook-root', options);
    return violations.map(
      ({ id, nodes }) =>
        `${id} (${nodes
          .slice(0, 3)
          .map(({ target, any }) => `${target.flat().join(' ')} ${any[0]?.data?.contrastRatio ?? ''}`)
          .join('; ')})`,
    );
  }, rules);
}

async function thoroughly(page, id) {
  const problems = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate((scheme) => document.documentElement.style.setProperty('color-scheme', scheme), theme);
    for (const width of [320, 1440]) {
      await page.setViewport({ width, height: 800 });
      await settled(page);
      problems.push(
        ...labelled(`${theme}, ${width}px wide`, [...(await axe(page)), ...(await page.evaluate(smallTargets))]),
      );
      if (options.pictures) await page.screenshot({ path: join(options.pictures, `${id}.${theme}.${width}.png`) });
    }
  }
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light'));
  return problems;
}

async function inDark(page) {
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'dark'));
  await settled(page);
  let found = await axe(page, ['color-contrast']);
  if (found.length > 0) {
    // On a busy machine a change of colour may begin after the look for such: what is wrong stays wrong.
    await settled(page);
    found = await axe(page, ['color-contrast']);
  }
  const problems = labelled('in the dark', found);
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light'));
  return problems;
}

async function atWidths(page) {
  const problems = [];
  for (const width of widths) {
    await page.setViewport({ width, height: width > 1440 ? 2160 : 800 });
    await settled(page);
    problems.push(
      ...labelled(`${width}px wide`, [
        ...(await page.evaluate(overflowing)),
        ...(await page.evaluate(outside)),
        ...(await page.evaluate(longLines)),
        ...(await page.evaluate(smallTargets)),
        ...(await axe(page, ['color-contrast', 'target-size', 'scrollable-region-focusable'])),
        ...(await page.evaluate(cutBySpacing)),
      ]),
    );
  }
  // 200%: what 1280 pixels show at twice the size is what 640 show at the usual one; here text alone doubles.
  await page.evaluate(() => document.documentElement.style.setProperty('--activity-font-size', '26px'));
  await settled(page);
  problems.push(...labelled('text of 200%', await page.evaluate(overflowing)));
  await page.evaluate(() => document.documentElement.style.removeProperty('--activity-font-size'));
  return problems;
}

async function check(open, { id, tags = [] }) {
  const { page } = open;
  const errors = [];
  try {
    const ended = await show(open, id);
    open.used += 1;
    errors.push(...ended.events);
    for (const report of ended.reports)
      if (report.status === 'failed') errors.push(`${report.type}: ${report.ids?.join(', ')}`);
    if (ended.status !== 'success' && !errors.length) errors.push(`status ${ended.status}`);
    if (options.pictures) await page.screenshot({ path: join(options.pictures, `${id}.png`) });
    errors.push(...labelled('too small to press', await page.evaluate(smallTargets)));
    if (tags.includes('widths')) errors.push(...(await inDark(page)), ...(await atWidths(page)));
    else {
      await page.setViewport({ width: 320, height: 800 });
      await settled(page);
      const problems = [...(await page.evaluate(overflowing)), ...(await page.evaluate(smallTargets))];
      errors.push(...labelled('320px wide', problems));
    }
    if (options.thorough) errors.push(...(await thoroughly(page, id)));
    await page.setViewport(usual);
  } catch (error) {
    errors.push(String(error?.message ?? error));
  }
  errors.push(...open.pageErrors.splice(0));
  return errors;
}

let passed = 0;
let failed = 0;
const waiting = [...stories];

async function work() {
  let open = await openWindow();
  for (let story = waiting.shift(); story; story = waiting.shift()) {
    let errors = await check(open, story);
    if (errors.length || open.used >= 40) {
      // What fails in a page that others used is looked at once more in one of its own: then it is the story's.
      await open.page.close();
      open = await openWindow();
      if (errors.length) errors = await check(open, story);
    }
    if (errors.length) failed += 1;
    else passed += 1;
    console.log(errors.length ? `✗ ${story.id}\n    ${errors.join('\n    ')}` : `✓ ${story.id}`);
  }
  await open.page.close();
}
await Promise.all([work(), work()]);
await browser.close();
server.close();
console.log(`\nstories: ${passed} passed, ${failed} failed`);
process.exitCode = failed || !passed ? 1 : 0;
