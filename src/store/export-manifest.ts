import type { ActivityType } from '../model/activity.js';
import type { Certainty, Coverage, CoverageReason } from '../model/coverage.js';
import { printFilter } from '../model/filter/print.js';
import type { Query, ScopeStep } from '../model/query.js';
import type { TimeRange } from '../model/time-range.js';
import { toEpochMs, type Bytes, type EpochMs, type EpochNs, type Revision } from '../model/units.js';
import type { ExportFormat } from '../protocol/engine-api.js';
import { product } from './product.js';

/** A range twice: in nanoseconds for programs (as text, since they exceed what JSON readers keep), and in RFC 3339 for people. */
export interface ManifestRange {
  readonly fromNs: string;
  /** Exclusive. */
  readonly toNs: string;
  readonly from: string;
  readonly to: string;
}

/** What an exported file holds and what not, as plain data for JSON. `manifestVersion` grows when a member changes its meaning. */
export interface ExportManifest {
  readonly manifestVersion: 1;
  readonly product: { readonly name: string; readonly version: string };
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly file: {
    readonly format: ExportFormat;
    readonly rows: number;
    readonly bytes: Bytes;
    /** Of all bytes, lower-case hexadecimal. */
    readonly sha256: string;
    /** Rows that matched and are missing from the file. The export itself never leaves any out. */
    readonly isCut: boolean;
  };
  readonly question: {
    readonly range: ManifestRange;
    /** IANA name of the zone that the view showed. */
    readonly timeZone: string;
    /** As it was applied. Empty: everything. */
    readonly filter: string;
    /** As the person wrote it, where that differs: parts that are not understood or disabled have no effect. */
    readonly filterAsWritten?: string;
    readonly types: readonly ActivityType[];
    readonly scope: readonly ScopeStep[];
  };
  /** How far the file may be trusted to be the whole answer. */
  readonly coverage: {
    readonly certainty: Certainty;
    readonly reasons: readonly CoverageReason[];
    /** Activities that were loaded in the range, whatever the filter, and how many there are by the backend's word. */
    readonly activities: number;
    readonly expected?: number;
    /** The backend that counted and listed the rows by itself, where that was so; `silent`: its parts that did not answer, whose rows are missing. */
    readonly countedBy?: { readonly name: string; readonly shards?: number; readonly silent: readonly string[] };
    readonly loaded: readonly ManifestRange[];
    readonly gaps: readonly (ManifestRange & { readonly statedBy: string; readonly dropped?: number })[];
  };
  /** State of the engine at which the picture was taken. */
  readonly revision: Revision;
}

export interface ManifestFacts {
  readonly format: ExportFormat;
  readonly query: Omit<Query, 'want'>;
  readonly filterText: string;
  readonly timeZone: string;
  readonly coverage: Coverage;
  readonly revision: Revision;
  readonly matching: number;
  readonly rows: number;
  readonly bytes: Bytes;
  readonly sha256: string;
  readonly nowMs: EpochMs;
}

export function exportManifest(facts: ManifestFacts): ExportManifest {
  const { query, coverage } = facts;
  const filter = printFilter(query.filter);
  return {
    manifestVersion: 1,
    product,
    createdAt: new Date(facts.nowMs).toISOString(),
    file: {
      format: facts.format,
      rows: facts.rows,
      bytes: facts.bytes,
      sha256: facts.sha256,
      isCut: facts.rows !== facts.matching,
    },
    question: {
      range: manifestRange(query.range),
      timeZone: zoneName(facts.timeZone),
      filter,
      ...(facts.filterText !== filter && { filterAsWritten: facts.filterText }),
      types: query.types ?? [],
      scope: query.scope ?? [],
    },
    coverage: {
      certainty: coverage.certainty,
      reasons: coverage.reasons,
      activities: coverage.activities,
      ...(coverage.expected !== undefined && { expected: coverage.expected }),
      ...(coverage.countedBy && { countedBy: coverage.countedBy }),
      loaded: coverage.loaded.map(manifestRange),
      gaps: coverage.gaps.map(({ range, statedBy, dropped }) => ({
        ...manifestRange(range),
        statedBy,
        ...(dropped !== undefined && { dropped }),
      })),
    },
    revision: facts.revision,
  };
}

function manifestRange({ fromNs, toNs }: TimeRange): ManifestRange {
  return { fromNs: String(fromNs), toNs: String(toNs), from: instant(fromNs), to: instant(toNs) };
}

function instant(timeNs: EpochNs): string {
  const second = 1_000_000_000n;
  const fraction = ((timeNs % second) + second) % second;
  return `${new Date(toEpochMs(timeNs)).toISOString().slice(0, -'.000Z'.length)}.${String(fraction).padStart(9, '0')}Z`;
}

function zoneName(timeZone: string): string {
  return timeZone === 'local' ? new Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC' : timeZone;
}
