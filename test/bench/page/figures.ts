import { median } from '../turns.js';
import type { Frames } from './frames.js';
import type { Painting } from './painted.js';

export interface Press extends Painting {
  readonly attribute: string;
  readonly frames: Frames;
}
export interface Scrolling {
  readonly name: string;
  readonly frames: Frames;
  /** From the end of the movement until no row in sight was blank. */
  readonly filledMs: number;
  readonly blank: number;
}
export interface PageFigures {
  readonly rows: number;
  readonly openMs: number;
  readonly presses: readonly Press[];
  readonly scrolling: readonly Scrolling[];
  readonly thumbMs: readonly number[];
  /** "Go to time" until all rows there were painted. */
  readonly goToMs: readonly number[];
  /** Where the key End led. */
  readonly end: { readonly row: number; readonly total: number };
  readonly elements: number;
}

const shown = (ms: number): string => (Number.isNaN(ms) ? '—' : ms.toFixed(1));
const greatest = (values: readonly number[]): number => (values.length === 0 ? 0 : Math.max(...values));

/** Frames a second over the whole movement. */
export function framesPerSecond({ gapsMs }: Frames): number {
  const totalMs = gapsMs.reduce((sum, ms) => sum + ms, 0);
  return totalMs === 0 ? Number.NaN : (gapsMs.length * 1_000) / totalMs;
}

export function summary({ rows, presses, scrolling, thumbMs, goToMs, end, elements }: PageFigures): string {
  const longTasks = presses.flatMap(({ frames }) => frames.longTasksMs);
  const lines = [
    `The whole view at 1440 x 900 over ${rows.toLocaleString('en')} activities, ${elements} elements on the page`,
    '',
    `+ or − in the list -> graph, groups and list painted: median ${shown(median(presses.map(({ ms }) => ms)))} ms, slowest ${shown(greatest(presses.map(({ ms }) => ms)))} of ${presses.length}; tasks of 50 ms and more: ${longTasks.length}${longTasks.length > 0 ? `, longest ${shown(greatest(longTasks))}` : ''}`,
    `thumb to another place -> all rows there: median ${shown(median(thumbMs))} ms, slowest ${shown(greatest(thumbMs))}`,
    `go to a time -> all rows there: median ${shown(median(goToMs))} ms, slowest ${shown(greatest(goToMs))}`,
    `the key End: first row in sight ${end.row.toLocaleString('en')} of ${end.total.toLocaleString('en')}`,
    '',
    '| movement | frames a second | slowest frame (ms) | frames over 25 ms | long tasks | filled after (ms) |',
    '| --- | --- | --- | --- | --- | --- |',
    ...scrolling.map(
      ({ name, frames, filledMs, blank }) =>
        `| ${name} | ${shown(framesPerSecond(frames))} | ${shown(greatest(frames.gapsMs))} | ${frames.gapsMs.filter((ms) => ms > 25).length} of ${frames.gapsMs.length} | ${frames.longTasksMs.length} | ${blank > 0 ? `${blank} rows blank after ` : ''}${shown(filledMs)} |`,
    ),
  ];
  return lines.join('\n');
}

/** Every press and every long frame, for whoever looks for the cause. */
export function describe({ presses, scrolling }: PageFigures): string {
  return [
    ...presses.map(
      ({ attribute, ms, changedMs, frames }) =>
        `${attribute}: ${shown(ms)} ms; ${Object.entries(changedMs)
          .map(([part, changed]) => `${part} ${shown(changed)}`)
          .join(', ')}; ${frames.longFrames.join(' | ')}`,
    ),
    ...scrolling.map(({ name, frames }) => `${name}: ${frames.longFrames.join(' | ')}`),
  ].join('\n');
}
