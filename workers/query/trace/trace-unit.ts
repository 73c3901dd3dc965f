import type { Pace } from '../pace.js';
import { clockSkew, type ClockSkew } from './clock-skew.js';
import type { ExecRequest, ProcessEvent, TraceMs } from './evidence.js';
import type { ForestHints } from './forest-builder.js';
import { processForest, type ProcessForest } from './process-forest.js';
import type { ProcessInstance } from './process-instance.js';
import { rootCandidates } from './root-candidate.js';
import { certainShare, matchSessions, namedShare, type PairShare, type SessionMatch } from './session-match.js';
import { sessionPairs, type SessionPairs } from './session-pairs.js';

/** What is held of containers that have to be looked at together: mostly one, several where a request does not say which. */
export interface TraceUnit {
  readonly requests: readonly ExecRequest[];
  /** Events of each container in order of time. */
  readonly containers: readonly (readonly ProcessEvent[])[];
  /** Positions of the containers that a request can be for, by its id. */
  readonly places: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The processes and pairs of a unit, before or after the second look. */
export interface UnitDraft {
  readonly unit: TraceUnit;
  readonly forests: readonly ProcessForest[];
  readonly pairs: SessionPairs;
}

/** A unit in which sessions and processes are matched. */
export interface MatchedUnit extends UnitDraft {
  readonly match: SessionMatch;
  readonly skew: ClockSkew;
  readonly initPids: readonly (number | null)[];
}

/** A session's end by the audit log may lag this much behind that of its process, or the estimate of the clocks be wrong by it. */
const endSlackMs = 1_000;
const sameParentMs = 10_000;

const nothing: ReadonlyMap<string, TraceMs> = new Map();
const none: ReadonlySet<string> = new Set();

/** The first look: processes by what the events themselves say. */
export async function draftUnit(unit: TraceUnit, outsidePids: ReadonlySet<number>, pace: Pace): Promise<UnitDraft> {
  const hints = unit.containers.map((): ForestHints => ({
    endedMs: nothing,
    initPid: null,
    outsidePids,
    continuing: none,
  }));
  return draft(unit, hints, pace);
}

async function draft(unit: TraceUnit, hints: readonly ForestHints[], pace: Pace): Promise<UnitDraft> {
  const forests: ProcessForest[] = [];
  for (const [at, events] of unit.containers.entries()) forests.push(await processForest(events, at, hints[at]!, pace));
  const requests = unit.requests.filter(({ denied }) => !denied);
  const pairs = sessionPairs(requests, forests.flatMap(rootCandidates), ({ id }, { instance }) => {
    return unit.places.get(id)?.has(instance.container) ?? false;
  });
  return { unit, forests, pairs };
}

/**
 * Matches sessions and processes, looks at the processes again with what that tells (a session's end frees the process id of its first
 * process, the container's own first process adopts orphans), and matches once more.
 */
export async function matchUnit(
  first: UnitDraft,
  skew: ClockSkew,
  outsidePids: ReadonlySet<number>,
  pace: Pace,
): Promise<MatchedUnit> {
  const early = matchSessions(first.pairs, skew);
  const endedMs = new Map<string, TraceMs>();
  for (const [requestAt, [best]] of early.ofRequest.entries()) {
    const { endMs } = early.pairs.requests[requestAt]!;
    if (!best || endMs === null || best.probability < certainShare) continue;
    const root = early.pairs.roots[best.pair.rootAt]!;
    const over = endMs + (skew.meanMs ?? 0) + endSlackMs;
    const firstId = root.instance.images[0]?.id;
    // A process that was seen at work later goes on without its session.
    if (firstId !== undefined && root.exitMs === null) endedMs.set(firstId, over);
  }
  const continuing = continuingCommands(early, skew);
  const initPids = first.unit.containers.map((_, at) => initPid(first, early, at));
  const hints = initPids.map((pid): ForestHints => ({ endedMs, initPid: pid, outsidePids, continuing }));
  const again = await draft(first.unit, hints, pace);
  return { ...again, match: matchSessions(again.pairs, skew), skew, initPids };
}

/**
 * Commands that may be another program of a session's first process: no request explains them, and all sessions that may have started that
 * process were still open. While it lives its id cannot be anybody else's.
 */
function continuingCommands({ pairs, ofRoot }: SessionMatch, skew: ClockSkew): ReadonlySet<string> {
  const positions = new Map(pairs.roots.map(({ instance }, at) => [instance, at]));
  const found = new Set<string>();
  const firsts = new Map<ProcessInstance, ProcessInstance>();
  for (const [at, { instance, startMs }] of pairs.roots.entries()) {
    const { mayContinue } = instance;
    // Of a program that goes on with another one itself, the one that began.
    const before = mayContinue && (firsts.get(mayContinue) ?? mayContinue);
    const beforeAt = before ? positions.get(before) : undefined;
    if (beforeAt === undefined || sumOf(ofRoot[at]!) >= namedShare) continue;
    const open = ofRoot[beforeAt]!.filter(({ pair: { facts } }) => {
      const { endMs } = facts.request;
      return endMs !== null && endMs + (skew.meanMs ?? 0) >= startMs;
    });
    const id = instance.images[0]?.id;
    if (id === undefined || sumOf(open) < certainShare) continue;
    found.add(id);
    if (before) firsts.set(instance, before);
  }
  return found;
}

function sumOf(shares: readonly PairShare[]): number {
  return shares.reduce((sum, { probability }) => sum + probability, 0);
}

export async function skewOf(drafts: readonly UnitDraft[], pace: Pace): Promise<ClockSkew> {
  return clockSkew(
    drafts.map(({ pairs }) => pairs),
    pace,
  );
}

/** The first process of the container: the earliest on record, where no request explains it and all others came later. */
function initPid({ forests }: UnitDraft, match: SessionMatch, container: number): number | null {
  const instances = forests[container]?.instances ?? [];
  let earliest: ProcessInstance | null = null;
  for (const instance of instances) {
    if (instance.images.length === 0) continue;
    if (!earliest || instance.startMs < earliest.startMs) earliest = instance;
  }
  if (!earliest || earliest.parent) return null;
  const rootAt = match.pairs.roots.findIndex(({ instance }) => instance === earliest);
  const asked = sumOf(match.ofRoot[rootAt] ?? []);
  if (rootAt >= 0 && asked >= namedShare) return null;
  return earliest.exitMs === null || earliest.exitMs - earliest.startMs > sameParentMs ? earliest.pid : null;
}

/** Process ids that are parents in several containers and processes in none: container runtimes on the host. */
export function pidsOutside(units: readonly TraceUnit[]): ReadonlySet<number> {
  const parents = new Map<number, string>();
  const shared = new Set<number>();
  const inside = new Set<number>();
  for (const [unitAt, { containers }] of units.entries()) {
    for (const [at, events] of containers.entries()) {
      const place = `${unitAt} ${at}`;
      for (const { pid, ppid } of events) {
        // Ids that are counted anew in each container say nothing across containers.
        if (pid === 1 || ppid === 0) return new Set();
        if (pid !== null) inside.add(pid);
        if (ppid === null || ppid === 1) continue;
        const known = parents.get(ppid);
        if (known === undefined) parents.set(ppid, place);
        else if (known !== place) shared.add(ppid);
      }
    }
  }
  for (const pid of inside) shared.delete(pid);
  return shared;
}
