/** What an export will hold, and what it lacks, in words. */
import { formatDateTime, TimePrecision } from '../../src/format/times.js';
import { zoneSpanLabel } from '../../src/format/time-zone.js';
import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { allTime, subtractRanges, type TimeRange } from '../../src/model/time-range.js';
import { toEpochMs, type EpochNs } from '../../src/model/units.js';
import { coverageText, droppedText, whyText } from '../internal/coverage-text.js';
import { listText, msg, plural, str, uiLocale } from '../internal/localise.js';

/** More parts than this are counted. */
const namedParts = 3;

/** With its year: nobody knows when the file is opened. */
const momentText = (timeNs: EpochNs, timeZone: string): string =>
  formatDateTime(timeNs, timeZone, uiLocale(), TimePrecision.seconds, null);

/** `Nov 23, 2026, 19:30:00 – Nov 23, 2026, 20:30:00, UTC`. */
export function rangeText({ fromNs, toNs }: TimeRange, timeZone: string): string {
  if (fromNs <= allTime.fromNs && toNs >= allTime.toNs) return msg('all times');
  return listText([
    `${momentText(fromNs, timeZone)} \u2013 ${momentText(toNs, timeZone)}`,
    zoneSpanLabel(timeZone, toEpochMs(fromNs), toEpochMs(toNs), uiLocale()),
  ]);
}

/** Sentences on what is missing from the file; none where it is the whole answer. */
export function missingText(coverage: Coverage, range: TimeRange, timeZone: string): readonly string[] {
  if (coverage.certainty === Certainty.exact) return [];
  const limit = coverage.reasons.includes(CoverageReason.limit) ? [msg(str`Coverage: ${whyText(coverage)}.`)] : [];
  const parts = subtractRanges(range, coverage.loaded);
  const isAll = coverage.loaded.length === 0;
  const dropped = droppedText(coverage);
  const sentences = parts
    .slice(0, isAll ? 0 : namedParts)
    .map((part) => msg(str`${partText(part, timeZone)} is not loaded.`));
  const more = parts.length - sentences.length;
  if (!isAll && more > 0)
    sentences.push(
      plural(more, '1 more part of the time is not loaded.', str`${more} more parts of the time are not loaded.`),
    );
  if (sentences.length === 0 && limit.length === 0 && !dropped)
    sentences.push(msg(str`Coverage: ${coverageText(coverage)}.`));
  return [...sentences, ...limit, ...(dropped ? [dropped] : [])];
}

function partText({ fromNs, toNs }: TimeRange, timeZone: string): string {
  const show = (timeNs: EpochNs): string => momentText(timeNs, timeZone);
  if (fromNs <= allTime.fromNs) return msg(str`Everything before ${show(toNs)}`);
  if (toNs >= allTime.toNs) return msg(str`Everything from ${show(fromNs)}`);
  return `${show(fromNs)} \u2013 ${show(toNs)}`;
}
