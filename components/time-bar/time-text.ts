/** What the time bar says in words. */
import { formatDuration } from '../../src/format/durations.js';
import { formatClock, formatDateTime, TimePrecision } from '../../src/format/times.js';
import { toZonedTime, zonedDay } from '../../src/format/time-zone.js';
import { rangeLengthMs } from '../../src/charts/bin-width.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { toEpochMs, type EpochMs, type EpochNs } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { LiveState } from '../../src/store/engine-status.js';
import { msg, str, uiLocale } from '../internal/localise.js';

function precisionOf(range: TimeRange): TimePrecision {
  const length = rangeLengthMs(range);
  if (length < 10_000) return TimePrecision.milliseconds;
  const whole = range.fromNs % 60_000_000_000n === 0n && range.toNs % 60_000_000_000n === 0n;
  return whole || length > 2 * 86_400_000 ? TimePrecision.minutes : TimePrecision.seconds;
}

/** `Nov 23, 18:20:05 – 19:20:05`; both dates where there are two, both years where there are two or it is not this one. */
export function rangeText(range: TimeRange, zone: string, nowMs: EpochMs): string {
  const precision = precisionOf(range);
  const { fromNs, toNs } = range;
  const [fromMs, toMs] = [toEpochMs(fromNs), toEpochMs(toNs)];
  const oneYear = toZonedTime(fromMs, zone).year === toZonedTime(toMs, zone).year;
  const moment = (timeNs: EpochNs): string =>
    formatDateTime(timeNs, zone, uiLocale(), precision, oneYear ? nowMs : null);
  const oneDay = zonedDay(fromMs, zone) === zonedDay(toMs, zone);
  return `${moment(fromNs)} \u2013 ${oneDay ? formatClock(toNs, zone, precision) : moment(toNs)}`;
}

export function durationText(range: TimeRange): string {
  return formatDuration(rangeLengthMs(range), uiLocale());
}

export const LiveTone = { calm: 'calm', busy: 'busy', warn: 'warn', off: 'off' } as const;
export type LiveTone = (typeof LiveTone)[keyof typeof LiveTone];

/** How the view stands to the present, in the few words of a button. */
export function liveText(
  view: ViewState,
  state: LiveState | undefined,
  hasFailed: boolean,
): { readonly text: string; readonly tone: LiveTone } {
  const { live, window, timeZone } = view;
  if (!live && window.kind === 'relative' && window.endNs !== undefined) {
    return { text: msg(str`Paused at ${formatClock(window.endNs, timeZone)}`), tone: LiveTone.off };
  }
  if (!live) return { text: window.kind === 'whole' ? msg('Paused') : msg('Not live'), tone: LiveTone.off };
  // Nobody tries any more.
  if (hasFailed) return { text: msg('Not connected'), tone: LiveTone.warn };
  switch (state) {
    case LiveState.interrupted:
      return { text: msg('Stream interrupted, retrying'), tone: LiveTone.warn };
    case LiveState.connecting:
    case undefined:
      return { text: msg('Connecting\u2026'), tone: LiveTone.busy };
    case LiveState.polling:
    case LiveState.streaming:
    case LiveState.off:
      return { text: msg('Live'), tone: state === LiveState.off ? LiveTone.busy : LiveTone.calm };
  }
}
