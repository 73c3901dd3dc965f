import { loadPart } from '../../src/model/load-part.js';
import type { Decoded } from '../../src/model/reading.js';
import type { Pushed } from '../../src/protocol/engine-api.js';
import type { AddResult } from '../columns/holdings.js';
import type { PushCounts } from './push-intake.js';
import type { Pushing } from './pushing.js';

/** What takes pushes, loaded with the first of them, or before where they are all that comes. */
export class LazyPushing {
  readonly #take: (decoded: Decoded) => AddResult;
  #pushing: Pushing | null = null;
  #reason: Error | null = null;

  constructor(take: (decoded: Decoded) => AddResult) {
    this.#take = take;
  }

  get received(): number {
    return this.#pushing?.received ?? 0;
  }

  async push(pushed: Pushed): Promise<PushCounts> {
    const { Pushing } = await this.load();
    if (this.#reason) throw this.#reason;
    this.#pushing ??= new Pushing(this.#take);
    return this.#pushing.push(pushed);
  }

  load() {
    return loadPart('pushed activities', () => import('./pushing.js'));
  }

  rest(): void {
    this.#pushing?.rest();
  }

  close(reason: Error): void {
    this.#reason = reason;
    this.#pushing?.close(reason);
  }
}
