/** The cache and who carries batches to and from it: a part of its own, loaded when the engine opens. */
export { openCache } from '../cache/open-cache.js';
export { backendAddress } from './cache-owner.js';
export { Keeper } from './keeper.js';
