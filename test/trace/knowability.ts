/** What can be known of each row, from what was reported of it. README.md has the criterion in words. */
import { assignments, type Asked, type Band, type Started } from './matchings.js';
import type { ExecRequest } from './requests.js';
import type { Process } from './replay.js';
import type { Sighting } from './sightings.js';
import { Shape } from './variants.js';

export const Knowability = {
  /** The evidence leaves one answer. */
  knowable: 'knowable',
  /** The evidence fits two requests, or a request and none, equally. */
  unknowable: 'unknowable',
  /**
   * Between the two: it depends on how sharp the latencies are taken to be, or on whether an id is believed that the tree of processes
   * contradicts, since the process was detached. Counts neither for recall nor for ambiguity.
   */
  borderline: 'borderline',
  /** Nothing that was reported leads from the row to the first process of its exec. Counts neither for recall nor for ambiguity. */
  unlinked: 'unlinked',
} as const;
export type Knowability = (typeof Knowability)[keyof typeof Knowability];

/** Two requests that both fit with latencies in this band cannot be told apart. */
const surely: Band = { lowUs: 0, highUs: 150_000 };
/** Where only one request fits even in this band, it is known. */
const generously: Band = { lowUs: -100_000, highUs: 400_000 };
/** A forked child may open files before its own program is reported. */
const lookAheadUs = 1_000_000;

export interface KnowabilityOptions {
  readonly shape: Shape;
  readonly skewUs: number;
  readonly auditIdOf: (job: string) => string;
}

export function judge(
  seen: readonly Sighting[],
  requests: readonly ExecRequest[],
  options: KnowabilityOptions,
): ReadonlyMap<Sighting, Knowability> {
  const linked = linkedSightings(seen, options.shape);
  const ofRoot = judgeRoots(seen, requests, options);
  const result = new Map<Sighting, Knowability>();
  for (const sighting of seen) {
    const { owner, process } = sighting.deed;
    const ownId = owner.kind === 'session' && sighting.carriedJob === owner.job.id;
    const root = process.root;
    const inContainerTree = sighting.deed.parent?.owner?.kind === 'container';
    if (!linked.has(sighting) && ownId)
      result.set(sighting, inContainerTree ? Knowability.borderline : Knowability.knowable);
    else if (!linked.has(sighting)) result.set(sighting, Knowability.unlinked);
    else if (owner.kind === 'container' || ownId) result.set(sighting, Knowability.knowable);
    else result.set(sighting, (root && ofRoot.get(root)) ?? Knowability.unlinked);
  }
  return result;
}

/** First processes of execs, as far as their start was reported. */
function judgeRoots(
  seen: readonly Sighting[],
  requests: readonly ExecRequest[],
  { shape, skewUs, auditIdOf }: KnowabilityOptions,
): ReadonlyMap<Process, Knowability> {
  const asked = requests
    .filter(({ statusCode }) => statusCode < 400)
    .map(({ job, auditId, receivedUs, completedUs }): Asked => ({
      id: job.id,
      container: job.container,
      command: job.argv.join(' '),
      tty: job.tty,
      auditId,
      receivedUs: receivedUs + skewUs,
      completedUs: completedUs === null ? null : completedUs + skewUs,
    }));
  const started = new Map<Process, Started>();
  for (const { deed, carriedJob, kind } of seen) {
    const { process, parent, owner } = deed;
    const root = process.root;
    if (!root || owner.kind === 'container') continue;
    const known = started.get(root);
    if (!known) {
      if (process !== root || kind !== 'command') continue;
      started.set(root, {
        id: String(root.number),
        container: deed.container.key,
        command: deed.argv.join(' '),
        tty: shape === Shape.tetragon ? null : deed.terminal !== null,
        carriedId: carriedJob === null ? null : auditIdOf(carriedJob),
        startUs: deed.what.kind === 'end' ? deed.instance.startUs : deed.atUs,
        endUs: deed.what.kind === 'end' ? deed.atUs : null,
        aliveUs: deed.atUs,
      });
    } else if (process === root || parent === root) {
      const endUs = process === root && deed.what.kind === 'end' ? deed.atUs : known.endUs;
      started.set(root, { ...known, endUs, aliveUs: Math.max(known.aliveUs, deed.atUs) });
    }
  }
  const tight = assignments(asked, [...started.values()], surely);
  const wide = assignments(asked, [...started.values()], generously);
  const result = new Map<Process, Knowability>();
  for (const [root, { id }] of started) {
    const open = tight.get(id) ?? [];
    const perhaps = wide.get(id) ?? [];
    if (open.length > 1) result.set(root, Knowability.unknowable);
    else result.set(root, perhaps.length > 1 ? Knowability.borderline : Knowability.knowable);
  }
  return result;
}

/**
 * The sightings from which a chain of reported facts leads to the first process of their exec or container: the same process, its parent,
 * its login shell, its terminal, or the instance it was forked from.
 */
function linkedSightings(seen: readonly Sighting[], shape: Shape): ReadonlySet<Sighting> {
  const sinceUs = new Map<Process, number>();
  const firstSeen = new Set<Process>();
  for (const { deed, kind } of seen) if (kind === 'command') firstSeen.add(deed.process);
  const isKnown = (process: Process | null, byUs: number): boolean => {
    const since = process && sinceUs.get(process);
    if (since === null || since === undefined) return false;
    // Instances are never used twice, so it does not matter when they are told of.
    return shape === Shape.tetragon || since <= byUs + lookAheadUs;
  };
  const leads = ({ deed, kind }: Sighting): boolean => {
    const { process, parent, loginShell, terminal, instance, atUs } = deed;
    const { root } = process;
    if (!root || !firstSeen.has(root)) return false;
    if (process === root || isKnown(process, atUs)) return true;
    if (shape === Shape.tetragon) {
      const above = instance.parent?.process ?? null;
      return above?.root === root && (above === root || isKnown(above, atUs));
    }
    if (terminal === root && kind !== 'file') return true;
    if (kind !== 'command') return false;
    if (parent?.root === root && (parent === root || isKnown(parent, atUs))) return true;
    return loginShell?.root === root && (loginShell === root || isKnown(loginShell, atUs));
  };
  const linked = new Set<Sighting>();
  for (let grew = true; grew;) {
    grew = false;
    for (const sighting of seen) {
      if (linked.has(sighting) || !leads(sighting)) continue;
      linked.add(sighting);
      grew = true;
      const { process, atUs } = sighting.deed;
      const tells = shape === Shape.tetragon || sighting.kind === 'command';
      if (tells && !(sinceUs.get(process)! <= atUs)) sinceUs.set(process, atUs);
    }
  }
  return linked;
}
