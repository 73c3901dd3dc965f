import { isObject, parseExact } from '../../src/conformance/exact-json.js';
import { sendJson, type Call } from './local-server.js';

type Row = Readonly<Record<string, unknown>>;

/** The extension that the reference server does not have, over given activities, in the plainest way: traces. */
export class ExtendedReference {
  readonly #rows: readonly Row[];

  constructor(lines: readonly string[]) {
    this.#rows = lines.map((line) => parseExact(line)).filter(isObject);
  }

  /** Whether the call has been dealt with. */
  take({ response, url }: Call): boolean {
    const id = /^\/trace\/([^/]+)$/.exec(url.pathname)?.[1];
    if (id === undefined) return false;
    const session = this.#rows.find((row) => row['id'] === id && row['type'] === 'kubernetes');
    if (session) sendJson(response, { session: id, rows: [] });
    else sendJson(response, { type: 'refused', message: 'There is no such session.', details: [] }, 404);
    return true;
  }
}
