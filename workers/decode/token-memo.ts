/** What `find` gives for a token that was not seen before. */
export const unknownToken = -2;

const fieldsPerEntry = 4;
const longestProbe = 8;
const firstCapacity = 64;

/**
 * Remembers a number for each JSON token of one member, by the token's bytes as they came: the same bytes mean the same each time. A cache: an
 * entry may be lost where many tokens want one place, so nothing that is crafted makes it slow.
 */
export class TokenMemo {
  /** Memory held, roughly. */
  byteLength = 0;
  /** Hash, position in the pool plus one (0: empty), length in bytes, result. */
  #entries = new Int32Array(firstCapacity * fieldsPerEntry);
  #mask = firstCapacity - 1;
  #count = 0;
  /** The tokens' bytes, little endian, each from a word of its own on; what lies behind the last byte of a token is zero. */
  #pool = new Int32Array(firstCapacity * 4);
  #poolLength = 0;

  /** Three bytes behind the token must be readable. */
  find(view: DataView, from: number, length: number, hash: number): number {
    const entries = this.#entries;
    const mask = this.#mask;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const entry = ((hash + probe) & mask) * fieldsPerEntry;
      const place = entries[entry + 1]!;
      if (place === 0) return unknownToken;
      if (entries[entry] === hash && entries[entry + 2] === length && this.#isAt(place - 1, view, from, length)) {
        return entries[entry + 3]!;
      }
    }
    return unknownToken;
  }

  add(view: DataView, from: number, length: number, hash: number, result: number): void {
    if (this.#count * 2 > this.#mask) this.#grow();
    const words = (length + 3) >>> 2;
    if (this.#poolLength + words > this.#pool.length) {
      const grown = new Int32Array(Math.max(this.#pool.length * 2, this.#poolLength + words));
      grown.set(this.#pool);
      this.#pool = grown;
    }
    const place = this.#poolLength;
    for (let word = 0; word < words; word += 1) this.#pool[place + word] = view.getInt32(from + word * 4, true);
    if ((length & 3) !== 0) this.#pool[place + words - 1]! &= tailMask(length);
    this.#poolLength += words;
    this.#put(hash, place + 1, length, result);
    this.byteLength = this.#pool.byteLength + this.#entries.byteLength;
  }

  #isAt(place: number, view: DataView, from: number, length: number): boolean {
    const pool = this.#pool;
    const words = length >>> 2;
    for (let word = 0; word < words; word += 1) {
      if (view.getInt32(from + word * 4, true) !== pool[place + word]) return false;
    }
    if ((length & 3) === 0) return true;
    return (view.getInt32(from + words * 4, true) & tailMask(length)) === pool[place + words];
  }

  #put(hash: number, place: number, length: number, result: number): void {
    const entries = this.#entries;
    let entry = 0;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      entry = ((hash + probe) & this.#mask) * fieldsPerEntry;
      if (entries[entry + 1] === 0) {
        this.#count += 1;
        break;
      }
    }
    entries[entry] = hash;
    entries[entry + 1] = place;
    entries[entry + 2] = length;
    entries[entry + 3] = result;
  }

  #grow(): void {
    const before = this.#entries;
    const capacity = (this.#mask + 1) * 2;
    this.#entries = new Int32Array(capacity * fieldsPerEntry);
    this.#mask = capacity - 1;
    this.#count = 0;
    for (let entry = 0; entry < before.length; entry += fieldsPerEntry) {
      const place = before[entry + 1]!;
      if (place !== 0) this.#put(before[entry]!, place, before[entry + 2]!, before[entry + 3]!);
    }
  }
}

/** Of a token's last word, the bytes that belong to it; its length is no multiple of four. */
export function tailMask(length: number): number {
  return (1 << ((length & 3) * 8)) - 1;
}

/** Continues a hash over the bytes; three bytes behind them must be readable. */
export function hashBytes(view: DataView, from: number, length: number, seed: number): number {
  let hash = seed;
  const end = from + (length & ~3);
  let at = from;
  for (; at < end; at += 4) hash = mix(hash, view.getInt32(at, true));
  return finish((length & 3) === 0 ? hash : mix(hash, view.getInt32(at, true) & tailMask(length)));
}

export function mix(hash: number, word: number): number {
  return Math.imul(((hash << 5) | (hash >>> 27)) ^ word, 0x9e3779b1);
}

export function finish(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
