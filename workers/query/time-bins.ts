import type { Coverage } from '../../src/model/coverage.js';
import { BinState, type BinsWanted } from '../../src/model/query.js';
import { intersectRange, type TimeRange } from '../../src/model/time-range.js';
import { floorDivide, nsPerMs, toEpochNs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import type { Batch } from '../columns/batch.js';
import { countRowsBetween, type RowMask } from '../columns/row-mask.js';
import { eachSelectedRow, type Selection } from './selection.js';

export const mostBins = 100_000;

/** Where the bins lie. */
export interface BinLayout {
  readonly startNs: EpochNs;
  readonly widthNs: bigint;
  readonly count: number;
}

/** The bins that a range touches; null where they make no sense (`query-check.ts` says why). */
export function binLayout({ widthMs: width, originMs = 0 }: BinsWanted, range: TimeRange): BinLayout | null {
  const widthMs: number = width;
  if (!Number.isFinite(widthMs) || !Number.isFinite(originMs) || widthMs * 1e6 < 1) return null;
  const widthNs = toEpochNs(widthMs);
  const originNs = toEpochNs(originMs);
  const startNs = originNs + floorDivide(range.fromNs - originNs, widthNs) * widthNs;
  if (range.toNs <= range.fromNs) return { startNs, widthNs, count: 0 };
  const count = floorDivide(range.toNs - 1n - startNs, widthNs) + 1n;
  return count > mostBins ? null : { startNs, widthNs, count: Number(count) };
}

export function startMsOf({ startNs }: BinLayout): EpochMs {
  const whole = floorDivide(startNs, nsPerMs);
  return Number(whole) + Number(startNs - whole * nsPerMs) / 1e6;
}

/** Adds the selected rows of a batch to the counts of their bins. */
export function countBins(layout: BinLayout, selection: Selection, counts: Uint32Array): void {
  const { mask, from, count } = selection;
  if (count === 0) return;
  const borders = bordersOf(layout, selection);
  if (!borders) {
    eachRowWithBin(layout, selection, (_, bin) => (counts[bin]! += 1));
    return;
  }
  const { firstBin, ends } = borders;
  if (mask && count < ends.length) {
    let at = 0;
    eachSelectedRow(selection, (row) => {
      while (row >= ends[at]!) at += 1;
      counts[firstBin + at]! += 1;
    });
    return;
  }
  if (mask) countBetween(mask, from, ends, firstBin, counts);
  else
    for (let at = 0; at < ends.length; at += 1) counts[firstBin + at]! += ends[at]! - (at === 0 ? from : ends[at - 1]!);
}

function countBetween(mask: RowMask, from: number, ends: Uint32Array, firstBin: number, counts: Uint32Array): void {
  let row = from;
  for (let at = 0; at < ends.length; at += 1) {
    const end = ends[at]!;
    counts[firstBin + at]! += countRowsBetween(mask, row, end);
    row = end;
  }
}

/** Where in a batch the bins of a layout end. */
interface Borders {
  readonly startNs: EpochNs;
  readonly widthNs: bigint;
  readonly from: number;
  readonly to: number;
  readonly firstBin: number;
  /** Per bin from `firstBin` on: the first row behind it. */
  readonly ends: Uint32Array;
}

/** Of the latest layout: filters change far more often than the time they are looked at. */
const latestBorders = new WeakMap<Batch, Borders>();

/** `null` where there are more bins than rows: then it takes longer to look for the bins than for the rows. */
function bordersOf(layout: BinLayout, selection: Selection): Borders | null {
  const { batch, from, to } = selection;
  const { startNs, widthNs } = layout;
  const known = latestBorders.get(batch);
  if (known?.startNs === startNs && known.widthNs === widthNs && known.from === from && known.to === to) return known;
  const { times } = batch;
  const { bin: first, behind } = firstBin(layout, selection);
  const last = Number(floorDivide(batch.timeAt(to - 1) - startNs, widthNs));
  if (last - first >= to - from) return null;
  const ends = new Uint32Array(last - first + 1).fill(to);
  const width = Number(widthNs);
  let row = from;
  for (let at = 0; at + 1 < ends.length; at += 1) {
    row = times.rowFrom(behind + at * width, row, to);
    ends[at] = row;
  }
  const borders = { startNs, widthNs, from, to, firstBin: first, ends };
  latestBorders.set(batch, borders);
  return borders;
}

/** Calls back with every selected row and its bin. */
export function eachRowWithBin(
  layout: BinLayout,
  selection: Selection,
  visit: (row: number, bin: number) => void,
): void {
  if (selection.count === 0) return;
  const { times } = selection.batch;
  const widthNs = Number(layout.widthNs);
  let { bin, behind } = firstBin(layout, selection);
  eachSelectedRow(selection, (row) => {
    const past = times.at(row) - behind;
    if (past >= 0) {
      const steps = 1 + Math.floor(past / widthNs);
      bin += steps;
      behind += steps * widthNs;
    }
    visit(row, bin);
  });
}

/** Bin of the selection's first row, and the offset in the batch of the border behind it. */
function firstBin({ startNs, widthNs }: BinLayout, { batch, from }: Selection): { bin: number; behind: number } {
  const bin = floorDivide(batch.timeAt(from) - startNs, widthNs);
  return { bin: Number(bin), behind: Number(startNs + (bin + 1n) * widthNs - batch.baseNs) };
}

/** How much of each bin is loaded, as far as it lies in the asked range. Where the collector lost events, a bin is partial at best. */
export function binStates(layout: BinLayout, range: TimeRange, coverage: Coverage): readonly BinState[] {
  const { startNs, widthNs, count } = layout;
  const loaded = coverage.loaded;
  const gaps = coverage.gaps.map((gap) => gap.range);
  const states: BinState[] = [];
  let at = 0;
  for (let bin = 0; bin < count; bin += 1) {
    const fromNs = startNs + BigInt(bin) * widthNs;
    const part = intersectRange({ fromNs, toNs: fromNs + widthNs }, range);
    while (at < loaded.length && loaded[at]!.toNs <= part.fromNs) at += 1;
    const first = loaded[at];
    if (!first || first.fromNs >= part.toNs) states.push(BinState.unknown);
    else if (first.fromNs > part.fromNs || first.toNs < part.toNs || gaps.some((gap) => touches(gap, part))) {
      states.push(BinState.partial);
    } else states.push(BinState.complete);
  }
  return states;
}

function touches(a: TimeRange, b: TimeRange): boolean {
  return a.fromNs < b.toNs && b.fromNs < a.toNs;
}
