/** Name of the thread that only reads: the worker's file finds out by it what it is to be. */
export const readerName = 'activity-audit-reader';
/** The thread's first word. */
export const readerHello = 'activity-audit-reader is here';
