import type { Scope } from '../../src/model/query.js';
import { childKey, rootKey } from './tree-lines.js';

/** Which nodes the person opened and closed: per grouping, so that coming back to one finds it as it was left; apart from that, while searching. */
export class Expansion {
  readonly #byGrouping = new Map<string, Map<string, boolean>>();
  readonly #inSearch = new Map<string, boolean>();
  #chosen = new Map<string, boolean>();
  #searching = false;
  #version = 0;

  /** Another number after every change. */
  get version(): number {
    return this.#version;
  }

  readonly isOpen = (key: string): boolean | undefined => (this.#searching ? this.#inSearch : this.#chosen).get(key);

  useGrouping(attributes: readonly string[]): void {
    const name = JSON.stringify(attributes);
    const known = this.#byGrouping.get(name);
    if (known && known === this.#chosen) return;
    this.#chosen = known ?? new Map<string, boolean>();
    this.#byGrouping.set(name, this.#chosen);
    this.#version++;
  }

  /** What a search opened and closed is forgotten with the search. */
  searchChanged(searching: boolean): void {
    this.#searching = searching;
    this.#inSearch.clear();
    this.#version++;
  }

  set(key: string, open: boolean): void {
    (this.#searching ? this.#inSearch : this.#chosen).set(key, open);
    this.#version++;
  }

  /** Opens what lies above the scope's node. */
  openTo(scope: Scope): void {
    let key = rootKey;
    for (const { value } of scope) {
      this.#chosen.set(key, true);
      key = childKey(key, value);
    }
    this.#version++;
  }
}
