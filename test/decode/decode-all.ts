import type { Activity, AttributeValue } from '../../src/model/activity.js';
import type { Gap } from '../../src/model/coverage.js';
import type { DecoderOptions, PageMark, Problem, WireFormat } from '../../src/model/reading.js';
import { createDecoder } from '../../workers/decode/decoder.js';

export interface Everything {
  readonly activities: readonly Activity[];
  readonly problems: readonly Problem[];
  readonly gaps: readonly Gap[];
  readonly pages: readonly PageMark[];
  readonly skipped: number;
  readonly records: number;
  readonly formats: ReadonlyMap<WireFormat, number>;
  readonly seen: string | null;
}

/** Everything that comes out of the input when it is pushed in pieces of `cut` bytes. */
export function decodeAll(
  input: string | Uint8Array,
  { cut = Infinity, ...options }: Partial<DecoderOptions> & { readonly cut?: number } = {},
): Everything {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const decoder = createDecoder({ source: 'test', ...options });
  const parts = [];
  for (let from = 0; from < bytes.length; from += cut) {
    // A copy that is overwritten afterwards: the decoder must not rely on the caller's bytes.
    const piece = new Uint8Array(bytes.subarray(from, from + cut));
    parts.push(decoder.push(piece));
    piece.fill(0x7b);
  }
  parts.push(decoder.end());
  return {
    activities: parts.flatMap((part) => part.activities),
    problems: parts.flatMap((part) => part.problems),
    gaps: parts.flatMap((part) => part.gaps),
    pages: parts.flatMap((part) => part.page ?? []),
    skipped: parts.reduce((sum, part) => sum + part.skipped, 0),
    records: parts.reduce((sum, part) => sum + part.records, 0),
    formats: decoder.formats,
    seen: decoder.seen,
  };
}

/** The one activity of a record. */
export function decodeOne(record: object | string): Activity {
  const { activities, problems } = decodeAll(typeof record === 'string' ? record : JSON.stringify(record));
  const [activity] = activities;
  if (!activity || activities.length > 1) {
    throw new Error(`${activities.length} activities; ${problems.map(({ reason }) => reason).join(' ')}`);
  }
  return activity;
}

/** Its attributes as a plain object, to compare. */
export function attributesOf(activity: Activity): Record<string, AttributeValue> {
  return Object.fromEntries(activity.attributes);
}
