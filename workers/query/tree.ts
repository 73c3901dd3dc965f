/** Groups: the tree of a view, and what breaks a graph down; with what counts or brings stored batches for it. A part of its own, loaded while the engine opens. */
export { bringTouched } from './bring-touched.js';
export { groupTree } from './group-tree.js';
export { Groupings } from './groupings.js';
export { countTicks } from './from-summary.js';
