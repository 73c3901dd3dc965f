import type { Numbers } from './arrow-buffers.js';

/** Numbers of every width as those of one: loops that meet one kind of array only are several times as fast. What is given is good until the next call. */
export class ArrowScratch {
  #integers = new Int32Array(0);
  #ascending = new Uint32Array(0);
  #floats = new Float64Array(0);
  #words = new Int32Array(0);

  /** Positions in a dictionary; those beyond 31 bits become negative. */
  integers(numbers: Numbers): Int32Array {
    if (numbers instanceof Int32Array) return numbers;
    if (this.#integers.length < numbers.length) this.#integers = new Int32Array(numbers.length);
    if (!(numbers instanceof BigInt64Array || numbers instanceof BigUint64Array)) this.#integers.set(numbers);
    return this.#integers;
  }

  /** For whoever needs so many for a moment; they are not zero. */
  words(count: number): Int32Array {
    if (this.#words.length < count) this.#words = new Int32Array(count);
    return this.#words.subarray(0, count);
  }

  /** The numbers from 0 on. */
  ascending(count: number): Uint32Array {
    if (this.#ascending.length < count) {
      const numbers = new Uint32Array(count * 2);
      for (let number = 0; number < numbers.length; number += 1) numbers[number] = number;
      this.#ascending = numbers;
    }
    return this.#ascending.subarray(0, count);
  }

  /** NaN for integers that a number cannot hold. */
  floats(numbers: Numbers): Float64Array {
    if (numbers instanceof Float64Array) return numbers;
    if (this.#floats.length < numbers.length) this.#floats = new Float64Array(numbers.length);
    const floats = this.#floats;
    if (numbers instanceof BigInt64Array || numbers instanceof BigUint64Array) {
      const words = new Uint32Array(numbers.buffer, numbers.byteOffset, numbers.length * 2);
      const isSigned = numbers instanceof BigInt64Array;
      for (let at = 0; at < numbers.length; at += 1) {
        const high = words[at * 2 + highWord]!;
        const number = (isSigned ? high | 0 : high) * 2 ** 32 + words[at * 2 + 1 - highWord]!;
        floats[at] = Number.isSafeInteger(number) ? number : NaN;
      }
    } else floats.set(numbers);
    return floats;
  }
}

/** Of a 64 bit number on this machine: where its sign is. */
export const highWord = new Int32Array(new BigInt64Array([-0x8000_0000_0000_0000n]).buffer)[1] === 0 ? 0 : 1;
