/** Keeping batches few, large and no more than there may be: a part that is loaded once there is something to keep. */
export { mergeBatches } from './batch-merge.js';
export { DeadValues } from './dead-values.js';
export { nextMerge } from './compaction.js';
export { oldestRows } from './retention.js';
