import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import type { PushReading } from '../ingest/push-queue.js';
import { nextTurn } from './turn.js';
import type { Formats } from './read-pushes.js';

/** Every readable format, loaded when bytes of an unknown one first come: backends of the open protocol need none of them. */
export class LazyFormats {
  #loaded: Formats | null = null;
  #isClosed = false;

  /** For what is pushed: a decoder of any format, and a thread that decodes. `load()` must have settled. */
  readonly reading: PushReading = {
    createDecoder: (options) => this.#formats.decoders.create(options),
    elsewhere: (pushed, ends) => this.#loaded?.thread.work(pushed, ends) ?? null,
    turn: nextTurn,
  };

  async load(): Promise<void> {
    this.#loaded ??= (await loadPart('log formats', () => import('./read-pushes.js'))).createFormats();
    if (this.#isClosed) this.close();
  }

  /** Nothing has come for a while: what was learnt of formats need not take memory. */
  rest(): void {
    this.#loaded?.decoders.rest();
    this.#loaded?.thread.rest();
  }

  close(): void {
    this.#isClosed = true;
    this.#loaded?.thread.close();
  }

  get #formats(): Formats {
    if (!this.#loaded)
      throw new AuditError(ErrorCode.internal, 'Bytes were to be decoded before the formats were loaded.');
    return this.#loaded;
  }
}
