/** Texts as bytes, each kept once under a number from 0 on. */
export class ByteInterner {
  #slots = new Int32Array(1024).fill(-1);
  #hashes = new Int32Array(512);
  #starts = new Uint32Array(513);
  #bytes = new Uint8Array(16_384);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** The number of `bytes[from..to)`; that of a new one is the count before. */
  intern(bytes: Uint8Array, from: number, to: number): number {
    let hash = (to - from) | 0;
    for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15;
    hash = Math.imul(hash, 0x2c1b3c6d);
    hash ^= hash >>> 12;
    const mask = this.#slots.length - 1;
    let slot = hash & mask;
    for (let found = this.#slots[slot]!; found >= 0; found = this.#slots[slot]!) {
      if (this.#hashes[found] === hash && this.#equals(found, bytes, from, to)) return found;
      slot = (slot + 1) & mask;
    }
    return this.#add(hash, slot, bytes, from, to);
  }

  #equals(found: number, bytes: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[found]!;
    if (this.#starts[found + 1]! - start !== to - from) return false;
    for (let at = 0; at < to - from; at += 1) if (this.#bytes[start + at] !== bytes[from + at]) return false;
    return true;
  }

  #add(hash: number, slot: number, bytes: Uint8Array, from: number, to: number): number {
    const number = this.#count;
    const start = this.#starts[number]!;
    const end = start + to - from;
    if (end > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(end, this.#bytes.length * 2));
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(bytes.subarray(from, to), start);
    this.#hashes[number] = hash;
    this.#starts[number + 1] = end;
    this.#slots[slot] = number;
    this.#count += 1;
    if (this.#count === this.#hashes.length) this.#grow();
    return number;
  }

  #grow(): void {
    const hashes = new Int32Array(this.#count * 2);
    hashes.set(this.#hashes);
    this.#hashes = hashes;
    const starts = new Uint32Array(this.#count * 2 + 1);
    starts.set(this.#starts);
    this.#starts = starts;
    const slots = new Int32Array(this.#count * 4).fill(-1);
    const mask = slots.length - 1;
    for (let number = 0; number < this.#count; number += 1) {
      let slot = this.#hashes[number]! & mask;
      while (slots[slot]! >= 0) slot = (slot + 1) & mask;
      slots[slot] = number;
    }
    this.#slots = slots;
  }
}
