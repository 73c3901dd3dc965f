import type { AttributeWriter } from './attribute-writer.js';

/** A connection was begun; what became of it is not known. */
export const inProgress = 'in-progress';

/**
 * Errors with which a connect leaves a connection that was begun: EINPROGRESS, EALREADY, EINTR. The first two come from sockets that do not wait (connect(2));
 * after the last one the connection goes on being made (POSIX, connect).
 */
const begunCodes = new Set([115, 114, 4]);
const begunNames = /^(?:EINPROGRESS|EALREADY|EINTR)\b/;

/** Whether a call, by its name or that of a hook at it, began a connection although it gave back an error: its name, or its number above zero. */
export function isBegun(call: string | undefined, error: string | number | undefined): boolean {
  if (error === undefined || call === undefined || !/connect/.test(call)) return false;
  return typeof error === 'number' ? begunCodes.has(error) : begunNames.test(error);
}

/** What a call gave back: an error is a number below zero. */
export function setReturned(writer: AttributeWriter, call: string | undefined, returned: number | undefined): void {
  if (returned === undefined || returned >= 0) return;
  if (isBegun(call, -returned)) writer.set('result', inProgress);
  else writer.set('errorCode', -returned);
}
