import type { EngineClient } from '../client/engine-client.js';
import { rangeContains, type TimeRange } from '../model/time-range.js';
import { toldElsewhere } from '../model/told-elsewhere.js';
import type { DurationMs } from '../model/units.js';

export interface WindowShown {
  readonly range: TimeRange;
  readonly follows: boolean;
  /** What is held of elsewhere can all be fetched again. */
  readonly makesRoom: boolean;
  /** After so long it is to be looked at again: its end has come. */
  readonly againInMs?: DurationMs;
}

/** A timer cannot wait for longer. */
const longestWaitMs = 2 ** 31 - 1;

/** Sees to it that what the window shows is loaded, and that what arrives is followed where that is wanted. */
export class WindowLoader {
  readonly #again: () => void;
  /** What is on its way, and how to stop it. */
  readonly #loads = new Map<AbortController, TimeRange>();
  #client: EngineClient | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(again: () => void) {
    this.#again = again;
  }

  /**
   * What is wider than the range goes on behind it; what was asked for elsewhere is not looked at any more. Progress and failure are in the
   * engine's status, which every element shows; nobody waits here.
   */
  show(client: EngineClient, { range, follows, makesRoom, againInMs }: WindowShown): void {
    this.#client = client;
    clearTimeout(this.#timer);
    if (againInMs !== undefined) this.#timer = setTimeout(this.#again, Math.min(againInMs, longestWaitMs));
    void client.follow(follows, this).catch(toldElsewhere);
    for (const [load, asked] of this.#loads) if (!rangeContains(asked, range)) load.abort();
    const load = new AbortController();
    this.#loads.set(load, range);
    void client
      .load(range, load.signal, makesRoom && client.viewers.isAlone(this))
      .catch(toldElsewhere)
      .finally(() => this.#loads.delete(load));
  }

  /** The engine is replaced or given back. */
  reset(): void {
    clearTimeout(this.#timer);
    for (const load of this.#loads.keys()) load.abort();
    this.#loads.clear();
    void this.#client?.follow(false, this).catch(toldElsewhere);
    this.#client?.viewers.delete(this);
    this.#client = null;
  }
}
