import { BinState, type Bins, type BinSeries } from '../model/query.js';

/** The highest bin of one series. */
export interface Peak {
  readonly series: BinSeries;
  readonly index: number;
  readonly count: number;
  /** Whether the bin is loaded in part only, and the peak a lower bound. */
  readonly atLeast: boolean;
}

export interface BinSummary {
  /** Sum over the known bins of the given series. */
  readonly total: number;
  /** null: nothing happened in any known bin. */
  readonly peak: Peak | null;
  /** Median over the complete bins of the peak's series; null without complete bins. */
  readonly medianCount: number | null;
  /** How many times the median the peak is; null where that says nothing (no median, or a median of zero). */
  readonly timesMedian: number | null;
  readonly complete: number;
  readonly partial: number;
  readonly unknown: number;
}

/** The highest count of any of the series in a known bin, or 0. */
export function highestCount(bins: Bins, series: readonly BinSeries[]): number {
  let highest = 0;
  for (const { counts } of series)
    for (const [index, count] of counts.entries())
      if (bins.states[index] !== BinState.unknown) highest = Math.max(highest, count);
  return highest;
}

/** What a person would say about the picture. Counts in unknown bins mean nothing and are left out. */
export function summariseBins(bins: Bins, series: readonly BinSeries[] = bins.series): BinSummary {
  let total = 0;
  let peak: Peak | null = null;
  for (const one of series) {
    for (let index = 0; index < bins.count; index++) {
      if (bins.states[index] === BinState.unknown) continue;
      const count = one.counts[index] ?? 0;
      total += count;
      if (count > (peak?.count ?? 0)) {
        peak = { series: one, index, count, atLeast: bins.states[index] === BinState.partial };
      }
    }
  }
  const peakCounts = peak?.series.counts;
  const completeCounts = peakCounts
    ? Array.from(peakCounts).filter((_, index) => bins.states[index] === BinState.complete)
    : [];
  const medianCount = median(completeCounts);
  const having = (state: BinState): number => bins.states.filter((one) => one === state).length;
  return {
    total,
    peak,
    medianCount,
    timesMedian: peak && medianCount !== null && medianCount > 0 ? peak.count / medianCount : null,
    complete: having(BinState.complete),
    partial: having(BinState.partial),
    unknown: having(BinState.unknown),
  };
}

function median(counts: readonly number[]): number | null {
  const sorted = [...counts].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const below = sorted[Math.floor(middle)];
  const above = sorted[Math.ceil(middle)];
  return below === undefined || above === undefined ? null : (below + above) / 2;
}
