import type { ProcessEvent, TraceMs } from './evidence.js';
import { ParentCheck } from './parent-check.js';
import { isRuntime, ParentLink, ProcessInstance, TopKind } from './process-instance.js';

/** What a first look at all containers told, for a second one. */
export interface ForestHints {
  /** When a first process was over, by the id of its first command: its pid is free from then on. */
  readonly endedMs: ReadonlyMap<string, TraceMs>;
  /** Process id of the container's first process. */
  readonly initPid: number | null;
  /** Process ids that are parents in several containers: they are outside of all. */
  readonly outsidePids: ReadonlySet<number>;
  /** Commands that the first process of a session ran in place of its own. */
  readonly continuing: ReadonlySet<string>;
}

/** A program that a process starts later than this after its last may be another process with its id. */
const continuesMs = 5_000;
/** A child that runs a program of its own later than this after its own children is not looked for. */
const lateParentMs = 5_000;
/** An orphan starts its own program soon after its parent ended. */
const orphanMs = 2_000;

interface Parentage {
  readonly parent: ProcessInstance | null;
  readonly link: ParentLink;
  readonly kind: TopKind;
}

/** Lives of process ids, from commands in order of time. */
export class ForestBuilder {
  readonly instances: ProcessInstance[] = [];
  readonly byPid = new Map<number, ProcessInstance[]>();
  readonly byExecId = new Map<string, ProcessInstance>();
  readonly check: ParentCheck;
  private readonly unseenShells = new Map<number, ProcessInstance>();

  constructor(
    events: readonly ProcessEvent[],
    private readonly container: number,
    private readonly hints: ForestHints,
  ) {
    this.check = new ParentCheck(events, (pid) => this.byPid.get(pid) ?? []);
  }

  add(event: ProcessEvent): void {
    const continued = this.continued(event);
    if (continued) {
      continued.addImage(event);
      if (event.execId !== null) this.byExecId.set(event.execId, continued);
      return;
    }
    const { parent, link, kind } = this.parentage(event);
    const instance = new ProcessInstance(this.container, event.pid, event.ppid, event.atMs, parent, link, kind);
    const before = event.pid === null ? null : this.living(event.pid, event.atMs);
    if (before && !parent && kind === TopKind.root && sameOrigin(before, event)) instance.mayContinue = before;
    instance.addImage(event);
    this.enter(instance);
    if (event.execId !== null) this.byExecId.set(event.execId, instance);
  }

  enter(instance: ProcessInstance): void {
    this.instances.push(instance);
    const { pid } = instance;
    if (pid === null) return;
    const lives = this.byPid.get(pid);
    if (lives) lives.push(instance);
    else this.byPid.set(pid, [instance]);
  }

  /** The life of a process id at a time; null where it was over by then, or had not begun. */
  living(pid: number, atMs: TraceMs): ProcessInstance | null {
    const lives = this.byPid.get(pid);
    for (let at = (lives?.length ?? 0) - 1; at >= 0; at -= 1) {
      const life = lives![at]!;
      if (life.startMs > atMs) continue;
      return this.isOver(life, atMs) ? null : life;
    }
    return null;
  }

  isOver(life: ProcessInstance, atMs: TraceMs): boolean {
    if (life.exitMs !== null && life.exitMs < atMs - 1) return true;
    const endedMs = this.endedMs(life);
    return endedMs !== null && endedMs < atMs;
  }

  endedMs(life: ProcessInstance): TraceMs | null {
    return this.hints.endedMs.get(life.images[0]?.id ?? '') ?? null;
  }

  /** The process that replaces its program by this one. */
  private continued(event: ProcessEvent): ProcessInstance | null {
    const { pid, ppid, execId, parentExecId, atMs } = event;
    const known = execId === null ? undefined : this.byExecId.get(execId);
    if (known) return known;
    const before = pid === null ? null : this.living(pid, atMs);
    if (!before || isRuntime(event.pcomm) !== isRuntime(before.images[0]?.pcomm ?? null)) return null;
    if (parentExecId !== null) {
      if (this.hints.continuing.has(event.id)) return before;
      if (before.execIds.has(parentExecId)) return before.pid === ppid ? before : null;
      const first = before.images[0]?.parentExecId ?? null;
      return first === parentExecId || before.parent?.execIds.has(parentExecId) === true ? before : null;
    }
    if (ppid === null) return before.ppid === null ? before : null;
    if (this.hints.continuing.has(event.id)) return before;
    const gapMs = atMs - before.lastMs;
    if (before.ppid !== ppid) {
      const adopted = this.isAdopting(ppid) && gapMs <= orphanMs && this.check.shellFits(event, before);
      return adopted && sameTty(before, event) ? before : null;
    }
    if (before.parent) {
      if (before.link === ParentLink.loginShell) return this.check.shellFits(event, before) ? before : null;
      return gapMs <= continuesMs && this.parentByPid(event) === before.parent ? before : null;
    }
    if (!sameTty(before, event)) return null;
    const shellStays =
      event.loginShell === null ||
      before.shells.size === 0 ||
      before.shells.has(event.loginShell) ||
      event.loginShell === pid;
    return shellStays && gapMs <= continuesMs ? before : null;
  }

