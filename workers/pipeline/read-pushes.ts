import { relatedDecoders, type RelatedDecoders } from '../decode/decoder.js';
import { ReadingThread } from './reading-thread.js';

/** A part of its own: every format that may be pushed. */
export interface Formats {
  readonly decoders: RelatedDecoders;
  readonly thread: ReadingThread;
}

export const createFormats = (): Formats => ({ decoders: relatedDecoders(), thread: new ReadingThread() });
