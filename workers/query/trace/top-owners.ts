import { TraceCertainty, TraceRemark, TraceRule } from '../../../src/model/trace.js';
import { commandSignature } from './command-fit.js';
import type { TraceMs } from './evidence.js';
import { givenTo, inWindow, isClaim, nobody, oneOf, type Owner } from './owner.js';
import { isRuntime, TopKind, type ProcessInstance } from './process-instance.js';
import type { SessionFacts } from './session-facts.js';
import { isProven } from './session-facts.js';
import { certainShare, namedShare, type PairShare } from './session-match.js';
import type { MatchedUnit } from './trace-unit.js';

/** Decides who is behind the topmost processes of each tree. */
export class TopOwners {
  private readonly shares = new Map<ProcessInstance, readonly PairShare[]>();
  private readonly known = new Map<ProcessInstance, Owner>();
  /** Commands that orphans' adopter starts while nobody is there. */
  private readonly everyday: ReadonlySet<string>;
  private readonly terminals = new Map<string, ProcessInstance[]>();

  constructor(
    private readonly matched: MatchedUnit,
    private readonly sessions: ReadonlyMap<string, SessionFacts>,
  ) {
    for (const [at, { instance }] of matched.match.pairs.roots.entries()) {
      this.shares.set(instance, matched.match.ofRoot[at]!);
      const { tty } = instance;
      if (tty === null || tty === 0) continue;
      const key = `${instance.container} ${tty}`;
      const users = this.terminals.get(key);
      if (users) users.push(instance);
      else this.terminals.set(key, [instance]);
    }
    this.everyday = this.commandsWithoutSession();
  }

  of(top: ProcessInstance): Owner {
    const known = this.known.get(top);
    if (known) return known;
    // Whom it depends on first, and not by calls within calls: one may lead to the other thousands of times.
    const waiting: ProcessInstance[] = [];
    const begin = (process: ProcessInstance): void => {
      if (this.known.has(process)) return;
      // A process may lead to itself by way of its terminal; then it tells nothing.
      this.known.set(process, nobody(TraceRule.noEvidence));
      waiting.push(process);
    };
    begin(top);
    const begun = new Set<ProcessInstance>();
    for (let at = waiting.at(-1); at; at = waiting.at(-1)) {
      if (!begun.has(at)) {
        begun.add(at);
        this.neededFor(at).forEach(begin);
        if (waiting.at(-1) !== at) continue;
      }
      waiting.pop();
      this.known.set(at, this.decide(at));
    }
    return this.known.get(top)!;
  }

  /** Whose owners may tell that of a process. */
  private neededFor(top: ProcessInstance): readonly ProcessInstance[] {
    const isRoot = top.kind === TopKind.root;
    if (isRoot && this.namedFor(top).length > 0) return [];
    const byTerminal = top.kind === TopKind.adopted || (isRoot && this.isForked(top));
    return [
      ...(isRoot && top.mayContinue ? [top.mayContinue.top] : []),
      ...(byTerminal ? this.usersOf(top.container, top.tty, top.startMs) : []),
    ];
  }

  private namedFor(root: ProcessInstance): readonly PairShare[] {
    return (this.shares.get(root) ?? []).filter(({ probability }) => probability >= namedShare);
  }

  /** The last two first processes that had the terminal at a time. */
  private usersOf(container: number, tty: number | null, atMs: TraceMs): readonly ProcessInstance[] {
    const users = (tty !== null && tty !== 0 && this.terminals.get(`${container} ${tty}`)) || [];
    const last: ProcessInstance[] = [];
    for (let at = users.length - 1; at >= 0 && last.length < 2; at -= 1) {
      const { startMs, exitMs } = users[at]!;
      if (startMs <= atMs && (exitMs === null || exitMs >= atMs - 100)) last.unshift(users[at]!);
    }
    return last;
  }

  /** Sessions that are open in a container, the one that began last first. */
  openAt(container: number, atMs: TraceMs, only: (facts: SessionFacts) => boolean = () => true): readonly string[] {
    const open = [...this.sessions.values()].filter((facts) => {
      const { request, openFromMs, openToMs } = facts;
      if (request.denied || atMs < openFromMs || atMs > openToMs) return false;
      return this.matched.unit.places.get(request.id)?.has(container) === true && only(facts);
    });
    return open.sort((a, b) => b.openFromMs - a.openFromMs).map(({ session }) => session.id);
  }

  /** By the terminal: it belongs to a session until that ends, and its number to another one from then on. */
  byTerminal(container: number, tty: number | null, atMs: TraceMs): Owner | null {
    const owners = this.usersOf(container, tty, atMs).map((root) => this.of(root));
    const [last] = owners.slice(-1);
    if (!last) return null;
    const open = owners.filter((owner) =>
      owner.candidates.some((id) => atMs <= (this.sessions.get(id)?.openToMs ?? 0)),
    );
    const names = [...new Set(open.flatMap(({ candidates }) => candidates))];
    if (names.length === 0) return last.candidates.length === 0 && owners.length === 1 ? last : null;
    if (names.length === 1 && open.every(isClaim) && open.includes(last)) return givenTo(names[0]!, TraceRule.terminal);
    return oneOf(names, TraceRule.terminal);
  }

