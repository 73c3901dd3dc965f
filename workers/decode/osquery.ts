import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import type { EpochNs } from '../../src/model/units.js';
import { AttributeWriter } from './attribute-writer.js';
import { parseEpochSeconds } from './epoch-seconds.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { isObject, listAt, objectAt, textAt, type JsonObject } from './json.js';
import { textOf } from './json-text.js';
import { osqueryRow, type OsqueryRow } from './osquery-row.js';
import { contentId, partIds } from './record-id.js';

/**
 * Results of osquery: a row a record (event format), rows that came and went (batch format), or all rows of a moment (snapshot). What a query is
 * called is up to whoever wrote it, so a row is known by its columns.
 */
export const osquery: FormatDecoder = {
  format: WireFormat.osquery,

  recognise(record) {
    if (isBatch(record) || isStatus(record)) return 0.9;
    if (textAt(record, 'name') === undefined || textAt(record, 'hostIdentifier') === undefined) return 0;
    const hasRows = isObject(record['columns']) || isObject(record['diffResults']) || Array.isArray(record['snapshot']);
    if (!hasRows) return 0;
    return record['unixTime'] !== undefined || record['calendarTime'] !== undefined ? 1 : 0.7;
  },

  decode(record, text) {
    if (isStatus(record)) return skipped;
    if (!isBatch(record)) return decodeResult(record, text);
    const results = listAt(record, 'data').filter(isObject);
    return together(results.map((result) => (isStatus(result) ? skipped : decodeResult(result, textOf(result)))));
  },
};

/** What osquery sends to a server: several results, or several messages. */
const isBatch = (record: JsonObject): boolean =>
  Array.isArray(record['data']) && (record['log_type'] === 'result' || record['log_type'] === 'status');

const isStatus = (record: JsonObject): boolean =>
  ['severity', 'filename', 'line', 'message'].every((name) => record[name] !== undefined) &&
  (record['hostIdentifier'] !== undefined || record['calendarTime'] !== undefined);

function decodeResult(record: JsonObject, text: string): Meaning {
  const { columns, diffResults } = record;
  if (isObject(columns)) {
    // A row that is gone is no longer there.
    if (record['action'] === 'removed') return skipped;
    return decodeRow(record, columns, (timeNs) => contentId(text, timeNs));
  }
  const rows = isObject(diffResults) ? listAt(diffResults, 'added') : listAt(record, 'snapshot');
  const idOf = partIds(text);
  return together(rows.filter(isObject).map((row) => decodeRow(record, row, (timeNs) => idOf(textOf(row), timeNs))));
}

const together = (meanings: readonly Meaning[]): Meaning =>
  meanings.length === 0 ? skipped : { kind: 'several', meanings };

function decodeRow(record: JsonObject, columns: JsonObject, idAt: (timeNs: EpochNs) => string): Meaning {
  const row = osqueryRow(columns);
  const query = textAt(record, 'name') ?? '';
  // Most tables are about nothing that happens.
  if (!row) return skipped;
  const happenedNs = happened(columns, row);
  const seenNs = happenedNs ?? parseEpochSeconds(record['unixTime']) ?? calendarTime(textAt(record, 'calendarTime'));
  const time = readTime('This osquery result', [seenNs === null ? null : String(seenNs)]);
  if ('missing' in time) return time.missing;
  const { timeNs } = time;
  const writer = new AttributeWriter();
  row.write(writer);
  if (happenedNs === null) writer.set('timeMeaning', 'seen-by-query');
  const decorations = objectAt(record, 'decorations');
  writer.set('hostname', decorations['hostname'] ?? record['hostIdentifier']);
  writer.set('eventName', row.kind).set('source', query);
  return activity(idAt(timeNs), row.type, timeNs, writer);
}

/** When it happened, where the row says so: tables of events have a time, one of processes their start. */
function happened(columns: JsonObject, row: OsqueryRow): bigint | null {
  return parseEpochSeconds(columns['time']) ?? (row.type === ActivityType.command ? startOf(columns) : null);
}

/** Processes of the kernel and of other systems have a negative start, or none. */
const startOf = (columns: JsonObject): bigint | null => parseEpochSeconds(columns['start_time']);

/** `Thu Mar 16 03:08:58 2023 UTC`. */
function calendarTime(text: string | undefined): bigint | null {
  if (text?.endsWith(' UTC') !== true) return null;
  const timeMs = Date.parse(text);
  return Number.isFinite(timeMs) ? BigInt(timeMs) * 1_000_000n : null;
}
