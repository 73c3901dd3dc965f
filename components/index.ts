/** Every class, type and event, and the store; registers nothing. */
export { ActivityAuditElement } from './activity-audit/activity-audit.js';
export { ActivityFilesEvent, ActivityLayoutEvent } from './activity-audit/audit-events.js';
export { ActivityDetailsElement } from './activity-details/activity-details.js';
export { ActivityExportElement } from './activity-export/activity-export.js';
export { ActivityExportEndEvent, ActivityExportEvent } from './activity-export/export-events.js';
export { ActivityListElement } from './activity-list/activity-list.js';
export { ActivityProviderElement } from './activity-provider/activity-provider.js';
export { FilterBarElement } from './filter-bar/filter-bar.js';
export { FrequencyGraphElement } from './frequency-graph/frequency-graph.js';
export { ScopeTreeElement } from './scope-tree/scope-tree.js';
export { ActivityGroupingEvent } from './scope-tree/tree-events.js';
export { TimeBarElement } from './time-bar/time-bar.js';
export { TraceViewElement } from './trace-view/trace-view.js';
export * from './internal/events.js';
export {
  loadLanguage,
  registerLanguage,
  type LanguageMessages,
  type LanguageSource,
  type Translation,
} from './internal/languages.js';
export * from '../src/headless.js';
export { ActivityTimeZoneEvent } from './time-bar/time-bar.js';
