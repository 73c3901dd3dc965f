/** Conditions on what every activity has besides its attributes. */
import type { ActivityType } from '../../src/model/activity.js';
import { ComparisonOperator, type Comparison, type Existence, type Membership } from '../../src/model/filter/ast.js';
import { IntrinsicAttribute } from '../../src/model/filter/attribute-name.js';
import type { ClauseTest } from '../../src/model/filter/clause-test.js';
import { parseTimeNs } from '../../src/model/filter/literal.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';
import { idKey } from '../../src/model/id-key.js';
import { addRow, keepRows, maskWords, type RowMask } from '../columns/row-mask.js';
import type { Condition, Found } from './condition.js';

type Clause = Comparison | Membership | Existence;

export function intrinsicCondition(
  key: string,
  attribute: IntrinsicAttribute,
  clause: Clause,
  test: ClauseTest,
): Condition {
  switch (attribute) {
    case IntrinsicAttribute.type:
      return { key, costly: false, scan: (batch) => test.text(batch.type) };
    case IntrinsicAttribute.id:
      return idCondition(key, clause, test);
    case IntrinsicAttribute.timestamp:
      return timeCondition(key, clause, test);
  }
}

/** A batch whose type is this one. */
export function typeCondition(key: string, type: ActivityType | null): Condition {
  return { key, costly: false, scan: (batch) => batch.type === type };
}

function idCondition(key: string, clause: Clause, test: ClauseTest): Condition {
  if (clause.kind === 'existence') return { key, costly: false, scan: () => true };
  const ids = equalTexts(clause);
  if (ids) {
    const keys = ids.map(idKey);
    return {
      key,
      costly: true,
      scan: (batch) => {
        const rows = keys.map((id) => batch.ids.rowOf(id)).filter((row) => row >= 0);
        return rows.length > 0 && rowsMask(batch, rows);
      },
    };
  }
  return { key, costly: true, scan: (batch) => eachRow(batch, (row) => test.text(batch.ids.textAt(row))) };
}

function timeCondition(key: string, clause: Clause, test: ClauseTest): Condition {
  if (clause.kind === 'existence') return { key, costly: false, scan: () => true };
  const times = equalTexts(clause)?.map(parseTimeNs);
  if (times?.every((time) => time !== undefined)) {
    return { key, costly: true, scan: (batch) => rowsAtTimes(batch, times) };
  }
  if (clause.kind === 'comparison' && isOrder(clause.operator) && parseTimeNs(clause.value.text) !== undefined) {
    return { key, costly: false, scan: (batch) => rowsInOrder(batch, test) };
  }
  return { key, costly: true, scan: (batch) => eachRow(batch, (row) => test.time(batch.timeAt(row))) };
}

/** The texts one of which has to be equal; `undefined` where the clause asks something else. */
function equalTexts(clause: Comparison | Membership): readonly string[] | undefined {
  const values = clause.kind === 'membership' ? clause.values : [clause.value];
  if (values.some(({ pattern }) => pattern)) return undefined;
  const { equal, notEqual } = ComparisonOperator;
  if (clause.kind === 'comparison' && clause.operator !== equal && clause.operator !== notEqual) return undefined;
  return values.map(({ text }) => text);
}

function isOrder(operator: ComparisonOperator): boolean {
  const { greater, greaterOrEqual, less, lessOrEqual } = ComparisonOperator;
  return operator === greater || operator === greaterOrEqual || operator === less || operator === lessOrEqual;
}

function rowsAtTimes(batch: Batch, times: readonly EpochNs[]): Found {
  const mask = new Uint32Array(maskWords(batch.count));
  let any = false;
  for (const time of times) {
    const to = batch.rowFrom(time + 1n);
    for (let row = batch.rowFrom(time); row < to; row += 1) {
      addRow(mask, row);
      any = true;
    }
  }
  return any && mask;
}

/** Rows are in order of time, so those that pass an order are the first ones or the last ones. */
function rowsInOrder(batch: Batch, test: ClauseTest): Found {
  const first = test.time(batch.fromNs);
  if (first === test.time(batch.lastNs)) return first;
  let low = 0;
  let high = batch.count - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (test.time(batch.timeAt(middle)) === first) low = middle;
    else high = middle;
  }
  const mask = new Uint32Array(maskWords(batch.count)).fill(0xffff_ffff);
  keepRows(mask, first ? 0 : high, first ? high : batch.count);
  return mask;
}

function eachRow(batch: Batch, passes: (row: number) => boolean): RowMask {
  const mask = new Uint32Array(maskWords(batch.count));
  for (let row = 0; row < batch.count; row += 1) if (passes(row)) addRow(mask, row);
  return mask;
}

function rowsMask(batch: Batch, rows: readonly number[]): RowMask {
  const mask = new Uint32Array(maskWords(batch.count));
  for (const row of rows) addRow(mask, row);
  return mask;
}
