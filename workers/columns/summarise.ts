/** Makes the summary of a batch that is in memory as a whole. */
import { groupedAttributes } from '../../src/model/grouped-attributes.js';
import { floorDivide } from '../../src/model/units.js';
import type { BatchSummary, Ticks } from './batch-summary.js';
import type { Batch } from './batch.js';
import type { CodePart, Column, DenseCodes } from './column.js';
import { narrow } from './stored-cells.js';

/** Bins are mostly multiples of one of these. */
const unitsNs = [1, 10, 60, 600, 3_600, 86_400].map((seconds) => seconds * 1e9);
/** A day in minutes; more would not be shorter than the times. */
const mostTicks = 1_500;
/** What tells more groups apart is left out. */
const mostCombinations = 4_096;

export function summarise(batch: Batch): BatchSummary {
  return { ticks: ticksOf(batch), ...combinationsOf(batch) };
}

function ticksOf(batch: Batch): Ticks {
  const { times, count, baseNs } = batch;
  const spanNs = Number(batch.lastNs - baseNs);
  const unitNs = unitsNs.find((unit) => spanNs / unit < mostTicks) ?? unitsNs.at(-1)!;
  const first = Number(floorDivide(baseNs, BigInt(unitNs)));
  const sinceNs = Number(baseNs - BigInt(first) * BigInt(unitNs));
  const counts = narrow(count, Math.floor((sinceNs + spanNs) / unitNs) + 1);
  let row = 0;
  for (let tick = 0; tick < counts.length; tick += 1) {
    const end = tick + 1 < counts.length ? times.rowFrom((tick + 1) * unitNs - sinceNs, row, count) : count;
    counts[tick] = end - row;
    row = end;
  }
  return { unitNs, first, counts };
}

function combinationsOf(batch: Batch): Pick<BatchSummary, 'columns' | 'counts'> {
  const dense: [string, DenseCodes][] = [];
  for (const name of groupedAttributes) {
    const column = batch.column(name);
    if (column?.codes && !column.numbers) dense.push([name, denseCodes(column.codes, batch.count)]);
  }
  // A pod tells most of the others: what is told splits nothing.
  dense.sort(([, a], [, b]) => b.codes.length - a.codes.length);
  let groups: Groups = { of: new Uint16Array(batch.count), size: 1 };
  const kept = dense.filter(([, column]) => {
    const finer = split(groups, column);
    groups = finer ?? groups;
    return finer !== null;
  });
  const counts = narrow(batch.count, groups.size);
  const rows = new Uint32Array(groups.size);
  groups.of.forEach((group, row) => {
    counts[group]! += 1;
    rows[group] = row;
  });
  const columns = kept.map(([name, { cells, codes }]): [string, Column] => {
    const ofGroups = narrow(codes.length, groups.size);
    rows.forEach((row, group) => (ofGroups[group] = cells[row]!));
    return [name, { codes: { kind: 'dense-codes', cells: ofGroups, codes }, numbers: null }];
  });
  return { columns: new Map(columns), counts };
}

interface Groups {
  /** Per row. */
  readonly of: Uint16Array;
  readonly size: number;
}

/** Groups that the column's values divide further; null where those would be too many. */
function split({ of, size }: Groups, { cells, codes }: DenseCodes): Groups | null {
  const width = codes.length;
  const known = new Map<number, number>();
  // Neighbours are mostly alike, and most values tell nothing new: an array of what each group had last saves most of the lookups.
  const lastCell = new Int32Array(size).fill(-1);
  const lastGroup = new Uint16Array(size);
  const next = new Uint16Array(of.length);
  for (let row = 0; row < of.length; row += 1) {
    const group = of[row]!;
    const cell = cells[row]!;
    if (lastCell[group] !== cell) {
      const pair = group * width + cell;
      let found = known.get(pair);
      if (found === undefined) {
        found = known.size;
        if (found === mostCombinations) return null;
        known.set(pair, found);
      }
      lastCell[group] = cell;
      lastGroup[group] = found;
    }
    next[row] = lastGroup[group]!;
  }
  return { of: next, size: known.size };
}

function denseCodes(part: CodePart, count: number): DenseCodes {
  if (part.kind === 'dense-codes') return part;
  const codes = [0, ...new Set(part.codes)];
  const cellOf = new Map(codes.map((code, cell) => [code, cell]));
  const cells = narrow(codes.length, count);
  part.rows.forEach((row, at) => (cells[row] = cellOf.get(part.codes[at]!)!));
  return { kind: 'dense-codes', cells, codes: Uint32Array.from(codes) };
}
