import { AuditError, ErrorCode } from '../model/audit-error.js';
import { initialViewState, type ViewState } from '../model/view-state.js';
import { fromBase62, toBase62 } from './base62.js';
import { ByteReader, UnreadableLink } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { viewFields, type FieldFormat } from './view-fields.js';

/** First character of a link: the version of all that follows. */
const version = '1';
/** What a link may hold: a filter with a list of values that was pasted can be longer. */
const maxLength = 20_000;

export type ViewPart = keyof ViewState;

export const LinkLoss = {
  /** Nothing in it is a link of this library. */
  notALink: 'not-a-link',
  /** Made by a later version: nothing of it can be read. */
  laterVersion: 'later-version',
  /** Characters are missing or changed; what stood before them was read. */
  damaged: 'damaged',
  /** It says something that this version does not know. */
  unknownPart: 'unknown-part',
  /** One part could not be understood; `part` names it. */
  unreadablePart: 'unreadable-part',
  /** It is longer than a link may be. Where one is to be made, `part` names what is longest in it. */
  tooLong: 'too-long',
} as const;
export type LinkLoss = (typeof LinkLoss)[keyof typeof LinkLoss];

export interface DroppedFromLink {
  readonly loss: LinkLoss;
  readonly part?: ViewPart;
}
export interface LinkedView {
  /** What could be understood; parts that are not in the link are not in here. */
  readonly view: Partial<ViewState>;
  /** What could not, for the person to know. Empty: all of it was. */
  readonly dropped: readonly DroppedFromLink[];
}

const parts = Object.keys(viewFields) as readonly ViewPart[];
const partOf: ReadonlyMap<number, ViewPart> = new Map(parts.map((part) => [viewFields[part].number, part]));
/** Number of the field that lists, as bits by number, the parts that are as in the initial view. */
const initialParts = 0;

const write = <Part extends ViewPart>(part: Part, value: ViewState[Part]): Uint8Array => {
  const writer = new ByteWriter();
  const format: FieldFormat<ViewState[Part]> = viewFields[part];
  format.write(writer, value);
  return writer.bytes;
};
const initialBytes: ReadonlyMap<ViewPart, string> = new Map(
  parts.map((part) => [part, write(part, initialViewState[part]).join()]),
);

/** Catches what was cut, swapped or changed on the way. */
function checksum(bytes: Uint8Array): Uint8Array {
  let [one, other] = [1, 0];
  for (const byte of bytes) {
    one = (one + byte) % 251;
    other = (other + one) % 251;
  }
  return Uint8Array.of(one, other);
}

export interface MadeLink {
  /** null where there can be none. */
  readonly link: string | null;
  /** Why not. */
  readonly dropped: readonly DroppedFromLink[];
}

/** As `encodeView`, for views of which a person may have made more than fits into a link. */
export function linkOfView(view: Partial<ViewState>): MadeLink {
  const writer = new ByteWriter();
  let initial = 0;
  let longest: { readonly part: ViewPart; readonly length: number } | null = null;
  const tooLong = (part: ViewPart): MadeLink => ({ link: null, dropped: [{ loss: LinkLoss.tooLong, part }] });
  for (const part of parts) {
    const value = view[part];
    if (value === undefined) continue;
    const bytes = written(part, value);
    if (!bytes) return tooLong(part);
    if (!longest || bytes.length > longest.length) longest = { part, length: bytes.length };
    const { number } = viewFields[part];
    if (bytes.join() === initialBytes.get(part)) initial |= 1 << number;
    else writer.count(number).count(bytes.length).bytesOf(bytes);
  }
  if (initial) {
    const bits = new ByteWriter().count(initial).bytes;
    writer.count(initialParts).count(bits.length).bytesOf(bits);
  }
  const { bytes } = writer;
  const link = version + toBase62(new ByteWriter().bytesOf(checksum(bytes)).bytesOf(bytes).bytes);
  return longest && link.length > maxLength ? tooLong(longest.part) : { link, dropped: [] };
}

/** null: more than any reader takes. */
function written<Part extends ViewPart>(part: Part, value: ViewState[Part]): Uint8Array | null {
  try {
    return write(part, value);
  } catch (thrown) {
    if (thrown instanceof UnreadableLink) return null;
    throw thrown;
  }
}

/**
 * The view as letters and digits: a version, a checksum, the parts that are as at the start, then the others. Parts that a partial view leaves
 * out are left to whoever opens it.
 *
 * @throws AuditError where it would be longer than a link may be, or say more than a reader takes: a filter by hundreds of hashes, for one.
 */
export function encodeView(view: Partial<ViewState>): string {
  const { link, dropped } = linkOfView(view);
  if (link !== null) return link;
  throw new AuditError(ErrorCode.badRequest, 'This view is too long for a link.', { detail: dropped[0]?.part ?? '' });
}

/** Never throws: gives what it understood and names what it did not. */
export function decodeView(link: string): LinkedView {
  const text = link.trim();
  if (!/^[0-9A-Za-z]/.test(text)) return { view: {}, dropped: [{ loss: LinkLoss.notALink }] };
  if (text.length > maxLength) return { view: {}, dropped: [{ loss: LinkLoss.tooLong }] };
  if (text[0] !== version) {
    const later = /^[2-9]/.test(text);
    return { view: {}, dropped: [{ loss: later ? LinkLoss.laterVersion : LinkLoss.notALink }] };
  }
  const { bytes, complete } = fromBase62(text.slice(1));
  const said = bytes.subarray(0, 2);
  const content = bytes.subarray(2);
  const sound = complete && said.length === 2 && checksum(content).every((byte, at) => byte === said[at]);
  const { view, dropped } = readParts(content);
  const damage: readonly DroppedFromLink[] = sound ? [] : [{ loss: LinkLoss.damaged }];
  return { view: Object.freeze(view), dropped: [...damage, ...dropped] };
}

function readParts(content: Uint8Array): { view: Partial<ViewState>; dropped: DroppedFromLink[] } {
  let view: Partial<ViewState> = {};
  const dropped: DroppedFromLink[] = [];
  const reader = new ByteReader(content);
  while (!reader.ended) {
    let part: ViewPart | undefined;
    try {
      const number = reader.count();
      part = partOf.get(number);
      const field = new ByteReader(reader.bytesOf(reader.count()));
      if (number === initialParts) view = { ...view, ...initialOf(field.count()) };
      else if (!part) dropped.push({ loss: LinkLoss.unknownPart });
      else view = { ...view, [part]: viewFields[part].read(field) };
    } catch {
      dropped.push({ loss: LinkLoss.unreadablePart, ...(part && { part }) });
    }
  }
  return { view, dropped };
}

function initialOf(bits: number): Partial<ViewState> {
  let view: Partial<ViewState> = {};
  for (const part of parts)
    if (bits & (1 << viewFields[part].number)) view = { ...view, [part]: initialViewState[part] };
  return view;
}
