/** What the elements show about the engine; re-exported so that they need not know the thread. */
export { CacheState, LiveState, LoadState } from '../protocol/engine-api.js';
export type { EngineStatus, ProblemPage, SourceJoins, SourceStatus } from '../protocol/engine-api.js';
