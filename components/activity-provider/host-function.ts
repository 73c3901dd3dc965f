/** A function of ours that calls the host's. */
interface Relay<F> {
  readonly call: F;
  /** What each element that holds it has now; the last one is asked. */
  readonly held: Set<() => F | null>;
}

/** By every function of the host's that was behind one. */
export type Relays<F extends object> = WeakMap<F, Relay<F>>;

/**
 * Frameworks give a new function at every update: a store keeps one of ours, which calls the one that is there. Elements that hold the same
 * function have the same one of ours, and by that one engine, which asks once.
 */
export class HostFunction<F extends object> {
  readonly #relays: Relays<F>;
  readonly #given: () => F | null;
  readonly #calling: (given: () => F | null | undefined) => F;
  #relay: Relay<F> | undefined;

  /** `calling` makes the function of ours, `given` tells what an element has. */
  constructor(relays: Relays<F>, given: () => F | null, calling: (given: () => F | null | undefined) => F) {
    this.#relays = relays;
    this.#given = given;
    this.#calling = calling;
  }

  /** For a store that is made now; undefined where the host has none. */
  take(): F | undefined {
    this.leave();
    const given = this.#given();
    if (!given) return undefined;
    const held: Relay<F>['held'] = new Set();
    this.#relay = this.#relays.get(given) ?? { held, call: this.#calling(() => [...held].at(-1)?.()) };
    this.#relay.held.add(this.#given);
    this.follow();
    return this.#relay.call;
  }

  /** The host may have given another function in the place of one. */
  follow(): void {
    const given = this.#given();
    if (given && this.#relay) this.#relays.set(given, this.#relay);
  }

  leave(): void {
    this.#relay?.held.delete(this.#given);
    this.#relay = undefined;
  }
}
