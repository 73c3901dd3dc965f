/** Kinds of brackets that can be open. */
export const inObject = 0;
export const inArray = 1;

/** The brackets that are open, in a byte each: a hostile record may open millions. */
export class BracketStack {
  depth = 0;
  #kinds = new Uint8Array(64);

  open(kind: number): void {
    if (this.depth === this.#kinds.length) {
      const grown = new Uint8Array(this.#kinds.length * 2);
      grown.set(this.#kinds);
      this.#kinds = grown;
    }
    this.#kinds[this.depth] = kind;
    this.depth += 1;
  }

  /** The innermost one; an object where nothing is open. */
  get top(): number {
    return this.#kinds[this.depth - 1] ?? inObject;
  }

  /** Closes the innermost bracket of the kind and all inside it; nothing where there is none. */
  closeTolerantly(kind: number): void {
    while (this.depth > 1 && this.top !== kind) this.depth -= 1;
    if (this.top === kind) this.depth -= 1;
  }
}
