/**
 * How likely it is to see a request and a first process as they are if the one started the other, and if it did not. All times in
 * milliseconds, all densities per millisecond. The constants say what is usual on clusters; none of them is sharp, and no single one
 * decides: what is called certain has to beat the next possibility by a factor of fifty.
 */
import type { DurationMs } from '../../../src/model/units.js';
import { commandFit } from './command-fit.js';
import type { ExecRequest } from './evidence.js';
import type { RootCandidate } from './root-candidate.js';

/** From the API server's receipt of a request to the first program: kubelet, runtime, namespaces. Median and spread of a log-normal. */
const usualLatencyMs = 70;
const latencySpread = 0.6;
/** Busy nodes start processes seconds later now and then. */
/** Nobody knows a cluster's latencies so well that a few milliseconds may tell two people apart: so many are as likely here as there. */
const evenShare = 0.2;
const evenWithinMs = 200;
const slowShare = 0.02;
const slowMs = 2_000;
/** Before the request, after the skew of the clocks: they jump, or the estimate is wrong. */
const earlyShare = 0.001;
const earlyMs = 3_000;

/** A request that was let through but found no program to run, or no container. */
const neverStarted = 0.1;
/** Something was started, but the collector lost it. */
const unseenStart = 0.05;
const started = 1 - neverStarted - unseenStart;

/** The stream is closed so long after the first process ended. */
const closingMs = 200;
/** Slack for clocks that are not stamped at one place. */
const slackMs = 150;
/** Ids in the environment are put there by the API server; a person can write others, but not into the first process. */
const idFactor = 10_000;
/** An id further down may have been written by anybody. */
const idBelowFactor = 30;

/** Density of the time between request and first program. */
export function latencyDensity(ms: DurationMs): number {
  if (ms <= 0) return ms > -earlyMs ? earlyShare / earlyMs : 0;
  const z = Math.log(ms / usualLatencyMs) / latencySpread;
  const usual = Math.exp((-z * z) / 2) / (ms * latencySpread * Math.sqrt(2 * Math.PI));
  const even = ms <= evenWithinMs ? evenShare / evenWithinMs : 0;
  return (1 - slowShare - earlyShare - evenShare) * usual + even + (slowShare / slowMs) * Math.exp((ms / slowMs) * -1);
}

/** A density with a tail so heavy that a length of time alone never tells two sessions apart. */
function heavy(ms: DurationMs, scaleMs: DurationMs): number {
  return (0.5 / scaleMs) * (1 + Math.max(0, ms) / scaleMs) ** -1.5;
}

/** Density of the request's end, `endMs` by the node's clock, if this was its first process. */
function endDensity(endMs: number, root: RootCandidate): number {
  const hangsUp = root.tty !== null && root.tty !== 0 ? 0.3 : 1;
  let density: number;
  if (root.exitMs !== null) {
    const afterMs = endMs - root.exitMs;
    density =
      afterMs >= -slackMs
        ? (0.85 / closingMs) * Math.exp(-Math.max(0, afterMs) / closingMs) + 0.1 * heavy(afterMs, 5_000)
        : 0.05 * hangsUp * heavy(Math.abs(afterMs), 10_000);
  } else {
    const afterMs = endMs - root.aliveMs;
    density = afterMs >= -slackMs ? heavy(afterMs, 3_000) : 0.004 * heavy(-afterMs, 10_000);
    if (root.shellMs > endMs + 2 * slackMs) density *= 0.05;
    else if (root.treeMs > endMs + 2 * slackMs) density *= 0.4;
  }
  // A request that was over cannot start anything.
  return root.startMs > endMs + slackMs ? density * 1e-3 : density;
}

/** Density of the request's end, `lengthMs` after its start, if it has no process here. */
function endDensityWithoutRoot(lengthMs: DurationMs): number {
  const failed = (0.7 / 500) * Math.exp(-Math.max(0, lengthMs) / 500) + 0.3 * heavy(lengthMs, 5_000);
  return neverStarted * failed + unseenStart * heavy(lengthMs, 30_000);
}

/** What a pair is worth apart from the clocks' difference. */
export interface PairFacts {
  readonly request: ExecRequest;
  readonly root: RootCandidate;
  readonly fit: number;
  /** Fit, terminal, ids and probe. */
  readonly factor: number;
  readonly idFits: boolean;
}

export function pairFacts(
  request: ExecRequest,
  root: RootCandidate,
  argumentsKnown: boolean,
  terminalsKnown: boolean,
): PairFacts {
  const fit = commandFit(request.command, root.instance.images, argumentsKnown);
  const idFits = root.sessionIds.some((id) => request.sessionIds.has(id));
  let factor = fit * terminalFactor(request, root, terminalsKnown);
  if (root.sessionIds.length > 0) {
    const weight = root.ownIds ? idFactor : idBelowFactor;
    factor *= idFits ? weight : 1 / weight;
  }
  if (root.probe) factor *= 0.02;
  return { request, root, fit, factor, idFits };
}

/** A request without a word about a terminal wanted none, where others have one. */
function terminalFactor({ tty, command }: ExecRequest, root: RootCandidate, terminalsKnown: boolean): number {
  if (root.tty === null || command === null) return 1;
  if (tty === null && !terminalsKnown) return 1;
  const fits = (tty === true) === (root.tty !== 0);
  return fits ? 1.9 : tty === null ? 0.2 : 0.04;
}

/**
 * How much likelier the pair is than that the request has no process here and the process no request.
 * @param skewMs clock of the node less that of the audit log
 * @param strangerRate how often processes like this start here without a request, per millisecond
 */
export function pairWeight({ request, root, factor }: PairFacts, skewMs: DurationMs, strangerRate: number): number {
  const latency = latencyDensity(root.startMs - request.startMs - skewMs);
  if (latency === 0) return 0;
  const together = started * latency * factor;
  if (request.endMs === null) return together / ((neverStarted + unseenStart) * strangerRate);
  const end = endDensity(request.endMs + skewMs, root);
  return (together * end) / (endDensityWithoutRoot(request.endMs - request.startMs) * strangerRate);
}
