import type { BackendAccess, HostFetch, TokenCallback } from '../../src/store/store-options.js';

/** An element that has functions of its host's. */
interface Holder {
  readonly token: TokenCallback | null;
  readonly fetch: HostFetch | null;
}

/** A function of ours, and who calls the host's by it. */
interface Relay {
  readonly name: keyof Holder;
  readonly access: BackendAccess;
  readonly holders: Set<Holder>;
}

/** By every function of the host's that one of ours stood for. */
const relays = new WeakMap<object, Relay>();

function newRelay(name: keyof Holder): Relay {
  const holders = new Set<Holder>();
  const last = (): Holder | undefined => [...holders].at(-1);
  const access: BackendAccess =
    name === 'token'
      ? { token: (request) => last()?.token?.(request) }
      : { fetch: (url, init) => (last()?.fetch ?? fetch)(url, init) };
  return { name, access, holders };
}

/**
 * Frameworks give a new function at every update: a store keeps one of ours, which calls the one that is there. Elements that hold the same
 * function have the same one of ours, and by that one engine, which asks once.
 */
export class HostFunctions {
  readonly #host: Holder;
  #held: readonly Relay[] = [];

  constructor(host: Holder) {
    this.#host = host;
  }

  /** For a store that is made now. */
  take(): BackendAccess {
    this.leave();
    for (const name of ['token', 'fetch'] as const) {
      const given = this.#host[name];
      if (given) this.#held = [...this.#held, relays.get(given) ?? newRelay(name)];
    }
    for (const { holders } of this.#held) holders.add(this.#host);
    this.follow();
    return this.#held.reduce<BackendAccess>((all, { access }) => ({ ...all, ...access }), {});
  }

  /** The host may have given another function in the place of one. */
  follow(): void {
    for (const relay of this.#held) {
      const given = this.#host[relay.name];
      if (given) relays.set(given, relay);
    }
  }

  leave(): void {
    for (const { holders } of this.#held) holders.delete(this.#host);
    this.#held = [];
  }
}
