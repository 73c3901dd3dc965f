/**
 * Answers of dear statements. Parts of a view ask the same at the same time, and ask again when a person goes back: the server is asked once, for as long as
 * there is the same in the table.
 */
import type { EpochMs } from '../../../src/model/units.js';
import { unlessAborted } from '../http-tries.js';
import type { AnswerRow } from './connection.js';

/** For so long nobody looks whether something arrived. */
const unquestionedForMs = 5_000;
const mostKept = 16;
/** The parts of a view do not ask in the very same moment. */
const aboutNowMs = 15;

type Rows = readonly AnswerRow[];
type Ask = (signal: AbortSignal) => Promise<Rows>;

export interface SharedStatement {
  /** Equal for equal statements over the same parts of the cluster. */
  readonly key: string;
  readonly ask: Ask;
  /** Asks, cheaply, for what is another one once something arrived or left. */
  readonly mark: Ask;
}

interface Held {
  readonly rows: Promise<Rows>;
  readonly control: AbortController;
  /** What the mark was before the statement was put; null: not known. */
  readonly mark: string | null;
  /** When the answer came; null: it is on its way. */
  answeredMs: EpochMs | null;
  waiting: number;
}

export class SharedAnswers {
  readonly #held = new Map<string, Held>();
  readonly #now: () => EpochMs;
  #mark: string | null = null;
  #lookedMs: EpochMs = -Infinity;
  #looking: Promise<Rows> | null = null;

  constructor(now: () => EpochMs = Date.now) {
    this.#now = now;
  }

  /** @throws whatever asking throws; the signal's reason soon after it aborts, and then the statement is ended where nobody else waits for it. */
  async take(statement: SharedStatement, signal: AbortSignal): Promise<Rows> {
    const known = await this.known(statement, signal);
    if (known) return known;
    if (this.#mark === null) await this.#look(statement, signal);
    signal.throwIfAborted();
    return this.#wait(statement.key, this.#held.get(statement.key) ?? this.#begin(statement), signal);
  }

  /** The answer, where it is there or on its way. */
  async known(statement: SharedStatement, signal: AbortSignal): Promise<Rows | null> {
    signal.throwIfAborted();
    const { key } = statement;
    const held = this.#held.get(key);
    if (!held) return null;
    if (!(await this.#isSame(held, statement, signal))) {
      this.#drop(key, held);
      return null;
    }
    // What is used stays longest.
    if (this.#held.delete(key)) this.#held.set(key, held);
    return this.#wait(key, held, signal);
  }

  /** Resolves when all is answered that is asked about now. */
  async quiet(): Promise<void> {
    // Those who look whether something arrived ask right after it.
    for (let times = 0; times < 2; times += 1) {
      await this.#looking?.catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, aboutNowMs));
    }
    await Promise.allSettled([...this.#held.values()].map(({ rows }) => rows));
  }

  forget(): void {
    // Whoever waits goes on waiting; nobody joins them.
    this.#held.clear();
    this.#lookedMs = -Infinity;
  }

  async #isSame(held: Held, statement: SharedStatement, signal: AbortSignal): Promise<boolean> {
    const { answeredMs, mark } = held;
    if (answeredMs === null || this.#now() - answeredMs < unquestionedForMs) return true;
    await this.#look(statement, signal);
    return mark === this.#mark;
  }

  /** One look is good for a while, and for all who want to know at the same time. */
  async #look({ mark }: SharedStatement, signal: AbortSignal): Promise<void> {
    if (this.#now() - this.#lookedMs < unquestionedForMs) return;
    const looking = (this.#looking ??= mark(new AbortController().signal).finally(() => (this.#looking = null)));
    const beganMs = this.#now();
    const seen = JSON.stringify(await unlessAborted(looking, signal));
    this.#mark = seen;
    this.#lookedMs = beganMs;
  }

  #drop(key: string, held: Held): void {
    if (this.#held.get(key) === held) this.#held.delete(key);
  }

  #begin({ key, ask }: SharedStatement): Held {
    const control = new AbortController();
    const rows = ask(control.signal);
    const held: Held = { rows, control, mark: this.#mark, answeredMs: null, waiting: 0 };
    rows.then(
      () => (held.answeredMs = this.#now()),
      () => {
        held.answeredMs = this.#now();
        this.#drop(key, held);
      },
    );
    this.#held.set(key, held);
    for (const oldest of this.#held.keys()) {
      if (this.#held.size <= mostKept) break;
      this.#held.delete(oldest);
    }
    return held;
  }

  async #wait(key: string, held: Held, signal: AbortSignal): Promise<Rows> {
    held.waiting += 1;
    try {
      return await unlessAborted(held.rows, signal);
    } finally {
      held.waiting -= 1;
      if (held.waiting === 0 && held.answeredMs === null) {
        this.#drop(key, held);
        held.control.abort(signal.reason);
      }
    }
  }
}
