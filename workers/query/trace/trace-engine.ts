import { ActivityType, type Activity } from '../../../src/model/activity.js';
import { Certainty, type Coverage } from '../../../src/model/coverage.js';
import type { TraceWanted } from '../../../src/model/query.js';
import type { TimeRange } from '../../../src/model/time-range.js';
import {
  TraceCertainty,
  TraceRemark,
  TraceRule,
  type Attribution,
  type ClockDifference,
  type ExecSession,
  type Trace,
} from '../../../src/model/trace.js';
import type { Holdings, Snapshot } from '../../columns/holdings.js';
import type { Pace } from '../pace.js';
import { unknownSkew, type ClockSkew } from './clock-skew.js';
import { inferredAttributes } from './source-joins.js';
import { TraceIndex, type IndexedUnit } from './trace-index.js';
import { traceRows } from './trace-rows.js';
import { draftUnit, matchUnit, pidsOutside, skewOf, type TraceUnit, type UnitDraft } from './trace-unit.js';
import { requestAttribution, UnitAttribution } from './unit-attribution.js';

const defaultRows = 20_000;
/** The clocks of a node are estimated from so many groups of containers, the newest. */
const mostUnitsPerHost = 64;
/** Groups of containers with more events than this are not looked at for the clocks of others. */
const mostEventsForSkew = 200_000;
/** Events of groups of containers kept for the next question. */
const mostEventsKept = 600_000;

interface HostFacts {
  readonly drafts: ReadonlyMap<string, UnitDraft>;
  readonly outsidePids: ReadonlySet<number>;
  readonly skew: ClockSkew;
}

export interface Joins {
  /** To be merged with the activities of the same ids. */
  readonly inferred: readonly Activity[];
  readonly clocks: readonly ClockDifference[];
}

export type CoverageOfRange = (range: TimeRange) => Coverage;

/** Answers who is behind activities, over one moment of the holdings; what it found is kept until they change. */
export class TraceEngine {
  private moment: Snapshot | null = null;
  private index: TraceIndex | null = null;
  private hosts = new Map<string, HostFacts>();
  private units = new Map<string, { readonly found: UnitAttribution; readonly size: number }>();

  constructor(private readonly holdings: Holdings) {}

  /** null: the activity is not held. */
  async trace(
    { activityId, limit = defaultRows }: TraceWanted,
    snapshot: Snapshot,
    coverageOf: CoverageOfRange,
    pace: Pace,
  ): Promise<Trace | null> {
    const asked = this.holdings.activity(activityId);
    if (!asked) return null;
    const unit = await this.unitOf(asked, snapshot, pace);
    const attribution = unit?.attribution(activityId) ?? unattributed(asked);
    const named = attribution.candidates.flatMap((id) => [id, ...(unit?.session(id)?.rivals ?? [])]);
    const { rows, totalRows, sessionIds } = unit
      ? traceRows(unit, attribution, new Set(named), limit, (id) => this.holdings.activity(id))
      : { rows: [], totalRows: 0, sessionIds: [] };
    const sessions = [...new Set([...named, ...sessionIds])].flatMap((id) => unit?.session(id) ?? []);
    return {
      origin: 'engine',
      activityId,
      attribution,
      sessions: sessions.map((session) => withLoaded(session, coverageOf)),
      rows,
      totalRows,
      clockSkewMs: unit?.matched.skew.meanMs ?? null,
      clockSkewFrom: unit?.matched.skew.sessions ?? 0,
    };
  }

  /** One for each activity, in their order. */
  async attributions(ids: readonly string[], snapshot: Snapshot, pace: Pace): Promise<readonly Attribution[]> {
    const found: Attribution[] = [];
    for (const id of ids) {
      const activity = this.holdings.activity(id);
      const unit = activity && (await this.unitOf(activity, snapshot, pace));
      found.push(unit?.attribution(id) ?? (activity ? unattributed(activity) : noEvidence(id)));
      if (pace.due) await pace.rest();
    }
    return found;
  }

  /** What activities tell of each other, and what the clocks of nodes and of the audit log differ by. */
  async joins(snapshot: Snapshot, pace: Pace): Promise<Joins> {
    const index = await this.indexOf(snapshot, pace);
    const inferred = await inferredAttributes(index, snapshot.dictionaries, pace);
    const nodes = new Set(
      [...index.units.values()].filter(({ requests }) => requests.length > 0).map(({ host }) => host),
    );
    const clocks: ClockDifference[] = [];
    for (const node of nodes) {
      const { meanMs, sessions } = (await this.host(node, index, pace)).skew;
      if (meanMs !== null) clocks.push({ node, skewMs: meanMs, sessions });
    }
    return { inferred, clocks };
  }

