/** The engine without any element: what the elements themselves use, and nothing else. */
export { ActivityStore, createStore } from './store/activity-store.js';
export type { AttributedActivity } from './store/attributions.js';
export type { AskOptions, StoreOptions } from './store/store-options.js';
export { DataChangeEvent, StatusChangeEvent, ViewChangeEvent } from './store/store-events.js';
export * from './model/activity.js';
export * from './model/audit-error.js';
export * from './model/catalogue.js';
export * from './model/coverage.js';
export * from './model/groupings.js';
export * from './model/query.js';
export * from './model/reading.js';
export * from './model/source.js';
export * from './model/time-range.js';
export * from './model/trace.js';
export * from './model/units.js';
export * from './model/view-state.js';
export * from './model/filter/ast.js';
export { parseFilter, type ParsedFilter } from './model/filter/parse.js';
export type { FilterStorage, SavedFilter } from './model/filter/saved-filter.js';
export { enabledPart } from './model/filter/enabled-part.js';
export type { FilterProblem } from './model/filter/problem.js';
export { printFilter } from './model/filter/print.js';
export { matches } from './model/filter/evaluate.js';
export type { BackendAccess, HostFetch, TokenCallback, TokenRequest } from './client/backend-access.js';
export type { EngineStart, EngineWay } from './client/start-engine.js';
export { ExportFormat, type Pushed, type PushResult, type RawEvent } from './protocol/engine-api.js';
export { exportMediaTypes, type ExportOptions, type ExportProgress, type ExportResult } from './store/exporting.js';
export type { ExportManifest, ManifestRange } from './store/export-manifest.js';
export {
  CacheState,
  LiveState,
  LoadState,
  type EngineStatus,
  type ProblemPage,
  type SourceStatus,
} from './store/engine-status.js';
export * from './link.js';
export { traceReport } from './report/trace-report.js';
export type {
  ReportActivity,
  ReportContext,
  ReportQuery,
  ReportRow,
  ReportSession,
  TraceReport,
} from './report/trace-report.js';
export { reportMarkdown } from './report/report-markdown.js';
export { reportHtml } from './report/report-html.js';
export { reportJson } from './report/report-json.js';
export { englishReportWords, type ReportWords } from './report/report-labels.js';
export type { Unknown } from './report/unknowns.js';
