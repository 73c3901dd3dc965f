import type { CreateDecoder } from '../../src/model/reading.js';

/** Loads what reads Arrow streams. It is a chunk of its own: most backends send none. Rejects where the chunk cannot be had. */
export async function loadArrowDecoder(): Promise<CreateDecoder> {
  const { createArrowDecoder } = await import('./arrow-decoder.js');
  return createArrowDecoder;
}
