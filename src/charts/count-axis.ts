import { nice, ticks } from 'd3-array';

export const CountScale = { linear: 'linear', log: 'log' } as const;
export type CountScale = (typeof CountScale)[keyof typeof CountScale];

/** Pixels from the top for counts. Zero stands at `heightPx`. */
export interface CountAxis {
  readonly kind: CountScale;
  /** The count at the top; a round number. */
  readonly top: number;
  readonly heightPx: number;
  y(count: number): number;
  /** Whole numbers from 0 to `top`, ascending. */
  readonly ticks: readonly number[];
}

/** Powers of ten up to the top, thinned to about `count`. */
function logTicks(top: number, count: number): readonly number[] {
  const powers = Math.max(1, Math.round(Math.log10(top)));
  const step = Math.max(1, Math.ceil(powers / Math.max(1, count)));
  const ticks = [0];
  for (let power = 0; power <= powers; power += step) ticks.push(10 ** power);
  return ticks;
}

/**
 * An axis from zero to a round number that is not below `max`.
 * @param count about how many ticks besides zero
 */
export function countAxis(max: number, heightPx: number, kind: CountScale = CountScale.linear, count = 3): CountAxis {
  const most = Math.max(1, Number.isFinite(max) ? max : 1);
  if (kind === CountScale.log) {
    const top = 10 ** Math.max(1, Math.ceil(Math.log10(most) - 1e-9));
    // The logarithm of one more, so that zero has a place.
    const y = (n: number): number => heightPx * (1 - Math.log1p(n) / Math.log1p(top));
    return { kind, top, heightPx, y, ticks: logTicks(top, count) };
  }
  const top = Math.max(1, Math.ceil(nice(0, most, count)[1]));
  const whole = ticks(0, top, count).filter((tick) => Number.isInteger(tick));
  return { kind, top, heightPx, y: (n) => heightPx * (1 - n / top), ticks: whole };
}
