import { type ActivityType } from '../model/activity.js';
import { attributeText } from '../model/catalogue.js';
import type { EpochNs } from '../model/units.js';
import type { ReportRow } from './trace-report.js';

/** Rows that one line of the document stands for: repeats by one process, given to the same sessions for the same reason. */
export interface ReportLine {
  readonly row: ReportRow;
  readonly count: number;
  readonly firstNs: EpochNs;
  readonly lastNs: EpochNs;
}

/** Ports of clients and times differ between repeats; what they did does not. */
const sameIn: Readonly<Record<ActivityType, readonly string[]>> = {
  command: [],
  connection: [
    'processName',
    'comm',
    'pid',
    'direction',
    'l4protocol',
    'clientIp',
    'serverIp',
    'serverPort',
    'dnsDomains',
  ],
  kubernetes: [],
  fileaccess: ['comm', 'pid', 'directory', 'filename', 'permissions'],
};

function keyOf({ id, type, parentId, attributes, timeNs, attribution }: ReportRow): string {
  const names = sameIn[type];
  if (names.length === 0) return JSON.stringify([id]);
  const { certainty, rule, candidates, afterEnd, sessionId } = attribution;
  return JSON.stringify([
    parentId,
    ...names.map((name) => attributeText({ id, type, timeNs, attributes }, name) ?? null),
    [certainty, rule, sessionId, afterEnd, candidates],
  ]);
}

/** In the order of their first rows. */
export function reportLines(rows: readonly ReportRow[]): readonly ReportLine[] {
  const lines = new Map<string, ReportLine>();
  for (const row of rows) {
    const key = keyOf(row);
    const line = lines.get(key);
    lines.set(
      key,
      line
        ? {
            row: line.row,
            count: line.count + 1,
            firstNs: row.timeNs < line.firstNs ? row.timeNs : line.firstNs,
            lastNs: row.timeNs > line.lastNs ? row.timeNs : line.lastNs,
          }
        : { row, count: 1, firstNs: row.timeNs, lastNs: row.timeNs },
    );
  }
  return [...lines.values()];
}
