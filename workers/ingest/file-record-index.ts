import { idKey } from '../../src/model/id-key.js';
import type { Bytes } from '../../src/model/units.js';

/** Where the records of some ids may be. */
export interface Stretch {
  /** The first byte of a record, or the beginning of the file. */
  readonly fromOffset: Bytes;
  /** Exclusive; Infinity: to the end. */
  readonly toOffset: Bytes;
}

/** A stretch ends with the first record that begins so far behind its own beginning, or after so many records. */
const stretchBytes = 1024 * 1024;
const stretchRecords = 4_096;
/** Bits of a stretch's filter: with 4,096 records of two bits each, one in 60 other stretches is read for nothing. */
const filterBits = 65_536;

interface Entry {
  readonly fromOffset: Bytes;
  readonly filter: Uint32Array;
  records: number;
}

/**
 * Remembers, in 8 KiB a stretch, which parts of a file may hold the records of an id, so that one record is found again without reading all of it. By id and not
 * by time: nothing promises that a file is in order of time, and the records of one activity may lie far apart. It may name a stretch too many, never one too few.
 */
export class FileRecordIndex {
  readonly #entries: Entry[] = [];
  #isWhole = false;

  /**
   * In the order in which records end, which is nearly that of the file: parts of one may lie between others, and stretches are named from where it begins to where
   * it ends. `idHash` as `idKey` has it.
   */
  add(idHash: number, byteOffset: Bytes): void {
    let entry = this.#entries.at(-1);
    if (!entry || byteOffset - entry.fromOffset >= stretchBytes || entry.records >= stretchRecords) {
      const fromOffset = entry ? byteOffset : 0;
      this.#entries.push((entry = { fromOffset, filter: new Uint32Array(filterBits / 32), records: 0 }));
    }
    entry.records += 1;
    const bits = bitsOf(idHash);
    for (let at = this.#entries.length - 1; at >= 0; at -= 1) {
      const { filter, fromOffset } = this.#entries[at]!;
      for (const bit of bits) filter[bit >>> 5]! |= 1 << (bit & 31);
      if (fromOffset <= byteOffset) break;
    }
  }

  /** The file was read to its end: what is not here is not in it. */
  end(): void {
    this.#isWhole = true;
  }

  /** In the order of the file, neighbours joined. */
  stretchesOf(id: string): readonly Stretch[] {
    const bits = bitsOf(idKey(id).hash);
    const found: Stretch[] = [];
    this.#entries.forEach(({ fromOffset, filter }, at) => {
      const isLast = at === this.#entries.length - 1;
      const mayHold = bits.every((bit) => ((filter[bit >>> 5]! >>> (bit & 31)) & 1) === 1);
      if (!mayHold && (this.#isWhole || !isLast)) return;
      const toOffset = this.#entries[at + 1]?.fromOffset ?? Number.POSITIVE_INFINITY;
      const before = found.at(-1);
      if (before?.toOffset === fromOffset) found[found.length - 1] = { fromOffset: before.fromOffset, toOffset };
      else found.push({ fromOffset, toOffset });
    });
    if (this.#entries.length === 0 && !this.#isWhole) found.push({ fromOffset: 0, toOffset: Number.POSITIVE_INFINITY });
    return found;
  }
}

function bitsOf(idHash: number): readonly [number, number] {
  return [idHash & (filterBits - 1), (idHash >>> 16) & (filterBits - 1)];
}
