/**
 * Registers every element, for the bundles that a page links: it has no function for each, since all are registered as soon as the file is
 * there.
 */
export * from './index.js';
export { defineActivityAudit } from './activity-audit/define.js';
