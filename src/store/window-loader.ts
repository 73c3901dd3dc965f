import type { EngineClient } from '../client/engine-client.js';
import { toldElsewhere } from '../model/told-elsewhere.js';
import { rangeContains, type TimeRange } from '../model/time-range.js';

/** Sees to it that what the window shows is loaded, and that what arrives is followed where that is wanted. */
export class WindowLoader {
  #asked: TimeRange | null = null;

  /** Progress and failure are in the engine's status, which every element shows; nobody waits here. */
  show(client: EngineClient, range: TimeRange, follow: boolean): void {
    void client.follow(follow).catch(toldElsewhere);
    if (this.#asked && rangeContains(this.#asked, range)) return;
    this.#asked = range;
    void client.load(range).catch(toldElsewhere);
  }

  /** The engine was replaced or emptied: whatever was asked for is asked for again. */
  reset(): void {
    this.#asked = null;
  }
}
