/** What keeps the holdings in shape and writes them to the cache: a part that is loaded once activities came. */
export * as upkeep from '../columns/upkeep.js';
export { Caretaker } from './caretaker.js';
export * as writing from './stored-writing.js';