  private async indexOf(snapshot: Snapshot, pace: Pace): Promise<TraceIndex> {
    if (this.moment?.revision !== snapshot.revision || this.moment.dictionaries !== snapshot.dictionaries) {
      this.moment = snapshot;
      this.index = null;
      this.hosts = new Map();
      this.units = new Map();
    }
    return (this.index ??= await TraceIndex.of(snapshot, pace));
  }

  private async unitOf(activity: Activity, snapshot: Snapshot, pace: Pace): Promise<UnitAttribution | null> {
    const index = await this.indexOf(snapshot, pace);
    const unit = index.unitFor(activity);
    if (!unit) return null;
    const kept = this.units.get(unit.key);
    if (kept) {
      this.units.delete(unit.key);
      this.units.set(unit.key, kept);
      return kept.found;
    }
    const units = this.units;
    const found = await this.attribute(unit, index, pace);
    units.set(unit.key, { found, size: index.sizeOf(unit) });
    forget(units);
    return found;
  }

  private async attribute(unit: IndexedUnit, index: TraceIndex, pace: Pace): Promise<UnitAttribution> {
    const host = await this.host(unit.host, index, pace);
    const draft =
      host.drafts.get(unit.key) ?? (await draftUnit(await evidenceOf(unit, index, pace), host.outsidePids, pace));
    return new UnitAttribution(await matchUnit(draft, host.skew, host.outsidePids, pace));
  }

  /** What the sessions of one node tell together. */
  private async host(name: string, index: TraceIndex, pace: Pace): Promise<HostFacts> {
    const known = this.hosts.get(name);
    if (known) return known;
    const hosts = this.hosts;
    const asked = [...index.units.values()].filter(
      (unit) =>
        unit.host === name &&
        index.sizeOf(unit) <= mostEventsForSkew &&
        unit.requests.some(({ command }) => command !== null),
    );
    const newest = asked.sort((a, b) => lastStart(b) - lastStart(a)).slice(0, mostUnitsPerHost);
    const evidence = new Map<string, TraceUnit>();
    for (const unit of newest) evidence.set(unit.key, await evidenceOf(unit, index, pace));
    const outsidePids = pidsOutside([...evidence.values()]);
    const drafts = new Map<string, UnitDraft>();
    for (const [key, unit] of evidence) drafts.set(key, await draftUnit(unit, outsidePids, pace));
    const skew = drafts.size > 0 ? await skewOf([...drafts.values()], pace) : unknownSkew;
    const facts = { drafts, outsidePids, skew };
    hosts.set(name, facts);
    return facts;
  }
}

async function evidenceOf(unit: IndexedUnit, index: TraceIndex, pace: Pace): Promise<TraceUnit> {
  const containers = [];
  for (const key of unit.containers) containers.push(await index.eventsOf(key, pace));
  return { requests: unit.requests, containers, places: index.placesIn(unit) };
}

function lastStart({ requests }: IndexedUnit): number {
  return requests.reduce((last, { startMs }) => Math.max(last, startMs), -Infinity);
}

/** The least recently asked ones go. */
function forget(units: Map<string, { readonly size: number }>): void {
  let size = 0;
  for (const unit of units.values()) size += unit.size;
  for (const [key, unit] of units) {
    if (size <= mostEventsKept || units.size === 1) return;
    units.delete(key);
    size -= unit.size;
  }
}

/** A request without a container on record still is its own; other requests are no sessions. */
function unattributed(activity: Activity): Attribution {
  const subResource = activity.attributes.get('subResource');
  const isSession = subResource === undefined || subResource === 'exec' || subResource === 'attach';
  return activity.type === ActivityType.kubernetes && isSession
    ? requestAttribution(activity)
    : noEvidence(activity.id);
}

function noEvidence(activityId: string): Attribution {
  const { none } = TraceCertainty;
  return {
    activityId,
    certainty: none,
    rule: TraceRule.noEvidence,
    sessionId: null,
    candidates: [],
    afterEnd: false,
    remarks: [],
  };
}

/** A session during which not everything is loaded says so. */
function withLoaded(session: ExecSession, coverageOf: CoverageOfRange): ExecSession {
  const { startNs, endNs, remarks } = session;
  const { certainty } = coverageOf({ fromNs: startNs, toNs: (endNs ?? startNs) + 1n });
  return certainty === Certainty.exact ? session : { ...session, remarks: [...remarks, TraceRemark.notLoaded] };
}
