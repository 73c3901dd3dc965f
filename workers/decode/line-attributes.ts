import { mostMembers } from './entry-members.js';

/** The attributes of one line after the other. */
export class LineAttributes {
  /** A number each that stands for the attribute, inverted where its value is a number. Of two of one attribute the last one counts. */
  readonly attributes = new Int32Array(mostMembers + 1);
  /** A position, or that number. */
  readonly values = new Float64Array(mostMembers + 1);
  count = 0;
  /** By attribute: the last line that had it. */
  readonly #lastLine = new Int32Array(mostMembers);
  #line = 0;

  begin(): void {
    this.count = 0;
    this.#line = (this.#line + 1) & 0x3fffffff;
  }

  /** Notes that the line has the attribute; false where it had it already. */
  note(attribute: number): boolean {
    if (this.#lastLine[attribute] === this.#line) return false;
    this.#lastLine[attribute] = this.#line;
    return true;
  }

  add(attribute: number, value: number): void {
    this.attributes[this.count] = attribute;
    this.values[this.count] = value;
    this.count += 1;
  }
}
