/** Registers every element under its own name. */
export * from './index.js';
export { defineActivityProvider } from './activity-provider/define.js';
export { defineFilterBar } from './filter-bar/define.js';
export { defineFrequencyGraph } from './frequency-graph/define.js';
export { defineTimeBar } from './time-bar/define.js';
export { defineScopeTree } from './scope-tree/define.js';
export { defineTraceView } from './trace-view/define.js';
export { defineActivityExport } from './activity-export/define.js';
export { defineActivityList } from './activity-list/define.js';
export { defineActivityDetails } from './activity-details/define.js';
export { defineActivityAudit } from './activity-audit/define.js';
