import { unlessAborted } from './http-tries.js';

/** Asks the page for a token: `refused` is the one that did not do. Settles in bounded time. */
export type AskToken = (origin: string, refused: string | null) => Promise<string | null>;

/** One answer of the page's, or the wait for it. */
interface Known {
  readonly asked: Promise<string | null>;
  /** What it was asked in place of; undefined for the first one. */
  readonly insteadOf: string | null | undefined;
  /** Undefined while the page has not answered. */
  token: string | null | undefined;
}

/** The token of each origin, asked for once for everybody who needs it at the same time. */
export class TokenKeeper {
  readonly #ask: AskToken;
  readonly #known = new Map<string, Known>();

  constructor(ask: AskToken) {
    this.#ask = ask;
  }

  /** Rejects with the signal's reason when that aborts; the token is then still fetched for the others. */
  get(origin: string, signal: AbortSignal | null): Promise<string | null> {
    return unlessAborted((this.#known.get(origin) ?? this.#begin(origin, undefined)).asked, signal);
  }

  /** Another one in place of what was refused: who comes second is given what the first one asked for. */
  renew(origin: string, refused: string | null, signal: AbortSignal | null): Promise<string | null> {
    const known = this.#known.get(origin);
    const isRenewed = known && (known.insteadOf === refused || known.token !== refused);
    return unlessAborted((isRenewed ? known : this.#begin(origin, refused)).asked, signal);
  }

  /** What was refused even though it was new: the next request asks again. */
  forget(origin: string, refused: string | null): void {
    if (this.#known.get(origin)?.token === refused) this.#known.delete(origin);
  }

  #begin(origin: string, insteadOf: string | null | undefined): Known {
    const known: Known = { asked: this.#ask(origin, insteadOf ?? null), insteadOf, token: undefined };
    this.#known.set(origin, known);
    known.asked.then(
      (token) => (known.token = token),
      // A failure is told to those who wait, and not remembered.
      () => this.#known.get(origin) === known && this.#known.delete(origin),
    );
    return known;
  }
}
