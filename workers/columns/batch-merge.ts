import { Batch, batchRows } from './batch.js';
import type { CodePart, Column, NumberPart } from './column.js';
import { CodeCells, NumberCells, sparseBelow } from './column-cells.js';
import { scatterCodes, scatterNumbers, valuesIn } from './column-scatter.js';
import { denseCodes, denseNumbers, emptyCodes, emptyNumbers } from './column-sealing.js';
import { compareIds, gatherIds, sliceIds } from './id-gathering.js';
import { hasRow, type RowMask } from './row-mask.js';
import { rowsInOrder } from './row-order.js';

export interface MergeInput {
  readonly batch: Batch;
  /** Rows to leave out. */
  readonly dead: RowMask | null;
}
export interface Merged {
  /** In order of time; all but the last are full. Empty where no row was alive. */
  readonly batches: readonly Batch[];
  /** Per input and row: row in the concatenation of `batches`, or -1. */
  readonly rowAfter: readonly Int32Array[];
}

/** Rows of one output, in the concatenation of all. */
interface Output {
  readonly from: number;
  readonly to: number;
}

/** Batches of one data source and one era as few full ones, dead rows dropped. */
export function mergeBatches(inputs: readonly MergeInput[]): Merged {
  const sources = inputs.map(({ batch }) => batch);
  const { order, times, startNs, rowAfter } = liveRowsInOrder(inputs);
  if (order.length === 0) return { batches: [], rowAfter };
  const outputs: Output[] = [];
  for (let from = 0; from < order.length; from += batchRows)
    outputs.push({ from, to: Math.min(from + batchRows, order.length) });

  const columns = outputs.map(() => new Map<string, Column>());
  for (const name of new Set(sources.flatMap((batch) => [...batch.names]))) {
    const parts = sources.map((batch) => batch.column(name));
    const codes = mergeCodes(parts, rowAfter, outputs);
    const numbers = mergeNumbers(parts, rowAfter, outputs);
    columns.forEach((ofOutput, at) => {
      const column = { codes: codes[at] ?? null, numbers: numbers[at] ?? null };
      if (column.codes || column.numbers) ofOutput.set(name, column);
    });
  }
  const ids = gatherIds(
    sources.map((batch) => batch.ids),
    rowAfter,
    order.length,
  );
  const batches = outputs.map(({ from, to }, at) => {
    const first = times[order[from]!]!;
    const offsetNs = new Float64Array(to - from);
    for (let row = from; row < to; row += 1) offsetNs[row - from] = times[order[row]!]! - first;
    const ofOutput = outputs.length === 1 ? ids : sliceIds(ids, from, to);
    return new Batch(sources[0]!.type, startNs + BigInt(first), offsetNs, ofOutput, columns[at]!);
  });
  return { batches, rowAfter };
}

interface LiveRows {
  /** Live rows in order of (time, id): positions in the concatenation of the inputs. */
  readonly order: Uint32Array;
  /** Nanoseconds after `startNs`, by position in the concatenation of the inputs. */
  readonly times: Float64Array;
  readonly startNs: bigint;
  readonly rowAfter: readonly Int32Array[];
}

function liveRowsInOrder(inputs: readonly MergeInput[]): LiveRows {
  const startNs = inputs.reduce(
    (least, { batch }) => (batch.baseNs < least ? batch.baseNs : least),
    inputs[0]!.batch.baseNs,
  );
  const firsts: number[] = [];
  let count = 0;
  for (const { batch } of inputs) {
    firsts.push(count);
    count += batch.count;
  }
  const times = new Float64Array(count);
  const rows = new Uint32Array(count);
  let live = 0;
  inputs.forEach(({ batch, dead }, input) => {
    const first = firsts[input]!;
    const shift = Number(batch.baseNs - startNs);
    const { times: ofBatch, count: rowCount } = batch;
    for (let row = 0; row < rowCount; row += 1) {
      times[first + row] = ofBatch.at(row) + shift;
      if (dead && hasRow(dead, row)) continue;
      rows[live] = first + row;
      live += 1;
    }
  });
  const inputOf = (place: number): number => {
    let input = firsts.length - 1;
    while (firsts[input]! > place) input -= 1;
    return input;
  };
  const order = rowsInOrder(rows.subarray(0, live), times, (a, b) => {
    const inputA = inputOf(a);
    const inputB = inputOf(b);
    if (inputA === inputB) return a - b;
    return compareIds(inputs[inputA]!.batch.ids, a - firsts[inputA]!, inputs[inputB]!.batch.ids, b - firsts[inputB]!);
  });
  const after = new Int32Array(count).fill(-1);
  for (let at = 0; at < order.length; at += 1) after[order[at]!] = at;
  const rowAfter = inputs.map(({ batch }, input) => after.subarray(firsts[input], firsts[input]! + batch.count));
  return { order, times, startNs, rowAfter };
}

