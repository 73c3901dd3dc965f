/** Registers every element under its own name. */
export * from './index.js';
export { defineActivityAudit } from './activity-audit/define.js';
