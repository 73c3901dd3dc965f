const mostOpened = 200;

/** Which folds are opened. The longest opened go first where there are too many. */
export class OpenFolds {
  #keys: readonly string[] = [];

  /** The same array until something changes. */
  get keys(): readonly string[] {
    return this.#keys;
  }

  open(key: string): void {
    if (!this.#keys.includes(key)) this.#keys = [...this.#keys, key].slice(-mostOpened);
  }

  close(key: string): void {
    if (this.#keys.includes(key)) this.#keys = this.#keys.filter((other) => other !== key);
  }

  clear(): void {
    if (this.#keys.length > 0) this.#keys = [];
  }
}