  private decide(top: ProcessInstance): Owner {
    switch (top.kind) {
      case TopKind.root:
        return this.ofRoot(top);
      case TopKind.adopted:
        return this.ofAdopted(top);
      case TopKind.unseenShell:
        return this.ofUnseenShell(top);
      case TopKind.init:
        return this.ofInit(top);
    }
  }

  private ofRoot(root: ProcessInstance): Owner {
    const named = this.namedFor(root);
    const [best] = named;
    if (!best) return this.ofStranger(root);
    const ids = named.map(({ pair }) => pair.facts.request.id);
    const remarks = root.images.some(({ sessionIds }) => sessionIds.length > 0) && !best.pair.facts.idFits;
    if (best.pair.facts.request.command === null) return inWindow(ids);
    if (best.probability < certainShare) return oneOf(ids, TraceRule.root);
    const owner = givenTo(ids[0]!, TraceRule.root, remarks ? [TraceRemark.idAgainstTree] : []);
    return isProven(best) ? { ...owner, certainty: TraceCertainty.exact } : owner;
  }

  /** A first process that no request explains: the container's own, a later program of a session's process, or an exec without audit. */
  private ofStranger(root: ProcessInstance): Owner {
    const { pid, container, startMs, mayContinue } = root;
    // No tree speaks against the id that its own environment carries.
    const proven = this.byCarriedId(root);
    if (proven) return proven;
    if (mayContinue) {
      const before = this.of(mayContinue.top);
      const isOpen = before.candidates.some((id) => startMs <= (this.sessions.get(id)?.openToMs ?? 0));
      if (isOpen) return isClaim(before) ? oneOf(before.candidates, TraceRule.processTree) : before;
    }
    if (pid !== null && pid === this.matched.initPids[container] && this.isFirst(root)) return this.ofInit(root);
    if (this.isForked(root)) return this.ofAdopted(root);
    const carries = root.images.some(({ sessionIds }) => sessionIds.length > 0);
    return nobody(TraceRule.unaudited, carries ? [TraceRemark.idAgainstTree] : []);
  }

  /** Its parent is known to be no runtime, and not on record: a child of something that ran no program of its own. */
  private isForked(root: ProcessInstance): boolean {
    const pcomm = root.images[0]?.pcomm ?? null;
    return pcomm !== null && !isRuntime(pcomm);
  }

  private ofInit(top: ProcessInstance): Owner {
    // Whoever attaches works in the container's own first process.
    const attached = this.openAt(top.container, top.startMs, ({ request }) => request.attach);
    return attached.length > 0 ? inWindow(attached) : nobody(TraceRule.containerProcess);
  }

  private ofAdopted(top: ProcessInstance): Owner {
    const { container, startMs } = top;
    const proven = this.byCarriedId(top);
    if (proven) return proven;
    const terminal = this.byTerminal(container, top.tty, startMs);
    if (terminal && terminal.candidates.length > 0) return { ...terminal, remarks: [TraceRemark.detached] };
    if (top.images.some((image) => this.everyday.has(commandSignature(image)))) return this.ofInit(top);
    const open = this.openAt(container, startMs);
    return open.length > 0 ? inWindow(open, [TraceRemark.detached]) : nobody(TraceRule.containerProcess);
  }

  /** An orphan's environment is all that is left of its origin. */
  byCarriedId(top: ProcessInstance): Owner | null {
    for (const { sessionIds, atMs } of top.images) {
      for (const { session, request, openFromMs } of this.sessions.values()) {
        if (request.denied || atMs < openFromMs || !sessionIds.some((id) => request.sessionIds.has(id))) continue;
        if (this.matched.unit.places.get(request.id)?.has(top.container) !== true) continue;
        const owner = givenTo(session.id, TraceRule.execId, [TraceRemark.detached]);
        return { ...owner, certainty: TraceCertainty.exact };
      }
    }
    return null;
  }

  /** A shell whose start is not on record: the container's own, unless it appears while just one session lacks its first process. */
  private ofUnseenShell(top: ProcessInstance): Owner {
    const { container, startMs } = top;
    const proven = this.byCarriedId(top);
    if (proven) return proven;
    if (startMs <= this.firstMs(container) + 1_000) return this.ofInit(top);
    const open = this.openAt(container, startMs, ({ session }) => session.rootIds.length === 0);
    return open.length > 0 ? inWindow(open) : this.ofInit(top);
  }

  private firstMs(container: number): TraceMs {
    return this.matched.unit.containers[container]?.[0]?.atMs ?? 0;
  }

  private isFirst(root: ProcessInstance): boolean {
    return root.startMs <= this.firstMs(root.container) + 1_000;
  }

  private commandsWithoutSession(): ReadonlySet<string> {
    const found = new Set<string>();
    for (const { instances } of this.matched.forests) {
      for (const { kind, parent, container, startMs, images } of instances) {
        if (kind !== TopKind.adopted || parent || this.openAt(container, startMs).length > 0) continue;
        for (const image of images) found.add(commandSignature(image));
      }
    }
    return found;
  }
}
