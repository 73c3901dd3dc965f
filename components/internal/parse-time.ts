/** Reads what people type for a moment: ISO dates in every usual dress, a time of day, an offset from now, an epoch number out of a log. */
import { fromWallMs, toWallMs, type WallMs } from '../../src/model/wall-time.js';
import { nsPerMs, toEpochMs, toEpochNs, type DurationMs, type EpochMs, type EpochNs } from '../../src/model/units.js';

export const TimeProblem = {
  empty: 'empty',
  /** No known way to write a time. */
  unreadable: 'unreadable',
  /** The form is right, but there is no such day or hour. */
  impossible: 'impossible',
} as const;
export type TimeProblem = (typeof TimeProblem)[keyof typeof TimeProblem];

export type ParsedTime =
  | {
      readonly ok: true;
      readonly timeNs: EpochNs;
      /** Set where a day was given without a time of day: the first moment of the next one. */
      readonly dayEndNs?: EpochNs;
    }
  | { readonly ok: false; readonly problem: TimeProblem };

export interface TimeContext {
  readonly zone: string;
  readonly nowMs: EpochMs;
  /** A time without a date is one of the day on which this is; now, where absent. */
  readonly dayMs?: EpochMs;
}

const unreadable: ParsedTime = { ok: false, problem: TimeProblem.unreadable };
const impossible: ParsedTime = { ok: false, problem: TimeProblem.impossible };
const dayMs = 86_400_000;
const unitMs: ReadonlyMap<string, number> = new Map([
  ['s', 1000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', dayMs],
  ['w', 7 * dayMs],
]);

const date = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})/;
const clock = /^(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*([ap]\.?m\.?)?/i;
const suffix = /^(?:(z|utc|gmt)|([+-])(\d{2}):?(\d{2}))$/i;
const relative = /^(?:now)?\s*(?:-\s*(\d{1,6})\s*([smhdw]))?$/i;

export function parseTime(text: string, { zone, nowMs, dayMs: onMs = nowMs }: TimeContext): ParsedTime {
  const given = text.trim();
  if (given === '') return { ok: false, problem: TimeProblem.empty };
  const fromNow = relative.exec(given);
  if (fromNow) {
    const [, amount = '0', unit = 's'] = fromNow;
    return { ok: true, timeNs: toEpochNs(nowMs - Number(amount) * (unitMs.get(unit.toLowerCase()) ?? 0)) };
  }
  if (/^\d{9,19}$/.test(given)) return { ok: true, timeNs: epochNumber(given) };
  return parseWall(given, zone, onMs);
}

/** Seconds, milliseconds, microseconds or nanoseconds since 1970, told apart by their length. */
function epochNumber(digits: string): EpochNs {
  const value = BigInt(digits);
  if (digits.length <= 11) return value * 1_000_000_000n;
  if (digits.length <= 14) return value * nsPerMs;
  return digits.length <= 17 ? value * 1000n : value;
}

function parseWall(given: string, zone: string, onMs: EpochMs): ParsedTime {
  const day = date.exec(given);
  const afterDay = (day ? given.slice(day[0].length) : given).replace(/^\s*(?:t|,)?\s*/i, '');
  const time = clock.exec(afterDay);
  const rest = (time ? afterDay.slice(time[0].length) : afterDay).trim();
  const offset = rest === '' ? null : suffix.exec(rest);
  if ((!day && !time) || (rest !== '' && (!offset || !time))) return unreadable;

  const offsetMs = offset ? readOffset(offset) : null;
  const today = onMs + (offsetMs ?? toWallMs(onMs, zone) - onMs);
  const midnight = day ? wallDay(day) : Math.floor(today / dayMs) * dayMs;
  const ofDay = time ? readClock(time) : 0;
  if (midnight === null || ofDay === null || Number.isNaN(offsetMs)) return impossible;

  const toMoment = (wall: WallMs): EpochMs => (offsetMs === null ? fromWallMs(wall, zone) : wall - offsetMs);
  const fraction = BigInt((time?.[4] ?? '').padEnd(9, '0'));
  const timeNs = toEpochNs(toMoment(midnight + ofDay)) + fraction;
  return time ? { ok: true, timeNs } : { ok: true, timeNs, dayEndNs: toEpochNs(toMoment(midnight + dayMs)) };
}

function readOffset([, utc, sign, hours, minutes]: RegExpExecArray): number {
  if (utc) return 0;
  const [h, m] = [Number(hours), Number(minutes)];
  return h > 14 || m > 59 ? Number.NaN : (sign === '-' ? -1 : 1) * (h * 60 + m) * 60_000;
}

/** null: the calendar has no such day. */
function wallDay([, year, month, day]: RegExpExecArray): WallMs | null {
  const wall = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return wall.getUTCMonth() === Number(month) - 1 && wall.getUTCDate() === Number(day) ? wall.getTime() : null;
}

/** Milliseconds since midnight without the fraction of a second; null: no clock shows this. */
function readClock([, hours, minutes, seconds = '0', , half]: RegExpExecArray): number | null {
  let hour = Number(hours);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0);
  }
  const [m, s] = [Number(minutes), Number(seconds)];
  if (m > 59 || s > 59 || hour > 24 || (hour === 24 && m + s > 0)) return null;
  return ((hour * 60 + m) * 60 + s) * 1000;
}

/** A moment the way the fields write it: `2026-11-23 19:20:05`, fractions only where there are any, the offset on the second pass of an hour. */
export function writeTime(timeNs: EpochNs, zone: string): string {
  const secondMs = Math.floor(toEpochMs(timeNs) / 1000) * 1000;
  const wallMs = toWallMs(secondMs, zone);
  const wall = new Date(wallMs).toISOString();
  const fraction = (((timeNs % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n).toString().padStart(9, '0');
  const shown = fraction.replace(/0+$/, '');
  const offset = fromWallMs(wallMs, zone) === secondMs ? '' : ` ${writeOffset(wallMs - secondMs)}`;
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)}${shown && `.${shown}`}${offset}`;
}

/** `-05:00`, as `parseTime` reads it. */
function writeOffset(offsetMs: DurationMs): string {
  const clock = new Date(Math.abs(offsetMs)).toISOString().slice(11, 16);
  return `${offsetMs < 0 ? '-' : '+'}${clock}`;
}
