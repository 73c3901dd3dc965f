import type { Activity } from '../../src/model/activity.js';
import {
  activitiesIn,
  type CreateDecoder,
  type Decoded,
  type Decoder,
  type WireFormat,
} from '../../src/model/reading.js';
import type { Bytes } from '../../src/model/units.js';
import { checkActivities, checkedActivities } from './pushed-activities.js';

/** What a host hands in: bytes of any readable format, or activities. */
export type PushedInput = PushedBytes | { readonly activities: readonly Activity[] };
export interface PushedBytes {
  readonly bytes: Uint8Array;
  readonly format?: WireFormat;
  /** Shown in problems. */
  readonly name?: string;
}

/** What was read of a portion, in order: at the end of a push there may be more than one. */
export type Portion = readonly Decoded[];

/** The portions of one push, in order. */
export interface PushWork {
  /** So many can be asked for; at least one. */
  readonly count: number;
  /** Whether they are made elsewhere, at the same time as other things are done: then several are asked for beforehand. */
  readonly isElsewhere: boolean;
  next(): Portion | Promise<Portion>;
}

/** Bytes decoded in one portion: about a thousand lines, so that what a portion costs apart from its lines does not show. */
const bytesAtATime = 512 * 1024;
/** The first portion is small, for an early answer; each that follows is twice as large, up to `bytesAtATime`. */
const firstBytes = 64 * 1024;
const newline = 10;
const activitiesAtATime = 5_000;

/** Cuts what is pushed into portions. */
export class Portions {
  #portionBytes = firstBytes;

  /** Where the portions of these bytes end. */
  ends(bytes: Uint8Array): readonly Bytes[] {
    const ends: Bytes[] = [];
    for (let from = 0; from < bytes.length; from = ends.at(-1)!) {
      const left = bytes.length - from;
      // Of portions of one size the last is no small rest.
      ends.push(portionEnd(bytes, from, Math.ceil(left / Math.ceil(left / this.#portionBytes))));
      this.#portionBytes = Math.min(this.#portionBytes * 2, bytesAtATime);
    }
    return ends;
  }
}

/** Behind the last line that ends in the portion: a line that is cut is read more slowly. */
function portionEnd(bytes: Uint8Array, from: number, portionBytes: number): number {
  const most = from + portionBytes;
  if (most >= bytes.length) return bytes.length;
  const lineEnd = bytes.lastIndexOf(newline, most - 1);
  return lineEnd < from ? most : lineEnd + 1;
}

/** @throws AuditError where there is no list at all. */
export function activitiesWork(pushed: readonly Activity[], name: string): PushWork {
  const activities = checkActivities(pushed);
  let from = 0;
  const next = (): Portion => {
    const portion = activities.slice(from, from + activitiesAtATime);
    from += activitiesAtATime;
    return [checkedActivities(portion, name)];
  };
  return { count: Math.ceil(activities.length / activitiesAtATime), isElsewhere: false, next };
}

/** One push of bytes is a whole: its last record must be complete. */
export function bytesWork(
  { bytes, format, name }: PushedBytes & { readonly name: string },
  ends: readonly Bytes[],
  createDecoder: CreateDecoder,
): PushWork {
  const decoder = createDecoder({ source: name, columns: true, ...(format && { format }) });
  let portion = 0;
  return { count: portionsIn(ends), isElsewhere: false, next: () => readPortion(decoder, bytes, ends, portion++) };
}

/** A push without bytes has a portion too. */
export const portionsIn = (ends: readonly Bytes[]): number => Math.max(1, ends.length);

/** Reads one portion; the last with what the end of the push makes whole. */
export function readPortion(decoder: Decoder, bytes: Uint8Array, ends: readonly Bytes[], portion: number): Portion {
  const end = ends[portion];
  const read = end === undefined ? [] : [decoder.push(bytes.subarray(ends[portion - 1] ?? 0, end))];
  if (portion + 1 < ends.length) return read;
  const rest = decoder.end();
  return read.length > 0 && isNothing(rest) ? read : [...read, rest];
}

/** Nothing is told by it. */
function isNothing(decoded: Decoded): boolean {
  const { problems, gaps, skipped, records, page } = decoded;
  return !page && activitiesIn(decoded) + problems.length + gaps.length + skipped + records === 0;
}
