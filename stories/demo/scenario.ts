/** A day in a small cluster, made up from a seed. The same seed and end give the same activities, to the last digit. */
import { toEpochNs, type EpochMs } from '../../src/model/units.js';
import { makeCluster } from './cluster.js';
import { everydayMinute } from './everyday.js';
import { jobsOfMinute } from './jobs.js';
import { ProcessIds } from './processes.js';
import { Random } from './random.js';
import { Recorder } from './recorder.js';
import { briefVisit, nodeLogin, routine } from './routine.js';
import { benchmark } from './story-incident.js';
import { foo, fooSinceMs, intruder } from './story-noise.js';
import { exfiltration, overlap } from './story-trace.js';
import { byTime, type WireActivity } from './wire.js';

const minuteMs = 60_000;
/** The last steps of a job come at most so long after the minute in which it was due. */
const longestJobMs = 3 * minuteMs;

export interface ScenarioOptions {
  readonly seed: number;
  /** The moment at which the recording ends. */
  readonly endMs: EpochMs;
  /** Default 24; stories that began earlier than that are cut off where the recording begins. */
  readonly hours?: number;
}

/** The activities of one ordinary minute: they depend on seed and minute alone. */
function minuteOf(recorder: Recorder, seed: number, startMs: EpochMs): void {
  recorder.reseed(Random.of(seed, 2, startMs / minuteMs));
  everydayMinute(recorder, startMs);
  jobsOfMinute(recorder, startMs);
}

const firstMinute = (fromMs: EpochMs): EpochMs => Math.floor((fromMs - longestJobMs) / minuteMs) * minuteMs;

/** Oldest first, from `endMs` minus `hours` (inclusive) to `endMs` (exclusive). */
export function scenario({ seed, endMs, hours = 24 }: ScenarioOptions): WireActivity[] {
  const fromMs = endMs - hours * 60 * minuteMs;
  const cluster = makeCluster(seed);
  const everyday = new Recorder(cluster, new ProcessIds(0), Random.of(seed, 2));
  for (let startMs = firstMinute(fromMs); startMs < endMs; startMs += minuteMs) minuteOf(everyday, seed, startMs);
  const told = new Recorder(cluster, new ProcessIds(1), Random.of(seed, 3));
  for (const tell of [routine, nodeLogin, exfiltration, benchmark, overlap, intruder]) tell(told, endMs);
  foo(told, endMs - fooSinceMs, endMs);
  const [fromNs, toNs] = [toEpochNs(fromMs), toEpochNs(endMs)];
  return [...everyday.activities, ...told.activities]
    .filter(({ timestamp }) => timestamp >= fromNs && timestamp < toNs)
    .sort(byTime);
}

/** What comes after: the same cluster from `fromMs` on, without end, oldest first. `Foo` goes on, and now and then somebody looks in. */
export function* liveScenario(seed: number, fromMs: EpochMs): Generator<WireActivity, never, undefined> {
  const cluster = makeCluster(seed);
  const everyday = new Recorder(cluster, new ProcessIds(0), Random.of(seed, 2));
  const told = new Recorder(cluster, new ProcessIds(1), Random.of(seed, 4));
  const fromNs = toEpochNs(fromMs);
  let pending: WireActivity[] = [];
  for (let startMs = firstMinute(fromMs); ; startMs += minuteMs) {
    minuteOf(everyday, seed, startMs);
    const minuteEndMs = startMs + minuteMs;
    foo(told, Math.max(startMs, fromMs), minuteEndMs);
    if (startMs >= fromMs && (startMs / minuteMs) % 4 === 0)
      briefVisit(told, startMs + told.random.between(5_000, 40_000));
    const endNs = toEpochNs(minuteEndMs);
    const known = [...pending, ...everyday.activities.splice(0), ...told.activities.splice(0)].sort(byTime);
    pending = known.filter(({ timestamp }) => timestamp >= endNs);
    for (const activity of known) if (activity.timestamp >= fromNs && activity.timestamp < endNs) yield activity;
  }
}
