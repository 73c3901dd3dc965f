import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Query } from '../../src/model/query.js';

const mostLevels = 8;
const mostRows = 10_000;

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

function atLeastZero(value: number, what: string): void {
  if (!Number.isSafeInteger(value) || value < 0) refuse(`The ${what} has to be 0, 1, 2, ...; it was ${value}.`);
}

function refuse(message: string): never {
  throw new AuditError(ErrorCode.badRequest, message);
}
