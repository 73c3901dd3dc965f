import type { Activity } from '../../../src/model/activity.js';
import { RootRule, SessionOutcome, TraceCertainty, TraceRemark, type ExecSession } from '../../../src/model/trace.js';
import type { ExecRequest, TraceMs } from './evidence.js';
import { certainShare, namedShare, type PairShare, type SessionMatch } from './session-match.js';
import type { MatchedUnit } from './trace-unit.js';

/** A session with what its window means by the node's clock. */
export interface SessionFacts {
  readonly session: ExecSession;
  readonly request: ExecRequest;
  readonly openFromMs: TraceMs;
  /** The last moment at which something in its container may be its. */
  readonly openToMs: TraceMs;
  /** By the node's clock; null where it is not on record. */
  readonly endMs: TraceMs | null;
}

/** A window begins so much early: clocks are not exact. */
const windowSlackMs = 1_000;
/** What outlives a session still does its work within so much time. */
export const graceMs = 5_000;
/** A session whose end is not on record is taken to be open for so long. */
const openEndMs = 3_600_000;
/** A difference of clocks below this is not worth a word. */
const remarkableSkewMs = 250;

export function sessionFacts({ unit, match, skew, forests }: MatchedUnit): ReadonlyMap<string, SessionFacts> {
  const skewMs = skew.meanMs ?? 0;
  const positions = new Map(match.pairs.requests.map(({ id }, at) => [id, at]));
  const found = new Map<string, SessionFacts>();
  const reused = reusedPids(
    forests.flatMap(({ instances }) => instances.map(({ pid, container }) => `${container} ${pid ?? ''}`)),
  );
  for (const request of unit.requests) {
    const at = positions.get(request.id);
    const shares = at === undefined ? [] : match.ofRequest[at]!;
    const session = toSession(request, shares, match, skewMs, reused);
    const endMs = request.endMs === null ? null : request.endMs + skewMs;
    const root = shares[0] && shares[0].probability >= certainShare ? match.pairs.roots[shares[0].pair.rootAt]! : null;
    const openToMs = endMs ?? root?.exitMs ?? Math.max(root?.treeMs ?? 0, request.startMs + skewMs + openEndMs);
    found.set(request.id, {
      session,
      request,
      openFromMs: request.startMs + skewMs - windowSlackMs,
      openToMs: openToMs + graceMs,
      endMs,
    });
  }
  return found;
}

function toSession(
  request: ExecRequest,
  shares: readonly PairShare[],
  match: SessionMatch,
  skewMs: number,
  reused: ReadonlySet<string>,
): ExecSession {
  const { activity } = request;
  const named = shares.filter(({ probability }) => probability >= namedShare);
  const best = named[0];
  const rivals = new Map<string, number>();
  for (const { pair } of named) {
    for (const rival of match.ofRoot[pair.rootAt]!) {
      const { id } = rival.pair.facts.request;
      if (id !== request.id && rival.probability >= namedShare) {
        rivals.set(id, Math.max(rival.probability, rivals.get(id) ?? 0));
      }
    }
  }
  const remarks: TraceRemark[] = [];
  if (request.endMs === null && !request.denied) remarks.push(TraceRemark.endUnknown);
  if (best && Math.abs(skewMs) >= remarkableSkewMs) remarks.push(TraceRemark.clockSkew);
  const root = best && best.pair.facts.root;
  if (root && root.sessionIds.length > 0 && !best.pair.facts.idFits) remarks.push(TraceRemark.idAgainstTree);
  if (root && reused.has(`${root.instance.container} ${root.instance.pid ?? ''}`)) remarks.push(TraceRemark.pidReused);
  return {
    id: activity.id,
    request: activity,
    startNs: activity.timeNs,
    endNs: endNsOf(activity),
    ...joinOf(request, named),
    rootIds: named.flatMap(({ pair }) => pair.facts.root.instance.images[0]?.id ?? []),
    rivals: [...rivals].sort((a, b) => b[1] - a[1]).map(([id]) => id),
    remarks,
  };
}

function joinOf(
  request: ExecRequest,
  named: readonly PairShare[],
): Pick<ExecSession, 'outcome' | 'certainty' | 'rootRule'> {
  const [best] = named;
  if (request.denied) {
    return { outcome: SessionOutcome.denied, certainty: TraceCertainty.none, rootRule: RootRule.notFound };
  }
  if (request.command === null || request.attach) {
    const certainty = best ? TraceCertainty.windowOnly : TraceCertainty.none;
    return { outcome: SessionOutcome.windowOnly, certainty, rootRule: best ? RootRule.several : RootRule.notFound };
  }
  if (!best) return { outcome: SessionOutcome.notStarted, certainty: TraceCertainty.none, rootRule: RootRule.notFound };
  const outcome = SessionOutcome.started;
  if (best.probability < certainShare) {
    return { outcome, certainty: TraceCertainty.ambiguous, rootRule: RootRule.several };
  }
  return {
    outcome,
    certainty: isProven(best) ? TraceCertainty.exact : TraceCertainty.high,
    rootRule: ruleOf(best, named),
  };
}

/** The first process itself carries the id of the request. */
export function isProven({ pair: { facts } }: PairShare): boolean {
  return facts.idFits && facts.root.ownIds;
}

function ruleOf(best: PairShare, named: readonly PairShare[]): RootRule {
  if (best.pair.facts.idFits) return RootRule.execId;
  if (named.length === 1 && best.probability > 0.9999) return RootRule.onlyCandidate;
  return best.pair.facts.factor > 1 ? RootRule.command : RootRule.startAndEnd;
}

function reusedPids(places: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const place of places) (seen.has(place) ? twice : seen).add(place);
  return twice;
}

function endNsOf({ attributes }: Activity): bigint | null {
  const text = attributes.get('completedAt');
  return typeof text === 'string' && /^[1-9]\d{0,19}$/.test(text) ? BigInt(text) : null;
}
