/**
 * `npm run bench:page [-- --rows 1000000] [--runs 15] [--json FILE] [--trace FILE] [--verbose]`
 *
 * Drives the whole view in a real page of 1440 by 900 pixels: + and − at values of the list, wheel, thumb, keys, live activities.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium, puppeteerCore } from '../../tools/browsers.js';
import { buildFiles } from '../build.js';
import { startServer } from '../server.js';
import { describe, summary, type PageFigures, type Press, type Scrolling } from './figures.js';
import type { Frames } from './frames.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    runs: { type: 'string', default: '15' },
    json: { type: 'string' },
    picture: { type: 'string' },
    trace: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const runs = Number(values.runs);
const files = await buildFiles({ entry: 'test/bench/page/page.ts', named: values.trace !== undefined });
const server = await startServer(files, rows);
const browser = await puppeteerCore.launch({
  ...(await chromium()),
  defaultViewport: { width: 1440, height: 900 },
  protocolTimeout: 1_800_000,
});
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

try {
  const page = await browser.newPage();
  page.setDefaultTimeout(1_200_000);
  page.on('pageerror', (error) => console.error(`in the page: ${String(error)}`));
  await page.goto(`${server.origin('page')}/`);
  await page.waitForFunction(() => 'steps' in globalThis);
  const step = <Result>(name: string, ...parameters: unknown[]): Promise<Result> =>
    page.evaluate(
      async (asked, given) => {
        const { steps } = globalThis as unknown as { steps: Record<string, (...all: unknown[]) => unknown> };
        return (await steps[asked]!(...given)) as never;
      },
      name,
      parameters,
    );
  const openMs = await step<number>('open', rows);
  await step('settled');
  if (values.picture !== undefined) await page.screenshot({ path: values.picture });

  const presses: Press[] = [];
  const attributes = ['command', 'process id', 'user id', 'working directory', 'parent process id'];
  for (let run = 0; run < runs; run += 1) {
    const attribute = attributes[run % attributes.length]!;
    await step('settled');
    // Once the code is warm.
    const traced = values.trace !== undefined && run === runs - 1;
    if (traced) await page.tracing.start({ path: values.trace! });
    try {
      const press = await step<Omit<Press, 'attribute'>>('press', attribute, run % 3 === 2);
      presses.push({ attribute, ...press });
    } catch (thrown) {
      console.error(`${attribute}: ${String(thrown)}`);
    }
    if (traced) await page.tracing.stop();
    await step('clearFilter');
    await step('settled');
  }

  const box = await step<{ x: number; y: number; width: number; height: number }>('listBox');
  const scrolling: Scrolling[] = [];
  const scroll = async (name: string, act: () => Promise<void>): Promise<void> => {
    await step('settled');
    await step('startFrames');
    await act();
    const stopped = await step<{ ms: number; blank: number }>('untilFilled', 2_000);
    const frames = await step<Frames>('stopFrames');
    scrolling.push({ name, frames, filledMs: stopped.ms, blank: stopped.blank });
  };
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  const session = await page.createCDPSession();
  const gesture = (distance: number, speed: number) =>
    session.send('Input.synthesizeScrollGesture', {
      x: Math.round(box.x + box.width / 2),
      y: Math.round(box.y + box.height / 2),
      yDistance: -distance,
      speed,
      gestureSourceType: 'mouse',
      repeatCount: 0,
    });
  await scroll('wheel, 1,500 px a second', async () => void (await gesture(4_500, 1_500)));
  await scroll('wheel, 8,000 px a second', async () => void (await gesture(24_000, 8_000)));
  await scroll('thumb, dragged through everything', async () => {
    for (let at = 0; at <= 60; at += 1) {
      await step('thumb', at / 60);
      await wait(16);
    }
  });
  const thumbs: number[] = [];
  for (const share of [0.5, 0.123, 0.987, 0.31, 0.754, 0.02, 1, 0]) {
    await step('thumb', share);
    thumbs.push((await step<{ ms: number }>('untilFilled', 2_000)).ms);
  }
  const goTos: number[] = [];
  for (const share of [0.5, 0.877, 0.013, 0.69, 0.246, 0.98, 0, 1])
    goTos.push((await step<{ ms: number }>('goToTime', share, 2_000)).ms);
  await step('focusList');
  await scroll('keys: End, Home, Page Down', async () => {
    for (const key of ['End', 'Home', ...Array.from({ length: 20 }, () => 'PageDown' as const)] as const) {
      await page.keyboard.press(key);
      await wait(30);
    }
  });
  await page.keyboard.press('End');
  await wait(300);
  const end = await step<{ row: number; total: number; text: string }>('place');
  await page.keyboard.press('Home');
  await scroll('100 activities ten times a second for 3 s', async () => void (await step('live', rows, 30, rows)));
  await step('settled');
  const elements = await step<number>('elements');
  const figures: PageFigures = { rows, openMs, presses, scrolling, thumbMs: thumbs, goToMs: goTos, end, elements };
  console.log(summary(figures));
  if (values.verbose) console.log(describe(figures));
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 1)}\n`);
} finally {
  await browser.close();
  server.close();
}
