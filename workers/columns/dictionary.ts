import type { AttributeValue } from '../../src/model/activity.js';
import { valueKey } from '../../src/model/value-key.js';

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
 * prefix of it stays right. A text, a number and a list that print alike are three values. Where values are gone (`without`), their codes stay
 * unused, so that whatever holds codes, in memory or in the cache, stays right.
 */
export class Dictionary {
  private values: (AttributeValue | undefined)[] = [''];
  private readonly codes = new Map<string | number, Code>();
  private textBytes = 0;
  /** Values from this code on need not be found by value yet; 0: all are. */
  private restoredFrom: Code = 0;
  /** Values that are no texts. */
  private others = 0;
  private gone = 0;
  private readonly blockCodes = new WeakMap<readonly AttributeValue[], Uint32Array>();

  /** Codes handed out, the absent one included: every code is below it. */
  get size(): number {
    return this.values.length;
  }

  /** Whether all values are texts: then every text has one code only. */
  get plain(): boolean {
    return this.others === 0;
  }

  /** Values that are there. */
  get held(): number {
    return this.values.length - 1 - this.gone;
  }

  /** An estimate of the memory it takes. */
  get byteLength(): number {
    return this.textBytes + this.held * 56 + this.gone * 8;
  }

  /** The code of a value, a new one where it is new. */
  encode(value: AttributeValue): Code {
    if (this.restoredFrom > 0) this.enter(Infinity);
    const key = valueKey(value);
    let code = this.codes.get(key);
    if (code === undefined) this.codes.set(key, (code = this.append(value)));
    return code;
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

  /**
   * Takes further values, each new and given once, in order of their codes; `undefined` for a code whose value is gone. They are entered when
   * somebody asks for the code of one, or `enter` has time for it.
   */
  restore(values: Iterable<AttributeValue | undefined>): void {
    if (this.restoredFrom === 0) this.restoredFrom = this.values.length;
    for (const value of values) {
      if (value !== undefined) this.append(value);
      else {
        this.values.push(undefined);
        this.gone += 1;
      }
    }
  }

  /** The value behind a code that `encode` gave; not for the absent code, nor where the value is gone. */
  value(code: Code): AttributeValue {
    return this.values[code]!;
  }

  /** Whether a code stands for a value that is there. */
  has(code: Code): boolean {
    return code !== 0 && this.values[code] !== undefined;
  }

  /** The same codes, but for those that are not used; what reads this one meanwhile goes on finding them. */
  without(isUsed: (code: Code) => boolean): Dictionary {
    const rest = new Dictionary();
    rest.restore(this.values.slice(1).map((value, at) => (isUsed(at + 1) ? value : undefined)));
    return rest;
  }

  /** Makes some more restored values ready to be found by value; false once all are. */
  enter(most: number): boolean {
    if (this.restoredFrom === 0) return false;
    const end = Math.min(this.values.length, this.restoredFrom + most);
    for (let code = this.restoredFrom; code < end; code += 1) {
      const value = this.values[code];
      if (value !== undefined) this.codes.set(valueKey(value), code);
    }
    this.restoredFrom = end < this.values.length ? end : 0;
    return this.restoredFrom > 0;
  }

  private append(value: AttributeValue): Code {
    this.textBytes += String(value).length;
    if (typeof value !== 'string') this.others += 1;
    return this.values.push(typeof value === 'object' ? Object.freeze([...value]) : value) - 1;
  }
}

/** The dictionaries of all attributes, by name. */
export class Dictionaries {
  private readonly byName = new Map<string, Dictionary>();

  /** @param codes The same object wherever codes mean the same, if their values are there. */
  constructor(readonly codes: object = {}) {}

  /** With some dictionaries in the place of others, which have values for the same codes. */
  replaced(by: ReadonlyMap<string, Dictionary>): Dictionaries {
    const next = new Dictionaries(this.codes);
    for (const [name, dictionary] of this.byName) next.byName.set(name, by.get(name) ?? dictionary);
    return next;
  }

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
