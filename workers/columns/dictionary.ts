import type { AttributeValue } from '../../src/model/activity.js';

/** Position of a value in a dictionary; 0 stands for "no value". */
export type Code = number;

/** A number that a code can stand for: -0 is 0, and what is not finite (no contract allows it) is kept as its text. */
export function storableValue(value: AttributeValue): AttributeValue {
  if (typeof value !== 'number') return value;
  return Number.isFinite(value) ? value + 0 : String(value);
}

export function valueText(value: AttributeValue): string {
  return typeof value === 'object' ? value.join(', ') : String(value);
}

/**
 * The values one attribute has anywhere in the holdings, each once, in order of arrival. Only grows, so that what was computed for a
 * prefix of it stays right. A text, a number and a list that print alike are three values.
 */
export class Dictionary {
  private readonly values: AttributeValue[] = [''];
  private readonly texts = new Map<string, Code>();
  private readonly numbers = new Map<number, Code>();
  private readonly lists = new Map<string, Code>();
  private textBytes = 0;
  /** Texts from this code on are not in `texts` yet; 0: all are. */
  private restoredFrom: Code = 0;
  private readonly blockCodes = new WeakMap<readonly AttributeValue[], Uint32Array>();

  /** Codes handed out, the absent one included: every code is below it. */
  get size(): number {
    return this.values.length;
  }

  /** Whether all values are texts: then every text has one code only. */
  get plain(): boolean {
    return this.numbers.size === 0 && this.lists.size === 0;
  }

  /** An estimate of the memory it takes. */
  get byteLength(): number {
    return this.textBytes + this.values.length * 56;
  }

  /** The code of a value, a new one where it is new. */
  encode(value: AttributeValue): Code {
    if (typeof value === 'string') {
      if (this.restoredFrom > 0) this.enterTexts();
      const known = this.texts.get(value);
      if (known !== undefined) return known;
      this.texts.set(value, this.values.length);
      return this.append(value, value.length);
    }
    if (typeof value === 'number') {
      const known = this.numbers.get(value);
      if (known !== undefined) return known;
      this.numbers.set(value, this.values.length);
      return this.append(value, 8);
    }
    const key = JSON.stringify(value);
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    this.lists.set(key, this.values.length);
    return this.append(Object.freeze([...value]), key.length * 2);
  }

  /**
   * Codes by position in the list of values that the blocks of a stream share; 0 where nobody entered one yet. Whoever finds a 0 enters it: not
   * every value of the list need be held.
   */
  codesOf(distinct: readonly AttributeValue[]): Uint32Array {
    const known = this.blockCodes.get(distinct);
    if (known && known.length >= distinct.length) return known;
    const codes = new Uint32Array(Math.max(16, distinct.length + (distinct.length >>> 1)));
    if (known) codes.set(known);
    this.blockCodes.set(distinct, codes);
    return codes;
  }

  /** Takes further values, each new and given once, in order of their codes. Texts are entered when somebody asks for the code of one. */
  restore(values: readonly AttributeValue[]): void {
    for (const value of values) {
      if (typeof value !== 'string') {
        this.encode(value);
        continue;
      }
      if (this.restoredFrom === 0) this.restoredFrom = this.values.length;
      this.append(value, value.length);
    }
  }

  /** The value behind a code that `encode` gave; not for the absent code. */
  value(code: Code): AttributeValue {
    return this.values[code]!;
  }

  private enterTexts(): void {
    for (let code = this.restoredFrom; code < this.values.length; code += 1) {
      const value = this.values[code]!;
      if (typeof value === 'string') this.texts.set(value, code);
    }
    this.restoredFrom = 0;
  }

  private append(value: AttributeValue, bytes: number): Code {
    this.textBytes += bytes;
    return this.values.push(value) - 1;
  }
}

/** The dictionaries of all attributes, by name. */
export class Dictionaries {
  private readonly byName = new Map<string, Dictionary>();

  /** The dictionary of an attribute, a new one where there was none. */
  of(name: string): Dictionary {
    let dictionary = this.byName.get(name);
    if (!dictionary) this.byName.set(name, (dictionary = new Dictionary()));
    return dictionary;
  }

  find(name: string): Dictionary | undefined {
    return this.byName.get(name);
  }

  names(): Iterable<string> {
    return this.byName.keys();
  }

  get byteLength(): number {
    let bytes = 0;
    for (const dictionary of this.byName.values()) bytes += dictionary.byteLength;
    return bytes;
  }
}
