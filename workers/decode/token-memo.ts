import type { Bytes } from '../../src/model/units.js';
import { tailMask } from './token-hash.js';

/** What `find` gives for a token that was not seen before. */
export const unknownToken = -2;
/** Longer tokens are not worth remembering. */
export const longestToken = 16 * 1024;

const longestProbe = 8;
const firstCapacity = 64;
/** Words before a token in the pool: its hash, its length in bytes, the result. */
const headWords = 3;
/** Of a place: where in the pool the token lies; above it a few bits of the hash. */
const placeBits = 24;
const placeMask = (1 << placeBits) - 1;

/**
 * Remembers a number for each JSON token of one member, by the token's bytes as they came: the same bytes mean the same each time. A cache: an
 * entry may be lost where many tokens want one place, so nothing that is crafted makes it slow. What is looked at each time is kept small, so that
 * it stays near the processor.
 */
export class TokenMemo {
  /** A position in the pool and bits of the hash, 0 where there is nothing. */
  #places = new Int32Array(firstCapacity);
  #mask = firstCapacity - 1;
  #count = 0;
  /** Tokens, each from a word of its own on, little endian; what lies behind the last byte of a token is zero. */
  #pool = new Int32Array(firstCapacity * 8);
  #poolLength = 1;
  /** Where the token lies that was found or added last. */
  place = 0;

  /** Memory held, roughly. */
  get byteLength(): Bytes {
    return this.#pool.byteLength + this.#places.byteLength;
  }

  /** Three bytes behind the token must be readable. */
  find(view: DataView, from: number, length: number, hash: number): number {
    const places = this.#places;
    const mask = this.#mask;
    const tag = (hash >> placeBits) << placeBits;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const entry = places[(hash + probe) & mask]!;
      if (entry === 0) return unknownToken;
      if (((entry ^ tag) & ~placeMask) !== 0) continue;
      const place = entry & placeMask;
      const pool = this.#pool;
      if (pool[place] !== hash || pool[place + 1] !== length) continue;
      if (!this.isAt(place, view, from, length)) continue;
      this.place = place;
      return pool[place + 2]!;
    }
    return unknownToken;
  }

  /** Length of the token at this place. */
  lengthAt(place: number): Bytes {
    return this.#pool[place + 1]!;
  }

  resultAt(place: number): number {
    return this.#pool[place + 2]!;
  }

  /** Whether the token at this place stands there; three bytes behind it must be readable. */
  isAt(place: number, view: DataView, from: number, length: number): boolean {
    const pool = this.#pool;
    let word = place + headWords;
    let at = from;
    for (let left = length; left >= 4; left -= 4) {
      if (view.getInt32(at, true) !== pool[word]) return false;
      at += 4;
      word += 1;
    }
    return (length & 3) === 0 || (view.getInt32(at, true) & tailMask(length)) === pool[word];
  }

  add(view: DataView, from: number, length: number, hash: number, result: number): void {
    if (this.#count * 3 > this.#mask * 2) this.#grow();
    const words = (length + 3) >>> 2;
    const place = this.#poolLength;
    const end = place + headWords + words;
    if (end > placeMask) return;
    if (end > this.#pool.length) {
      const grown = new Int32Array(Math.max(this.#pool.length * 2, end));
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const pool = this.#pool;
    pool[place] = hash;
    pool[place + 1] = length;
    pool[place + 2] = result;
    for (let word = 0; word < words; word += 1) {
      pool[place + headWords + word] = view.getInt32(from + word * 4, true);
    }
    if ((length & 3) !== 0) pool[end - 1]! &= tailMask(length);
    this.#poolLength = end;
    this.#put(place, hash);
    this.place = place;
  }

  #put(place: number, hash: number): void {
    const places = this.#places;
    let at = 0;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      at = (hash + probe) & this.#mask;
      if (places[at] === 0) {
        this.#count += 1;
        break;
      }
    }
    places[at] = ((hash >> placeBits) << placeBits) | place;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    this.#mask = before.length * 2 - 1;
    this.#count = 0;
    for (const entry of before) if (entry !== 0) this.#put(entry & placeMask, this.#pool[entry & placeMask]!);
  }
}
