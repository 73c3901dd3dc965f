import { Batch, batchRows } from './batch.js';
import { eachCode, eachNumber, type Column } from './column.js';
import { CodeCells, NumberCells } from './column-cells.js';
import { gatherIds } from './id-column.js';
import { hasRow, type RowMask } from './row-mask.js';

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

interface OutputCells {
  readonly codes: CodeCells;
  readonly numbers: NumberCells;
}

/** Batches of one data source and one era as few full ones, dead rows dropped. */
export function mergeBatches(inputs: readonly MergeInput[]): Merged {
  const sources = inputs.map(({ batch }) => batch);
  const order = liveRowsInOrder(inputs);
  const rowAfter = sources.map((batch) => new Int32Array(batch.count).fill(-1));
  order.forEach((place, at) => (rowAfter[inputOf(place)]![rowIn(place)] = at));

  const outputs = Math.ceil(order.length / batchRows);
  const columns = Array.from({ length: outputs }, () => new Map<string, Column>());
  const names = new Set(sources.flatMap((batch) => [...batch.names]));
  for (const name of names) {
    gatherCells(name, sources, rowAfter, outputs).forEach(({ codes, numbers }, output) => {
      const rows = Math.min(batchRows, order.length - output * batchRows);
      const column = { codes: codes.finish(rows, null), numbers: numbers.finish(rows, null) };
      if (column.codes || column.numbers) columns[output]!.set(name, column);
    });
  }
  const batches = columns.map((columnsOfOutput, output) => {
    const places = order.slice(output * batchRows, (output + 1) * batchRows);
    const baseNs = sources[inputOf(places[0]!)]!.timeAt(rowIn(places[0]!));
    const shifts = sources.map((batch) => Number(batch.baseNs - baseNs));
    const offsetNs = new Float64Array(places.length);
    places.forEach((place, row) => {
      const input = inputOf(place);
      offsetNs[row] = sources[input]!.offsetNs[rowIn(place)]! + shifts[input]!;
    });
    const ids = gatherIds(
      sources.map((batch) => batch.ids),
      places,
    );
    return new Batch(sources[0]!.type, baseNs, offsetNs, ids, columnsOfOutput);
  });
  return { batches, rowAfter };
}

const inputOf = (place: number): number => Math.floor(place / batchRows);
const rowIn = (place: number): number => place % batchRows;

/** Places (input times 65,536 plus row) of the rows that stay. */
function liveRowsInOrder(inputs: readonly MergeInput[]): number[] {
  const sources = inputs.map(({ batch }) => batch);
  const startNs = sources.reduce((least, { baseNs }) => (baseNs < least ? baseNs : least), sources[0]!.baseNs);
  const shifts = sources.map((batch) => Number(batch.baseNs - startNs));
  const order: number[] = [];
  inputs.forEach(({ batch, dead }, input) => {
    for (let row = 0; row < batch.count; row += 1) {
      if (!dead || !hasRow(dead, row)) order.push(input * batchRows + row);
    }
  });
  // The inputs are runs in order, which this sort merges.
  return order.sort((a, b) => {
    const inputA = inputOf(a);
    const inputB = inputOf(b);
    if (inputA === inputB) return a - b;
    const batchA = sources[inputA]!;
    const batchB = sources[inputB]!;
    const difference = batchA.offsetNs[rowIn(a)]! + shifts[inputA]! - (batchB.offsetNs[rowIn(b)]! + shifts[inputB]!);
    if (difference !== 0) return difference;
    return batchA.ids.textAt(rowIn(a)) < batchB.ids.textAt(rowIn(b)) ? -1 : 1;
  });
}

/** The cells of one attribute, per output batch. */
function gatherCells(
  name: string,
  sources: readonly Batch[],
  rowAfter: readonly Int32Array[],
  outputs: number,
): readonly OutputCells[] {
  const cells = Array.from({ length: outputs }, () => ({ codes: new CodeCells(), numbers: new NumberCells() }));
  sources.forEach((batch, input) => {
    const column = batch.column(name);
    const after = rowAfter[input]!;
    if (column?.codes) {
      eachCode(column.codes, (row, code) => {
        const to = after[row]!;
        if (to >= 0) cells[to >>> 16]!.codes.add(to & 0xffff, code);
      });
    }
    if (column?.numbers) {
      eachNumber(column.numbers, (row, value) => {
        const to = after[row]!;
        if (to >= 0) cells[to >>> 16]!.numbers.add(to & 0xffff, value);
      });
    }
  });
  return cells;
}
