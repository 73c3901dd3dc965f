import type { EpochMs } from '../model/units.js';
import type { TimeWindow } from '../model/view-state.js';
import type { EngineStatus } from '../protocol/engine-api.js';

const dataChangeEveryMs = 200;
const liveTickEveryMs = 1_000;
const hourMs = 3_600_000;

export interface PulseSource {
  readonly window: TimeWindow;
  readonly live: boolean;
}

/** Decides when answers may be different: at once after a change by the person, seldom while data streams in, with the clock while live. */
export class DataPulse {
  readonly #changed: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #clock: ReturnType<typeof setInterval>;
  #lastNews = '';

  constructor(changed: () => void, now: () => EpochMs, running: () => PulseSource | null) {
    this.#changed = changed;
    this.#clock = setInterval(() => {
      const source = running();
      if (!source?.live || source.window.kind !== 'relative') return;
      // A window of days does not move visibly within a second.
      if (source.window.lengthMs <= hourMs || Math.floor(now() / liveTickEveryMs) % 10 === 0) this.soon(0);
    }, liveTickEveryMs);
  }

  /** Answers may differ by what is held, by what is known of it, and by whether loading goes on. */
  status({ revision, coverageRevision, load }: EngineStatus): void {
    const news = `${revision} ${coverageRevision} ${load.state}`;
    if (news === this.#lastNews) return;
    this.#lastNews = news;
    this.soon(dataChangeEveryMs);
  }

  soon(afterMs: number): void {
    this.#timer ??= setTimeout(() => this.now(), afterMs);
  }

  now(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#changed();
  }

  /** The engine was replaced: its first status is news, whatever it says. */
  reset(): void {
    this.#lastNews = '';
  }

  stop(): void {
    clearInterval(this.#clock);
    clearTimeout(this.#timer);
  }
}
