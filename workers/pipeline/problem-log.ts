import { idKey } from '../../src/model/id-key.js';
import type { Problem } from '../../src/model/reading.js';
import type { ProblemPage } from '../../src/protocol/engine-api.js';

const keptAtMost = 10_000;
const knownAtMost = 100_000;

/** What was wrong with the input. All of it is counted, each once however often it comes; the first so many are kept for inspection. */
export class ProblemLog {
  readonly #kept: Problem[] = [];
  /** By hash: polling, and who reads a file again, brings the same again. Of too many, none is known: better counted again than not at all. */
  readonly #known = new Set<number>();
  #total = 0;
  #lost = 0;
  #conflicts = 0;

  /** Records that are missing from every number. */
  get lost(): number {
    return this.#lost;
  }
  get conflicts(): number {
    return this.#conflicts;
  }
  /** Records that are held, with something to be said of them; those that contradict another are counted apart. */
  get remarks(): number {
    return this.#total - this.#lost - this.#conflicts;
  }

  /** `isNew`: nothing in it can have come before, though it may look the same. */
  add(problems: readonly Problem[], isNew = false): void {
    for (const problem of problems) {
      if (!isNew && this.#isKnown(problem)) continue;
      this.#total++;
      if (problem.lost) this.#lost++;
      if (problem.kind === 'conflict') this.#conflicts++;
      if (this.#kept.length < keptAtMost) this.#kept.push(problem);
    }
  }

  #isKnown(problem: Problem): boolean {
    const text = JSON.stringify(problem);
    const hash = idKey(text).hash + idKey(`,${text}`).hash * 2 ** 21;
    const isKnown = this.#known.has(hash);
    this.#known.add(hash);
    if (this.#known.size > knownAtMost) this.#known.clear();
    return isKnown;
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
    this.#known.clear();
    this.#total = this.#lost = this.#conflicts = 0;
  }
}
