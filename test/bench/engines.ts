/** Everybody who is measured, the product and the peers alike: what the driver can ask of them. */
import { open, step, type Context, type Page } from './driver.js';
import { everythingAsked } from './everything.js';
import type { Question } from './questions.js';

export interface Filled {
  /** From the first byte until everything can be asked for. */
  readonly ingestMs: number;
  /** Further figures, by name. */
  readonly figures: Readonly<Record<string, number>>;
}
export interface Reply {
  readonly ms: number;
  readonly workerMs: number;
  readonly checksum: string;
}
export interface Engine {
  readonly name: string;
  readonly appends: number;
  /** Fills a fresh page; the one before, if any, is closed. Only a page that is weighed while it is empty can tell its memory. */
  fill(weighed: boolean): Promise<Filled>;
  ask(question: Question): Promise<Reply>;
  /** A thousand more, until they are in an answer. */
  append(run: number): Promise<{ readonly ms: number; readonly checksum: string }>;
  /** Bytes a row, less what the empty page took; NaN where the browser cannot tell. */
  memory(): Promise<number>;
  close(): Promise<void>;
}

const appended = 1_000;

/** A page that is opened anew for every filling. */
class FreshPage {
  #page: Page | null = null;
  #emptyBytes = Number.NaN;
  readonly #context: Context;
  readonly #name: string;

  constructor(context: Context, name: string) {
    this.#context = context;
    this.#name = name;
  }

  async open(): Promise<void> {
    await this.close();
    this.#page = await open(this.#context, this.#name);
  }

  /** Measures what the page takes before it is filled. */
  async weigh(): Promise<void> {
    this.#emptyBytes = await this.step<number>('memory');
  }

  async memory(): Promise<number> {
    return ((await this.step<number>('memory')) - this.#emptyBytes) / this.#context.rows;
  }

  step<Result>(name: string, ...parameters: unknown[]): Promise<Result> {
    if (!this.#page) throw new Error(`${this.#name} has no page.`);
    return step<Result>(this.#page, name, ...parameters);
  }

  async close(): Promise<void> {
    await this.#page?.close();
    this.#page = null;
  }
}

export function productEngine(name: string, context: Context): Engine {
  const { rows } = context;
  const page = new FreshPage(context, name);
  return {
    name,
    appends: 15,
    async fill(weighed) {
      await page.open();
      if (weighed) await page.weigh();
      const { ingestMs, ...figures } = await page.step<{
        ingestMs: number;
        firstAnswerMs: number;
        firstTotal: number;
      }>('fill', rows);
      return { ingestMs, figures };
    },
    async ask(question) {
      const { pageMs, ...reply } = await page.step<{ pageMs: number; workerMs: number; checksum: string }>(
        'ask',
        question,
      );
      return { ms: pageMs, ...reply };
    },
    append: (run) => page.step('append', rows + run * appended, appended, rows),
    memory: () => page.memory(),
    async close() {
      await page.step('dispose');
      await page.close();
    },
  };
}

/** The browser's measurement counts neither the memory of WebAssembly nor what lies in a worker that a worker started. */
const unseen = new Set(['sqlite', 'duckdb']);

export function peerEngine(name: string, context: Context): Engine {
  const { rows } = context;
  const page = new FreshPage(context, name);
  const peer = (asked: object) => page.step<{ ms: number; checksum?: string }>('peer', asked);
  return {
    name,
    appends: 3,
    async fill(weighed) {
      await page.open();
      const { ms: startMs } = await peer({ step: 'start', name });
      if (weighed) await page.weigh();
      const { ms: ingestMs } = await peer({ step: 'ingest', rows });
      return { ingestMs, figures: { startMs } };
    },
    async ask(question) {
      const { ms, checksum = '' } = await peer({ step: 'ask', question });
      return { ms, workerMs: ms, checksum };
    },
    async append(run) {
      const from = rows + run * appended;
      const { ms, checksum = '' } = await peer({ step: 'append', from, count: appended, rows, then: everythingAsked });
      return { ms, checksum };
    },
    memory: () => (unseen.has(name) ? Promise.resolve(Number.NaN) : page.memory()),
    close: () => page.close(),
  };
}
