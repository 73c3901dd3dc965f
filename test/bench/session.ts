/** Who is measured in one session of one browser, and how their turns go. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Calibrator } from './calibrator.js';
import { rest, type Context } from './driver.js';
import { Notes } from './notes.js';
import { inTurn } from './turns.js';

interface Turn {
  readonly name: string;
  close?(): Promise<void>;
}

/** A page that has crashed may never say that it is closed. */
const longestCloseMs = 5_000;
const betweenMs = 30;

export class Session {
  readonly context: Context;
  readonly calibrator: Calibrator | null;
  /** By name, in the order of the table. */
  readonly notes: ReadonlyMap<string, Notes>;
  /** Sentences: who could not be measured, and why. */
  readonly failures: string[] = [];
  /** Before what the browser did not come to rest. */
  readonly restless: string[] = [];
  readonly #failed = new Set<string>();

  constructor(context: Context, names: readonly string[], calibrator: Calibrator | null) {
    this.context = context;
    this.calibrator = calibrator;
    this.notes = new Map(names.map((name) => [name, new Notes(name)]));
  }

  has(name: string): boolean {
    return !this.#failed.has(name);
  }

  /** Each of them in turn, as far as they have not failed; who fails is out. */
  async each<One extends Turn>(
    all: readonly One[],
    round: number,
    work: (one: One, notes: Notes) => Promise<void>,
  ): Promise<void> {
    for (const one of inTurn(all, round)) {
      const notes = this.notes.get(one.name);
      if (!notes || !this.has(one.name)) continue;
      try {
        await work(one, notes);
      } catch (thrown) {
        this.#failed.add(one.name);
        this.failures.push(`${one.name} could not be measured: ${String(thrown)}`);
        // It is to work no more while the others are measured.
        const closing = one.close?.().catch(() => undefined);
        await Promise.race([closing, sleep(longestCloseMs)]);
      }
    }
  }

  /** What one engine leaves to be collected or sent does not run into the next one's time. */
  async pause(): Promise<void> {
    if (!this.context.quick) await sleep(betweenMs);
  }

  /** Nobody works any more: what was done before does not run into what is measured next. */
  async settle(before: string): Promise<void> {
    if (!this.context.quick && !(await rest(this.context))) this.restless.push(before);
  }
}
