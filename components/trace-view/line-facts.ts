/** What a line of a trace stands for. */
import type { Activity } from '../../src/model/activity.js';
import { attributeText } from '../../src/model/catalogue.js';
import type { Attribution } from '../../src/model/trace.js';
import type { TraceLine } from './trace-lines.js';
import { traceValues, type TraceValue } from './trace-values.js';

/** The activity that Enter opens: of a repeat its first, of a mark the request. */
export function lineActivity(line: TraceLine): Activity | null {
  if (line.kind === 'mark') return line.mark.session.request;
  return (line.kind === 'row' ? line.node : line.fold.nodes[0])?.row.activity ?? null;
}

/** null: the line is a mark. */
export function lineAttribution(line: TraceLine): Attribution | null {
  if (line.kind === 'mark') return null;
  return (line.kind === 'row' ? line.node : line.fold.nodes[0])?.row.attribution ?? null;
}

/** Values of a line that + and − stand at. An end repeats none of them. */
export function lineValues(line: TraceLine): readonly TraceValue[] {
  if (line.kind === 'mark' && line.mark.kind === 'end') return [];
  const activity = lineActivity(line);
  if (!activity) return [];
  const values = traceValues(activity);
  if (line.kind === 'fold') return values.filter(({ attribute }) => !differs.has(attribute));
  const above = line.kind === 'row' ? line.node.parent?.row.activity : undefined;
  return above ? values.filter((value) => !inherits(above, value)) : values;
}

/** How much of a line is shown, by the room there is: `--_room` of the styles. */
export type Room = 'wide' | 'medium' | 'narrow';

export const roomIn = (text: string): Room => (text === 'medium' || text === 'narrow' ? text : 'wide');

/** Places of the values that are shown, and behind them that of the certainty, in order. An end has neither. */
export function shownPlaces(line: TraceLine, room: Room): readonly number[] {
  if (line.kind === 'mark' && line.mark.kind === 'end') return [];
  const values = lineValues(line);
  const isShown = (value: TraceValue): boolean =>
    changesUser(line, value) ||
    !((value.minor && room !== 'wide') || (value.short && !value.emphasised && room === 'narrow'));
  return [...values.flatMap((value, at) => (isShown(value) ? [at] : [])), values.length];
}

/** A process says who it runs as and where only where that is not as in its parent. */
function inherits(parent: Activity, { attribute, value }: TraceValue): boolean {
  return inherited.has(attribute) && attributeText(parent, attribute) === value;
}
const inherited: ReadonlySet<string> = new Set(['uid', 'cwd']);

/** Whether a process runs as another user than the one that started it. */
export function changesUser(line: TraceLine, { attribute }: TraceValue): boolean {
  const above = line.kind === 'row' ? line.node.parent?.row.activity : undefined;
  return attribute === 'uid' && above !== undefined && attributeText(above, 'uid') !== undefined;
}

/** What the members of a fold differ in. */
const differs: ReadonlySet<string> = new Set(['clientPort', 'pid']);
