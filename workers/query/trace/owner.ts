import { TraceCertainty, TraceRule, type TraceRemark } from '../../../src/model/trace.js';

/** Who is behind a process, before the single event is looked at. */
export interface Owner {
  readonly certainty: TraceCertainty;
  readonly rule: TraceRule;
  /** Likeliest first; the one it is given to first. */
  readonly candidates: readonly string[];
  readonly remarks: readonly TraceRemark[];
}

export function nobody(rule: TraceRule, remarks: readonly TraceRemark[] = []): Owner {
  return { certainty: TraceCertainty.none, rule, candidates: [], remarks };
}

export function givenTo(sessionId: string, rule: TraceRule, remarks: readonly TraceRemark[] = []): Owner {
  return { certainty: TraceCertainty.high, rule, candidates: [sessionId], remarks };
}

export function oneOf(candidates: readonly string[], rule: TraceRule, remarks: readonly TraceRemark[] = []): Owner {
  return { certainty: TraceCertainty.ambiguous, rule, candidates, remarks };
}

export function inWindow(candidates: readonly string[], remarks: readonly TraceRemark[] = []): Owner {
  return { certainty: TraceCertainty.windowOnly, rule: TraceRule.window, candidates, remarks };
}

/** Whether one session is named, and claimed to be the one. */
export function isClaim({ certainty }: Pick<Owner, 'certainty'>): boolean {
  return certainty === TraceCertainty.exact || certainty === TraceCertainty.high;
}
