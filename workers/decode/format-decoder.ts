import type { Activity, ActivityType } from '../../src/model/activity.js';
import type { Gap } from '../../src/model/coverage.js';
import type { PageMark, WireFormat } from '../../src/model/reading.js';
import type { EpochNs } from '../../src/model/units.js';
import type { AttributeWriter } from './attribute-writer.js';
import type { JsonObject } from './json.js';
import type { Position } from './record-handler.js';
import { isPlausibleTime, parseTime } from './rfc3339.js';

/** What a record means. Reasons are sentences, for people. */
export type Meaning =
  | { readonly kind: 'activity'; readonly activity: Activity; readonly remarks: readonly string[] }
  | { readonly kind: 'gap'; readonly gap: Gap }
  /** One record that stands for several. */
  | { readonly kind: 'several'; readonly meanings: readonly Meaning[] }
  /** Of the format, and about no command, connection, file or session. */
  | { readonly kind: 'skipped' }
  | { readonly kind: 'invalid'; readonly reason: string }
  /** No record of its own: the frame of a list, with its page mark where it has one. */
  | { readonly kind: 'frame'; readonly page?: PageMark };

/** What one or more lines of text came to. */
export interface TextReading {
  readonly meaning: Meaning;
  /** The lines as they came. */
  readonly text: string;
  /** Of the first of them. */
  readonly at: Position;
}

/** Reads the lines of one stream in their order. */
export interface TextReader {
  /** What became complete with this line; null where the line is not of the format. */
  read(line: string, at: Position): readonly TextReading[] | null;
  /** What was still open. */
  end(): readonly TextReading[];
}

/** One wire format whose records are lines of text. */
export interface TextFormat {
  readonly format: WireFormat;
  /** `onId`: of each line that may belong to an activity whose id is known already. */
  createReader(onId: (id: string, at: Position) => void): TextReader;
  /** Whether the line only stands between records, and alone says nothing of the format. */
  readonly isBetween?: (line: string) => boolean;
}

/** One wire format of JSON records. */
export interface FormatDecoder {
  readonly format: WireFormat;
  /** Whether it reads by `decodeEntry`, and takes every entry without a mark of another format where the record before was one of its own. */
  readonly readsEntries?: true;
  /** How sure it is that the record is of this format, from 0 (it is not) to 1. From `sureEnough` on it is taken. */
  recognise(record: JsonObject): number;
  /** `text` is the record as it came. Never throws. */
  decode(record: JsonObject, text: string): Meaning;
  /** Where records belong together: what the others did not come for, at the end of a stream, or of what is there of it so far. */
  end?(): readonly Gap[];
}

export const sureEnough = 0.5;

export const skipped: Meaning = { kind: 'skipped' };
export const invalid = (reason: string): Meaning => ({ kind: 'invalid', reason });

export function activity(id: string, type: ActivityType, timeNs: EpochNs, writer: AttributeWriter): Meaning {
  return { kind: 'activity', activity: { id, type, timeNs, attributes: writer.attributes }, remarks: writer.remarks };
}

/** A time, or why there is none. */
export type TimeReading = { readonly timeNs: EpochNs } | { readonly missing: Meaning };

/** Reads the first of the values that is there; a time that is there but makes no sense is not passed over. */
export function readTime(what: string, values: readonly unknown[]): TimeReading {
  const value = values.find((candidate) => candidate !== undefined && candidate !== null && candidate !== '');
  if (value === undefined) return { missing: invalid(`${what} has no time.`) };
  const timeNs = parseTime(value);
  const shown = typeof value === 'string' || typeof value === 'number' ? String(value).slice(0, 60) : 'an object';
  if (timeNs === null) return { missing: invalid(`The time of ${lower(what)} cannot be read: ${shown}.`) };
  if (!isPlausibleTime(timeNs)) {
    return { missing: invalid(`The time of ${lower(what)} is outside of 1970 to 2262: ${shown}.`) };
  }
  return { timeNs };
}

const lower = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);
