import { unknownCommandFit } from './command-fit.js';
import type { ExecRequest, TraceMs } from './evidence.js';
import { pairFacts, pairWeight, type PairFacts } from './pair-likelihood.js';
import type { RootCandidate } from './root-candidate.js';

/** Pairs of requests and first processes that come into question, over one group of containers. */
export interface SessionPairs {
  readonly requests: readonly ExecRequest[];
  readonly roots: readonly RootCandidate[];
  readonly pairs: readonly SessionPair[];
}
export interface SessionPair {
  readonly requestAt: number;
  readonly rootAt: number;
  readonly facts: PairFacts;
  /** How often processes like this one start without a request, per millisecond. */
  readonly strangerRate: number;
}

/** The widest difference of clocks looked for, and the latest start. */
export const mostSkewMs = 3_000;
const latestMs = 8_000;
/** Of a kind never seen without a request, so many are expected anyway. */
const unseenStrangers = 0.3;
/** Shorter recordings tell nothing about rates. */
const shortestMs = 60_000;

/**
 * @param requests of these containers, none of them denied
 * @param mayRun whether a request can be for the container of a process
 */
export function sessionPairs(
  requests: readonly ExecRequest[],
  roots: readonly RootCandidate[],
  mayRun: (request: ExecRequest, root: RootCandidate) => boolean,
): SessionPairs {
  const inOrder = [...roots].sort((a, b) => a.startMs - b.startMs);
  const argumentsKnown = requests.some(({ command }) => command?.includes(' ') === true);
  const terminalsKnown = requests.some(({ tty }) => tty !== null);
  const found: (Omit<SessionPair, 'strangerRate'> & { readonly rootAt: number })[] = [];
  for (const [requestAt, request] of requests.entries()) {
    if (request.attach) continue;
    for (let rootAt = firstFrom(inOrder, request.startMs - mostSkewMs - 1_000); rootAt < inOrder.length; rootAt += 1) {
      const root = inOrder[rootAt]!;
      if (root.startMs > request.startMs + mostSkewMs + latestMs) break;
      if (!mayRun(request, root)) continue;
      found.push({ requestAt, rootAt, facts: pairFacts(request, root, argumentsKnown, terminalsKnown) });
    }
  }
  const rates = strangerRates(inOrder, found);
  return { requests, roots: inOrder, pairs: found.map((pair) => ({ ...pair, strangerRate: rates[pair.rootAt]! })) };
}

/** Probes and other tools start the same command again and again; what requests account for is no stranger. */
function strangerRates(
  roots: readonly RootCandidate[],
  pairs: readonly { readonly rootAt: number; readonly requestAt: number; readonly facts: PairFacts }[],
): readonly number[] {
  const counts = new Map<string, number>();
  for (const { signature } of roots) counts.set(signature, (counts.get(signature) ?? 0) + 1);
  const explained = new Map<string, Set<number>>();
  for (const { requestAt, facts } of pairs) {
    if (facts.fit < unknownCommandFit) continue;
    const { signature } = facts.root;
    const requests = explained.get(signature);
    if (requests) requests.add(requestAt);
    else explained.set(signature, new Set([requestAt]));
  }
  const lengthMs = Math.max(shortestMs, (roots.at(-1)?.startMs ?? 0) - (roots[0]?.startMs ?? 0));
  // Where ends are on record, one that is missing says that the process goes on under another name.
  const continuing = roots.some(({ exitMs }) => exitMs !== null) ? 1e-2 : 1e-5;
  return roots.map(({ signature, instance }) => {
    const strangers = Math.max(0, (counts.get(signature) ?? 0) - (explained.get(signature)?.size ?? 0));
    return (strangers + unseenStrangers) / lengthMs + (instance.mayContinue ? continuing : 0);
  });
}

function firstFrom(roots: readonly RootCandidate[], fromMs: TraceMs): number {
  let low = 0;
  let high = roots.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (roots[middle]!.startMs < fromMs) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function weightAt({ facts, strangerRate }: SessionPair, skewMs: number): number {
  return pairWeight(facts, skewMs, strangerRate);
}
