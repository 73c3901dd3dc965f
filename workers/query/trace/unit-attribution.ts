import type { Activity } from '../../../src/model/activity.js';
import {
  TraceCertainty,
  TraceRemark,
  TraceRule,
  type Attribution,
  type ExecSession,
} from '../../../src/model/trace.js';
import type { ProcessEvent } from './evidence.js';
import type { LooseEvent } from './event-places.js';
import { givenTo, inWindow, isClaim, nobody, type Owner } from './owner.js';
import { ParentLink, TopKind, type ProcessInstance } from './process-instance.js';
import { sessionFacts, type SessionFacts } from './session-facts.js';
import { TopOwners } from './top-owners.js';
import type { MatchedUnit } from './trace-unit.js';

/** Where an event hangs. */
export interface EventPlace {
  readonly event: ProcessEvent;
  readonly instance: ProcessInstance | null;
  readonly loose: LooseEvent | null;
}

/** An end on record is that of the stream: what comes so much later comes after it. */
const afterEndMs = 250;

/** Who is behind each event of a unit. */
export class UnitAttribution {
  readonly places = new Map<string, EventPlace>();
  readonly sessions: ReadonlyMap<string, SessionFacts>;
  private readonly tops: TopOwners;
  private readonly owners = new Map<ProcessInstance, Owner>();
  private readonly byCarriedId = new Map<string, SessionFacts>();

  constructor(readonly matched: MatchedUnit) {
    this.sessions = sessionFacts(matched);
    this.tops = new TopOwners(matched, this.sessions);
    for (const facts of this.sessions.values()) {
      for (const id of facts.request.sessionIds) this.byCarriedId.set(id, facts);
    }
    for (const { instances, loose } of matched.forests) {
      for (const instance of instances) {
        for (const event of instance.images) this.places.set(event.id, { event, instance, loose: null });
        for (const event of instance.events) this.places.set(event.id, { event, instance, loose: null });
      }
      for (const entry of loose) this.places.set(entry.event.id, { event: entry.event, instance: null, loose: entry });
    }
  }

  session(id: string): ExecSession | null {
    return this.sessions.get(id)?.session ?? null;
  }

  /** null: it is no event of this unit. */
  attribution(id: string): Attribution | null {
    const session = this.sessions.get(id);
    if (session) return requestAttribution(session.request.activity, session.session.remarks);
    const place = this.places.get(id);
    if (!place) return null;
    const owner = this.ownerOf(place);
    const claimed = isClaim(owner) ? owner.candidates[0]! : null;
    const ends = owner.candidates.map((candidate) => this.sessions.get(candidate)?.endMs ?? null);
    const afterEnd = ends.length > 0 && ends.every((endMs) => endMs !== null && place.event.atMs > endMs + afterEndMs);
    const { certainty, rule, candidates, remarks } = owner;
    return { activityId: id, certainty, rule, sessionId: claimed, candidates, afterEnd, remarks };
  }

  private ownerOf({ event, instance, loose }: EventPlace): Owner {
    if (!instance) return this.ofLoose(loose!);
    const owner = this.ofInstance(instance);
    const { rule } = owner;
    // The row that begins the session says so; whatever else its process does leads to it.
    if (rule === TraceRule.root && event !== instance.images[0])
      return this.withId(event, instance, { ...owner, rule: TraceRule.processTree });
    return this.withId(event, instance, owner);
  }

  private ofInstance(instance: ProcessInstance): Owner {
    // From the top down, and not by calls within calls: a chain of processes may be deeper than those may be.
    const unknown: ProcessInstance[] = [];
    for (let at: ProcessInstance | null = instance; at && !this.owners.has(at); at = at.parent) unknown.push(at);
    for (let at = unknown.pop(); at; at = unknown.pop()) this.owners.set(at, this.inherited(at));
    return this.owners.get(instance)!;
  }

