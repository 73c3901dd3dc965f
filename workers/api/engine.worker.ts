/** The worker's entry: the engine behind comlink, and a first word so that the page knows it is there. */
import { expose } from 'comlink';
import { protocolVersion } from '../../src/protocol/engine-api.js';
import { createEngine } from './engine.js';

expose(createEngine());
self.postMessage({ kind: 'hello', protocolVersion });
