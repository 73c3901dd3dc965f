import type { EngineClient } from '../client/engine-client.js';
import { AuditError, ErrorCode } from '../model/audit-error.js';
import type { Coverage } from '../model/coverage.js';
import type { Query } from '../model/query.js';
import type { EpochMs } from '../model/units.js';
import type { ExportFormat } from '../protocol/engine-api.js';
import { exportManifest, type ExportManifest } from './export-manifest.js';

export { ExportFormat, type RawEvent } from '../protocol/engine-api.js';

export interface ExportOptions {
  readonly format: ExportFormat;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: ExportProgress) => void;
  /** CSV only: begin with U+FEFF, by which spreadsheet programs know UTF-8. Default false. */
  readonly byteOrderMark?: boolean;
}

export interface ExportProgress {
  readonly rowsDone: number;
  /** All that will be in the file: known from the start, nothing that arrives later gets in. */
  readonly rows: number;
  readonly coverage: Coverage;
}

export interface ExportResult {
  readonly blob: Blob;
  readonly manifest: ExportManifest;
}

/** What is exported: a question, and how the view showed it. */
export interface ExportQuestion {
  readonly query: Omit<Query, 'want'>;
  readonly filterText: string;
  readonly timeZone: string;
  readonly now: () => EpochMs;
}

export const exportMediaTypes: Readonly<Record<ExportFormat, string>> = Object.freeze({
  ndjson: 'application/x-ndjson',
  csv: 'text/csv;charset=utf-8',
});

/** Pieces become a blob each, which browsers keep outside of the page's memory, once they are so long together. */
const blobBytes = 8 * 2 ** 20;

/** Everything that matches at one moment as a file. Rejects with an `AuditError`: `cancelled` when the signal aborts. */
export async function exportRows(
  client: EngineClient,
  question: ExportQuestion,
  { format, signal, onProgress, byteOrderMark = false }: ExportOptions,
): Promise<ExportResult> {
  const { query, timeZone } = question;
  const nowMs = question.now();
  const { exportId, start } = await client.beginExport({ format, query, timeZone, byteOrderMark }, signal);
  const { rows, coverage, revision } = start;
  try {
    onProgress?.({ rowsDone: 0, rows, coverage });
    const type = exportMediaTypes[format];
    const finished: Blob[] = [];
    let pieces: Uint8Array<ArrayBuffer>[] = [];
    let held = 0;
    for (;;) {
      const piece = await client.nextPiece(exportId, signal);
      pieces.push(new Uint8Array(piece.bytes));
      held += piece.bytes.length;
      onProgress?.({ rowsDone: piece.rowsDone, rows, coverage });
      if (held >= blobBytes || piece.done) {
        finished.push(new Blob(pieces));
        pieces = [];
        held = 0;
      }
      if (!piece.done) continue;
      const blob = new Blob(finished, { type });
      if (piece.sha256 === undefined || piece.rowsDone !== rows)
        throw new AuditError(
          ErrorCode.internal,
          `The export ended after ${piece.rowsDone} of ${rows} rows and was not kept.`,
          { retryable: true },
        );
      const manifest = exportManifest({
        ...question,
        format,
        coverage,
        revision,
        matching: rows,
        rows: piece.rowsDone,
        bytes: blob.size,
        sha256: piece.sha256,
        nowMs,
      });
      return { blob, manifest };
    }
  } catch (thrown) {
    await client.endExport(exportId).catch(() => {}); // Gone already, like what it was to end.
    throw thrown;
  }
}
