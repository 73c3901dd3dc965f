/**
 * The worker's entry: the engine behind comlink's messages, and a first word so that the page knows it is there. In the thread that the engine starts
 * of the same file it only reads. Imported on a page, where no worker can start, the same file gives the same engine and does nothing else.
 */
import { protocolVersion } from '../../src/protocol/engine-api.js';
import { readerName } from '../pipeline/reader-name.js';
import { answerCalls } from './answer-calls.js';
import { createEngine } from './engine.js';

export { createEngine };

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  if (self.name === readerName) {
    // A part that does not come ends this thread, which the engine is told of.
    void import('./reader.js').then(({ serveReader }) => serveReader());
  } else {
    answerCalls({ ...createEngine() }, self);
    self.postMessage({ kind: 'hello', protocolVersion });
  }
}
