/** The engines that tests of whole pages run in: `ENGINES=chromium,firefox,webkit`, by default Chromium alone. One way to open pages and to work them in all. */
import { after, afterEach, before, describe, test } from 'node:test';
import { chromium, engines, firefox, missingEngines, puppeteerCore } from '../tools/browsers.js';
import { engineGaps } from '../tools/engine-gaps.js';
import { startWebkit } from '../tools/webkit.js';
import { byRole } from './portal-page.js';
import { centreOfNamed, centreOfRow } from './page-search.js';

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface OpenPage {
  /** Resolves when the page is loaded. */
  goto(url: string): Promise<void>;
  /** A function goes over as text: nothing around it is known there. Promises are waited for. */
  evaluate<Args extends readonly unknown[], Result>(
    run: (...args: Args) => Result,
    ...args: Args
  ): Promise<Awaited<Result>>;
  evaluate(text: string): Promise<unknown>;
  readonly keyboard: { press(key: string): Promise<unknown>; type(text: string): Promise<unknown> };
  /** With the pointer, what has this role and name, through shadow roots. */
  click(role: string, name: string): Promise<void>;
  /** With the pointer, the row of an element that holds a text, or a button in that row. */
  clickRow(tag: string, text: string, button?: string): Promise<void>;
  setViewport(size: Size): Promise<void>;
  /** What the page complained about: as far as the engine tells, and what `complaintRecorder` noted where the page has it. */
  complaints(): Promise<readonly string[]>;
  /** Addresses that the page asked for since it was opened; its workers' too, where the engine tells of them. */
  requests(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export interface OpenBrowser {
  /** WebKit has one window: the page before it is gone. */
  newPage(): Promise<OpenPage>;
  close(): Promise<void>;
}

/** The first script of a page whose complaints are looked at: not every engine's driver tells of them. */
export const complaintRecorder = `
const noted = (globalThis.notedComplaints = []);
addEventListener('error', ({ message }) => { if (message && !/ResizeObserver loop/.test(message)) noted.push('page error: ' + message); });
addEventListener('unhandledrejection', ({ reason }) => noted.push('page error: ' + (reason?.message ?? reason)));
addEventListener('securitypolicyviolation', (event) => noted.push(event.effectiveDirective + ' blocked ' + event.blockedURI + ':'));
const { error } = console;
console.error = (...words) => { noted.push(words.join(' ')); error.apply(console, words); };
`;
const notedText = 'globalThis.notedComplaints ?? []';
const resourcesText = "performance.getEntriesByType('resource').map(({ name }) => name)";
const texts = (found: unknown): readonly string[] => (Array.isArray(found) ? found.map(String) : []);

const defaultViewport: Size = { width: 1440, height: 900 };
/** Bounds, not expectations. */
const patienceMs = 60_000;
const testMs = 300_000;

/** Where something stands, once it is there and stays where it is. */
async function placeOf(
  evaluate: (text: string) => Promise<unknown>,
  search: string,
): Promise<{ x: number; y: number }> {
  let before = '';
  for (const end = Date.now() + patienceMs; Date.now() < end;) {
    const found = await evaluate(search);
    const text = JSON.stringify(found);
    if (found && text === before) {
      const [x = 0, y = 0] = Array.isArray(found) ? found.map(Number) : [];
      return { x, y };
    }
    before = text;
    await new Promise((resolve) => setTimeout(resolve, 80));
  }
  throw new Error(`never there: ${search.slice(-200)}`);
}

async function puppeteerBrowser(
  options: NonNullable<Parameters<typeof puppeteerCore.launch>[0]>,
  hasTreeOfNames: boolean,
): Promise<OpenBrowser> {
  const browser = await puppeteerCore.launch({ ...options, defaultViewport });
  return {
    newPage: async () => {
      const page = await browser.newPage();
      const told: string[] = [];
      const requests: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('pageerror', (error) => told.push(`page error: ${String(error)}`));
      page.on('console', (message) => {
        // What browsers ask for by themselves is no page's fault.
        if (message.location().url?.endsWith('/favicon.ico')) return;
        if (message.type() === 'error' || /Content Security Policy|TrustedScript/i.test(message.text()))
          told.push(message.text());
      });
      const evaluate = (text: string): Promise<unknown> => page.evaluate(text);
      const clickAt = async (search: string): Promise<void> => {
        const { x, y } = await placeOf(evaluate, search);
        await page.mouse.click(x, y);
      };
      return {
        goto: async (url) => void (await page.goto(url, { waitUntil: 'load' })),
        evaluate: (run: unknown, ...args: readonly unknown[]) => evaluate(callText(run, args)) as Promise<never>,
        keyboard: { press: (key) => page.keyboard.press(key as 'Enter'), type: (text) => page.keyboard.type(text) },
        click: async (role, name) => {
          if (!hasTreeOfNames) return clickAt(centreOfNamed(role, name));
          await (await page.waitForSelector(byRole(role, name), { timeout: patienceMs }))?.click();
        },
        clickRow: (tag, text, button) => clickAt(centreOfRow(tag, text, button)),
        setViewport: (size) => page.setViewport(size),
        requests: () => Promise.resolve(requests),
        complaints: async () => [...told, ...texts(await evaluate(notedText))],
        close: () => page.close(),
      };
    },
    close: () => browser.close(),
  };
}

async function webkitBrowser(): Promise<OpenBrowser> {
  const { page, close } = await startWebkit();
  await page.setViewport(defaultViewport);
  const clickAt = async (search: string): Promise<void> => {
    const { x, y } = await placeOf((text) => page.evaluate(text), search);
    await page.mouse.click(x, y);
  };
  return {
    newPage: async () => ({
      goto: async (url) => void (await page.goto(url)),
      evaluate: (run: unknown, ...args: readonly unknown[]) => page.awaited(callText(run, args)) as Promise<never>,
      keyboard: page.keyboard,
      click: (role, name) => clickAt(centreOfNamed(role, name)),
      clickRow: (tag, text, button) => clickAt(centreOfRow(tag, text, button)),
      setViewport: (size) => page.setViewport(size),
      requests: async () => texts(await page.evaluate(resourcesText)),
      complaints: async () => texts(await page.evaluate(notedText)),
      close: async () => {
        await page.goto('about:blank');
        await page.setViewport(defaultViewport);
      },
    }),
    close,
  };
}

const callText = (run: unknown, args: readonly unknown[]): string =>
  typeof run === 'function' ? `(${String(run)})(...${JSON.stringify(args)})` : String(run);

const starts: Readonly<Record<string, () => Promise<OpenBrowser>>> = {
  chromium: async () => puppeteerBrowser(await chromium(), true),
  firefox: () => puppeteerBrowser(firefox(), false),
  webkit: webkitBrowser,
};

export interface Engine {
  readonly name: string;
  readonly start: () => Promise<OpenBrowser>;
  /** Like those of `node:test`; what the engine lacks (`../tools/engine-gaps.js`) is skipped, with the reason. */
  readonly test: (title: string, run: () => Promise<void>, options?: { readonly skip: string | false }) => void;
  readonly before: (run: () => Promise<void>) => void;
  readonly after: (run: () => Promise<void>) => void;
  readonly afterEach: (run: () => Promise<void>) => void;
}

/** The same tests in every engine that was asked for. */
export function inEachEngine(title: string, tests: (engine: Engine) => void): void {
  for (const name of engines) {
    const gapOf = (full: string) => engineGaps.find((gap) => gap.engine === name && full.startsWith(gap.test));
    const all = gapOf(title);
    const start = (): Promise<OpenBrowser> => {
      const how = starts[name];
      if (!how) throw new Error(`No way to start ${name}.`);
      return how();
    };
    const lacks = async (global: string): Promise<boolean> => {
      const browser = await start();
      const page = await browser.newPage();
      const found = await page.evaluate(`${JSON.stringify(global)} in globalThis`);
      await browser.close();
      return found !== true;
    };
    describe(`${title}, in ${name}`, () => {
      // Nothing is started for tests of which none runs.
      if (!all) {
        tests({
          name,
          start,
          before,
          after,
          afterEach,
          test: (what, run, options) => {
            const gap = gapOf(`${title} ${what}`);
            test(
              what,
              { timeout: testMs, ...options, ...(gap && !gap.lacks && { skip: gap.reason }) },
              async (context) => {
                if (gap?.lacks && (await lacks(gap.lacks))) return context.skip(gap.reason);
                await run();
              },
            );
          },
        });
        return;
      }
      const skipped = (what: string): void => void test(what, { skip: all.reason }, () => {});
      tests({ name, start, before: () => {}, after: () => {}, afterEach: () => {}, test: skipped });
    });
  }
  for (const { name, sentence } of missingEngines) test(`${title}, in ${name}`, { skip: sentence }, () => {});
}
