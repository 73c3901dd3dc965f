import { AuditError } from './audit-error.js';

/**
 * Where nobody waits for a promise because what comes of it is told elsewhere, as in the engine's status: `.catch(toldElsewhere)`.
 * Only what can go wrong without a mistake of ours is told there; anything else goes on to where unhandled rejections are seen.
 */
export function toldElsewhere(error: unknown): null {
  if (error instanceof AuditError) return null;
  throw error;
}
