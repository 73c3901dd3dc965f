/** The product in its page: its public headless API and nothing else, with its engine in its own worker. */
import { createStore, type ActivityStore, type Answer, type Filter, type TreeNode } from '../../src/headless.js';
import { everythingAsked } from './everything.js';
import {
  activityKinds,
  binCount,
  newestRows,
  treeAttributes,
  type Condition,
  type Question,
  type Result,
} from './questions.js';
import { activityLine, dayCount, dayEndNs, dayStartNs, lineChunks } from './activities.js';

export interface Asked {
  readonly result: Result;
  readonly workerMs: number;
  readonly pageMs: number;
}

const atOnce = 4;
const portionRows = 1_000_000;
const workerUrl = new URL('/library/activity-audit.worker.js', location.href).href;

export class Product {
  private store: ActivityStore;

  /** Without an address everything is pushed. Only what comes from one is kept on disk, unless that is left out. */
  constructor(rows: number, url?: string, cache: { readonly mode?: 'memory' } = {}) {
    this.store = createStore({
      source: url === undefined ? { kind: 'push' } : { kind: 'http', url, pageSize: 5_000 },
      engine: { mode: 'worker', workerUrl },
      cache: { maxAgeDays: 3_650, maxBytes: 4 * 2 ** 30, ...cache },
      maxActivities: Math.max(2_000_000, rows * 2),
      maxMemoryBytes: 4 * 2 ** 30,
      autoLoad: false,
    });
  }

  /** Pushes everything. Gives the time until everything is counted, and until the first answer that holds anything. */
  async fill(rows: number): Promise<{ ingestMs: number; firstAnswerMs: number; firstTotal: number }> {
    const count = dayCount(rows);
    await this.store.ask({ totals: true }, { range: { fromNs: dayStartNs, toNs: dayEndNs } });
    let firstAnswerMs = 0;
    let firstTotal = 0;
    const first = async (startMs: number): Promise<void> => {
      while (firstTotal === 0) {
        firstTotal = (await this.ask(everythingAsked)).result.total;
        firstAnswerMs = performance.now() - startMs;
      }
    };
    let ingestMs = 0;
    // The lines of many millions do not fit in memory at once; writing them is not the product's time.
    for (let from = 0; from < rows; from += portionRows) {
      const chunks = lineChunks(from, Math.min(rows, from + portionRows), count);
      const startMs = performance.now();
      const waiting: Promise<unknown>[] = [];
      for (const chunk of chunks) {
        waiting.push(this.store.push({ bytes: chunk }));
        if (from === 0 && waiting.length === 1) waiting.push(first(startMs));
        if (waiting.length > atOnce) await waiting.shift();
      }
      await Promise.all(waiting);
      ingestMs += performance.now() - startMs;
    }
    const askedMs = performance.now();
    const { result } = await this.ask(everythingAsked);
    if (result.total !== rows) throw new Error(`${result.total} of ${rows} activities arrived`);
    return { ingestMs: ingestMs + performance.now() - askedMs, firstAnswerMs, firstTotal };
  }

  /** Loads the day from the backend, or from the cache; gives the time to the first answer that holds any rows and to that with all of them. */
  async openUntil(
    rows: number,
    limitMs: number,
  ): Promise<{ firstMs: number; answerMs: number; result: Result; loadedMs: number }> {
    const startMs = performance.now();
    const range = { fromNs: dayStartNs, toNs: dayEndNs };
    const loading = this.store.load(range).then(() => performance.now() - startMs);
    let firstMs = 0;
    for (;;) {
      const asked = await this.ask(everythingAsked);
      const answerMs = performance.now() - startMs;
      if (firstMs === 0 && asked.result.total > 0) firstMs = answerMs;
      if (asked.result.total === rows) return { firstMs, answerMs, result: asked.result, loadedMs: await loading };
      if (answerMs > limitMs) throw new Error(`only ${asked.result.total} of ${rows} after ${limitMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, answerMs < 2_000 ? 5 : 250));
    }
  }

  /** Loads the day from the backend; gives the time until everything is counted. */
  async load(rows: number): Promise<{ ms: number; result: Result }> {
    await this.ask(everythingAsked);
    const startMs = performance.now();
    await this.store.load({ fromNs: dayStartNs, toNs: dayEndNs });
    const { result } = await this.ask(everythingAsked);
    if (result.total !== rows) throw new Error(`${result.total} of ${rows} activities were loaded`);
    return { ms: performance.now() - startMs, result };
  }

  async ask(question: Question): Promise<Asked> {
    const { fromNs, toNs, types, binMs } = question;
    const startMs = performance.now();
    const answer = await this.store.ask(
      {
        totals: true,
        bins: { widthMs: binMs },
        tree: { attributes: treeAttributes },
        rows: { offset: 0, limit: newestRows },
      },
      { range: { fromNs, toNs }, types: [...types], filter: filterOf(question.condition) },
    );
    const pageMs = performance.now() - startMs;
    return { result: resultOf(answer), workerMs: answer.tookMs, pageMs };
  }

  /** One more push of activities, from the page, until they are in an answer. */
  async append(from: number, count: number, rows: number): Promise<{ ms: number; result: Result }> {
    let text = '';
    for (let activity = from; activity < from + count; activity += 1) text += activityLine(activity, dayCount(rows));
    const bytes = new TextEncoder().encode(text);
    const startMs = performance.now();
    await this.store.push({ bytes });
    const { result } = await this.ask(everythingAsked);
    return { ms: performance.now() - startMs, result };
  }

  /** What the cache on disk holds, and what it says about itself. */
  get cached(): { readonly bytes: number; readonly state: string } {
    const { bytes = 0, state = 'unknown', notice = '' } = this.store.status?.cache ?? {};
    return { bytes, state: `${state} ${notice}` };
  }

  dispose(): Promise<void> {
    return this.store.dispose();
  }
}

function filterOf(condition: Condition): Filter {
  if ('all' in condition) return { kind: 'and', terms: condition.all.map(filterOf) };
  if ('any' in condition) return { kind: 'or', terms: condition.any.map(filterOf) };
  const { attribute, operator, values } = condition;
  const literals = values.map((value) => ({ text: String(value), pattern: false }));
  if (operator === '<' || operator === 'contains')
    return { kind: 'comparison', attribute, operator, value: literals[0]! };
  return { kind: 'membership', attribute, values: literals, negated: operator === 'not in' };
}

function resultOf({ totals, bins, tree, rows }: Answer): Result {
  const leaves: [string, number][] = [];
  const visit = (node: TreeNode, path: readonly string[]): void => {
    const here = [...path, node.value ?? ''];
    if (node.children.length === 0 && node.count > 0) leaves.push([here.join('/'), node.count]);
    for (const child of node.children) visit(child, here);
  };
  for (const root of tree?.roots ?? []) visit(root, []);
  return {
    total: totals?.matching ?? -1,
    bins: activityKinds.map((kind) => [
      ...(bins?.series.find(({ type }) => type === kind)?.counts ?? new Uint32Array(binCount)),
    ]),
    tree: leaves.sort(([a], [b]) => (a < b ? -1 : 1)),
    ids: rows?.activities.map(({ id }) => id) ?? [],
  };
}
