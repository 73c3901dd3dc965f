import { Type, type Field } from '@uwdata/flechette';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import { choose } from './arrow-bits.js';
import type { Values } from './arrow-buffers.js';
import { ArrowColumn } from './arrow-column.js';
import { ArrowMeaning, type ColumnReading } from './arrow-meaning.js';
import { ArrowColumns, type ReadAttribute } from './arrow-columns.js';
import { arrowFailure } from './arrow-failure.js';
import { readIds, type ReadIds } from './arrow-ids.js';
import { ArrowAttribute, type ArrowMemory } from './arrow-memory.js';
import { highWord } from './arrow-scratch.js';
import { isPresent, nsOfUnit } from './arrow-values.js';
import { entryType } from './entry.js';
import { timeLimits } from '../../src/model/reading.js';

/** What a batch came to: blocks, and the rows that have to be read as objects. Arrivals are still to be written. */
export interface ReadBatch {
  readonly blocks: readonly { readonly block: ActivityBlock; readonly rows: Uint32Array }[];
  /** 1 for a row that is in no block. */
  readonly odd: Uint8Array;
}

const kubernetesType = activityTypes.indexOf('kubernetes');

/** Turns the columns of a stream's batches into blocks. */
export class BatchReader {
  readonly columns: ArrowColumns;
  readonly #fields: readonly Field[];
  readonly #types: ArrowColumn;
  readonly #at: { readonly id: number; readonly type: number; readonly timestamp: number };

  /** Throws where a column that no activity can be without is not there. */
  constructor(fields: readonly Field[], memory: ArrowMemory, remark: (sentence: string) => void) {
    const at = (name: string): number => {
      const index = fields.findIndex((field) => field.name === name);
      if (index < 0) throw arrowFailure(`it has no column "${name}"; the columns id, type and timestamp are needed`);
      return index;
    };
    this.#at = { id: at('id'), type: at('type'), timestamp: at('timestamp') };
    this.#fields = fields;
    this.columns = new ArrowColumns(fields, memory, remark);
    this.#types = new ArrowColumn(
      fields[this.#at.type]!,
      new ArrowMeaning(new ArrowAttribute('type'), entryType, () => {}),
    );
  }

  read(columns: readonly Values[], rows: number, reading: ColumnReading): ReadBatch {
    const odd = new Uint8Array(rows);
    this.columns.markOdd(columns, rows, odd);
    const ids = readIds(this.#fields[this.#at.id]!, columns[this.#at.id]!, rows, reading);
    for (const row of ids.missing) odd[row] = 1;
    const times = this.#times(columns, rows, odd);
    const blocks: { block: ActivityBlock; rows: Uint32Array }[] = [];
    for (const { type, rows: ofType } of this.#chosen(columns, rows, odd, reading)) {
      const attributes = this.columns.read(type, columns, choose(ofType, rows), reading);
      blocks.push({ block: blockOf(type, ofType, times, ids, attributes), rows: ofType });
    }
    return { blocks, odd };
  }

  /** The rows of each data source that can be in a block; all others become odd. */
  #chosen(
    columns: readonly Values[],
    rows: number,
    odd: Uint8Array,
    reading: ColumnReading,
  ): { readonly type: ActivityType; readonly rows: Uint32Array }[] {
    const noType = activityTypes.length;
    const values = columns[this.#at.type]!;
    const types = this.#types.read(values, reading.scratch.ascending(rows), values.presence, reading);
    // Positions of values to numbers of lists; one more for what is in none.
    const listOf = this.#types.attribute.values.distinct.map((value) => {
      const list = activityTypes.findIndex((type) => type === value);
      return list < 0 ? noType : list;
    });
    const oddRequests = new Uint8Array(rows);
    this.columns.markOddRequests(columns, rows, oddRequests);
    const counts = new Uint32Array(noType + 1);
    const lists = new Uint8Array(rows);
    for (let row = 0; row < rows; row += 1) {
      let list = odd[row] === 0 ? listOf[types[row]!]! : noType;
      if (list === kubernetesType && oddRequests[row] === 1) list = noType;
      lists[row] = list;
      counts[list]! += 1;
    }
    const chosen = Array.from(counts, (count) => new Uint32Array(count));
    counts.fill(0);
    for (let row = 0; row < rows; row += 1) {
      const list = lists[row]!;
      chosen[list]![counts[list]!++] = row;
    }
    for (const row of chosen[noType]!) odd[row] = 1;
    return activityTypes.flatMap((type, list) => (counts[list] === 0 ? [] : { type, rows: chosen[list]! }));
  }

  /** Pairs of words. What is no time that can be taken makes its row odd: the rules for entries say why. */
  #times(columns: readonly Values[], rows: number, odd: Uint8Array): Int32Array {
    const field = this.#fields[this.#at.timestamp]!;
    const values = columns[this.#at.timestamp]!;
    const { type } = field;
    const source = values.numbers;
    // What is unsigned and beyond 63 bits looks negative, and is as odd.
    if (!(source instanceof BigInt64Array || source instanceof BigUint64Array)) {
      odd.fill(1);
      return new Int32Array(rows * 2);
    }
    const unitNs = type.typeId === Type.Timestamp ? nsOfUnit(type.unit) : 1n;
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

function blockOf(
  type: ActivityType,
  rows: Uint32Array,
  times: Int32Array,
  ids: ReadIds,
  attributes: readonly ReadAttribute[],
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
    words[index * 4] = ids.words[row * 4]!;
    words[index * 4 + 1] = ids.words[row * 4 + 1]!;
    words[index * 4 + 2] = ids.words[row * 4 + 2]!;
    words[index * 4 + 3] = ids.words[row * 4 + 3]!;
    forms[index] = ids.forms[row]!;
    if (ids.forms[row] === 0) texts.set(index, ids.texts.get(row) ?? '');
  }
  const values = [];
  const numbers = [];
  for (const { attribute, cells } of attributes) {
    const { name } = attribute;
    if (cells instanceof Float64Array) {
      if (holdsNumber(cells)) numbers.push({ name, numbers: cells });
    } else if (holdsPosition(cells)) values.push({ name, positions: cells, distinct: attribute.values.distinct });
  }
  const timesNs = new BigInt64Array(pairs.buffer);
  return { type, count, arrivals: new Uint32Array(count), timesNs, ids: { forms, words, texts }, values, numbers };
}

function holdsPosition(cells: Uint32Array): boolean {
  for (let at = 0; at < cells.length; at += 1) if (cells[at] !== 0) return true;
  return false;
}

function holdsNumber(cells: Float64Array): boolean {
  for (let at = 0; at < cells.length; at += 1) if (!Number.isNaN(cells[at])) return true;
  return false;
}
