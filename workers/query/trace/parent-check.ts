import { ActivityType } from '../../../src/model/activity.js';
import type { ProcessEvent, TraceMs } from './evidence.js';
import { isShell, type ProcessInstance } from './process-instance.js';

/**
 * Whether a process can be the parent that a process id names. An id may have passed on to another process since; what a child inherits
 * tells: the oldest shell above it, the terminal, the name of its parent.
 */
export class ParentCheck {
  /** When each login shell was seen above somebody, ascending. */
  private readonly shellSeen = new Map<number, TraceMs[]>();

  constructor(
    events: readonly ProcessEvent[],
    private readonly livesOf: (pid: number) => readonly ProcessInstance[],
  ) {
    for (const { type, loginShell, pid, atMs } of events) {
      if (type !== ActivityType.command || loginShell === null || loginShell === 0 || loginShell === pid) continue;
      const seen = this.shellSeen.get(loginShell);
      if (seen) seen.push(atMs);
      else this.shellSeen.set(loginShell, [atMs]);
    }
  }

  fits(child: ProcessEvent, parent: ProcessInstance): boolean {
    const { pcomm } = child;
    if (pcomm !== null && parent.names.size > 0 && !parent.names.has(pcomm)) return false;
    return this.shellFits(child, parent) && this.ttyFits(child, parent);
  }

  /** A terminal is inherited, given up, or taken anew by a program under a shell (`script`, `tmux`). */
  ttyFits(child: ProcessEvent, parent: ProcessInstance): boolean {
    const { tty } = parent;
    if (child.tty === null || tty === null || child.tty === 0 || child.tty === tty) return true;
    return child.loginShell !== null && child.loginShell !== 0 && parent.shells.has(child.loginShell);
  }

  shellFits(child: ProcessEvent, parent: ProcessInstance): boolean {
    const { loginShell } = child;
    if (loginShell === null || parent.shells.size === 0 || parent.shells.has(loginShell)) return true;
    const ofParent = parent.loginShell ?? 0;
    const isOwn = loginShell === child.pid;
    if (ofParent === 0) return isOwn || (loginShell === parent.pid && isShellProcess(parent));
    // Where the shell above both has ended, the next older one counts, or none.
    const left = isShellProcess(parent) ? loginShell === parent.pid : loginShell === 0 || isAbove(parent, loginShell);
    return left && !this.isSeenAfter(ofParent, child.atMs);
  }

  /** Whether somebody still has this shell above them later, and it is the same one. */
  private isSeenAfter(shellPid: number, atMs: TraceMs): boolean {
    const seen = this.shellSeen.get(shellPid);
    if (!seen || seen.at(-1)! <= atMs) return false;
    const next = this.livesOf(shellPid).find(({ startMs }) => startMs > atMs);
    return seen.some((seenMs) => seenMs > atMs && (!next || seenMs < next.startMs));
  }
}

function isShellProcess({ images }: ProcessInstance): boolean {
  // One that has no program of its own has that of the shell it was forked from.
  return images.length === 0 || isShell(images.at(-1)?.comm ?? null);
}

function isAbove(instance: ProcessInstance, pid: number): boolean {
  for (let at: ProcessInstance | null = instance; at; at = at.parent) if (at.pid === pid) return true;
  return false;
}
