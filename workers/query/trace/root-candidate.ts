import { commandSignature } from './command-fit.js';
import type { ProcessEvent, TraceMs } from './evidence.js';
import type { ProcessForest } from './process-forest.js';
import { ParentLink, TopKind, type ProcessInstance } from './process-instance.js';

/** A process that was started in a container from outside. */
export interface RootCandidate {
  readonly instance: ProcessInstance;
  readonly startMs: TraceMs;
  readonly tty: number | null;
  readonly exitMs: TraceMs | null;
  /** It did something itself, or became a parent: it was there. */
  readonly aliveMs: TraceMs;
  /** Somebody had it as login shell: it was there, unless a collector remembers the dead. */
  readonly shellMs: TraceMs;
  /** The last that anything below it did. */
  readonly treeMs: TraceMs;
  /** Ids of exec requests that it carries, or the first below it that carries one. */
  readonly sessionIds: readonly string[];
  readonly ownIds: boolean;
  readonly probe: boolean;
  readonly signature: string;
}

interface Sums {
  aliveMs: TraceMs;
  shellMs: TraceMs;
  treeMs: TraceMs;
  /** First event below that carries an id. */
  firstId: ProcessEvent | null;
}

export function rootCandidates({ instances }: ProcessForest): readonly RootCandidate[] {
  const sums = new Map<ProcessInstance, Sums>();
  for (const instance of instances) {
    const top = instance.top;
    if (top.kind !== TopKind.root || top.images.length === 0) continue;
    let sum = sums.get(top);
    if (!sum) sums.set(top, (sum = { aliveMs: top.startMs, shellMs: top.startMs, treeMs: top.startMs, firstId: null }));
    sum.treeMs = Math.max(sum.treeMs, instance.lastMs);
    if (instance === top) sum.aliveMs = Math.max(sum.aliveMs, instance.lastMs);
    else if (instance.parent === top && instance.link !== ParentLink.loginShell) {
      sum.aliveMs = Math.max(sum.aliveMs, instance.startMs);
    }
    for (const image of instance.images) {
      if (instance !== top && image.loginShell !== null && image.loginShell === top.pid) {
        sum.shellMs = Math.max(sum.shellMs, image.atMs);
      }
      if (image.sessionIds.length > 0 && (!sum.firstId || image.atMs < sum.firstId.atMs)) sum.firstId = image;
    }
  }
  return Array.from(sums, ([instance, { aliveMs, shellMs, treeMs, firstId }]) => {
    const own = instance.images.find(({ sessionIds }) => sessionIds.length > 0);
    return {
      instance,
      startMs: instance.startMs,
      tty: instance.tty,
      exitMs: instance.exitMs,
      aliveMs,
      shellMs: Math.max(aliveMs, shellMs),
      treeMs,
      sessionIds: (own ?? firstId)?.sessionIds ?? [],
      ownIds: own !== undefined,
      probe: instance.images.some(({ probe }) => probe),
      signature: commandSignature(instance.images[0]!),
    };
  });
}
