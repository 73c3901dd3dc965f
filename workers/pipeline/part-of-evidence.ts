import { Certainty, CoverageReason, type Coverage } from '../../src/model/coverage.js';
import { TraceCertainty, TraceRemark, TraceRule, type Attribution, type Trace } from '../../src/model/trace.js';
import type { Evidence } from './place-evidence.js';

/** They say that no session is behind something: only whoever saw everything before it can. */
const denials: ReadonlySet<TraceRule> = new Set([TraceRule.containerProcess, TraceRule.unaudited]);

type Extent = Pick<Evidence, 'isCut' | 'isBlind'>;

/** What is said of an activity where only a part of what happened there was looked at. */
export function ofPart(attribution: Attribution, { isCut, isBlind }: Extent): Attribution {
  const { rule, remarks } = attribution;
  if (!isCut || rule === TraceRule.request) return attribution;
  const remarked = { ...attribution, remarks: [...remarks, TraceRemark.evidenceCut] };
  if (!isBlind || !denials.has(rule)) return remarked;
  const { none } = TraceCertainty;
  return { ...remarked, certainty: none, rule: TraceRule.noEvidence, sessionId: null, candidates: [] };
}

/** The same of a whole trace; its rows do without the remark, which is said of all of them. */
export function traceOfPart(trace: Trace, extent: Extent): Trace {
  if (!extent.isCut) return trace;
  const rows = trace.rows.map((row) => {
    const attribution = extent.isBlind && denials.has(row.attribution.rule) ? ofPart(row.attribution, extent) : null;
    return attribution ? { ...row, attribution } : row;
  });
  return { ...trace, attribution: ofPart(trace.attribution, extent), rows };
}

/** The backend counted everything; what was fetched to tell who did it was less. */
export function coverageOfPart(coverage: Coverage): Coverage {
  const { certainty, reasons } = coverage;
  return {
    ...coverage,
    certainty: certainty === Certainty.exact ? Certainty.atLeast : certainty,
    loaded: [],
    reasons: [...reasons, CoverageReason.limit],
  };
}
