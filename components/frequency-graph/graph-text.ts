/** What the graph says in words: for the read-out, for screen readers, for the axes. */
import { binSpan } from '../../src/charts/bin-geometry.js';
import { selectionBounds, type BinSelection } from '../../src/charts/bin-selection.js';
import { summariseBins, type BinSummary } from '../../src/charts/bin-summary.js';
import { TickUnit, type TimeTick } from '../../src/charts/time-axis.js';
import { formatDuration } from '../../src/format/durations.js';
import { formatCount } from '../../src/format/numbers.js';
import { formatClock, formatDateTime, formatDay, formatShortDate, TimePrecision } from '../../src/format/times.js';
import { toZonedTime, zonedDay } from '../../src/format/time-zone.js';
import type { Coverage } from '../../src/model/coverage.js';
import { BinState } from '../../src/model/query.js';
import { toEpochMs, toEpochNs, type DurationMs, type EpochMs } from '../../src/model/units.js';
import { coverageText } from '../internal/coverage-text.js';
import { listText, msg, plural, sentencesText, str, uiLocale } from '../internal/localise.js';
import { gapText, gapsWithin } from './gap-text.js';
import { lineCountText } from './line-info.js';
import type { PlotModel } from './plot-model.js';

/** As fine as the bins are. */
function precisionOf(widthMs: DurationMs): TimePrecision {
  if (widthMs % 60_000 === 0) return TimePrecision.minutes;
  return widthMs % 1000 === 0 ? TimePrecision.seconds : TimePrecision.milliseconds;
}

export function momentText(atMs: EpochMs, model: PlotModel, zone: string): string {
  const { range } = model;
  const days = zonedDay(toEpochMs(range.toNs - 1n), zone) !== zonedDay(toEpochMs(range.fromNs), zone);
  const precision = precisionAt(atMs, model);
  return days
    ? formatDateTime(toEpochNs(atMs), zone, uiLocale(), precision)
    : formatClock(toEpochNs(atMs), zone, precision);
}

/** The day that the clocks of the graph are of, where they do not name theirs and it is not today; empty: nothing to say. */
export function dayText({ range }: PlotModel, zone: string): string {
  const [fromMs, toMs] = [toEpochMs(range.fromNs), toEpochMs(range.toNs - 1n)];
  const day = zonedDay(fromMs, zone);
  return day !== zonedDay(toMs, zone) || day === zonedDay(Date.now(), zone) ? '' : formatDay(fromMs, zone, uiLocale());
}

function precisionAt(atMs: EpochMs, { bins }: PlotModel): TimePrecision {
  const precision = atMs % 1000 === 0 ? precisionOf(bins.widthMs) : TimePrecision.milliseconds;
  return precision === TimePrecision.minutes && atMs % 60_000 !== 0 ? TimePrecision.seconds : precision;
}

/** The time of bins from `first` to `last`: `19:20:00 – 19:20:15`. */
export function spanText(model: PlotModel, first: number, last: number, zone: string): string {
  return spanFrom(momentText(binSpan(model.bins, first, model.x).fromMs, model, zone), model, first, last, zone);
}

/** `from` is how its beginning is told. */
function spanFrom(from: string, model: PlotModel, first: number, last: number, zone: string): string {
  const { fromMs } = binSpan(model.bins, first, model.x);
  const { toMs } = binSpan(model.bins, last, model.x);
  const sameDay = zonedDay(fromMs, zone) === zonedDay(toMs, zone);
  const to = sameDay ? formatClock(toEpochNs(toMs), zone, precisionAt(toMs, model)) : momentText(toMs, model, zone);
  return `${from} \u2013 ${to}`;
}

export function selectionText(model: PlotModel, selection: BinSelection, zone: string): string {
  const { first, last } = selectionBounds(selection);
  const { fromMs } = binSpan(model.bins, first, model.x);
  const { toMs } = binSpan(model.bins, last, model.x);
  return `${spanText(model, first, last, zone)} (${formatDuration(toMs - fromMs, uiLocale())})`;
}

export function binStateText(state: BinState | undefined, filling: boolean): string {
  if (filling) return msg('still filling');
  switch (state) {
    case BinState.complete:
      return msg('completely loaded');
    case BinState.partial:
      return msg('loaded in part: at least so many');
    default:
      return msg('not loaded: nothing is known');
  }
}

/** Whether a bin is partial only because its time is not over. */
export function isFilling(model: PlotModel, index: number): boolean {
  return model.filling && index === model.bins.count - 1;
}

