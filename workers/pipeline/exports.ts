import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Query } from '../../src/model/query.js';
import type { ExportPiece, ExportStart, ExportWanted } from '../../src/protocol/engine-api.js';
import { exportText, type ExportText } from './export-text.js';
import type { RowsToExport } from './rows-to-export.js';
import { nextTurn } from './turn.js';

/** A piece ends after so many rows, or with the row that makes it so long. */
const pieceRows = 4_000;
const pieceLength = 2 ** 20;
/** More at once would hold too many old batches. */
const mostExports = 8;
/** Rows written before messages are let in again. */
const rowsAtATime = 200;

export type TakeSnapshot = (query: Omit<Query, 'want'>, signal: AbortSignal) => Promise<RowsToExport>;

interface Open {
  readonly control: AbortController;
  reading: Reading | null;
}
interface Reading extends ExportText {
  readonly rows: RowsToExport;
  rowsDone: number;
}

/** Everything that matched at one moment, written piece by piece while the page asks for more. */
export class Exports {
  readonly #snapshot: TakeSnapshot;
  readonly #open = new Map<number, Open>();

  constructor(snapshot: TakeSnapshot) {
    this.#snapshot = snapshot;
  }

  async begin(exportId: number, wanted: ExportWanted): Promise<ExportStart> {
    if (this.#open.size >= mostExports)
      throw new AuditError(ErrorCode.badRequest, `${mostExports} exports are under way; end one of them first.`);
    const open: Open = { control: new AbortController(), reading: null };
    this.#open.set(exportId, open);
    try {
      const { signal } = open.control;
      const rows = await this.#snapshot(wanted.query, signal);
      open.reading = { rows, rowsDone: 0, ...(await exportText(rows, wanted, signal)) };
      signal.throwIfAborted();
      return { rows: rows.total, coverage: rows.coverage, revision: rows.revision };
    } catch (thrown) {
      this.#open.delete(exportId);
      throw thrown;
    }
  }

  async next(exportId: number): Promise<ExportPiece> {
    const open = this.#open.get(exportId);
    if (!open?.reading) throw new AuditError(ErrorCode.cancelled, 'This export is not under way (any more).');
    const { reading, control } = open;
    let text = reading.head;
    reading.head = '';
    let done = reading.rowsDone === reading.rows.total;
    for (let rows = 0; !done && rows < pieceRows && text.length < pieceLength; rows += 1) {
      if (rows % rowsAtATime === 0) {
        await nextTurn();
        control.signal.throwIfAborted();
        await reading.rows.ahead?.(rowsAtATime, control.signal);
      }
      const activity = reading.rows.next();
      if (activity) {
        text += reading.write(activity);
        reading.rowsDone += 1;
      }
      done = activity === null || reading.rowsDone === reading.rows.total;
    }
    const bytes = new TextEncoder().encode(text);
    reading.sha256.update(bytes);
    if (done) this.#open.delete(exportId);
    return { bytes, rowsDone: reading.rowsDone, done, ...(done && { sha256: reading.sha256.digest() }) };
  }

  end(exportId: number): void {
    this.#end(exportId, new AuditError(ErrorCode.cancelled, 'The export was stopped.'));
  }

  endAll(error: AuditError): void {
    for (const exportId of [...this.#open.keys()]) this.#end(exportId, error);
  }

  #end(exportId: number, error: AuditError): void {
    this.#open.get(exportId)?.control.abort(error);
    this.#open.delete(exportId);
  }
}
