import type { Bytes } from '../../src/model/units.js';
import type { ArrowScratch } from './arrow-scratch.js';
import { hashBytes, tailMask } from './token-hash.js';
import { longestToken } from './token-memo.js';

/** What `find` gives for a text that was not seen before. */
export const unknownText = -1;
/** The place where it would be is too far: the texts were made to meet. It cannot be told whether it is there, and it is not entered. */
export const crowdedText = -2;

/** Texts of a column. */
export interface TextCells {
  readonly view: DataView;
  readonly offsets: Int32Array;
}

/** What many texts are looked up with. */
export interface TextSearch {
  readonly seed: number;
  readonly scratch: ArrowScratch;
}

const firstCapacity = 64;
const longestProbe = 64;
/** Words before a text in the pool: its length in bytes, its number. */
const headWords = 2;

/** Numbers of texts by their bytes, which are always compared: hashes can be made to meet. Three bytes behind a text must be readable. */
export class TextTable {
  /** Pairs: the hash, and where in the pool the text lies; 0 where there is none. */
  #slots = new Int32Array(firstCapacity * 2);
  #mask = firstCapacity - 1;
  #count = 0;
  /** Texts, each from a word of its own on, little endian; what lies behind the last byte of a text is zero. */
  #pool = new Int32Array(firstCapacity * 8);
  #poolLength = 1;

  /** Memory held. */
  get byteLength(): Bytes {
    return this.#pool.byteLength + this.#slots.byteLength;
  }

  find(view: DataView, from: number, length: number, hash: number): number {
    const slots = this.#slots;
    const mask = this.#mask;
    let slot = hash & mask;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const place = slots[slot * 2 + 1]!;
      if (place === 0) return unknownText;
      if (slots[slot * 2] === hash && this.#isAt(place, view, from, length)) return this.#pool[place + 1]!;
      slot = (slot + 1) & mask;
    }
    return crowdedText;
  }

  /**
   * Writes numbers of texts, one for each of `rows`: 0 for those that are empty or not there, `unknownText` for those that were not found. Step by step
   * for all of them, since the processor then fetches many places of the table at once; one text after another takes several times as long.
   */
  findAll(
    { view, offsets }: TextCells,
    presence: Uint8Array | null,
    rows: Uint32Array,
    { seed, scratch }: TextSearch,
    numbers: Int32Array,
  ): void {
    const count = rows.length;
    const words = scratch.words(count * 2);
    const hashes = words.subarray(0, count);
    const places = words.subarray(count);
    for (let at = 0; at < count; at += 1) {
      const from = offsets[rows[at]!]!;
      const length = offsets[rows[at]! + 1]! - from;
      hashes[at] = length > longestToken ? 0 : hashBytes(view, from, length, seed);
    }
    const slots = this.#slots;
    const mask = this.#mask;
    for (let at = 0; at < count; at += 1) {
      const hash = hashes[at]!;
      let slot = hash & mask;
      let place = slots[slot * 2 + 1]!;
      for (let probe = 1; place !== 0 && slots[slot * 2] !== hash; probe += 1) {
        slot = (slot + 1) & mask;
        place = probe < longestProbe ? slots[slot * 2 + 1]! : 0;
      }
      places[at] = place;
    }
    for (let at = 0; at < count; at += 1) {
      const row = rows[at]!;
      const from = offsets[row]!;
      const length = offsets[row + 1]! - from;
      const place = places[at]!;
      const isNone = length === 0 || (presence !== null && ((presence[row >> 3]! >> (row & 7)) & 1) === 0);
      if (isNone) numbers[at] = 0;
      else numbers[at] = place !== 0 && this.#isAt(place, view, from, length) ? this.#pool[place + 1]! : unknownText;
    }
  }

  #isAt(place: number, view: DataView, from: number, length: number): boolean {
    const pool = this.#pool;
    if (pool[place] !== length) return false;
    let word = place + headWords;
    let at = from;
    for (let left = length; left >= 4; left -= 4) {
      if (view.getInt32(at, true) !== pool[word]) return false;
      at += 4;
      word += 1;
    }
    return (length & 3) === 0 || (view.getInt32(at, true) & tailMask(length)) === pool[word];
  }

  /** One for which `find` gave `unknownText`. */
  add(view: DataView, from: number, length: number, hash: number, number: number): void {
    if (this.#count * 2 > this.#mask) this.#grow();
    const place = this.#poolLength;
    const words = (length + 3) >>> 2;
    const end = place + headWords + words;
    if (end > this.#pool.length) {
      const grown = new Int32Array(Math.max(this.#pool.length * 2, end));
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const pool = this.#pool;
    pool[place] = length;
    pool[place + 1] = number;
    for (let word = 0; word < words; word += 1) pool[place + headWords + word] = view.getInt32(from + word * 4, true);
    if ((length & 3) !== 0) pool[end - 1]! &= tailMask(length);
    this.#poolLength = end;
    this.#put(hash, place);
  }

  #put(hash: number, place: number): void {
    const slots = this.#slots;
    let slot = hash & this.#mask;
    while (slots[slot * 2 + 1] !== 0) slot = (slot + 1) & this.#mask;
    slots[slot * 2] = hash;
    slots[slot * 2 + 1] = place;
    this.#count += 1;
  }

  #grow(): void {
    const before = this.#slots;
    this.#slots = new Int32Array(before.length * 2);
    this.#mask = before.length - 1;
    this.#count = 0;
    for (let at = 0; at < before.length; at += 2) if (before[at + 1] !== 0) this.#put(before[at]!, before[at + 1]!);
  }
}