/** How far the counts of a bin may be trusted, and which losses of the collector touch it. */
export function coverageOfBin(model: PlotModel, index: number): string {
  const { fromMs, toMs } = binSpan(model.bins, index, model.x);
  const lost = gapsWithin(model.gaps, fromMs, toMs).map(gapText);
  return [binStateText(model.bins.states[index], isFilling(model, index)), ...lost].join(msg('; '));
}

/** With the day where the card names it, since nobody hears the card. */
function spokenSpan(model: PlotModel, index: number, zone: string): string {
  if (dayText(model, zone) === '') return spanText(model, index, index, zone);
  const { fromMs } = binSpan(model.bins, index, model.x);
  const from = formatDateTime(toEpochNs(fromMs), zone, uiLocale(), precisionAt(fromMs, model));
  return spanFrom(from, model, index, index, zone);
}

/** One bin in a sentence: what the keyboard and a screen reader get in place of the card. */
export function binText(model: PlotModel, index: number, zone: string): string {
  const state = model.bins.states[index];
  const time = spokenSpan(model, index, zone);
  const coverage = coverageOfBin(model, index);
  if (state === BinState.unknown) return msg(str`${time}: ${coverage}`);
  const counts = listText(model.series.map(({ info, counts: all }) => lineCountText(info, all[index] ?? 0)));
  return msg(str`${time}: ${counts}; ${coverage}`);
}

/** `Peak 3,396 connections at 19:20, 28 times the median; coverage: exact.` */
export function summaryText(model: PlotModel, coverage: Coverage | null, zone: string): string {
  const summary = summariseBins(
    model.bins,
    model.series.map(({ source }) => source),
  );
  const covered = coverage ? msg(str`Coverage: ${coverageText(coverage)}.`) : '';
  return sentencesText(
    [peakText(summary, model, zone), gapsText(summary), ...lossTexts(model, zone), covered].filter(Boolean),
  );
}

function peakText(
  { peak, medianCount, timesMedian, complete, partial }: BinSummary,
  model: PlotModel,
  zone: string,
): string {
  const line = model.series.find(({ source }) => source === peak?.series);
  if (!peak || !line) return complete + partial > 0 ? msg('No activity in the loaded time.') : '';
  const what = lineCountText(line.info, peak.count);
  const when = momentText(binSpan(model.bins, peak.index, model.x).fromMs, model, zone);
  const subject = peak.atLeast ? msg(str`Peak of at least ${what} at ${when}`) : msg(str`Peak ${what} at ${when}`);
  if (medianCount === 0) return msg(str`${subject}; at least half of the bins have none.`);
  if (timesMedian === null || timesMedian < 1.5) return msg(str`${subject}.`);
  const times = formatCount(Math.round(timesMedian), uiLocale());
  return msg(str`${subject}, ${times} times the median.`);
}

/** The first few losses that the collector reported, with when and by whom. */
function lossTexts(model: PlotModel, zone: string): readonly string[] {
  const told = model.gaps.slice(0, mostLosses);
  const more = model.gaps.length - told.length;
  return [
    ...told.map((gap) => {
      const from = momentText(toEpochMs(gap.range.fromNs), model, zone);
      const to = momentText(toEpochMs(gap.range.toNs), model, zone);
      return from === to ? msg(str`At ${from}: ${gapText(gap)}.`) : msg(str`From ${from} to ${to}: ${gapText(gap)}.`);
    }),
    ...(more > 0 ? [plural(more, '1 more such loss.', str`${formatCount(more, uiLocale())} more such losses.`)] : []),
  ];
}
const mostLosses = 5;

function gapsText({ complete, partial, unknown }: BinSummary): string {
  if (partial + unknown === 0) return '';
  const all = formatCount(complete + partial + unknown, uiLocale());
  return msg(
    str`Of ${all} bins ${formatCount(partial, uiLocale())} are loaded in part and ${formatCount(unknown, uiLocale())} not at all.`,
  );
}

export function tickText({ atMs, unit }: TimeTick, zone: string): string {
  switch (unit) {
    case TickUnit.millisecond:
      return formatClock(toEpochNs(atMs), zone, TimePrecision.milliseconds);
    case TickUnit.second:
      return formatClock(toEpochNs(atMs), zone);
    case TickUnit.minute:
      return formatClock(toEpochNs(atMs), zone, TimePrecision.minutes);
    case TickUnit.year:
      return String(toZonedTime(atMs, zone).year);
    default:
      return formatShortDate(atMs, zone, uiLocale());
  }
}
