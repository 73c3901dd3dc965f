import { filterProblem, type FilterProblem, type FilterProblemCode } from './problem.js';
import { scanToken, type Quoted, type Token } from './scan.js';

/** More are not kept: a wall of complaints helps nobody. */
const maxProblems = 20;

/** A place in a text, and what was wrong with it so far. */
export class TextReader {
  readonly text: string;
  /** Everything before it has been read. */
  at = 0;
  /** True once reading on makes no sense; then `at` is the end. */
  stopped = false;
  readonly problems: FilterProblem[] = [];

  constructor(text: string) {
    this.text = text;
  }

  peek(): Token {
    return scanToken(this.text, this.at);
  }

  report(code: FilterProblemCode, place: { from: number; to: number }, parameters?: FilterProblem['parameters']): void {
    const last = this.problems.at(-1);
    // One place, one complaint: the first is the nearest to the cause.
    if (last?.from === place.from && last.to === place.to) return;
    if (this.problems.length < maxProblems) this.problems.push(filterProblem(code, place.from, place.to, parameters));
  }

  /** Takes over what was wrong in a part that was read on its own, at the same places. */
  adopt(problems: readonly FilterProblem[]): void {
    this.problems.push(...problems.slice(0, maxProblems - this.problems.length));
  }

  stop(): void {
    this.stopped = true;
    this.at = this.text.length;
  }

  /** True where the quoted text is whole; otherwise complains and stops. */
  checkQuote(quoted: Quoted): boolean {
    if (quoted.closed) return true;
    this.report('unclosed-quote', quoted, { quote: quoted.quote });
    this.stop();
    return false;
  }

  excerpt({ from, to }: { from: number; to: number }): string {
    return this.text.slice(from, to);
  }
}
