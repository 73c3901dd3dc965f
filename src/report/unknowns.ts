import { attributeText } from '../model/catalogue.js';
import { Certainty, type Coverage, type CoverageReason } from '../model/coverage.js';
import { ActivityType } from '../model/activity.js';
import { SessionOutcome, TraceCertainty, type Trace, type TraceRemark } from '../model/trace.js';

/** One thing that a reader must not take for known. `session` is an index into the sessions of the trace. */
export type Unknown =
  | { readonly kind: 'backend' }
  | { readonly kind: 'who'; readonly certainty: TraceCertainty; readonly candidates: number }
  | { readonly kind: 'outcome'; readonly session: number; readonly outcome: SessionOutcome }
  | { readonly kind: 'join'; readonly session: number; readonly certainty: TraceCertainty }
  | { readonly kind: 'rows'; readonly certainty: TraceCertainty; readonly count: number; readonly of: number }
  | { readonly kind: 'cut'; readonly shown: number; readonly total: number }
  | { readonly kind: 'coverage'; readonly certainty: Certainty; readonly reasons: readonly CoverageReason[] }
  | { readonly kind: 'gaps'; readonly count: number; readonly dropped: number | null }
  | { readonly kind: 'remark'; readonly session: number; readonly remark: TraceRemark }
  | { readonly kind: 'skew' }
  | { readonly kind: 'absent'; readonly session: number; readonly attributes: readonly ExpectedAttribute[] }
  | { readonly kind: 'ends'; readonly count: number; readonly of: number };

/** What a complete audit record of an exec has. */
const expected = ['username', 'groups', 'sourceAddresses', 'userAgent', 'command', 'container'] as const;
export type ExpectedAttribute = (typeof expected)[number];

function* unknowns(trace: Trace, coverage: Coverage): Iterable<Unknown> {
  if (trace.origin === 'backend') yield { kind: 'backend' };
  const { certainty, candidates } = trace.attribution;
  if (certainty !== TraceCertainty.exact && certainty !== TraceCertainty.high)
    yield { kind: 'who', certainty, candidates: candidates.length };
  for (const [session, { outcome, certainty: join, request, remarks }] of trace.sessions.entries()) {
    if (outcome !== SessionOutcome.started) yield { kind: 'outcome', session, outcome };
    else if (join === TraceCertainty.ambiguous || join === TraceCertainty.windowOnly)
      yield { kind: 'join', session, certainty: join };
    for (const remark of remarks) yield { kind: 'remark', session, remark };
    const attributes = expected.filter((name) => attributeText(request, name) === undefined);
    if (attributes.length > 0) yield { kind: 'absent', session, attributes };
  }
  for (const weak of [TraceCertainty.ambiguous, TraceCertainty.windowOnly, TraceCertainty.none]) {
    const count = trace.rows.filter(({ attribution }) => attribution.certainty === weak).length;
    if (count > 0) yield { kind: 'rows', certainty: weak, count, of: trace.rows.length };
  }
  if (trace.totalRows > trace.rows.length) yield { kind: 'cut', shown: trace.rows.length, total: trace.totalRows };
  if (coverage.certainty !== Certainty.exact)
    yield { kind: 'coverage', certainty: coverage.certainty, reasons: coverage.reasons };
  if (coverage.gaps.length > 0) {
    const known = coverage.gaps.every(({ dropped }) => dropped !== undefined);
    const dropped = coverage.gaps.reduce((sum, gap) => sum + (gap.dropped ?? 0), 0);
    yield { kind: 'gaps', count: coverage.gaps.length, dropped: known ? dropped : null };
  }
  const started = trace.sessions.some(({ outcome }) => outcome === SessionOutcome.started);
  if (trace.clockSkewMs === null && started) yield { kind: 'skew' };
  const processes = trace.rows.filter(({ activity }) => activity.type === ActivityType.command);
  const endless = processes.filter(({ endNs }) => endNs === null).length;
  if (endless > 0) yield { kind: 'ends', count: endless, of: processes.length };
}

/** Weightiest first: whose word it is, who, what was started, which rows, what is not loaded. */
export function unknownsOf(trace: Trace, coverage: Coverage): readonly Unknown[] {
  return [...unknowns(trace, coverage)];
}
