import { Type, type Field } from '@uwdata/flechette';
import { isActivityType, type ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import { ArrowColumn, ArrowTarget } from './arrow-column.js';
import { ArrowColumns, type ReadTarget } from './arrow-columns.js';
import { arrowFailure } from './arrow-failure.js';
import { readIds, type ReadIds } from './arrow-ids.js';
import { isPresent, nsOfUnit, type ValueContext, type Values } from './arrow-values.js';
import { entryType } from './entry.js';
import { timeLimits } from '../../src/model/reading.js';

/** What a batch came to: blocks, and the rows that have to be read as objects. Arrivals are still to be written. */
export interface ReadBatch {
  readonly blocks: readonly { readonly block: ActivityBlock; readonly rows: Uint32Array }[];
  /** 1 for a row that is in no block. */
  readonly odd: Uint8Array;
}

/** Requests are rare, and their parts lie in nested objects. */
const inBlocks: readonly ActivityType[] = ['command', 'connection', 'fileaccess'];

/** Turns the columns of a stream's batches into blocks. */
export class BatchReader {
  readonly columns: ArrowColumns;
  readonly #fields: readonly Field[];
  readonly #types: ArrowColumn;
  readonly #at: { readonly id: number; readonly type: number; readonly timestamp: number };

  /** Throws where a column that no activity can be without is not there. */
  constructor(fields: readonly Field[], remark: (sentence: string) => void) {
    const at = (name: string): number => {
      const index = fields.findIndex((field) => field.name === name);
      if (index < 0) throw arrowFailure(`it has no column "${name}"; the columns id, type and timestamp are needed`);
      return index;
    };
    this.#at = { id: at('id'), type: at('type'), timestamp: at('timestamp') };
    this.#fields = fields;
    this.columns = new ArrowColumns(fields, remark);
    this.#types = new ArrowColumn(fields[this.#at.type]!, new ArrowTarget('type'), entryType, () => {});
  }

  read(columns: readonly Values[], rows: number, context: ValueContext): ReadBatch {
    const odd = new Uint8Array(rows);
    this.columns.markOdd(columns, rows, odd);
    const ids = readIds(this.#fields[this.#at.id]!, columns[this.#at.id]!, rows, context);
    for (const row of ids.missing) odd[row] = 1;
    const times = this.#times(columns, rows, odd);
    const types = this.#types.read(columns[this.#at.type]!, rows, context);
    const { distinct } = this.#types.target;
    const blocks: { block: ActivityBlock; rows: Uint32Array }[] = [];
    const chosen = inBlocks.map((type) => ({ type, rows: new Uint32Array(rows), count: 0 }));
    const listOf = distinct.map((value) => chosen.find(({ type }) => type === value));
    for (let row = 0; row < rows; row += 1) {
      const list = odd[row] === 0 ? listOf[types[row]!] : undefined;
      if (list) list.rows[list.count++] = row;
      else odd[row] = 1;
    }
    if (chosen.every(({ count }) => count === 0)) return { blocks, odd };
    const targets = this.columns.read(columns, rows, context);
    for (const { type, rows: all, count } of chosen) {
      if (count === 0 || !isActivityType(type)) continue;
      const ofType = all.slice(0, count);
      blocks.push({ block: blockOf(type, ofType, times, ids, targets), rows: ofType });
    }
    return { blocks, odd };
  }

  /** Pairs of words. What is no time that can be taken makes its row odd: the rules for entries say why. */
  #times(columns: readonly Values[], rows: number, odd: Uint8Array): Int32Array {
    const field = this.#fields[this.#at.timestamp]!;
    const values = columns[this.#at.timestamp]!;
    const { type } = field;
    const isLong = (type.typeId === Type.Int && type.bitWidth === 64) || type.typeId === Type.Timestamp;
    if (!isLong) {
      odd.fill(1);
      return new Int32Array(rows * 2);
    }
    const unitNs = type.typeId === Type.Timestamp ? nsOfUnit(type.unit) : 1n;
    const source = values.values as unknown as BigInt64Array;
    const times = new BigInt64Array(rows);
    if (unitNs === 1n) {
      const pairs = new Int32Array(times.buffer);
      pairs.set(new Int32Array(source.buffer, source.byteOffset, rows * 2));
    } else {
      for (let row = 0; row < rows; row += 1) {
        const timeNs = source[row]! * unitNs;
        if (timeNs >= timeLimits.minNs && timeNs <= timeLimits.maxNs) times[row] = timeNs;
        else odd[row] = 1;
      }
    }
    const words = new Int32Array(times.buffer);
    for (let row = 0; row < rows; row += 1) {
      // Negative, or beyond what 63 bits hold.
      if (words[row * 2 + highWord]! < 0 || !isPresent(values, row)) odd[row] = 1;
    }
    return words;
  }
}

/** Of a 64 bit number on this machine: where its sign is. */
const highWord = new Int32Array(new BigInt64Array([-0x8000_0000_0000_0000n]).buffer)[1] === 0 ? 0 : 1;

function blockOf(
  type: ActivityType,
  rows: Uint32Array,
  times: Int32Array,
  ids: ReadIds,
  targets: readonly ReadTarget[],
): ActivityBlock {
  const count = rows.length;
  const pairs = new Int32Array(count * 2);
  const words = new Uint32Array(count * 4);
  const forms = new Uint8Array(count);
  const texts = new Map<number, string>();
  for (let index = 0; index < count; index += 1) {
    const row = rows[index]!;
    pairs[index * 2] = times[row * 2]!;
    pairs[index * 2 + 1] = times[row * 2 + 1]!;
    for (let word = 0; word < 4; word += 1) words[index * 4 + word] = ids.words[row * 4 + word]!;
    forms[index] = ids.forms[row]!;
    if (ids.forms[row] === 0) texts.set(index, ids.texts.get(row) ?? '');
  }
  const values = [];
  const numbers = [];
  for (const { target, cells } of targets) {
    if (cells instanceof Float64Array) {
      const gathered = gatherNumbers(cells, rows);
      if (gathered) numbers.push({ name: target.name, numbers: gathered });
    } else {
      const gathered = gatherPositions(cells, rows);
      if (gathered) values.push({ name: target.name, positions: gathered, distinct: target.distinct });
    }
  }
  const timesNs = new BigInt64Array(pairs.buffer);
  return { type, count, arrivals: new Uint32Array(count), timesNs, ids: { forms, words, texts }, values, numbers };
}

/** Null where no row has a value. */
function gatherPositions(cells: Uint32Array, rows: Uint32Array): Uint32Array | null {
  const gathered = new Uint32Array(rows.length);
  let any = 0;
  for (let index = 0; index < rows.length; index += 1) any |= gathered[index] = cells[rows[index]!]!;
  return any === 0 ? null : gathered;
}

/** Null where no row has a number. */
function gatherNumbers(cells: Float64Array, rows: Uint32Array): Float64Array | null {
  const gathered = new Float64Array(rows.length);
  let any = false;
  for (let index = 0; index < rows.length; index += 1) {
    const number = cells[rows[index]!]!;
    gathered[index] = number;
    any ||= !Number.isNaN(number);
  }
  return any ? gathered : null;
}
