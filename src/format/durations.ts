import type { DurationMs } from '../model/units.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>();

/** `3 min. ago`, `in 2 hr.`: from `nowMs` to `timeMs`, rounded towards now. Less than 5 seconds either way is `now`. */
export function formatRelativeTime(timeMs: number, nowMs: number, locale = 'en'): string {
  let format = relativeFormats.get(locale);
  if (!format) {
    format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });
    relativeFormats.set(locale, format);
  }
  const delta = timeMs - nowMs;
  const size = Math.abs(delta);
  if (size < 5 * second) return format.format(0, 'second');
  const [unit, length] =
    size < minute
      ? (['second', second] as const)
      : size < hour
        ? (['minute', minute] as const)
        : size < day
          ? (['hour', hour] as const)
          : size < 60 * day
            ? (['day', day] as const)
            : size < 730 * day
              ? (['month', 30.4375 * day] as const)
              : (['year', 365.25 * day] as const);
  return format.format(Math.trunc(delta / length), unit);
}

const unitFormats = new Map<string, Intl.NumberFormat>();

function formatUnit(value: number, unit: string, locale: string, digits = 0): string {
  const key = `${locale} ${unit} ${digits}`;
  let format = unitFormats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(locale, {
      style: 'unit',
      unit,
      unitDisplay: 'short',
      maximumFractionDigits: digits,
    });
    unitFormats.set(key, format);
  }
  return format.format(value);
}

const unitLists = new Map<string, Intl.ListFormat>();

function joinUnits(units: readonly string[], locale: string): string {
  let format = unitLists.get(locale);
  if (!format) {
    format = new Intl.ListFormat(locale, { type: 'unit', style: 'short' });
    unitLists.set(locale, format);
  }
  return format.format(units);
}

/** The two largest units that matter: `2 days, 4 hr`, `12 sec`, `1.2 sec`, `350 ms`. */
export function formatDuration(durationMs: DurationMs, locale = 'en'): string {
  const sign = durationMs < 0 ? '\u2212' : '';
  const length = Math.abs(durationMs);
  if (length < second) return sign + formatUnit(Math.round(length), 'millisecond', locale);
  if (length < 10 * second) return sign + formatUnit(Math.round(length / 100) / 10, 'second', locale, 1);
  const whole = Math.round(length / second) * second;
  const parts = [
    ['day', Math.floor(whole / day)],
    ['hour', Math.floor((whole % day) / hour)],
    ['minute', Math.floor((whole % hour) / minute)],
    ['second', (whole % minute) / second],
  ] as const;
  const first = parts.findIndex(([, count]) => count > 0);
  const shown = parts.slice(first, first + 2).filter(([, count]) => count > 0);
  return (
    sign +
    joinUnits(
      shown.map(([unit, count]) => formatUnit(count, unit, locale)),
      locale,
    )
  );
}
