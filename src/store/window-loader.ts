import type { EngineClient } from '../client/engine-client.js';
import { rangeContains, type TimeRange } from '../model/time-range.js';
import { toldElsewhere } from '../model/told-elsewhere.js';

/** Sees to it that what the window shows is loaded, and that what arrives is followed where that is wanted. */
export class WindowLoader {
  /** What is on its way, and how to stop it. */
  readonly #loads = new Map<AbortController, TimeRange>();
  #client: EngineClient | null = null;

  /**
   * What is wider than the range goes on behind it; what was asked for elsewhere is not looked at any more. Progress and failure are in the
   * engine's status, which every element shows; nobody waits here.
   */
  show(client: EngineClient, range: TimeRange, follow: boolean): void {
    this.#client = client;
    void client.follow(follow, this).catch(toldElsewhere);
    for (const [load, asked] of this.#loads) if (!rangeContains(asked, range)) load.abort();
    const load = new AbortController();
    this.#loads.set(load, range);
    void client
      .load(range, load.signal)
      .catch(toldElsewhere)
      .finally(() => this.#loads.delete(load));
  }

  /** The engine is replaced or given back. */
  reset(): void {
    for (const load of this.#loads.keys()) load.abort();
    this.#loads.clear();
    void this.#client?.follow(false, this).catch(toldElsewhere);
    this.#client = null;
  }
}
