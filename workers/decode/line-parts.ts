import type { Bytes } from '../../src/model/units.js';
import type { JsonObject } from './json.js';
import type { Position } from './record-handler.js';
import { decodeUtf8, excerptOf, shorten } from './utf8.js';

/** A line as it was before it was cut. */
export interface JoinedLine {
  readonly text: string;
  /** Of its first part. */
  readonly at: Position;
  /** Whether some of its bytes are no UTF-8. */
  readonly damaged: boolean;
}

/** What stands in the place of a line that cannot be put together. */
export interface LostLine {
  /** Bytes of its parts without their headers. */
  readonly length: Bytes;
  readonly excerpt: string;
  readonly at: Position;
  readonly isTooLong: boolean;
}

/** A part that was kept, the whole line (and what is lost of it should that be none), or a line that is lost. */
export type PartReading =
  'kept' | { readonly joined: JoinedLine; readonly beginning: LostLine } | { readonly lost: LostLine };

interface OpenLine {
  readonly at: Position;
  readonly header: string;
  readonly parts: Uint8Array[];
  readonly excerpt: string;
  length: Bytes;
  isTooLong: boolean;
}

/** What a part takes besides its bytes. */
const partOverhead = 128;
/** A container has no others: whoever makes more of them up is not held for. */
const streams: ReadonlySet<unknown> = new Set(['stdout', 'stderr']);

/**
 * containerd and CRI-O cut lines of more than 16 KiB: `time stream P part`, and F with the last part. Further tags may follow behind a colon.
 * https://github.com/kubernetes/design-proposals-archive/blob/main/node/kubelet-cri-logging.md
 */
const partHeader = /^\d{4}-\d\d-\d\dT\S+ (stdout|stderr) ([PF])(?::\S*)? /;
const longestHeader = 128;
/** Docker's buffer: a first part is not shorter. */
const dockerPartBytes = 16 * 1024;
const utf8 = new TextEncoder();

/** Puts lines together that a container runtime wrote in parts. Parts of the two streams of a container may lie between each other. */
export class LineParts {
  readonly #maxBytes: Bytes;
  readonly #open = new Map<string, OpenLine>();

  /** A line of more than `maxBytes` is not held. */
  constructor(maxBytes: Bytes) {
    this.#maxBytes = maxBytes;
  }

  /** Null where the line is no part of another one. `bytes` are those of `text`, and may be reused afterwards. */
  read(text: string, bytes: Uint8Array, at: Position): PartReading | null {
    const found = partHeader.exec(text.slice(0, longestHeader));
    if (!found) return null;
    const [header, stream = '', tag] = found;
    let line = this.#open.get(stream);
    const isLast = tag === 'F';
    if (!line && isLast) return null;
    if (!line) {
      line = {
        at,
        header: header.replace(/ P\S* $/, ' F '),
        parts: [],
        excerpt: excerptOf(bytes),
        length: 0,
        isTooLong: false,
      };
      this.#open.set(stream, line);
    }
    // A header has one byte for each character. A part may end in the middle of one.
    return this.#add(line, stream, bytes.subarray(header.length), isLast);
  }

  /** The same for a record of Docker, whose lines end where there is a line feed, or of Fluent Bit, which keeps the tag. */
  readRecord({ stream, logtag, log, message, ...others }: JsonObject, text: string, at: Position): PartReading | null {
    const content = log ?? message;
    if (typeof stream !== 'string' || !streams.has(stream) || typeof content !== 'string') return null;
    let line = this.#open.get(stream);
    const isDocker = logtag === undefined && Object.keys(others).every((key) => key === 'time' || key === 'attrs');
    const part = utf8.encode(content);
    const isLast = isDocker ? content.endsWith('\n') : logtag !== 'P';
    if (!line && (isLast || (isDocker && part.length < dockerPartBytes))) return null;
    if (!line)
      this.#open.set(
        stream,
        (line = { at, header: '', parts: [], excerpt: shorten(text), length: 0, isTooLong: false }),
      );
    return this.#add(line, stream, part, isLast);
  }

  /** A record of the stream came whole: what is open of it was never ended. */
  drop({ stream }: JsonObject): LostLine | null {
    const line = typeof stream === 'string' ? this.#open.get(stream) : undefined;
    if (!line || typeof stream !== 'string') return null;
    this.#open.delete(stream);
    return line;
  }

  #add(line: OpenLine, stream: string, part: Uint8Array, isLast: boolean): PartReading {
    line.length += part.length;
    line.isTooLong ||= line.length + line.parts.length * partOverhead > this.#maxBytes;
    if (line.isTooLong) line.parts.length = 0;
    else line.parts.push(part.slice());
    if (!isLast) return 'kept';
    this.#open.delete(stream);
    if (line.isTooLong) return { lost: line };
    const { text: content, damaged } = decodeUtf8(joined(line));
    return {
      joined: { text: line.header + content, at: line.at, damaged },
      beginning: line,
    };
  }

  /** The input ends: lines whose last part did not come, in the order of the input. */
  end(): readonly LostLine[] {
    const lost = [...this.#open.values()];
    this.#open.clear();
    return lost;
  }
}

function joined({ parts, length }: OpenLine): Uint8Array {
  const whole = new Uint8Array(length);
  let end = 0;
  for (const part of parts) {
    whole.set(part, end);
    end += part.length;
  }
  return whole;
}
