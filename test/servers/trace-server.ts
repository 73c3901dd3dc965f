import type { Activity } from '../../src/model/activity.js';
import { openRecord } from '../ingest/open-lines.js';
import { EntriesServer, protocolOne } from './entries-server.js';
import { sendJson, type Call } from './local-server.js';

/** What the test has to say to `GET /trace/{id}`: a document, a text, or a status. */
export type TraceAnswer = object | string | number;

/** The open protocol with a trace of its own. */
export class TraceServer {
  readonly #entries: EntriesServer;
  readonly #answer: (id: string) => TraceAnswer;

  constructor(activities: readonly Activity[], answer: (id: string) => TraceAnswer, capabilities = ['trace']) {
    this.#entries = new EntriesServer(activities, { capabilities: protocolOne(...capabilities) });
    this.#answer = answer;
  }

  arrive(activities: readonly Activity[]): void {
    this.#entries.arrive(activities);
  }

  answer(call: Call): void {
    const { response, url } = call;
    const id = /\/trace\/([^/]+)$/.exec(url.pathname)?.[1];
    if (id === undefined) return this.#entries.answer(call);
    const answer = this.#answer(decodeURIComponent(id));
    if (typeof answer === 'number') return sendJson(response, { type: 'error', message: 'as the test says' }, answer);
    response.writeHead(200, { 'Content-Type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
  }
}

export const statedRow = (
  activity: Activity,
  certainty: string,
  sessions: readonly string[],
  rule?: string,
): object => ({
  activity: openRecord(activity),
  certainty,
  sessions,
  ...(rule !== undefined && { rule }),
});
