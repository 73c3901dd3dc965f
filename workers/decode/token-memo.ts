/** What `find` gives for a token that was not seen before. */
export const unknownToken = -2;

const longestProbe = 8;
const firstCapacity = 64;
/** Words before a token in the pool: its hash, its length in bytes, the result. */
const headWords = 3;

/**
 * Remembers a number for each JSON token of one member, by the token's bytes as they came: the same bytes mean the same each time. A cache: an
 * entry may be lost where many tokens want one place, so nothing that is crafted makes it slow.
 */
export class TokenMemo {
  /** Positions in the pool, 0 where there is nothing. Small, so that it stays near the processor. */
  #places = new Int32Array(firstCapacity);
  #mask = firstCapacity - 1;
  #count = 0;
  /** Tokens, each from a word of its own on, little endian; what lies behind the last byte of a token is zero. */
  #pool = new Int32Array(firstCapacity * 8);
  #poolLength = 1;

  /** Memory held, roughly. */
  get byteLength(): number {
    return this.#pool.byteLength + this.#places.byteLength;
  }

  /** Three bytes behind the token must be readable. */
  find(view: DataView, from: number, length: number, hash: number): number {
    const places = this.#places;
    const pool = this.#pool;
    for (let probe = 0; probe < longestProbe; probe += 1) {
      const place = places[(hash + probe) & this.#mask]!;
      if (place === 0) return unknownToken;
      if (pool[place] !== hash || pool[place + 1] !== length) continue;
      if (isAt(pool, place + headWords, view, from, length)) return pool[place + 2]!;
    }
    return unknownToken;
  }

  add(view: DataView, from: number, length: number, hash: number, result: number): void {
    if (this.#count * 3 > this.#mask) this.#grow();
    const words = (length + 3) >>> 2;
    const place = this.#poolLength;
    const end = place + headWords + words;
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
    places[at] = place;
  }

  #grow(): void {
    const before = this.#places;
    this.#places = new Int32Array(before.length * 2);
    this.#mask = before.length * 2 - 1;
    this.#count = 0;
    for (const place of before) if (place !== 0) this.#put(place, this.#pool[place]!);
  }
}

function isAt(pool: Int32Array, place: number, view: DataView, from: number, length: number): boolean {
  const words = length >>> 2;
  for (let word = 0; word < words; word += 1) {
    if (view.getInt32(from + word * 4, true) !== pool[place + word]) return false;
  }
  if ((length & 3) === 0) return true;
  return (view.getInt32(from + words * 4, true) & tailMask(length)) === pool[place + words];
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
