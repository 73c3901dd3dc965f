/** Activities as text, all that match or the record behind one: a part that is loaded when first asked for. */
export { Exports } from './exports.js';
export { rawEvent } from './raw-events.js';
