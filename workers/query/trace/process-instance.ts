import type { ProcessEvent, TraceMs } from './evidence.js';

/** How a process was found to hang below another, strongest first. */
export const ParentLink = {
  /** Ids of process instances, which are never used twice. */
  instance: 'instance',
  pid: 'pid',
  /** Something between them is not on record; the login shell shows where they meet. */
  loginShell: 'login-shell',
  none: 'none',
} as const;
export type ParentLink = (typeof ParentLink)[keyof typeof ParentLink];

/** What a process is that has no parent on record. */
export const TopKind = {
  /** Started from outside of the container: the first process of an exec, or of the container itself. */
  root: 'root',
  /** The container's own first process, or one that it started. */
  init: 'init',
  /** A child of the first process: started by it, or left behind by a parent that ended. */
  adopted: 'adopted',
  /** Its shell is not on record. */
  unseenShell: 'unseen-shell',
} as const;
export type TopKind = (typeof TopKind)[keyof typeof TopKind];

/** One life of one process id, with the programs it ran one after the other. */
export class ProcessInstance {
  readonly images: ProcessEvent[] = [];
  /** Connections and files. */
  readonly events: ProcessEvent[] = [];
  readonly execIds = new Set<string>();
  readonly shells = new Set<number>();
  readonly names = new Set<string>();
  /** null: it runs, or its end is not on record. */
  exitMs: TraceMs | null = null;
  lastMs: TraceMs;
  /** A later program may as well be that of another process with the same id: the one it would continue. */
  mayContinue: ProcessInstance | null = null;
  /** The topmost process when it was last asked for; that one may have got a parent since. */
  private shortcut: ProcessInstance | null = null;

  constructor(
    readonly container: number,
    readonly pid: number | null,
    readonly ppid: number | null,
    readonly startMs: TraceMs,
    /** May become known later than its child. */
    public parent: ProcessInstance | null,
    public link: ParentLink,
    readonly kind: TopKind,
  ) {
    this.lastMs = startMs;
  }

  get top(): ProcessInstance {
    const way: ProcessInstance[] = [];
    for (let above = this.above; above; above = above.above) way.push(above);
    const top = way.pop();
    if (!top) return this;
    // Chains may be long: nobody goes the same way twice.
    this.shortcut = top;
    for (const between of way) between.shortcut = top;
    return top;
  }

  private get above(): ProcessInstance | null {
    return this.shortcut ?? this.parent;
  }

  /** Of the last program that says so; null: not on record. */
  get tty(): number | null {
    for (let at = this.images.length - 1; at >= 0; at -= 1) {
      const { tty } = this.images[at]!;
      if (tty !== null) return tty;
    }
    return null;
  }

  get loginShell(): number | null {
    for (let at = this.images.length - 1; at >= 0; at -= 1) {
      const { loginShell } = this.images[at]!;
      if (loginShell !== null) return loginShell;
    }
    return null;
  }

  addImage(event: ProcessEvent): void {
    this.images.push(event);
    if (event.execId !== null) this.execIds.add(event.execId);
    if (event.loginShell !== null) this.shells.add(event.loginShell);
    if (event.comm !== null) this.names.add(event.comm);
    if (event.exitedMs !== null) this.exitMs = Math.max(event.exitedMs, this.exitMs ?? event.exitedMs);
    this.lastMs = Math.max(this.lastMs, event.atMs);
  }

  addEvent(event: ProcessEvent): void {
    this.events.push(event);
    this.lastMs = Math.max(this.lastMs, event.atMs);
  }

  /** The program that ran at a time: the first one for what a child did before it started its own. */
  imageAt(atMs: TraceMs): ProcessEvent | null {
    let found = this.images[0] ?? null;
    for (const image of this.images) if (image.atMs <= atMs) found = image;
    return found;
  }
}

/** Programs that start the processes of containers from outside, as the kernel names them. */
export function isRuntime(comm: string | null): boolean {
  return comm !== null && runtimes.test(comm);
}
const runtimes = /^(?:runc|crun|youki|runsc|conmon|containerd|docker-containe|dockerd|cri-o|crio|kata-|nsenter)/;

const shellName = /sh$/;
export function isShell(comm: string | null): boolean {
  return comm !== null && shellName.test(comm);
}
