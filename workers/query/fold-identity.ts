import type { ActivityType } from '../../src/model/activity.js';
import { repeatAttributes } from '../../src/model/repeats.js';
import type { Batch } from '../columns/batch.js';
import { codeAt, columnValue, eachCode, eachNumber, type Column } from '../columns/column.js';
import { valueText, type Dictionaries, type Dictionary } from '../columns/dictionary.js';

/** 64 bits of what a row repeats, for every row of a batch: alike for rows that repeat each other. */
export interface RowHashes {
  readonly high: Uint32Array;
  readonly low: Uint32Array;
}

interface Level {
  readonly column: Column | undefined;
  readonly dictionary: Dictionary;
}

/** Which rows of batches repeat each other. Rows are compared where they lie: nothing is remembered of a value. */
export class FoldIdentity {
  private readonly levels: readonly Level[];

  private constructor(
    private readonly batch: Batch,
    names: readonly string[],
    dictionaries: Dictionaries,
  ) {
    this.levels = names.map((name) => ({ column: batch.column(name), dictionary: dictionaries.of(name) }));
  }

  /** null: no activity of the batch repeats another one. */
  static of(batch: Batch, dictionaries: Dictionaries): FoldIdentity | null {
    const names = repeatAttributes[batch.type];
    return names && new FoldIdentity(batch, names, dictionaries);
  }

  nameAt(row: number): string {
    return foldName(
      this.batch.type,
      this.levels.map((level) => textAt(level, row)),
    );
  }

  isSame(row: number, other: FoldIdentity, otherRow: number): boolean {
    return (
      this.batch.type === other.batch.type &&
      this.levels.every((level, at) => isSameValue(level, row, other.levels[at]!, otherRow))
    );
  }

  hashes(): RowHashes {
    const { count, type } = this.batch;
    const [high, low] = hashOfText(type);
    const hashes = { high: new Uint32Array(count).fill(high), low: new Uint32Array(count).fill(low) };
    const ofLevel = { high: new Uint32Array(count), low: new Uint32Array(count) };
    for (const { column, dictionary } of this.levels) {
      ofLevel.high.fill(absent[0]);
      ofLevel.low.fill(absent[1]);
      if (column) hashColumn(column, dictionary, ofLevel);
      for (let row = 0; row < count; row += 1) {
        hashes.high[row] = mixHigh(hashes.high[row]!, ofLevel.high[row]!);
        hashes.low[row] = mixLow(hashes.low[row]!, ofLevel.low[row]!);
      }
    }
    return hashes;
  }
}

type Hash = readonly [high: number, low: number];

const absent: Hash = [0x1b873593, 0x27d4eb2f];

/** 64 bits of the values, as text. Two folds of one name would open together; no number depends on it. */
export function foldName(type: ActivityType, values: readonly (string | null)[]): string {
  let [high, low] = hashOfText(type);
  for (const value of values) {
    const [ofHigh, ofLow] = value === null ? absent : hashOfText(value);
    high = mixHigh(high, ofHigh);
    low = mixLow(low, ofLow);
  }
  return hex(high) + hex(low);
}

/** The hash a name was made of; null where it is no name. */
export function hashOfName(name: string): Hash | null {
  if (!/^[0-9a-f]{16}$/.test(name)) return null;
  return [Number.parseInt(name.slice(0, 8), 16), Number.parseInt(name.slice(8), 16)];
}

function hex(word: number): string {
  return word.toString(16).padStart(8, '0');
}

function hashOfText(text: string): Hash {
  let high = 0x811c9dc5 ^ text.length;
  let low = 0x9747b28c;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit ^ (low >>> 15), 0x85ebca6b);
  }
  return [(high ^ (high >>> 13)) >>> 0, (low ^ (low >>> 13)) >>> 0];
}

function mixHigh(high: number, more: number): number {
  const mixed = Math.imul(high ^ more, 0x9e3779b1);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

function mixLow(low: number, more: number): number {
  const mixed = Math.imul(low ^ more ^ (low >>> 16), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Values of dense columns are hashed once per value, not once per row. */
function hashColumn({ codes, numbers }: Column, dictionary: Dictionary, to: RowHashes): void {
  const put = (row: number, [high, low]: Hash): void => {
    to.high[row] = high;
    to.low[row] = low;
  };
  if (numbers) eachNumber(numbers, (row, value) => put(row, hashOfText(String(value))));
  if (codes?.kind === 'sparse-codes')
    eachCode(codes, (row, code) => put(row, hashOfText(valueText(dictionary.value(code)))));
  else if (codes) {
    const ofCells = Array.from(codes.codes, (code) =>
      code === 0 ? absent : hashOfText(valueText(dictionary.value(code))),
    );
    for (let row = 0; row < codes.cells.length; row += 1) {
      const cell = codes.cells[row]!;
      if (cell !== 0) put(row, ofCells[cell]!);
    }
  }
}

function textAt({ column, dictionary }: Level, row: number): string | null {
  const value = column && columnValue(column, row, dictionary);
  return value === undefined ? null : valueText(value);
}

function isSameValue(a: Level, rowA: number, b: Level, rowB: number): boolean {
  const code = a.column?.codes ? codeAt(a.column.codes, rowA) : 0;
  if (code !== 0 && b.column?.codes && codeAt(b.column.codes, rowB) === code) return true;
  return textAt(a, rowA) === textAt(b, rowB);
}
