/** The benchmark's hand in the browser: opens pages, runs their steps, and waits until nothing in the browser works any more. */
import { chromium, puppeteerCore } from '../tools/browsers.js';
import type { startServer } from './server.js';

export type Browser = Awaited<ReturnType<typeof puppeteerCore.launch>>;
export type Page = Awaited<ReturnType<Browser['newPage']>>;

export interface Context {
  readonly browser: Browser;
  readonly server: Awaited<ReturnType<typeof startServer>>;
  readonly rows: number;
  readonly runs: number;
  /** Without what goes over the network and the disk. */
  readonly quick: boolean;
}

/** Memory is measured when that is asked for, and not when the browser finds time for it, which takes some twenty seconds. */
const measuresMemoryAtOnce = '--enable-blink-features=ForceEagerMeasureMemory';

export async function launch(): Promise<Browser> {
  const found = await chromium();
  return puppeteerCore.launch({ ...found, args: [...found.args, measuresMemoryAtOnce], protocolTimeout: 3_600_000 });
}

/** A question with big integers crosses into the page as text. */
const packed = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? { ns: String(part) } : part));

/** Runs a step in the page. */
export function step<Result>(page: Page, name: string, ...parameters: unknown[]): Promise<Result> {
  return page.evaluate(
    async (asked, json) => {
      const unpacked = JSON.parse(json, (_, part: unknown) =>
        typeof part === 'object' && part !== null && 'ns' in part ? BigInt(String(part.ns)) : part,
      ) as unknown[];
      const { steps } = globalThis as unknown as { steps: Record<string, (...values: unknown[]) => unknown> };
      return (await steps[asked]!(...unpacked)) as never;
    },
    name,
    packed(parameters),
  );
}

const ready = (page: Page): Promise<unknown> => page.waitForFunction(() => 'steps' in globalThis);

export async function open({ browser, server }: Context, name: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(1_800_000);
  await page.goto(`${server.origin(name)}/`);
  await ready(page);
  return page;
}

export async function reload(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
}

const lookMs = 300;
/** Of one processor. A page that is only held takes nothing; the browser's own housekeeping takes this much. */
const restShare = 0.08;

/**
 * Until all processes of the browser together are at rest: nobody is measured while another page still tidies up. Gives up after `limitMs`,
 * and says whether it came to rest.
 */
export async function rest({ browser }: Context, limitMs = 20_000): Promise<boolean> {
  const session = await browser.target().createCDPSession();
  const usedMs = async (): Promise<ReadonlyMap<number, number>> => {
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    return new Map(processInfo.map(({ id, cpuTime }) => [id, cpuTime * 1_000]));
  };
  try {
    let before = await usedMs();
    for (const endMs = performance.now() + limitMs; performance.now() < endMs;) {
      await new Promise((resolve) => setTimeout(resolve, lookMs));
      const now = await usedMs();
      let worked = 0;
      for (const [id, ms] of now) worked += ms - (before.get(id) ?? 0);
      if (worked < lookMs * restShare) return true;
      before = now;
    }
    return false;
  } finally {
    await session.detach();
  }
}
