import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { BinsWanted, Query } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { floorDivide, toEpochNs } from '../../src/model/units.js';
import { mostLevels, mostRows } from './plain-question.js';
import { mostBins } from './time-bins.js';

/** @throws AuditError `bad-request` where the query asks for something that makes no sense. */
export function checkQuery({ want }: Query): void {
  const { rows, tree, facets, bins, trace, attributions } = want;
  if (rows) {
    atLeastZero(rows.offset, 'offset of rows');
    atLeastZero(rows.limit, 'number of rows');
    if (rows.limit > mostRows) refuse(`${rows.limit} rows are too many at once: ask for at most ${mostRows}.`);
  }
  if (tree && tree.attributes.length > mostLevels) {
    refuse(`A tree of ${tree.attributes.length} attributes is too deep: name at most ${mostLevels}.`);
  }
  for (const { limit } of facets ?? []) atLeastZero(limit, 'number of values');
  if (trace?.limit !== undefined) atLeastZero(trace.limit, 'number of rows of a trace');
  if (attributions === 'rows' && !rows) refuse('Attributions of the rows were asked for without any rows.');
  if (attributions !== undefined && attributions !== 'rows' && attributions.ids.length > mostRows) {
    refuse(`${attributions.ids.length} attributions are too many at once: ask for at most ${mostRows}.`);
  }
  if (bins?.breakdown) atLeastZero(bins.breakdown.limit, 'number of values');
}

/** @throws AuditError `bad-request` for bins that `binLayout` makes nothing of. */
export function refuseBins({ widthMs: width, originMs = 0 }: BinsWanted, { fromNs, toNs }: TimeRange): never {
  const widthMs: number = width;
  if (!Number.isFinite(widthMs) || !Number.isFinite(originMs) || widthMs * 1e6 < 1)
    refuse(`A bin of ${widthMs} ms is none: its width has to be greater than 0.`);
  const widthNs = toEpochNs(widthMs);
  const binAt = (timeNs: bigint): bigint => floorDivide(timeNs - toEpochNs(originMs), widthNs);
  const count = binAt(toNs - 1n) - binAt(fromNs) + 1n;
  refuse(`${count} bins are too many: ask for at most ${mostBins}, by wider bins or a shorter time.`);
}

function atLeastZero(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) refuse(`The ${what} has to be 0, 1, 2, ...; it was ${value}.`);
}

function refuse(message: string): never {
  throw new AuditError(ErrorCode.badRequest, message);
}
