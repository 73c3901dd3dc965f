import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { ExportFormat, type ExportWanted } from '../../src/protocol/engine-api.js';
import { Pace } from '../query/pace.js';
import { CsvWriter } from './export-csv.js';
import { openLine } from './open-line.js';
import type { RowsToExport } from './rows-to-export.js';
import { Sha256 } from './sha256.js';
import { nextTurn } from './turn.js';

/** How one export is written. */
export interface ExportText {
  readonly write: (activity: Activity) => string;
  readonly sha256: Sha256;
  /** What comes before the first row. */
  head: string;
}

/** Throws the signal's reason, or `bad-request` for a format that does not exist. */
export async function exportText(rows: RowsToExport, wanted: ExportWanted, signal: AbortSignal): Promise<ExportText> {
  const sha256 = new Sha256();
  switch (wanted.format) {
    case ExportFormat.ndjson:
      return { sha256, head: '', write: (activity) => `${openLine(activity)}\n` };
    case ExportFormat.csv: {
      const attributes = await rows.attributes({ pace: new Pace({ signal, yieldNow: nextTurn }), signal });
      const writer = new CsvWriter(attributes, wanted.timeZone);
      const mark = wanted.byteOrderMark ? '\ufeff' : '';
      return { sha256, head: mark + writer.head(), write: (activity) => writer.row(activity) };
    }
    default:
      throw new AuditError(
        ErrorCode.badRequest,
        `There is no export as "${String(wanted.format satisfies never)}"; there are ndjson and csv.`,
      );
  }
}
