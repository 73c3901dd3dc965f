/** What the collector of one shape reports of each deed, and what is lost on the way. */
import type { SightingOptions } from './sighting-options.js';
import { RecordPart, tetragonLine } from './tetragon-lines.js';
import { plainLine } from './plain-lines.js';
import type { Deed, Instance } from './replay.js';
import { Dice, Shape } from './variants.js';

/** One line that was reported. Lines of the same `activityId` are one activity. */
export interface Sighting {
  readonly deed: Deed;
  readonly activityId: string;
  readonly line: string;
  /** Which exec the process names as its own in its environment, where the shape tells. */
  readonly carriedJob: string | null;
  /** `end`: of a process whose beginning is another line. */
  readonly kind: 'command' | 'connection' | 'file' | 'end';
}

/** How many commands carry an id that is not theirs, besides those that the recording itself has. */
const forgedIds = 6;

export function sightings(deeds: readonly Deed[], options: SightingOptions): readonly Sighting[] {
  const dice = new Dice(`${options.seed} losses`);
  const forged = forge(deeds, options);
  const seen: Sighting[] = [];
  const begun = new Set<Instance>();
  for (const deed of deeds) {
    const isLifetime = deed.what.kind === 'command' || deed.what.kind === 'end';
    if (dice.next() < options.variant.dropped && isLifetime) continue;
    if (isRuntimeItself(deed)) continue;
    if (options.shape === Shape.tetragon) {
      const { line, activityId, part } = tetragonLine(deed, options);
      // Where the beginning of a process was not reported, its end is all that tells of it.
      const kind = part === RecordPart.end && !begun.has(deed.instance) ? 'command' : part;
      if (isLifetime) begun.add(deed.instance);
      seen.push({ deed, line, activityId, carriedJob: null, kind });
    } else if (deed.what.kind !== 'end') {
      const carriedJob =
        options.shape === Shape.withIds && deed.what.kind === 'command'
          ? (forged.get(deed) ?? deed.what.carriedId)
          : null;
      const { line, activityId } = plainLine(deed, carriedJob, options);
      seen.push({ deed, line, activityId, carriedJob, kind: deed.what.kind });
    }
  }
  return seen;
}

/** A first process that ended before it became the program asked for was the runtime's own. */
const isRuntimeItself = ({ what, process, instance }: Deed): boolean =>
  what.kind === 'end' && process.root === process && !instance.executed;

/** Half of the forged ids are on the container's own commands, half on those of another session. */
function forge(deeds: readonly Deed[], { seed, jobs }: SightingOptions): ReadonlyMap<Deed, string> {
  const dice = new Dice(`${seed} forged`);
  const forged = new Map<Deed, string>();
  const commands = deeds.filter(({ what, process }) => what.kind === 'command' && process.root !== process);
  const pick = <One>(from: readonly One[]): One | undefined => from[Math.floor(dice.next() * from.length)];
  for (let count = 0; count < forgedIds; count += 1) {
    const kind = count % 2 === 0 ? 'container' : 'session';
    const deed = pick(commands.filter(({ owner }) => owner.kind === kind));
    const job = pick(jobs.filter((id) => !deed || deed.owner.kind === 'container' || deed.owner.job.id !== id));
    if (deed && job !== undefined) forged.set(deed, job);
  }
  return forged;
}
