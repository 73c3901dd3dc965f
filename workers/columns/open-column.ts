import type { AttributeValue } from '../../src/model/activity.js';
import type { NumberBlock, ValueBlock } from '../../src/model/activity-block.js';
import { isNumberAttribute } from '../../src/model/number-attributes.js';
import { findRow, type Column } from './column.js';
import { CodeCells, NumberCells } from './column-cells.js';
import { storableValue, type Code, type Dictionary } from './dictionary.js';

/** Values of one attribute of rows that go on arriving, in the order of the rows. */
export class OpenColumn {
  private readonly codes = new CodeCells();
  /** Present where the catalogue calls the attribute a number. */
  private readonly numbers: NumberCells | null;
  /** Whether rows of either list ascend. */
  private inOrder = true;
  private lastText: string | null = null;
  private lastCode: Code = 0;

  constructor(
    readonly name: string,
    private readonly dictionary: Dictionary,
  ) {
    this.numbers = isNumberAttribute(name) ? new NumberCells() : null;
  }

  get byteLength(): number {
    return this.codes.byteLength + (this.numbers?.byteLength ?? 0) + 100;
  }

  add(row: number, value: AttributeValue): void {
    if (typeof value === 'string') {
      if (value !== this.lastText) {
        this.lastText = value;
        this.lastCode = this.dictionary.encode(value);
      }
      this.codes.add(row, this.lastCode);
      return;
    }
    const stored = storableValue(value);
    if (typeof stored === 'number' && this.numbers) this.numbers.add(row, stored);
    else this.codes.add(row, this.dictionary.encode(stored));
  }

  /** Takes the values of some rows of a block; the first of them becomes row `first`, the others follow. */
  addValues({ positions, distinct }: ValueBlock, rows: Uint32Array, first: number): void {
    const table = this.dictionary.codesOf(distinct);
    const { codes } = this;
    codes.reserve(rows.length);
    const toRows = codes.rows;
    const toCodes = codes.codes;
    let { length } = codes;
    for (let at = 0; at < rows.length; at += 1) {
      const position = positions[rows[at]!]!;
      if (position === 0) continue;
      let code = table[position]!;
      if (code === 0) {
        const value = storableValue(distinct[position]!);
        if (typeof value === 'number' && this.numbers) {
          this.numbers.add(first + at, value);
          continue;
        }
        table[position] = code = this.dictionary.encode(value);
      }
      toRows[length] = first + at;
      toCodes[length] = code;
      length += 1;
    }
    codes.length = length;
  }

  addNumbers({ numbers }: NumberBlock, rows: Uint32Array, first: number): void {
    const to = this.numbers;
    to?.reserve(rows.length);
    const { rows: taken, length } = to ?? this.codes;
    if (length > 0 && taken[length - 1]! >= first) this.inOrder = false;
    for (let at = 0; at < rows.length; at += 1) {
      const number = numbers[rows[at]!]!;
      if (Number.isNaN(number)) continue;
      if (to && Number.isFinite(number)) to.add(first + at, number + 0);
      else this.add(first + at, number);
    }
  }

  valueAt(row: number): AttributeValue | undefined {
    const { codes, numbers } = this;
    const code = this.find(codes, row);
    if (code >= 0) return this.dictionary.value(codes.codes[code]!);
    const number = numbers ? this.find(numbers, row) : -1;
    return numbers && number >= 0 ? numbers.values[number] : undefined;
  }

  private find({ rows, length }: CodeCells | NumberCells, row: number): number {
    return this.inOrder ? findRow(rows, length, row) : rows.subarray(0, length).indexOf(row);
  }

  /** Forgets the values, and keeps the memory for others. */
  clear(): void {
    this.codes.length = 0;
    if (this.numbers) this.numbers.length = 0;
    this.inOrder = true;
  }

  /** `rowAfter` maps rows to their places in the batch; absent: they stay. Null where no row that is alive has a value. */
  finish(rowCount: number, rowAfter: Uint16Array | null, dead: ReadonlySet<number>): Column | null {
    const codes = (dead.size > 0 ? liveCodes(this.codes, dead) : this.codes).finish(rowCount, rowAfter);
    const live = this.numbers && dead.size > 0 ? liveNumbers(this.numbers, dead) : this.numbers;
    const numbers = live?.finish(rowCount, rowAfter) ?? null;
    return codes || numbers ? { codes, numbers } : null;
  }
}

function liveCodes({ rows, codes, length }: CodeCells, dead: ReadonlySet<number>): CodeCells {
  const live = new CodeCells();
  for (let at = 0; at < length; at += 1) if (!dead.has(rows[at]!)) live.add(rows[at]!, codes[at]!);
  return live;
}

function liveNumbers({ rows, values, length }: NumberCells, dead: ReadonlySet<number>): NumberCells {
  const live = new NumberCells();
  for (let at = 0; at < length; at += 1) if (!dead.has(rows[at]!)) live.add(rows[at]!, values[at]!);
  return live;
}
