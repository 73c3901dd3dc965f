/**
 * The seam between bytes and activities: what a decoder gives, what a backend yields. Plain types, so that the rooms that fetch and
 * the rooms that decode do not need to know each other.
 */
import type { Activity } from './activity.js';
import type { ActivityBlock } from './activity-block.js';
import type { Gap } from './coverage.js';
import type { ProblemKind } from './problem-kind.js';
import type { Bytes, EpochNs } from './units.js';

export { ProblemKind } from './problem-kind.js';

/** The wire formats that can be read. */
export const WireFormat = {
  /** The open protocol's own activities, as NDJSON lines or `{page, data}` documents. */
  open: 'open',
  kubernetesAudit: 'kubernetes-audit',
  falco: 'falco',
  tetragon: 'tetragon',
  tracee: 'tracee',
  sysdig: 'sysdig',
  auditd: 'auditd',
  zeek: 'zeek',
  osquery: 'osquery',
  /** Documents of the Elastic Common Schema. */
  ecs: 'ecs',
  cowrie: 'cowrie',
  kubearmor: 'kubearmor',
} as const;
export type WireFormat = (typeof WireFormat)[keyof typeof WireFormat];

/** Something in the input that a person should know of. */
export interface Problem {
  readonly kind: ProblemKind;
  /** Name of the file, or address of the backend. */
  readonly source: string;
  /** 1-based line where the record begins, where there are lines. */
  readonly line?: number;
  /** Offset of the record's first byte in the (uncompressed) input. */
  readonly byteOffset?: Bytes;
  /** A sentence: what was expected, what came. */
  readonly reason: string;
  /** The beginning of the record as text, at most 1,000 characters. */
  readonly excerpt: string;
  /** Whether an activity is missing because of it. */
  readonly lost: boolean;
}

/** What a page of the open protocol (or a like one) says about itself. */
export interface PageMark {
  /** Cursor of the next older page; absent on the last one; null where there is something that is no cursor. */
  readonly next?: string | null;
  readonly prev?: string | null;
  /** How many activities match in the whole asked range, where the backend knows. */
  readonly total?: number;
  /** Whether `total` is a lower bound only. */
  readonly totalIsAtLeast?: boolean;
  /** Present where the page is not all there is by the backend's word: names of its parts that did not answer, as far as they have any. */
  readonly silent?: readonly string[];
}

/** What came out of a stretch of input. All parts may be empty. */
export interface Decoded {
  readonly activities: readonly Activity[];
  /** Further activities of the same stretch, as columns: none of them is in `activities`. */
  readonly blocks?: readonly ActivityBlock[];
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  /** Records that are of the format but no activity for us (a `list pods` in an audit log, a DNS packet). */
  readonly skipped: number;
  /** Records read so far that made an activity, a gap, a skip or a problem, in this stretch. */
  readonly records: number;
  /** Present once per page document. */
  readonly page?: PageMark;
}

export interface DecoderOptions {
  /** Shown in problems. */
  readonly source: string;
  /** Absent: found by looking at the content. */
  readonly format?: WireFormat;
  /** Longer records are counted as too long and skipped without being held. Default 16 MiB. */
  readonly maxRecordBytes?: Bytes;
  /** Told of every record that made an activity: its text as it came, and the offset of its first byte in the input. */
  readonly onRecord?: (activity: Activity, text: string, byteOffset: Bytes) => void;
  /** Told of every activity, in the order of the input: the hash of its id (`idKey`), and the offset of its record's first byte. */
  readonly onId?: (idHash: number, byteOffset: Bytes) => void;
  /** Whether activities may come as `blocks`, which is quicker for formats that allow it. Default false. Never together with `onRecord`. */
  readonly columns?: boolean;
  /** Whether problems say where in the input they are. Default true. In a server's answers, which nobody sees, a place says nothing and differs each time. */
  readonly places?: boolean;
}

/** Turns a stream of bytes into activities. Never throws on content: what cannot be read becomes a problem. */
export interface Decoder {
  /** Takes any cut of the stream. The bytes may be reused by the caller afterwards. */
  push(bytes: Uint8Array): Decoded;
  /** End of the stream: what was still held is decoded or reported. */
  end(): Decoded;
  /** The format the content showed, once it did; null while nothing was recognised. */
  readonly format: WireFormat | null;
  /** Every format seen so far with its number of records, also when several are mixed. */
  readonly formats: ReadonlyMap<WireFormat, number>;
  /** What the first unrecognised record looked like, for the sentence that refuses a wholly wrong input. */
  readonly seen: string | null;
  /** Formats of which a record could be any: it was not taken, and `format` has to say which one it is. Null, or absent, in all other streams. */
  readonly undecided?: readonly WireFormat[] | null;
  /** By format: how sure the least sure record was to be of it, up to 1; without those that can be nothing else. Absent where one format was given. */
  readonly certainties?: ReadonlyMap<WireFormat, number>;
}

/**
 * How it is known of what format something is. `certain`: records say so, or have what no other format has; `likely`: records look like it, and like nothing else that is
 * known; `stated`: somebody said so.
 */
export type FormatCertainty = 'certain' | 'likely' | 'stated';

/** A format in a file or stream. */
export interface FormatFound {
  readonly format: WireFormat;
  readonly records: number;
  /** Absent where the protocol leaves no choice. */
  readonly certainty?: FormatCertainty;
}
export type CreateDecoder = (options: DecoderOptions) => Decoder;

/** Nanosecond times that are taken for real: 1970 to 2262. Outside is reported as invalid. */
export const timeLimits: { readonly minNs: EpochNs; readonly maxNs: EpochNs } = Object.freeze({
  minNs: 0n,
  maxNs: 2n ** 63n - 1n,
});

/** Activities in what came, however they are given. */
export function activitiesIn({ activities, blocks = [] }: Pick<Decoded, 'activities' | 'blocks'>): number {
  return blocks.reduce((sum, { count }) => sum + count, activities.length);
}

/** Every time in what came, in the order of arrival. */
export function* timesIn({ activities, blocks = [] }: Pick<Decoded, 'activities' | 'blocks'>): Generator<EpochNs> {
  const rows = blocks.map(() => 0);
  let object = 0;
  const count = activitiesIn({ activities, blocks });
  for (let arrival = 0; arrival < count; arrival += 1) {
    const at = blocks.findIndex(({ arrivals }, block) => arrivals[rows[block]!] === arrival);
    if (at >= 0) yield blocks[at]!.timesNs[rows[at]!++]!;
    else if (object < activities.length) yield activities[object++]!.timeNs;
  }
}
