import type { Decoded } from '../../src/model/reading.js';
import type { Pushed } from '../../src/protocol/engine-api.js';
import type { AddResult } from '../columns/holdings.js';
import { PushBackend } from '../ingest/push.js';
import { LazyFormats } from './formats.js';
import { PushIntake, type PushCounts } from './push-intake.js';

/** What the host pushes, from bytes to what is held. A part of its own. */
export class Pushing {
  readonly #formats = new LazyFormats();
  readonly #intake: PushIntake;

  constructor(take: (decoded: Decoded) => AddResult) {
    const backend = new PushBackend(this.#formats.reading);
    this.#intake = new PushIntake(backend, () => this.#formats.load(), take);
  }

  get received(): number {
    return this.#intake.received;
  }

  push(pushed: Pushed): Promise<PushCounts> {
    return this.#intake.push(pushed);
  }

  /** Nothing has come for a while. */
  rest(): void {
    this.#formats.rest();
  }

  close(reason: Error): void {
    this.#intake.close(reason);
    this.#formats.close();
  }
}
