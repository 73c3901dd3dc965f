import type { Activity, ActivityType, AttributeValue } from '../../../src/model/activity.js';
import { AttributeKind } from '../../../src/model/attribute-names.js';
import { AuditError, ErrorCode } from '../../../src/model/audit-error.js';
import { columnPresent, id, otherKind, otherName, otherText, timeNs, typeCode } from './attribute-sql.js';
import type { AnswerRow, Cell } from './connection.js';
import { EntryKind, typeCodes, type AttributeColumn } from './schema.js';
import { commas, identifier, sql, type Sql } from './sql.js';

const typeByCode: ReadonlyMap<number, ActivityType> = new Map(
  (Object.entries(typeCodes) as [ActivityType, number][]).map(([type, code]) => [code, type]),
);

/** Whole activities: what to select, and how to read what comes. */
export class RowCells {
  readonly select: Sql;
  readonly #columns: readonly AttributeColumn[];

  constructor(columns: Iterable<AttributeColumn>) {
    this.#columns = [...columns];
    this.select = commas([
      sql`toString(${timeNs})`,
      typeCode,
      id,
      otherName,
      otherKind,
      otherText,
      ...this.#columns.map((column) => {
        const cell = identifier(column.column);
        const isInteger = column.kind === AttributeKind.number || column.kind === AttributeKind.time;
        return isInteger ? sql`if(${columnPresent(column)}, toString(${cell}), '')` : cell;
      }),
    ]);
  }

  /** @throws AuditError for a row that is no activity. */
  activity([time, code, id, names, kinds, texts, ...cells]: AnswerRow): Activity {
    const type = typeByCode.get(Number(code));
    if (!type || typeof id !== 'string' || typeof time !== 'string' || !/^-?\d{1,19}$/.test(time)) throw strange();
    const attributes = new Map<string, AttributeValue>();
    this.#columns.forEach(({ attribute, kind }, at) => {
      const value = ordinaryValue(kind, cells[at]);
      if (value !== undefined) attributes.set(attribute, value);
    });
    addEntries(attributes, list(names), list(kinds), list(texts));
    return { id, type, timeNs: BigInt(time), attributes };
  }
}

/** Nothing of such an answer can be believed. */
export const strange = (): AuditError =>
  new AuditError(ErrorCode.badAnswer, 'The server sent something that was not asked for.');

/** @throws AuditError for what is no count. */
export function countOf(cell: Cell | undefined): number {
  const count = Number(cell ?? 0);
  if (!Number.isSafeInteger(count) || count < 0) throw strange();
  return count;
}

export const list = (cell: Cell | undefined): readonly Cell[] => (typeof cell === 'object' ? cell : []);

function ordinaryValue(kind: AttributeKind, cell: Cell | undefined): AttributeValue | undefined {
  if (typeof cell === 'object') return cell.length > 0 ? cell.map(String) : undefined;
  if (cell === undefined || cell === '') return undefined;
  return kind === AttributeKind.number ? Number(cell) : String(cell);
}

function addEntries(
  attributes: Map<string, AttributeValue>,
  names: readonly Cell[],
  kinds: readonly Cell[],
  texts: readonly Cell[],
): void {
  names.forEach((nameCell, at) => {
    const name = String(nameCell);
    const value = String(texts[at] ?? '');
    switch (Number(kinds[at])) {
      case EntryKind.text:
        attributes.set(name, value);
        break;
      case EntryKind.number:
        attributes.set(name, Number(value));
        break;
      case EntryKind.emptyList:
        attributes.set(name, []);
        break;
      default: {
        const before = attributes.get(name);
        attributes.set(name, typeof before === 'object' ? [...before, value] : [value]);
      }
    }
  });
}
