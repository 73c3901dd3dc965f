/** What an export will hold, and what it lacks, in words. */
import { formatDateTime } from '../../src/format/times.js';
import { zoneLabel } from '../../src/format/time-zone.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
import { allTime, subtractRanges, type TimeRange } from '../../src/model/time-range.js';
import { toEpochMs } from '../../src/model/units.js';
import { coverageText, droppedText } from '../internal/coverage-text.js';
import { listText, msg, plural, str, uiLocale } from '../internal/localise.js';

/** More parts than this are counted. */
const namedParts = 3;

/** `Nov 23, 19:30:00 – Nov 23, 20:30:00 UTC`. */
export function rangeText({ fromNs, toNs }: TimeRange, timeZone: string): string {
  if (fromNs <= allTime.fromNs && toNs >= allTime.toNs) return msg('all times');
  const from = formatDateTime(fromNs, timeZone, uiLocale());
  const to = formatDateTime(toNs, timeZone, uiLocale());
  return listText([`${from} \u2013 ${to}`, zoneLabel(timeZone, toEpochMs(toNs), uiLocale())]);
}

/** Sentences on what is missing from the file; none where it is the whole answer. */
export function missingText(coverage: Coverage, range: TimeRange, timeZone: string): readonly string[] {
  if (coverage.certainty === Certainty.exact) return [];
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
  if (sentences.length === 0 && !dropped) sentences.push(msg(str`Coverage: ${coverageText(coverage)}.`));
  return dropped ? [...sentences, dropped] : sentences;
}

function partText({ fromNs, toNs }: TimeRange, timeZone: string): string {
  const show = (ns: bigint): string => formatDateTime(ns, timeZone, uiLocale());
  if (fromNs <= allTime.fromNs) return msg(str`Everything before ${show(toNs)}`);
  if (toNs >= allTime.toNs) return msg(str`Everything from ${show(fromNs)}`);
  return `${show(fromNs)} \u2013 ${show(toNs)}`;
}