function mergeCodes(
  parts: readonly (Column | undefined)[],
  rowAfter: readonly Int32Array[],
  outputs: readonly Output[],
): (CodePart | null)[] {
  const sources = parts.map((column) => column?.codes ?? null);
  const values = sources.reduce((sum, part) => sum + valuesIn(part), 0);
  if (values === 0) return [];
  const count = outputs.at(-1)!.to;
  if (values * sparseBelow < Math.min(count, batchRows)) {
    const lists = outputs.map(() => new CodeCells());
    sources.forEach((part, input) => {
      if (part) eachLiveCode(part, rowAfter[input]!, (to, code) => lists[to >>> 16]!.add(to & 0xffff, code));
    });
    return lists.map((cells, at) => cells.finish(outputs[at]!.to - outputs[at]!.from, null));
  }
  const laidOut = emptyCodes(count);
  sources.forEach((part, input) => {
    if (part) scatterCodes(part, rowAfter[input]!, laidOut);
  });
  return outputs.map(({ from, to }) => {
    const list = new CodeCells();
    return fewIn(laidOut, from, to, list) ? list.finish(to - from, null) : denseCodes(laidOut, to - from, from);
  });
}

function mergeNumbers(
  parts: readonly (Column | undefined)[],
  rowAfter: readonly Int32Array[],
  outputs: readonly Output[],
): (NumberPart | null)[] {
  const sources = parts.map((column) => column?.numbers ?? null);
  if (sources.every((part) => part === null)) return [];
  const laidOut = emptyNumbers(outputs.at(-1)!.to);
  sources.forEach((part, input) => {
    if (part) scatterNumbers(part, rowAfter[input]!, laidOut);
  });
  return outputs.map(({ from, to }) => {
    let count = 0;
    for (let row = from; row < to; row += 1) if (!Number.isNaN(laidOut[row]!)) count += 1;
    if (count * sparseBelow >= to - from) return count > 0 ? denseNumbers(laidOut, to - from, from) : null;
    const list = new NumberCells();
    for (let row = from; row < to; row += 1) {
      const value = laidOut[row]!;
      if (!Number.isNaN(value)) list.add(row - from, value);
    }
    return list.finish(to - from, null);
  });
}

/** Whether so few rows have a code that the column is to be sparse; `list` has them then. */
function fewIn(laidOut: Uint32Array, from: number, to: number, list: CodeCells): boolean {
  for (let row = from; row < to; row += 1) {
    const code = laidOut[row]!;
    if (code === 0) continue;
    list.add(row - from, code);
    if (list.length * sparseBelow >= to - from) return false;
  }
  return true;
}

function eachLiveCode(part: CodePart, rowAfter: Int32Array, visit: (to: number, code: number) => void): void {
  if (part.kind === 'sparse-codes') {
    for (let at = 0; at < part.rows.length; at += 1) {
      const to = rowAfter[part.rows[at]!]!;
      if (to >= 0) visit(to, part.codes[at]!);
    }
    return;
  }
  for (let row = 0; row < part.cells.length; row += 1) {
    const to = rowAfter[row]!;
    const cell = part.cells[row]!;
    if (to >= 0 && cell !== 0) visit(to, part.codes[cell]!);
  }
}
