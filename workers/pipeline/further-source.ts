import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { loadPart } from '../../src/model/load-part.js';
import { BackendKind, PushDownMode, type BackendSource } from '../../src/model/source.js';
import { createBackend, type CreatedBackend } from './create-backend.js';

/** A part of its own: kinds of sources that few pages have, each with a part of its own again. */
export async function furtherBackend(
  source: BackendSource,
  baseUrl: string,
  fetchWith: typeof fetch | undefined,
): Promise<CreatedBackend> {
  if (source.kind === BackendKind.clickhouse && source.clockOffsetMs && source.pushDown !== PushDownMode.never)
    throw new AuditError(
      ErrorCode.badRequest,
      'The clock of a table whose server counts cannot be moved: leave the offset out, let the engine count, or give the table together with other sources.',
      { detail: 'clockOffsetMs of a source of the kind clickhouse, with a pushDown that is not never' },
    );
  if (source.kind === BackendKind.clickhouse && !source.clockOffsetMs) {
    const { clickHouseBackend } = await loadPart('clusters', () => import('./clickhouse-source.js'));
    return clickHouseBackend(source, baseUrl, fetchWith);
  }
  // Several on one time line, or one whose times are moved.
  if (source.kind === BackendKind.several || 'clockOffsetMs' in source) {
    const { severalBackend } = await loadPart('several sources', () => import('./several-source.js'));
    return severalBackend(source, (one) => createBackend(one, baseUrl, fetchWith));
  }
  throw new AuditError(
    ErrorCode.badRequest,
    `There is no backend of the kind "${String((source as { kind?: unknown }).kind)}".`,
  );
}