  private inherited(instance: ProcessInstance): Owner {
    const { parent } = instance;
    if (!parent) return this.tops.of(instance);
    const above = this.ofInstance(parent);
    // Orphans become children of the container's own process: their environment tells more than their parent.
    const carried = above.rule === TraceRule.containerProcess ? this.tops.byCarriedId(instance) : null;
    if (carried) return carried;
    if (above.certainty === TraceCertainty.none)
      return instance.kind === TopKind.init ? this.tops.of(instance.top) : above;
    if (above.certainty === TraceCertainty.windowOnly) return above;
    const rule = weakest(above.rule, ruleOfLink(instance.link));
    const isProof = above.certainty === TraceCertainty.exact && rule === TraceRule.processInstance;
    const certainty = above.certainty === TraceCertainty.exact && !isProof ? TraceCertainty.high : above.certainty;
    return { ...above, rule, certainty };
  }

  /** The id that the event or its process carries: proof where the tree says the same, a remark where it does not. */
  private withId(event: ProcessEvent, instance: ProcessInstance, owner: Owner): Owner {
    const ids = event.sessionIds.length > 0 ? event.sessionIds : (instance.imageAt(event.atMs)?.sessionIds ?? []);
    if (ids.length === 0 || owner.certainty === TraceCertainty.windowOnly) return owner;
    const named = ids.map((id) => this.byCarriedId.get(id)).find((session) => session !== undefined);
    if (!named) return owner;
    if (!isClaim(owner)) {
      const contradicts = owner.certainty === TraceCertainty.none || !owner.candidates.includes(named.session.id);
      return contradicts ? withRemark(owner, TraceRemark.idAgainstTree) : owner;
    }
    if (owner.candidates[0] !== named.session.id)
      return withRemark({ ...owner, certainty: TraceCertainty.high }, TraceRemark.idAgainstTree);
    const rule = owner.rule === TraceRule.root ? TraceRule.root : TraceRule.execId;
    return { ...owner, certainty: TraceCertainty.exact, rule };
  }

  private ofLoose({ event, doubtful }: LooseEvent): Owner {
    const container = doubtful?.container ?? this.containerOf(event);
    const terminal = this.tops.byTerminal(container, event.tty, event.atMs);
    if (terminal && terminal.candidates.length > 0) return terminal;
    const open = this.tops.openAt(container, event.atMs);
    if (doubtful) {
      const owner = this.ofInstance(doubtful);
      const others = open.filter((id) => !owner.candidates.includes(id));
      const sameName = event.comm !== null && doubtful.names.has(event.comm);
      if (others.length === 0 && sameName && isClaim(owner))
        return givenTo(owner.candidates[0]!, TraceRule.processTree);
      const candidates = sameName ? [...owner.candidates, ...others] : open;
      return candidates.length > 0 ? inWindow(candidates) : nobody(TraceRule.noEvidence);
    }
    return open.length > 0 ? inWindow(open) : nobody(TraceRule.noEvidence);
  }

  private containerOf(event: ProcessEvent): number {
    const { containers } = this.matched.unit;
    return containers.length === 1 ? 0 : containers.findIndex((events) => events.includes(event));
  }
}

export function requestAttribution({ id }: Activity, remarks: readonly TraceRemark[] = []): Attribution {
  return {
    activityId: id,
    certainty: TraceCertainty.exact,
    rule: TraceRule.request,
    sessionId: id,
    candidates: [id],
    afterEnd: false,
    remarks,
  };
}

function withRemark(owner: Owner, remark: TraceRemark): Owner {
  return owner.remarks.includes(remark) ? owner : { ...owner, remarks: [...owner.remarks, remark] };
}

function ruleOfLink(link: ParentLink): TraceRule {
  if (link === ParentLink.instance) return TraceRule.processInstance;
  return link === ParentLink.loginShell ? TraceRule.loginShell : TraceRule.processTree;
}

const strength: readonly TraceRule[] = [
  TraceRule.root,
  TraceRule.execId,
  TraceRule.processInstance,
  TraceRule.processTree,
  TraceRule.loginShell,
  TraceRule.terminal,
];

function weakest(above: TraceRule, own: TraceRule): TraceRule {
  return strength.indexOf(above) > strength.indexOf(own) ? above : own;
}
