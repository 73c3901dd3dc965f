import type { RowIndex } from '../../src/model/units.js';
import type { RowLine } from './row-line.js';

/** About two screens: every row that is asked for is copied to the page and costs it time. */
export const pageRows = 64;

/** The pages of lines that were answered last, at most so many; what was not looked at for longest goes first. */
export class RowPages {
  readonly #limit: number;
  readonly #pages = new Map<number, readonly RowLine[]>();

  constructor(limit = 75) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#pages.size;
  }

  clear(): void {
    this.#pages.clear();
  }

  /** `offset` is the beginning of a page. */
  put(offset: RowIndex, lines: readonly RowLine[]): void {
    for (let at = 0; at < lines.length; at += pageRows) {
      const page = (offset + at) / pageRows;
      this.#pages.delete(page);
      this.#pages.set(page, lines.slice(at, at + pageRows));
    }
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= this.#limit) break;
      this.#pages.delete(page);
    }
  }

  /** undefined: not here (yet). */
  at(row: RowIndex): RowLine | undefined {
    return this.#pages.get(Math.floor(row / pageRows))?.[row % pageRows];
  }

  /** Every line that is here, in no order. */
  *all(): IterableIterator<RowLine> {
    for (const page of this.#pages.values()) yield* page;
  }
}

/** The whole pages around some rows, half a page ahead on both sides. */
export function pagesAround(from: RowIndex, to: RowIndex): { readonly offset: RowIndex; readonly limit: number } {
  const first = Math.floor(Math.max(0, from - pageRows / 2) / pageRows);
  const last = Math.floor((to + pageRows / 2) / pageRows);
  return { offset: first * pageRows, limit: (last - first + 1) * pageRows };
}