  private parentage(event: ProcessEvent): Parentage {
    const { pid, ppid, loginShell, atMs } = event;
    const outside = isRuntime(event.pcomm) || (ppid !== null && this.hints.outsidePids.has(ppid));
    if (!outside) {
      const byId = event.parentExecId === null ? undefined : this.byExecId.get(event.parentExecId);
      if (byId) return { parent: byId, link: ParentLink.instance, kind: byId.kind };
      const byPid = event.parentExecId === null ? this.parentByPid(event) : null;
      // Orphans become children of the container's first process, too.
      if (byPid && byPid.pid === this.hints.initPid && event.inInitTree !== true) return top(TopKind.adopted);
      if (byPid) return { parent: byPid, link: ParentLink.pid, kind: byPid.kind };
    }
    if (event.inInitTree === true || pid === 1) return top(TopKind.init);
    if (outside || ppid === 0) return top(TopKind.root);
    if (loginShell !== null && loginShell !== 0 && loginShell !== pid) {
      const shell = this.living(loginShell, atMs);
      if (shell?.shells.has(loginShell) === true && this.check.ttyFits(event, shell)) {
        const between = this.unseenParent(event, shell);
        return { parent: between, link: ParentLink.loginShell, kind: shell.kind };
      }
      return { parent: this.unseenShell(loginShell, atMs), link: ParentLink.loginShell, kind: TopKind.unseenShell };
    }
    return top(this.isAdopting(ppid) ? TopKind.adopted : TopKind.root);
  }

  private parentByPid(event: ProcessEvent): ProcessInstance | null {
    if (event.ppid === null || event.ppid === event.pid) return null;
    const parent = this.living(event.ppid, event.atMs);
    if (parent) return this.check.fits(event, parent) ? parent : null;
    // The shell says so itself: it outlived what the audit log says about its session.
    const last = this.byPid.get(event.ppid)?.at(-1);
    const ended = last && last.exitMs === null && event.loginShell !== null && event.loginShell !== 0;
    return ended && last.shells.has(event.loginShell) && this.check.fits(event, last) ? last : null;
  }

  /** A child of the shell that runs no program of its own, as long as it goes by its own children. */
  private unseenParent({ ppid, atMs, loginShell }: ProcessEvent, shell: ProcessInstance): ProcessInstance {
    if (ppid === null || this.isAdopting(ppid) || ppid === shell.pid) return shell;
    const between = new ProcessInstance(
      this.container,
      ppid,
      shell.pid,
      atMs,
      shell,
      ParentLink.loginShell,
      shell.kind,
    );
    if (loginShell !== null) between.shells.add(loginShell);
    this.enter(between);
    return between;
  }

  /** Parents that ran a program of their own only after their children did are known only in the end. */
  findLateParents(): void {
    for (const instance of this.instances) {
      const { parent, ppid, kind, startMs, images } = instance;
      const [event] = images;
      if (parent || kind !== TopKind.root || ppid === null || !event || isRuntime(event.pcomm)) continue;
      if (this.hints.outsidePids.has(ppid)) continue;
      const later = this.byPid
        .get(ppid)
        ?.find((life) => life.startMs > startMs && life.startMs - startMs <= lateParentMs);
      if (!later?.parent || later.top === instance || !this.check.fits(event, later.parent)) continue;
      instance.parent = later;
      instance.link = ParentLink.pid;
    }
  }

  /** Whether orphans become children of this process. */
  private isAdopting(ppid: number | null): boolean {
    return ppid !== null && (ppid === 1 || ppid === this.hints.initPid);
  }

  /** A shell that was there before anything was recorded, or whose start was lost. */
  private unseenShell(pid: number, atMs: TraceMs): ProcessInstance {
    let shell = this.unseenShells.get(pid);
    if (!shell) {
      shell = new ProcessInstance(this.container, pid, null, atMs, null, ParentLink.none, TopKind.unseenShell);
      shell.shells.add(pid);
      this.unseenShells.set(pid, shell);
      this.instances.push(shell);
    }
    return shell;
  }
}

function top(kind: TopKind): Parentage {
  return { parent: null, link: ParentLink.none, kind };
}

function sameTty(life: ProcessInstance, { tty }: ProcessEvent): boolean {
  return tty === null || life.tty === null || tty === life.tty || tty === 0;
}

/** Once the runtime's helper is gone the first process of a session has another parent outside. */
function sameOrigin(before: ProcessInstance, event: ProcessEvent): boolean {
  return !before.parent && before.kind === TopKind.root && before.exitMs === null && sameTty(before, event);
}
