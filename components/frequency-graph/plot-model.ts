import { hatchRectangles, seriesPaths, type HatchRectangle, type SeriesPaths } from '../../src/charts/bin-geometry.js';
import { highestCount } from '../../src/charts/bin-summary.js';
import { countAxis, type CountAxis, type CountScale } from '../../src/charts/count-axis.js';
import { timeAxis, timeTicks, type TimeAxis, type TimeTick } from '../../src/charts/time-axis.js';
import type { Gap } from '../../src/model/coverage.js';
import { BinState, type Bins, type BinSeries } from '../../src/model/query.js';
import { allTime, type TimeRange } from '../../src/model/time-range.js';
import type { LineInfo } from './line-info.js';

/** Room around the lines, in pixels. */
export const plotMargins = Object.freeze({ top: 10, right: 8, bottom: 22, left: 46 });

export interface PlotOptions {
  readonly bins: Bins;
  /** The range that was asked for: what the time axis shows. */
  readonly range: TimeRange;
  /** Of the whole picture, margins included. */
  readonly widthPx: number;
  readonly heightPx: number;
  readonly zone: string;
  readonly scale: CountScale;
  /** One per series of the bins. */
  readonly lines: readonly LineInfo[];
  /** Keys of lines that are not to be drawn. */
  readonly hidden: ReadonlySet<string>;
  readonly gaps: readonly Gap[];
  /** Whether the last bin goes on filling. */
  readonly live: boolean;
}

export interface PlotSeries extends SeriesPaths {
  readonly info: LineInfo;
  readonly source: BinSeries;
  readonly counts: Uint32Array;
}

/** Everything that the picture shows, measured from the upper left corner of the plot inside its margins. */
export interface PlotModel {
  readonly bins: Bins;
  readonly range: TimeRange;
  readonly x: TimeAxis;
  readonly y: CountAxis;
  readonly timeTicks: readonly TimeTick[];
  readonly series: readonly PlotSeries[];
  readonly hatches: readonly HatchRectangle[];
  /** Where the collector said that it lost events. */
  readonly gaps: readonly Gap[];
  /** Whether the last bin is partial only because its time is not over. */
  readonly filling: boolean;
}

/** The picture before the first answer: the time that was asked for, where it has bounds, and that nothing is known of it. */
export function unknownModel(
  range: TimeRange,
  zone: string,
  { widthPx, heightPx }: Pick<PlotOptions, 'widthPx' | 'heightPx'>,
): PlotModel {
  const x = timeAxis(range, Math.max(1, widthPx - plotMargins.left - plotMargins.right));
  const y = countAxis(1, Math.max(1, heightPx - plotMargins.top - plotMargins.bottom));
  return {
    bins: { startMs: x.fromMs, widthMs: x.toMs - x.fromMs, count: 1, series: [], states: [BinState.unknown] },
    range,
    x,
    y: { ...y, ticks: [0] },
    timeTicks: range === allTime ? [] : ticksOf(x, zone),
    series: [],
    hatches: [{ state: BinState.unknown, leftPx: 0, widthPx: x.widthPx, first: 0, last: 0 }],
    gaps: [],
    filling: false,
  };
}

const ticksOf = (x: TimeAxis, zone: string): readonly TimeTick[] =>
  timeTicks(x, Math.max(2, Math.floor(x.widthPx / 96)), zone);

const noPaths: SeriesPaths = { line: '', area: '' };

/** The engine knows what is loaded, not what is still to happen: the bin into which the present falls cannot be complete. */
function isFilling(bins: Bins, axis: TimeAxis): boolean {
  const endMs = bins.startMs + bins.count * bins.widthMs;
  return bins.states.at(-1) === BinState.complete && endMs > axis.toMs;
}

export function plotModel(options: PlotOptions): PlotModel {
  const { range, widthPx, heightPx, zone, scale, lines, hidden, gaps, live } = options;
  const x = timeAxis(range, Math.max(1, widthPx - plotMargins.left - plotMargins.right));
  const filling = live && isFilling(options.bins, x);
  const states = options.bins.states;
  const bins = filling ? { ...options.bins, states: [...states.slice(0, -1), BinState.partial] } : options.bins;
  const shown = bins.series.flatMap((source, index) => {
    const info = lines[index];
    return info && !hidden.has(info.key) ? [{ source, info }] : [];
  });
  const plotHeight = Math.max(1, heightPx - plotMargins.top - plotMargins.bottom);
  const y = countAxis(
    highestCount(
      bins,
      shown.map(({ source }) => source),
    ),
    plotHeight,
    scale,
  );
  return {
    bins,
    range,
    x,
    y,
    timeTicks: ticksOf(x, zone),
    series: shown.map(({ source, info }) => {
      const { counts } = source;
      // A line of nothing but zeros would only colour the axis; the legend says 0.
      const paths = counts.some((count) => count > 0) ? seriesPaths(bins, counts, bins.states, x, y) : noPaths;
      return { info, source, counts, ...paths };
    }),
    hatches: hatchRectangles(bins, bins.states, x),
    gaps,
    filling,
  };
}
