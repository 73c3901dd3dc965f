import type { Filled, Reply } from './engines.js';
import type { Measured } from './measured.js';
import { median } from './turns.js';

type Growing = Record<string, { readonly workerMs: number[]; readonly ms: number[] }>;

/** What is noted of one engine while it and the others are measured in turn. */
export class Notes {
  readonly name: string;
  readonly #first: Growing = {};
  readonly #narrowed: Growing = {};
  readonly #append: number[] = [];
  readonly #fills: Filled[] = [];
  readonly #figures: Record<string, number> = {};
  readonly #checksums: Record<string, string> = {};
  #roundMs = 0;
  /** Of the slowest round of questions so far. */
  slowestRoundMs = 0;

  constructor(name: string) {
    this.name = name;
  }

  filled(filled: Filled): void {
    this.#fills.push(filled);
  }

  answered(question: string, asked: 'first' | 'narrowed', variant: number, reply: Reply): void {
    this.#checksums[`${question}${asked === 'first' ? '' : ' narrowed'} ${variant}`] = reply.checksum;
    this.#roundMs += reply.ms;
    const series = ((asked === 'first' ? this.#first : this.#narrowed)[question] ??= { workerMs: [], ms: [] });
    // The first round warms the code up.
    if (variant === 0) return;
    series.ms.push(reply.ms);
    series.workerMs.push(reply.workerMs);
  }

  endRound(): void {
    this.slowestRoundMs = Math.max(this.slowestRoundMs, this.#roundMs);
    this.#roundMs = 0;
  }

  appended(run: number, { ms, checksum }: { readonly ms: number; readonly checksum: string }): void {
    this.#append.push(ms);
    this.#checksums[`everything after ${run + 1} appends`] = checksum;
  }

  figure(name: string, value: number): void {
    this.#figures[name] = value;
  }

  /** Two answers to one question have to be the same. */
  opened(checksum: string): void {
    const before = (this.#checksums['everything from disk'] ??= checksum);
    if (before !== checksum) this.#checksums['everything from disk'] = `${before}, then ${checksum}`;
  }

  get measured(): Measured {
    const ingests = this.#fills.map(({ ingestMs }) => ingestMs);
    const names = Object.keys(this.#fills[0]?.figures ?? {});
    const filled: Record<string, number> = {};
    for (const name of names) filled[name] = median(this.#fills.map(({ figures }) => figures[name] ?? Number.NaN));
    return {
      name: this.name,
      first: this.#first,
      narrowed: this.#narrowed,
      append: this.#append,
      ingestMs: median(ingests),
      ingests,
      figures: { ...filled, ...this.#figures },
      checksums: this.#checksums,
    };
  }
}
