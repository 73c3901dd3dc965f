/** One variant of one recording in one shape: the lines for the engine, and the truth about each row. */
import { judge, type Knowability } from './knowability.js';
import { numberProcesses } from './numbering.js';
import { readRecording, type Recording, type RecordingName } from './recording.js';
import { replay, type Deed, type Owner } from './replay.js';
import { auditIdOf, auditLines, execRequests } from './requests.js';
import { sightings } from './sightings.js';
import type { Shape, Variant } from './variants.js';

export interface Row {
  readonly activityId: string;
  readonly deed: Deed;
  readonly owner: Owner;
  readonly knowability: Knowability;
  /** Id of the session's activity; null for the container's own and for execs without audit record. */
  readonly sessionId: string | null;
}

export interface Scene {
  readonly recording: RecordingName;
  readonly variant: Variant;
  readonly shape: Shape;
  /** Of the audit log and of the collector on the node, each in its order. */
  readonly lines: readonly string[];
  readonly rows: readonly Row[];
  /** The job behind each session's activity. */
  readonly jobOf: ReadonlyMap<string, string>;
}

const recordings = new Map<RecordingName, Recording>();

export function createScene(name: RecordingName, variant: Variant, shape: Shape, seed: number): Scene {
  const recording = recordings.get(name) ?? readRecording(name);
  recordings.set(name, recording);
  // The same losses and latencies in every shape, others in every variant.
  const key = `${name} ${variant.name} ${seed}`;
  const replayed = replay(recording, variant);
  const requests = execRequests(recording, replayed, variant, key);
  const idOf = (job: string): string => auditIdOf(name, job);
  const seen = sightings(replayed.deeds, {
    recording: name,
    shape,
    variant,
    seed: key,
    numbering: numberProcesses(replayed, variant.reusedPids, key),
    auditIdOf: idOf,
    probes: new Set(recording.jobs.filter(({ kind }) => kind === 'probe').map(({ argv }) => argv.join(' '))),
    jobs: recording.jobs.filter(({ kind }) => kind === 'audited').map(({ id }) => id),
  });
  const knowable = judge(seen, requests, { shape, skewUs: variant.skewMs * 1000, auditIdOf: idOf });
  const rows = new Map<string, Row>();
  for (const sighting of seen) {
    const { deed, activityId, kind } = sighting;
    const knowability = knowable.get(sighting);
    if (kind === 'end' || rows.has(activityId) || !knowability) continue;
    const { owner } = deed;
    rows.set(activityId, {
      activityId,
      deed,
      owner,
      knowability,
      sessionId: owner.kind === 'session' ? idOf(owner.job.id) : null,
    });
  }
  return {
    recording: name,
    variant,
    shape,
    lines: [...requests.flatMap((request) => auditLines(request, recording)), ...seen.map(({ line }) => line)],
    rows: [...rows.values()],
    jobOf: new Map(requests.map(({ auditId, job }) => [auditId, job.id])),
  };
}
