import type { CreateDecoder } from '../../src/model/reading.js';
import type { ArrowMemory } from './arrow-memory.js';

/** What reads the Arrow streams of one backend: what one showed of values is known to the next. */
export class ArrowLoader {
  #memory: ArrowMemory | null = null;

  /** It is a chunk of its own: most backends send no Arrow. Rejects where the chunk cannot be had. */
  readonly load = async (): Promise<CreateDecoder> => {
    const { arrowDecoders, ArrowMemory } = await import('./arrow-decoder.js');
    return arrowDecoders((this.#memory ??= new ArrowMemory()));
  };

  /** Nothing has come for a while: gives back most of the memory. */
  rest(): void {
    this.#memory?.rest();
  }
}
