/** What keeps the holdings in shape: a part that is loaded once activities came. */
export * as upkeep from '../columns/upkeep.js';
export { Caretaker } from './caretaker.js';
