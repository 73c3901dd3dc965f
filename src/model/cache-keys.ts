/**
 * How a cache on disk finds out whether the keys of browser sessions still exist: it asks all tabs, and those that have one of them say so.
 * Plain values, for the rooms on both sides of the thread.
 */
export const keysChannel = 'activity-audit:keys';

/** `keyIds`: of keys that are asked about, or of those among them that the tab has. */
export interface KeysMessage {
  readonly kind: 'whose' | 'mine';
  readonly keyIds: readonly string[];
}

/** A key's id is the beginning of the SHA-256 of this, in hexadecimal digits. */
export const keyIdText = (keyHex: string): string => `activity-audit:${keyHex}`;
export const keyIdLength = 16;
