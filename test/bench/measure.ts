import type { puppeteerCore } from '../tools/browsers.js';
import { everythingAsked } from './everything.js';
import { narrowed, questionsOf, substring, type Question } from './questions.js';
import type { startServer } from './server.js';

type Browser = Awaited<ReturnType<typeof puppeteerCore.launch>>;
type Page = Awaited<ReturnType<Browser['newPage']>>;

export interface Context {
  readonly browser: Browser;
  readonly server: Awaited<ReturnType<typeof startServer>>;
  readonly rows: number;
  readonly runs: number;
  /** Without what goes over the network and the disk. */
  readonly quick: boolean;
}

/** Milliseconds of each run, and of every question that was asked in it: what was answered. */
export interface Series {
  readonly workerMs?: readonly number[];
  readonly ms: readonly number[];
}
export interface Measured {
  readonly name: string;
  readonly first: Readonly<Record<string, Series>>;
  readonly narrowed: Readonly<Record<string, Series>>;
  readonly append: readonly number[];
  readonly ingestMs: number;
  readonly figures: Readonly<Record<string, number>>;
  /** Checksum of every answer by question and variant. */
  readonly checksums: Readonly<Record<string, string>>;
}

interface Reply {
  readonly ms: number;
  readonly workerMs?: number;
  readonly checksum: string;
}
interface Opened {
  /** To the first answer that holds anything, and to the first with everything. */
  readonly firstMs: number;
  readonly answerMs: number;
  readonly checksum: string;
}
type Ask = (question: Question) => Promise<Reply>;

/** A question with big integers crosses into the page as text. */
const packed = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? { ns: String(part) } : part));

/** Runs a step in the page. */
function step<Result>(page: Page, name: string, ...parameters: unknown[]): Promise<Result> {
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

async function open({ browser, server }: Context, name: string): Promise<Page> {
  const page = await browser.newPage();
  page.setDefaultTimeout(1_800_000);
  await page.goto(`${server.origin(name)}/`);
  await page.waitForFunction(() => 'steps' in globalThis);
  return page;
}

export async function measureProduct(name: string, context: Context): Promise<Measured> {
  const { rows, quick } = context;
  const figures: Record<string, number> = {};
  let page = await open(context, name);
  const emptyBytes = quick ? Number.NaN : await step<number>(page, 'memory');
  const { ingestMs, firstAnswerMs, firstTotal } = await step<{
    ingestMs: number;
    firstAnswerMs: number;
    firstTotal: number;
  }>(page, 'fill', rows);
  Object.assign(figures, { firstAnswerMs, firstTotal });
  const ask: Ask = async (question) => {
    const { pageMs, workerMs, checksum } = await step<{ pageMs: number; workerMs: number; checksum: string }>(
      page,
      'ask',
      question,
    );
    return { ms: pageMs, workerMs, checksum };
  };
  const answers = await askAll(ask, context);
  // The day's lines lie in the page too until they are collected.
  if (!quick) figures['memoryBytes'] = ((await step<number>(page, 'memory')) - emptyBytes) / rows;
  const append: number[] = [];
  for (let run = 0; run < 15; run += 1)
    append.push(await step<number>(page, 'append', rows + run * 1_000, 1_000, rows));
  await step(page, 'dispose');
  await page.close();
  if (quick) return { name, ...answers, append, ingestMs, figures };

  page = await open(context, `${name}-disk`);
  const diskBefore = await step<number>(page, 'disk');
  const opened = await step<Opened & { readonly loadedMs: number }>(page, 'openHttp', rows);
  figures['loadMs'] = opened.loadedMs;
  answers.checksums['everything opened'] = opened.checksum;
  await settled(page, rows);
  figures['diskBytes'] = ((await step<number>(page, 'disk')) - diskBefore) / rows;
  const reloads: number[] = [];
  const firsts: number[] = [];
  for (let run = 0; run < Math.min(5, context.runs); run += 1) {
    await page.reload();
    await page.waitForFunction(() => 'steps' in globalThis);
    const again = await step<Opened>(page, 'openHttp', rows);
    if (again.checksum !== opened.checksum) answers.checksums['everything opened'] = `${again.checksum} after a reload`;
    reloads.push(again.answerMs);
    firsts.push(again.firstMs);
  }
  figures['reloadMs'] = median(reloads);
  figures['reloadFirstMs'] = median(firsts);
  await step(page, 'dispose');
  await page.close();
  return { name, ...answers, append, ingestMs, figures };
}

/** Until the cache on disk holds everything and grows no more. */
async function settled(page: Page, rows: number): Promise<void> {
  let before = -1;
  for (let wait = 0; wait < 80; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const { bytes, state } = await step<{ bytes: number; state: string }>(page, 'cached');
    if (wait === 20 && bytes === 0) throw new Error(`the cache keeps nothing: ${state}`);
    if (bytes > rows && bytes === before) return;
    before = bytes;
  }
}

export async function measurePeer(name: string, context: Context): Promise<Measured> {
  const { rows, quick } = context;
  const page = await open(context, name);
  const peer = (asked: object) => step<{ ms: number; checksum?: string }>(page, 'peer', asked);
  const startMs = (await peer({ step: 'start', name })).ms;
  const emptyBytes = quick ? Number.NaN : await step<number>(page, 'memory');
  const ingestMs = (await peer({ step: 'ingest', rows })).ms;
  const ask: Ask = async (question) => {
    const { ms, checksum = '' } = await peer({ step: 'ask', question });
    return { ms, workerMs: ms, checksum };
  };
  const answers = await askAll(ask, { ...context, runs: Math.min(3, context.runs) });
  // What lies in a worker that a worker started is not counted by the browser's measurement.
  const memoryBytes =
    quick || name === 'duckdb' ? Number.NaN : ((await step<number>(page, 'memory')) - emptyBytes) / rows;
  const append: number[] = [];
  for (let run = 0; run < 3; run += 1)
    append.push(
      (await peer({ step: 'append', from: rows + run * 1_000, count: 1_000, rows, then: everythingAsked })).ms,
    );
  await page.close();
  return { name, ...answers, append, ingestMs, figures: { startMs, memoryBytes } };
}

async function askAll(ask: Ask, { runs }: Context) {
  const first: Record<string, { workerMs: number[]; ms: number[] }> = {};
  const narrow: Record<string, { workerMs: number[]; ms: number[] }> = {};
  const checksums: Record<string, string> = {};
  const note = async (into: typeof first, question: Question, key: string, counted: boolean): Promise<void> => {
    const { ms, workerMs, checksum } = await ask(question);
    checksums[key] = checksum;
    const series = (into[question.name] ??= { workerMs: [], ms: [] });
    if (!counted) return;
    series.ms.push(ms);
    if (workerMs !== undefined) series.workerMs.push(workerMs);
  };
  // The first round warms the code up; the variants after it are new to every cache.
  for (let variant = 0; variant <= runs; variant += 1) {
    for (const question of [...questionsOf(variant), substring(variant)]) {
      await note(first, question, `${question.name} ${variant}`, variant > 0);
      await note(narrow, narrowed(question, variant), `${question.name} narrowed ${variant}`, variant > 0);
    }
  }
  return { first, narrowed: narrow, checksums };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? Number.NaN : sorted[sorted.length >> 1]!;
}
