import type { DurationMs } from '../../../src/model/units.js';
import type { Pace } from '../pace.js';
import { mostSkewMs, weightAt, type SessionPair, type SessionPairs } from './session-pairs.js';

/** What the clocks of a node and of the audit log may differ by, as far as the sessions of that node tell. */
export interface ClockSkew {
  /** Node less audit log, likeliest values with their probabilities; at least one. */
  readonly values: readonly { readonly skewMs: DurationMs; readonly probability: number }[];
  /** Their mean; null where no session tells. */
  readonly meanMs: DurationMs | null;
  /** Sessions that the estimate rests on. */
  readonly sessions: number;
}

const stepMs = 10;
/** Most clocks are kept right by NTP, within some 50 ms; of the others anything may be expected. */
const keptRight = 0.8;
const keptWithinMs = 50;
const mostValues = 24;
/** The newest ones are enough, and many more would take long. */
const mostRequests = 200;
/** From this weight on a pair says something about the clocks. */
const tellingWeight = 50;

export const unknownSkew: ClockSkew = { values: [{ skewMs: 0, probability: 1 }], meanMs: null, sessions: 0 };

/** Looks at all sessions of a node at once: false pairs scatter, true pairs agree on one difference. */
export async function clockSkew(units: readonly SessionPairs[], pace: Pace): Promise<ClockSkew> {
  const groups = units.flatMap(byRequest).slice(-mostRequests);
  if (groups.length === 0) return unknownSkew;
  const steps = Math.round((2 * mostSkewMs) / stepMs) + 1;
  const logs = new Float64Array(steps);
  for (let step = 0; step < steps; step += 1) logs[step] = Math.log(priorDensity(skewAt(step)));
  for (const group of groups) {
    for (let step = 0; step < steps; step += 1) logs[step]! += Math.log1p(groupWeight(group, skewAt(step)));
    if (pace.due) await pace.rest();
  }
  const most = logs.reduce((best, log) => Math.max(best, log), -Infinity);
  const likely = Array.from(logs, (log, step) => ({ skewMs: skewAt(step), probability: Math.exp(log - most) }))
    .filter(({ probability }) => probability > 1e-4)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostValues);
  const total = likely.reduce((sum, { probability }) => sum + probability, 0);
  const values = likely.map(({ skewMs, probability }) => ({ skewMs, probability: probability / total }));
  const meanMs = values.reduce((sum, { skewMs, probability }) => sum + skewMs * probability, 0);
  const sessions = groups.filter((group) => groupWeight(group, meanMs) > tellingWeight).length;
  return { values, meanMs: sessions > 0 ? meanMs : null, sessions };
}

function skewAt(step: number): DurationMs {
  return step * stepMs - mostSkewMs;
}

function priorDensity(skewMs: DurationMs): number {
  const kept = (keptRight / (2 * keptWithinMs)) * Math.exp(-Math.abs(skewMs) / keptWithinMs);
  return kept + (1 - keptRight) / (2 * mostSkewMs);
}

function groupWeight(group: readonly SessionPair[], skewMs: DurationMs): number {
  let sum = 0;
  for (const pair of group) sum += weightAt(pair, skewMs);
  return sum;
}

/** Requests without a command pair with anything: they would only blur. */
function byRequest({ requests, pairs }: SessionPairs): readonly (readonly SessionPair[])[] {
  const groups = new Map<number, SessionPair[]>();
  for (const pair of pairs) {
    if (requests[pair.requestAt]!.command === null) continue;
    const group = groups.get(pair.requestAt);
    if (group) group.push(pair);
    else groups.set(pair.requestAt, [pair]);
  }
  return [...groups.values()];
}
