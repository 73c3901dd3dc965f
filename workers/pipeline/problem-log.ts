import type { Problem } from '../../src/model/reading.js';
import type { ProblemPage } from '../../src/protocol/engine-api.js';

const keptAtMost = 10_000;

/** What was wrong with the input. All of it is counted; the first so many are kept for inspection. */
export class ProblemLog {
  readonly #kept: Problem[] = [];
  #total = 0;
  #lost = 0;
  #conflicts = 0;

  get total(): number {
    return this.#total;
  }
  /** Records that are missing from every number. */
  get lost(): number {
    return this.#lost;
  }
  get conflicts(): number {
    return this.#conflicts;
  }
  get remarks(): number {
    return this.#total - this.#lost;
  }

  add(problems: readonly Problem[]): void {
    for (const problem of problems) {
      this.#total++;
      if (problem.lost) this.#lost++;
      if (problem.kind === 'conflict') this.#conflicts++;
      if (this.#kept.length < keptAtMost) this.#kept.push(problem);
    }
  }

  /** Losses of an earlier visit, known by number only. */
  addLost(count: number): void {
    this.#lost += count;
    this.#total += count;
  }

  page(offset: number, limit: number): ProblemPage {
    return { total: this.#total, problems: this.#kept.slice(offset, offset + limit) };
  }

  clear(): void {
    this.#kept.length = 0;
    this.#total = 0;
    this.#lost = 0;
    this.#conflicts = 0;
  }
}
