/** Registers every element under its own name. */
export * from './index.js';
export { defineScopeTree } from './scope-tree/define.js';
export { defineActivityExport } from './activity-export/define.js';
export { defineActivityAudit } from './activity-audit/define.js';
