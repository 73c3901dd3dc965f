import { scaleLinear, scaleSymlog } from 'd3-scale';

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
    const scale = scaleSymlog([0, top], [heightPx, 0]).constant(1);
    return { kind, top, heightPx, y: (n) => scale(n), ticks: logTicks(top, count) };
  }
  const scale = scaleLinear([0, most], [heightPx, 0]).nice(count);
  const top = Math.max(1, Math.ceil(scale.domain()[1] ?? most));
  scale.domain([0, top]);
  const ticks = scale.ticks(count).filter((tick) => Number.isInteger(tick));
  return { kind, top, heightPx, y: (n) => scale(n), ticks };
}
