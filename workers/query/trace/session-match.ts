import type { ClockSkew } from './clock-skew.js';
import { pairProbabilities, type Edge } from './matching.js';
import { weightAt, type SessionPair, type SessionPairs } from './session-pairs.js';

/** A pair, and how likely it is after all others were considered. */
export interface PairShare {
  readonly pair: SessionPair;
  readonly probability: number;
}

export interface SessionMatch {
  readonly pairs: SessionPairs;
  /** Likeliest first, by position of the request and of the process. */
  readonly ofRequest: readonly (readonly PairShare[])[];
  readonly ofRoot: readonly (readonly PairShare[])[];
}

/** What is called certain has at least this probability: fifty times that of everything else together. */
export const certainShare = 0.98;
/** What is less probable is not named. */
export const namedShare = 0.02;

/** Pairs this much less likely than no pair at all are left out, so that groups stay small. */
const leastWeight = 1e-3;

export function matchSessions(pairs: SessionPairs, skew: ClockSkew): SessionMatch {
  const probabilities = new Float64Array(pairs.pairs.length);
  const weights = skew.values.map(({ skewMs }) => Float64Array.from(pairs.pairs, (pair) => weightAt(pair, skewMs)));
  const kept = pairs.pairs.flatMap((_, at) => (weights.some((ofSkew) => ofSkew[at]! > leastWeight) ? [at] : []));
  for (const [index, { probability }] of skew.values.entries()) {
    const edges = kept.map((at): Edge => {
      const { requestAt, rootAt } = pairs.pairs[at]!;
      return { left: requestAt, right: rootAt, weight: weights[index]![at]! };
    });
    const found = pairProbabilities(edges);
    for (const [edge, at] of kept.entries()) probabilities[at]! += probability * found[edge]!;
  }
  const ofRequest: PairShare[][] = pairs.requests.map(() => []);
  const ofRoot: PairShare[][] = pairs.roots.map(() => []);
  for (const at of kept) {
    const pair = pairs.pairs[at]!;
    const share = { pair, probability: probabilities[at]! };
    ofRequest[pair.requestAt]!.push(share);
    ofRoot[pair.rootAt]!.push(share);
  }
  for (const shares of [...ofRequest, ...ofRoot]) shares.sort((a, b) => b.probability - a.probability);
  return { pairs, ofRequest, ofRoot };
}
