import type { Activity } from '../../../src/model/activity.js';
import type { Attribution, TraceRow } from '../../../src/model/trace.js';
import type { ProcessEvent } from './evidence.js';
import type { ProcessInstance } from './process-instance.js';
import type { EventPlace, UnitAttribution } from './unit-attribution.js';

export interface TraceRows {
  readonly rows: readonly TraceRow[];
  readonly totalRows: number;
  /** Every session that the rows name. */
  readonly sessionIds: readonly string[];
}

interface Node {
  readonly place: EventPlace;
  readonly attribution: Attribution;
  readonly children: Node[];
  parentId: string | null;
}

/**
 * The rows of some sessions as a tree, or, where there is none, the asked process with what is above and below it.
 * @param sessionIds the sessions whose rows are wanted
 */
export function traceRows(
  unit: UnitAttribution,
  asked: Attribution,
  sessionIds: ReadonlySet<string>,
  limit: number,
  activityOf: (id: string) => Activity | null,
): TraceRows {
  const wanted = sessionIds.size > 0 ? ofSessions(unit, sessionIds) : aroundProcess(unit, asked);
  const nodes = new Map<string, Node>();
  for (const [place, attribution] of wanted) {
    nodes.set(place.event.id, { place, attribution, children: [], parentId: null });
  }
  const tops: Node[] = [];
  for (const node of nodes.values()) {
    node.parentId = parentIdOf(node.place, nodes);
    const parent = node.parentId === null ? undefined : nodes.get(node.parentId);
    (parent?.children ?? tops).push(node);
  }
  const named = new Set<string>();
  for (const { attribution } of nodes.values()) for (const id of attribution.candidates) named.add(id);
  return { rows: inTreeOrder(tops, limit, activityOf), totalRows: nodes.size, sessionIds: [...named] };
}

type Wanted = readonly (readonly [EventPlace, Attribution])[];

function ofSessions(unit: UnitAttribution, sessionIds: ReadonlySet<string>): Wanted {
  const wanted: [EventPlace, Attribution][] = [];
  for (const [id, place] of unit.places) {
    const attribution = unit.attribution(id);
    if (attribution?.candidates.some((candidate) => sessionIds.has(candidate))) wanted.push([place, attribution]);
  }
  return wanted;
}

function aroundProcess(unit: UnitAttribution, asked: Attribution): Wanted {
  const place = unit.places.get(asked.activityId);
  if (!place) return [];
  const own = place.instance;
  const above = new Set<ProcessInstance>();
  for (let at = own?.parent ?? null; at; at = at.parent) above.add(at);
  const below = new Map<ProcessInstance | null, boolean>([[null, false]]);
  if (own) below.set(own, true);
  const isBelow = (instance: ProcessInstance | null): boolean => {
    const way: ProcessInstance[] = [];
    let at = instance;
    for (; at && !below.has(at); at = at.parent) way.push(at);
    const is = below.get(at)!;
    for (const one of way) below.set(one, is);
    return is;
  };
  const wanted: [EventPlace, Attribution][] = [];
  for (const [id, other] of unit.places) {
    const { instance } = other;
    const isAbove = instance !== null && above.has(instance) && instance.images.some((image) => image.id === id);
    const isWanted = id === asked.activityId || isAbove || (own !== null && isBelow(instance));
    const attribution = isWanted ? unit.attribution(id) : null;
    if (attribution) wanted.push([other, attribution]);
  }
  return wanted;
}

/** The program above: the one that its process ran before, or that its parent ran when it began. */
function parentIdOf({ event, instance }: EventPlace, nodes: ReadonlyMap<string, Node>): string | null {
  if (!instance) return null;
  const at = instance.images.indexOf(event);
  let program: ProcessEvent | null = at > 0 ? instance.images[at - 1]! : at < 0 ? instance.imageAt(event.atMs) : null;
  let above = instance;
  while ((!program || !nodes.has(program.id)) && above.parent) {
    program = above.parent.imageAt(above.startMs);
    above = above.parent;
  }
  return program && nodes.has(program.id) ? program.id : null;
}

function inTreeOrder(
  tops: readonly Node[],
  limit: number,
  activityOf: (id: string) => Activity | null,
): readonly TraceRow[] {
  const rows: TraceRow[] = [];
  const stack = newestFirst(tops).map((node) => ({ node, depth: 0 }));
  for (let next = stack.pop(); next && rows.length < limit; next = stack.pop()) {
    const { node, depth } = next;
    const activity = activityOf(node.place.event.id);
    if (activity) {
      const { attribution, parentId } = node;
      rows.push({ activity, attribution, parentId, depth, ...endOf(activity) });
    }
    for (const child of newestFirst(node.children)) stack.push({ node: child, depth: depth + 1 });
  }
  return rows;
}

function newestFirst(nodes: readonly Node[]): readonly Node[] {
  return [...nodes].sort((a, b) => b.place.event.atMs - a.place.event.atMs);
}

function endOf({ attributes }: Activity): Pick<TraceRow, 'endNs' | 'exitCode'> {
  const exitedAt = attributes.get('exitedAt');
  const exitCode = attributes.get('exitCode');
  return {
    endNs: typeof exitedAt === 'string' && /^[1-9]\d{0,19}$/.test(exitedAt) ? BigInt(exitedAt) : null,
    exitCode: typeof exitCode === 'number' ? exitCode : null,
  };
}
