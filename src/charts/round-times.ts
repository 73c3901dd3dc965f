import { tickStep } from 'd3-array';
import type { WallMs } from '../model/wall-time.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
const weekMs = 7 * dayMs;
const monthMs = 30 * dayMs;
const yearMs = 365 * dayMs;
/** 1970 began on a Thursday. */
const firstSundayMs = 3 * dayMs;

/** What people take for a step of a clock or a calendar, ascending. */
const steps: readonly number[] = [
  ...[1, 5, 15, 30].map((n) => n * secondMs),
  ...[1, 5, 15, 30].map((n) => n * minuteMs),
  ...[1, 3, 6, 12].map((n) => n * hourMs),
  ...[dayMs, 2 * dayMs, weekMs, monthMs, 3 * monthMs, yearMs],
];

/** The step that comes nearest, by ratio, to `count` of them. */
function stepOf(fromMs: WallMs, toMs: WallMs, count: number): number {
  const wantedMs = (toMs - fromMs) / count;
  const at = steps.findIndex((step) => step > wantedMs);
  const [below, above] = [steps.at(at < 0 ? -1 : at - 1) ?? 0, steps[at] ?? 0];
  if (at === 0) return Math.max(1, tickStep(fromMs, toMs, count));
  if (at < 0) return yearMs * Math.max(1, tickStep(fromMs / yearMs, toMs / yearMs, count));
  return wantedMs / below < above / wantedMs ? below : above;
}

/** Multiples of a length, counted from `zeroMs`. */
function multiples(fromMs: WallMs, toMs: WallMs, step: number, zeroMs = 0): WallMs[] {
  const times: WallMs[] = [];
  const first = Math.ceil((fromMs - zeroMs) / step);
  for (let at = first; at * step + zeroMs <= toMs; at += 1) times.push(at * step + zeroMs);
  return times;
}

/** Beginnings of months, each so many after the one before, counted from a January. */
function months(fromMs: WallMs, toMs: WallMs, every: number): WallMs[] {
  const times: WallMs[] = [];
  const begin = new Date(fromMs).getUTCFullYear() * 12 + new Date(fromMs).getUTCMonth();
  for (let month = Math.ceil(begin / every) * every; ; month += every) {
    // Not `Date.UTC`, which takes the first century for the twentieth.
    const at = new Date(0).setUTCFullYear(Math.floor(month / 12), ((month % 12) + 12) % 12, 1);
    if (!(at <= toMs)) return times;
    if (at >= fromMs) times.push(at);
  }
}

/** About `count` round times between two, read as UTC: multiples of seconds, minutes, hours and days, Sundays, beginnings of months and years. */
export function roundTimes(fromMs: WallMs, toMs: WallMs, count: number): readonly WallMs[] {
  const step = stepOf(fromMs, toMs, count);
  if (step >= yearMs) return months(fromMs, toMs, 12 * Math.round(step / yearMs));
  if (step >= monthMs) return months(fromMs, toMs, step / monthMs);
  if (step === weekMs) return multiples(fromMs, toMs, step, firstSundayMs);
  // Every other day begins anew with each month, so that the first is always among them.
  if (step === 2 * dayMs) return multiples(fromMs, toMs, dayMs).filter((atMs) => new Date(atMs).getUTCDate() % 2 === 1);
  return multiples(fromMs, toMs, step);
}
