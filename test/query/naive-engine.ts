/** The engine's twin: plain arrays, one activity at a time, as simple as it can be. What it says is right by being obvious. */
import { activityTypes, type Activity, type ActivityType, type AttributeValue } from '../../src/model/activity.js';
import type { Coverage } from '../../src/model/coverage.js';
import { intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import type {
  Answer,
  BinSeries,
  BinState,
  Facet,
  FacetWanted,
  Fold,
  FoldWanted,
  Query,
  RowOrder,
  Scope,
  TreeNode,
} from '../../src/model/query.js';
import { repeatAttributes } from '../../src/model/repeats.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { foldName } from '../../workers/query/fold-identity.js';

export interface NaiveConflict {
  readonly id: string;
  readonly attribute: string;
  readonly kept: string;
  readonly dropped: string;
}

export class NaiveHoldings {
  readonly byId = new Map<string, Activity>();

  get all(): readonly Activity[] {
    return [...this.byId.values()];
  }

  add(activities: readonly Activity[]): {
    accepted: number;
    duplicates: number;
    merged: number;
    conflicts: NaiveConflict[];
  } {
    const result = { accepted: 0, duplicates: 0, merged: 0, conflicts: [] as NaiveConflict[] };
    for (const came of activities) {
      const held = this.byId.get(came.id);
      if (!held) {
        this.byId.set(came.id, came);
        result.accepted += 1;
        continue;
      }
      const attributes = new Map([...came.attributes, ...held.attributes]);
      const timeNs = came.timeNs < held.timeNs ? came.timeNs : held.timeNs;
      const conflicts: NaiveConflict[] = [];
      for (const [attribute, value] of came.attributes) {
        const kept = attributes.get(attribute)!;
        const same =
          Array.isArray(kept) === Array.isArray(value) &&
          JSON.stringify([kept].flat().map(String)) === JSON.stringify([value].flat().map(String));
        if (!same) conflicts.push({ id: came.id, attribute, kept: text(kept), dropped: text(value) });
      }
      if (came.type !== held.type) {
        conflicts.push({ id: came.id, attribute: 'type', kept: held.type, dropped: came.type });
      }
      if (came.timeNs !== held.timeNs && held.type !== 'kubernetes') {
        const later = came.timeNs < held.timeNs ? held.timeNs : came.timeNs;
        conflicts.push({ id: came.id, attribute: 'timestamp', kept: String(timeNs), dropped: String(later) });
      }
      const isSame = attributes.size === held.attributes.size && timeNs === held.timeNs && conflicts.length === 0;
      result[isSame ? 'duplicates' : 'merged'] += 1;
      result.conflicts.push(...conflicts);
      this.byId.set(came.id, { ...held, timeNs, attributes });
    }
    return result;
  }

  dropOldest(count: number): void {
    for (const { id } of inOrder(this.all).slice(0, count)) this.byId.delete(id);
  }

  extent(): TimeRange | null {
    const ordered = inOrder(this.all);
    if (ordered.length === 0) return null;
    return { fromNs: ordered[0]!.timeNs, toNs: ordered.at(-1)!.timeNs + 1n };
  }
}

export function naiveAnswer(
  all: readonly Activity[],
  query: Query,
  coverage: Coverage,
): Omit<Answer, 'revision' | 'tookMs'> {
  const { range, filter, scope = [], want } = query;
  const types = activityTypes.filter((type) => query.types?.includes(type) ?? true);
  const inRange = all.filter(({ timeNs }) => timeNs >= range.fromNs && timeNs < range.toNs);
  const filtered = inRange.filter(compileFilter(filter));
  const scoped = filtered.filter((activity) => inScope(activity, scope));
  const ofTypes = (activities: readonly Activity[]): readonly Activity[] =>
    activities.filter(({ type }) => types.includes(type));
  const matching = inOrder(ofTypes(scoped));
  const newest = [...matching].reverse();

  const answer: { -readonly [Part in keyof Answer]?: Answer[Part] } = { coverage };
  if (want.totals) {
    const count = (type: ActivityType): number => scoped.filter((activity) => activity.type === type).length;
    answer.totals = {
      matching: matching.length,
      byType: {
        command: count('command'),
        connection: count('connection'),
        kubernetes: count('kubernetes'),
        fileaccess: count('fileaccess'),
      },
      held: ofTypes(inRange).length,
    };
  }
  if (want.bins) answer.bins = naiveBins(matching, query, coverage, types);
  if (want.tree) {
    const { attributes } = want.tree;
    const counted = ofTypes(filtered);
    answer.tree = { attributes, roots: naiveNodes(ofTypes(all), new Set(counted), attributes), total: counted.length };
  }
  if (want.facets) answer.facets = want.facets.map((wanted) => naiveFacet(matching, wanted));
  if (want.rows) {
    const { offset, limit, order = 'newest-first', fold } = want.rows;
    const lines = naiveLines(order === 'newest-first' ? newest : matching, fold);
    const page = lines.slice(offset, offset + limit);
    answer.rows = {
      offset,
      order,
      total: lines.length,
      activities: page.map(({ activity }) => activity),
      ...(fold && fold.mode !== 'none' && { folds: page.map((line) => line.fold!) }),
    };
  }
  if (want.locate) {
    const { order, fold } = want.locate;
    const shownInOrder = order === 'oldest-first' ? matching : newest;
    const id = 'id' in want.locate ? want.locate.id : idAtTime(shownInOrder, want.locate.timeNs, order);
    const at = naiveLines(shownInOrder, fold).findIndex((line) =>
      (line.fold?.part === 'head' ? line.holds : [line.activity.id]).includes(id),
    );
    answer.located = at < 0 ? null : at;
  }
  return answer as Omit<Answer, 'revision' | 'tookMs'>;
}

/** The id of the first activity in the order that is not before the time, else of the last one. */
function idAtTime(inOrderShown: readonly Activity[], wantedNs: bigint, order: RowOrder = 'newest-first'): string {
  const found = inOrderShown.find(({ timeNs }) => (order === 'oldest-first' ? timeNs >= wantedNs : timeNs <= wantedNs));
  return (found ?? inOrderShown.at(-1))?.id ?? 'nobody';
}

export function inOrder(activities: readonly Activity[]): readonly Activity[] {
  return [...activities].sort((a, b) => {
    if (a.timeNs !== b.timeNs) return a.timeNs < b.timeNs ? -1 : 1;
    return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
  });
}

interface NaiveLine {
  readonly activity: Activity;
  readonly fold?: Fold;
  /** Ids that are to be found on this line. */
  readonly holds: readonly string[];
}

export function naiveLines(inOrderShown: readonly Activity[], wanted?: FoldWanted): readonly NaiveLine[] {
  if (!wanted || wanted.mode === 'none') return inOrderShown.map((activity) => ({ activity, holds: [activity.id] }));
  const { mode, unfolded = [] } = wanted;
  const folds: { name: string; members: Activity[] }[] = [];
  for (const activity of inOrderShown) {
    const names = repeatAttributes[activity.type];
    const name = names
      ? foldName(
          activity.type,
          names.map((attribute) => shown(activity, attribute)),
        )
      : '';
    const known =
      mode === 'adjacent'
        ? [folds.at(-1)].find((last) => last?.name === name)
        : folds.find((fold) => fold.name === name);
    if (known && name !== '') known.members.push(activity);
    else folds.push({ name, members: [activity] });
  }
  return folds.flatMap(({ name, members }): NaiveLine[] => {
    const [first, ...more] = members;
    const oldestFirst = inOrder(members);
    const [oldest, newest] = [oldestFirst[0]!, oldestFirst.at(-1)!];
    const ownKey = mode === 'interleaved' && name !== '' ? name : `${name}@${oldest.id}`;
    const opening = mode === 'interleaved' ? [ownKey] : members.map(({ id }) => `${name}@${id}`);
    const openedBy = more.length > 0 ? unfolded.find((key) => opening.includes(key)) : undefined;
    const key = openedBy ?? ownKey;
    const common = {
      key,
      count: members.length,
      firstNs: oldest.timeNs,
      lastNs: newest.timeNs,
      unfolded: openedBy !== undefined,
    };
    const head: NaiveLine = {
      activity: first!,
      fold: { ...common, part: 'head' },
      holds: openedBy === undefined ? members.map(({ id }) => id) : [],
    };
    if (openedBy === undefined) return [head];
    return [
      head,
      ...members.map((activity): NaiveLine => ({
        activity,
        fold: { ...common, part: 'member' },
        holds: [activity.id],
      })),
    ];
  });
}

function text(value: AttributeValue): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

function valueOf(activity: Activity, name: string): AttributeValue | undefined {
  const intrinsic = intrinsicAttribute(name);
  if (intrinsic === 'type') return activity.type;
  if (intrinsic === 'id') return activity.id;
  if (intrinsic === 'timestamp') return String(activity.timeNs);
  return activity.attributes.get(resolveAttribute(name));
}

function shown(activity: Activity, name: string): string | null {
  const value = valueOf(activity, name);
  return value === undefined ? null : text(value);
}

function inScope(activity: Activity, scope: Scope): boolean {
  return scope.every(({ attribute, value }) => shown(activity, attribute) === value);
}

function naiveBins(
  matching: readonly Activity[],
  { range, want }: Query,
  coverage: Coverage,
  types: readonly ActivityType[],
): NonNullable<Answer['bins']> {
  const { widthMs, originMs = 0, breakdown } = want.bins!;
  const widthNs = BigInt(widthMs) * 1_000_000n;
  const originNs = BigInt(originMs) * 1_000_000n;
  const floor = (timeNs: bigint): bigint => {
    const past = (((timeNs - originNs) % widthNs) + widthNs) % widthNs;
    return timeNs - past;
  };
  const starts: bigint[] = [];
  if (range.fromNs < range.toNs) {
    for (let start = floor(range.fromNs); start < range.toNs; start += widthNs) starts.push(start);
  }
  const counts = (activities: readonly Activity[]): Uint32Array =>
    Uint32Array.from(starts, (start) => activities.filter(({ timeNs }) => floor(timeNs) === start).length);

  let series: BinSeries[] = types.map((type) => ({
    type,
    counts: counts(matching.filter((one) => one.type === type)),
  }));
  if (breakdown) {
    const groups = groupBy(matching, (activity) => shown(activity, breakdown.attribute));
    const values = [...groups].filter((group): group is [string, Activity[]] => group[0] !== null);
    values.sort(([a, ofA], [b, ofB]) => ofB.length - ofA.length || (a < b ? -1 : 1));
    series = values.slice(0, breakdown.limit).map(([value, group]) => ({ value, counts: counts(group) }));
    if (groups.has(null)) series.push({ value: null, counts: counts(groups.get(null)!) });
    const rest = values.slice(breakdown.limit).flatMap(([, group]) => group);
    if (rest.length > 0) series.push({ counts: counts(rest) });
  }
  const states = starts.map((start, bin): BinState => {
    const fromNs = start > range.fromNs ? start : range.fromNs;
    const toNs = start + widthNs < range.toNs ? start + widthNs : range.toNs;
    const touches = (part: TimeRange): boolean => part.fromNs < toNs && part.toNs > fromNs;
    if (!coverage.loaded.some(touches)) return series.some(({ counts }) => counts[bin]! > 0) ? 'partial' : 'unknown';
    const whole = coverage.loaded.some((part) => part.fromNs <= fromNs && part.toNs >= toNs);
    return whole && !coverage.gaps.some((gap) => touches(gap.range)) ? 'complete' : 'partial';
  });
  const startMs = Number(floor(range.fromNs) / 1_000_000n);
  return { startMs, widthMs, count: starts.length, series, states };
}

function naiveNodes(
  all: readonly Activity[],
  counted: ReadonlySet<Activity>,
  [attribute, ...deeper]: readonly string[],
): readonly TreeNode[] {
  if (attribute === undefined) return [];
  const nodes = [...groupBy(all, (activity) => shown(activity, attribute))].map(([value, group]) => ({
    value,
    count: group.filter((activity) => counted.has(activity)).length,
    children: naiveNodes(group, counted, deeper),
  }));
  return nodes.sort((a, b) => {
    if (a.count !== b.count) return b.count - a.count;
    if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
    return a.value < b.value ? -1 : 1;
  });
}

function naiveFacet(matching: readonly Activity[], { attribute, limit, order, search }: FacetWanted): Facet {
  const counts = new Map<string, number>();
  let absent = 0;
  for (const activity of matching) {
    const value = valueOf(activity, attribute);
    if (value === undefined) absent += 1;
    else for (const one of new Set([value].flat().map(String))) counts.set(one, (counts.get(one) ?? 0) + 1);
  }
  const values = [...counts]
    .map(([value, count]) => ({ value, count }))
    .filter(({ value }) => value.toLowerCase().includes((search ?? '').toLowerCase()))
    .sort((a, b) => (a.value < b.value ? -1 : 1));
  if (order === 'rarest-first') values.sort((a, b) => a.count - b.count);
  else if (order !== 'by-name') values.sort((a, b) => b.count - a.count);
  return { attribute, values: values.slice(0, limit), distinct: counts.size, absent };
}

function groupBy<Key>(activities: readonly Activity[], key: (activity: Activity) => Key): Map<Key, Activity[]> {
  const groups = new Map<Key, Activity[]>();
  for (const activity of activities) {
    const group = groups.get(key(activity));
    if (group) group.push(activity);
    else groups.set(key(activity), [activity]);
  }
  return groups;
}
