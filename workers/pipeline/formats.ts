import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import type { CreateDecoder } from '../../src/model/reading.js';
import type { RelatedDecoders } from '../decode/decoder.js';

let loaded: RelatedDecoders | null = null;

/** Every readable format, loaded when bytes of an unknown one first come: backends of the open protocol need none of them. */
export async function loadFormats(): Promise<void> {
  loaded ??= (await loadPart('log formats', () => import('../decode/decoder.js'))).relatedDecoders();
}

/** A decoder of any format; `loadFormats()` must have settled. */
export const createDecoder: CreateDecoder = (options) => {
  if (!loaded) throw new AuditError(ErrorCode.internal, 'Bytes were to be decoded before the formats were loaded.');
  return loaded.create(options);
};

/** Nothing has come for a while: what was learnt of formats need not take memory. */
export function restFormats(): void {
  loaded?.rest();
}
