import type { AttributeValue } from '../../src/model/activity.js';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import { valueKey } from '../../src/model/value-key.js';

/** What a text costs beside its characters: the value, its place in the list and in the index. */
const overheadBytes = 96;

/** The values of one attribute in one stream, numbered from 1 on in the order of their arrival; 0 stands for none. */
export class AttributeValues {
  /** Canonical. */
  readonly name: string;
  /** Position among the attributes of the stream. */
  readonly at: number;
  /** Whether the catalogue calls it a number. */
  readonly isNumber: boolean;
  readonly distinct: AttributeValue[] = [''];
  /** Memory held, roughly. */
  byteLength = 0;
  readonly #positions = new Map<string | number, number>();

  constructor(name: string, at: number) {
    this.name = name;
    this.at = at;
    this.isNumber = attributeKind(name) === AttributeKind.number;
  }

  /** Position of the value, which may be new; -1 for minus zero, which a position could not tell from zero. */
  positionOf(value: AttributeValue): number {
    if (Object.is(value, -0)) return -1;
    const key = valueKey(value);
    let position = this.#positions.get(key);
    if (position === undefined) {
      position = this.distinct.length;
      this.distinct.push(value);
      this.#positions.set(key, position);
      this.byteLength += overheadBytes + (typeof key === 'string' ? key.length * 2 : 0);
    }
    return position;
  }

  /** Position of a text of so many characters, which may be in the list already and takes its place there before anybody reads it. */
  reserve(length: number): number {
    this.byteLength += overheadBytes + length;
    return this.distinct.push('') - 1;
  }
}
