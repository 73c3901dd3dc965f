/** Groups: the tree of a view, and what breaks a graph down. A part of its own, loaded while the engine opens. */
export { columnsOf } from './columns-of.js';
export { groupTree } from './group-tree.js';
export { Groupings } from './groupings.js';
