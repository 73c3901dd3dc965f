import type { ProcessEvent } from './evidence.js';
import type { ForestBuilder } from './forest-builder.js';
import { ParentLink, ProcessInstance } from './process-instance.js';

/** A connection or file access that no known process made. */
export interface LooseEvent {
  readonly event: ProcessEvent;
  /** A process with its id is known, but it may be over by then and the id another's. */
  readonly doubtful: ProcessInstance | null;
}

/** A child opens files before it starts its own program: its id becomes known so much later. */
const lookAheadMs = 1_000;
/** A process may be seen at work just after its end: the two are not stamped at one place. */
const exitSlackMs = 50;

/** Finds the process behind connections and files, once all commands are known. */
export class EventPlaces {
  readonly loose: LooseEvent[] = [];
  private readonly unseenChildren = new Map<string, ProcessInstance>();

  constructor(
    private readonly forest: ForestBuilder,
    private readonly container: number,
  ) {}

  add(event: ProcessEvent): void {
    const { execId, pid } = event;
    const byId = execId === null ? undefined : this.forest.byExecId.get(execId);
    if (byId) return byId.addEvent(event);
    const lives = pid === null || execId !== null ? [] : (this.forest.byPid.get(pid) ?? []);
    const now = lives.findLast(
      ({ startMs, exitMs }) => startMs <= event.atMs && (exitMs ?? Infinity) + exitSlackMs >= event.atMs,
    );
    const next = lives.find(({ startMs }) => startMs > event.atMs && startMs - event.atMs <= lookAheadMs);
    const place = next && (!now || this.isBeforeStart(event, now, next)) ? next : now;
    if (place && place === now && !this.isAtWork(event, place)) {
      if (!this.addToUnseen(event)) this.loose.push({ event, doubtful: place });
      return;
    }
    if (place) place.addEvent(event);
    else if (!this.addToUnseen(event)) this.loose.push({ event, doubtful: null });
  }

  /** Before its own program a child has the name of its parent's. */
  private isBeforeStart({ comm, atMs }: ProcessEvent, now: ProcessInstance, next: ProcessInstance): boolean {
    if (comm !== null) {
      const isNow = now.names.has(comm);
      const isParent = next.parent?.names.has(comm) === true || next.names.has(comm);
      if (isNow !== isParent) return isParent;
    }
    return next.startMs - atMs < atMs - now.lastMs;
  }

  /** Whether the process can have made it: it has its name and its terminal, and is not over. */
  private isAtWork({ comm, tty, atMs }: ProcessEvent, life: ProcessInstance): boolean {
    if (
      comm !== null &&
      life.names.size > 0 &&
      !life.names.has(comm) &&
      life.images.some((image) => image.comm !== null)
    ) {
      // Names change without a new program, too, but an id that was used twice shows that they run out here.
      if (this.isReused(life) || (life.parent?.names.has(comm) ?? false)) return false;
    }
    if (tty !== null && tty !== 0 && life.tty !== null && life.tty !== tty) return false;
    return !this.forest.isOver(life, atMs - exitSlackMs);
  }

  private isReused({ pid }: ProcessInstance): boolean {
    return pid !== null && (this.forest.byPid.get(pid)?.length ?? 0) > 1;
  }

  /** A child that never started a program of its own hangs below the parent that the event names. */
  private addToUnseen(event: ProcessEvent): boolean {
    const parent = this.parentOf(event);
    if (!parent) return false;
    const key = event.execId ?? `${event.pid ?? ''} ${event.ppid ?? ''}`;
    let child = this.unseenChildren.get(key);
    if (!child || child.parent !== parent) {
      const link = event.parentExecId === null ? ParentLink.pid : ParentLink.instance;
      child = new ProcessInstance(this.container, event.pid, event.ppid, event.atMs, parent, link, parent.kind);
      this.unseenChildren.set(key, child);
      this.forest.instances.push(child);
    }
    child.addEvent(event);
    return true;
  }

  private parentOf(event: ProcessEvent): ProcessInstance | null {
    if (event.parentExecId !== null) return this.forest.byExecId.get(event.parentExecId) ?? null;
    if (event.ppid === null) return null;
    const parent = this.forest.living(event.ppid, event.atMs);
    return parent && this.forest.check.fits(event, parent) ? parent : null;
  }
}
