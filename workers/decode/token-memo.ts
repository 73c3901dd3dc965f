import type { Bytes } from '../../src/model/units.js';
import { tailMask } from './token-hash.js';

/** What `find` gives for a token that was not seen before. */
export const unknownToken = -2;
/** Longer tokens are not worth remembering. */
export const longestToken = 16 * 1024;

const longestProbe = 16;
const firstCapacity = 256;
/** Words before a token in the pool: its hash, its owner and length in bytes, the result. */
const headWords = 3;
const lengthBits = 15;
/** Of a place: where in the pool the token lies; above it a few bits of the hash. */
const placeBits = 24;
const placeMask = (1 << placeBits) - 1;

/**
 * Remembers a number for each JSON token of a member (its owner), by the token's bytes as they came: the same bytes mean the same each time. A
 * cache: an entry may be lost where many tokens want one place, so nothing that is crafted makes it slow. One table for all members, and what is
 * looked at each time is kept small: so it stays near the processor.
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

  /** Three bytes behind the token must be readable. `owner` is below 2^16. */
  find(view: DataView, from: number, length: number, hash: number, owner: number): number {
    const places = this.#places;
    const pool = this.#pool;
    const mask = this.#mask;
    const head = (owner << lengthBits) | length;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const entry = places[(hash + probe) & mask]!;
      if (entry === 0) return unknownToken;
      const place = entry & placeMask;
      if ((entry ^ hash) >>> placeBits !== 0 || pool[place] !== hash || pool[place + 1] !== head) continue;
      if (!isAt(pool, place, view, from, length)) continue;
      this.place = place;
      return pool[place + 2]!;
    }
    return unknownToken;
  }

  /** What the token at this place means where it stands there, `unknownToken` where it does not. Behind `limit` three bytes must be readable. */
  expect(place: number, view: DataView, from: number, limit: number): number {
    const pool = this.#pool;
    const length = this.lengthAt(place);
    return from + length <= limit && isAt(pool, place, view, from, length) ? pool[place + 2]! : unknownToken;
  }

  /** Length of the token at this place. */
  lengthAt(place: number): Bytes {
    return this.#pool[place + 1]! & ((1 << lengthBits) - 1);
  }

  add(view: DataView, from: number, length: number, hash: number, owner: number, result: number): void {
    if (this.#count * 2 > this.#mask) this.#enlarge();
    const place = this.#poolLength;
    const first = place + headWords;
    const end = first + ((length + 3) >>> 2);
    if (end > placeMask) return;
    if (end > this.#pool.length) {
      const grown = new Int32Array(Math.max(this.#pool.length * 2, end));
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const pool = this.#pool;
    pool[place] = hash;
    pool[place + 1] = (owner << lengthBits) | length;
    pool[place + 2] = result;
    for (let word = first; word < end; word += 1) pool[word] = view.getInt32(from + (word - first) * 4, true);
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
    places[at] = ((hash >>> placeBits) << placeBits) | place;
  }

  #enlarge(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    this.#mask = before.length * 2 - 1;
    this.#count = 0;
    for (const entry of before) if (entry !== 0) this.#put(entry & placeMask, this.#pool[entry & placeMask]!);
  }
}

/** Whether the token at this place of a pool stands there; three bytes behind it must be readable. */
function isAt(pool: Int32Array, place: number, view: DataView, from: number, length: number): boolean {
  let word = place + headWords;
  let at = from;
  const end = from + (length & ~3);
  for (; at < end; at = (at + 4) | 0) {
    if (view.getInt32(at, true) !== pool[word]) return false;
    word = (word + 1) | 0;
  }
  return (length & 3) === 0 || (view.getInt32(at, true) & tailMask(length)) === pool[word];
}
