import { WireFormat } from '../../src/model/reading.js';
import type { EpochNs } from '../../src/model/units.js';
import { auditEvent } from './auditd-event.js';
import { parseAuditLine, type AuditLine } from './auditd-line.js';
import { fault } from './faults.js';
import type { Meaning, TextFormat, TextReader, TextReading } from './format-decoder.js';
import type { Position } from './record-handler.js';
import { SerialWatch } from './serial-watch.js';

/** Lines of the Linux audit daemon. */
export const auditd: TextFormat = {
  format: WireFormat.auditd,
  createReader: (onId) => new AuditReader(onId),
  // As `ausearch` puts events apart.
  isBetween: (line) => line === '----' || /^time->[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}$/.test(line),
};

interface OpenEvent {
  readonly id: string;
  readonly at: Position;
  readonly timeNs: EpochNs;
  readonly lines: AuditLine[];
  readonly texts: string[];
  /** Number of its latest line among all. */
  last: number;
}

/** Lines of an event lie near to each other: one that is so far behind, in time and in lines, is complete. */
const completeAfterNs = 2_000_000_000n;
const completeAfterLines = 256;
/** So many events are open at once, and one has so many lines. */
const mostOpen = 512;
const mostLines = 1024;

/** Puts together what was written in several lines: those of other events may lie between. */
class AuditReader implements TextReader {
  readonly #onId: (id: string, at: Position) => void;
  readonly #open = new Map<string, OpenEvent>();
  readonly #serials = new SerialWatch();
  #newestNs = 0n;
  #count = 0;

  constructor(onId: (id: string, at: Position) => void) {
    this.#onId = onId;
  }

  read(text: string, at: Position): readonly TextReading[] | null {
    const line = parseAuditLine(text);
    if (!line) return null;
    const id = idOf(line);
    this.#onId(id, at);
    this.#serials.see(line, at);
    const complete: TextReading[] = [];
    let event = this.#open.get(id);
    if (!event) this.#open.set(id, (event = { id, at, timeNs: line.timeNs, lines: [], texts: [], last: 0 }));
    event.last = this.#count += 1;
    // The line that says "that was all" tells nothing else.
    const isEnd = line.type === 'EOE';
    if (!isEnd) event.lines.push(line);
    event.texts.push(text);
    if (isEnd || event.lines.length >= mostLines) complete.push(...this.#complete(event));
    if (line.timeNs > this.#newestNs) this.#newestNs = line.timeNs;
    // In the order of their first lines.
    for (const open of this.#open.values()) {
      const isBehind = this.#newestNs - open.timeNs > completeAfterNs && this.#count - open.last > completeAfterLines;
      if (!isBehind && this.#open.size <= mostOpen) break;
      complete.push(...this.#complete(open));
    }
    return complete;
  }

  end(): readonly TextReading[] {
    const complete = [...this.#open.values()].flatMap((event) => this.#complete(event));
    return [...complete, ...this.#serials.end()];
  }

  #complete({ id, at, lines, texts }: OpenEvent): readonly TextReading[] {
    this.#open.delete(id);
    return lines.length === 0 ? [] : [{ meaning: meaningOf(id, lines), text: texts.join('\n'), at }];
  }
}

/** Other events may be complete with the same line: a fault in one of them is no loss of theirs. */
function meaningOf(id: string, lines: readonly AuditLine[]): Meaning {
  try {
    return auditEvent(id, lines);
  } catch (thrown) {
    return fault(thrown);
  }
}

/** The same for every line of an event, and for the same event in another file. */
function idOf({ node, timeNs, serial }: AuditLine): string {
  return `audit ${timeNs / 1_000_000n}:${serial}${node === undefined ? '' : ` ${node}`}`;
}
