/**
 * The worker's entry: the engine behind comlink's messages, and a first word so that the page knows it is there. Imported on a page, where no
 * worker can start, the same file gives the same engine and does nothing else.
 */
import { protocolVersion } from '../../src/protocol/engine-api.js';
import { answerCalls } from './answer-calls.js';
import { createEngine } from './engine.js';

export { createEngine };

if (typeof WorkerGlobalScope !== 'undefined' && self instanceof WorkerGlobalScope) {
  answerCalls({ ...createEngine() }, self);
  self.postMessage({ kind: 'hello', protocolVersion });
}
