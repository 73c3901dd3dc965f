/** Registers every element under its own name. */
export * from './index.js';
export { defineScopeTree } from './scope-tree/define.js';
export { defineActivityAudit } from './activity-audit/define.js';
