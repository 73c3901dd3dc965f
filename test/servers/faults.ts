import { sendJson, type Call } from './local-server.js';

/** What may go wrong with one answer. */
export type Fault =
  /** With a document of its own, or with this text. */
  | { readonly status: number; readonly retryAfter?: string; readonly body?: string }
  /** The connection breaks before there is an answer. */
  | 'broken'
  /** A page to sign in, as if all were well. */
  | 'web-page'
  /** Half of a document. */
  | 'cut'
  /** No answer, and no end. */
  | 'silence';

/** Stands before a server of any protocol: the next requests go wrong as it was told, those after them are in order. */
export class Faults {
  readonly #next: Fault[] = [];
  #concerns: (call: Call) => boolean = () => true;

  /** One each, for the requests that `concerns` names; all of them where it is absent. */
  add(faults: readonly Fault[], concerns?: (call: Call) => boolean): void {
    this.#next.push(...faults);
    if (concerns) this.#concerns = concerns;
  }

  /** Whether every fault that was added has happened. */
  get areOver(): boolean {
    return this.#next.length === 0;
  }

  /** How many have not happened yet. */
  get left(): number {
    return this.#next.length;
  }

  /** Whether the call has been dealt with. */
  take(call: Call): boolean {
    const fault = this.#concerns(call) ? this.#next.shift() : undefined;
    if (fault === undefined) return false;
    const { response } = call;
    if (fault === 'broken') response.destroy();
    else if (fault === 'silence') return true;
    else if (fault === 'web-page') {
      response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>Sign in</title><form></form>');
    } else if (fault === 'cut') {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{"page":{"total":1},"data":[{"id":"0');
    } else {
      const headers = fault.retryAfter === undefined ? {} : { 'Retry-After': fault.retryAfter };
      const said = { type: 'fault', message: 'as the test says', details: [] };
      if (fault.body === undefined) sendJson(response, said, fault.status, headers);
      else response.writeHead(fault.status, { 'Content-Type': 'text/plain', ...headers }).end(fault.body);
    }
    return true;
  }
}
