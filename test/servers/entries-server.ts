import type { ServerResponse } from 'node:http';
import type { Activity } from '../../src/model/activity.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { openRecord } from '../ingest/open-lines.js';
import { sendJson, type Call } from './local-server.js';

export interface EntriesOptions {
  /** What stands at `/capabilities`; absent: nothing does. */
  readonly capabilities?: object;
  /** At most so many a page. */
  readonly pageSize?: number;
  readonly ndjson?: boolean;
}

export interface Page {
  readonly rows: readonly object[];
  readonly page: { readonly total: number; readonly next?: string };
}

/** Activities behind the open protocol, in the plainest way in which it can be spoken. */
export class EntriesServer {
  readonly #activities: Activity[];
  readonly #options: EntriesOptions;
  readonly #streams = new Set<ServerResponse>();

  constructor(activities: readonly Activity[], options: EntriesOptions = {}) {
    this.#activities = [...activities];
    this.#options = options;
  }

  arrive(activities: readonly Activity[]): void {
    this.#activities.push(...activities);
    for (const stream of this.#streams) stream.write(this.events(activities));
  }

  /** The position in the order of arrival is the id of an event. */
  events(activities: readonly Activity[]): string {
    return activities
      .map((activity) => {
        const id = this.#activities.indexOf(activity) + 1;
        return `event: activity\nid: ${id}\ndata: ${JSON.stringify(openRecord(activity))}\n\n`;
      })
      .join('');
  }

  answer(call: Call): void {
    const { response, url } = call;
    if (url.pathname.endsWith('/capabilities') && this.#options.capabilities) {
      sendJson(response, this.#options.capabilities);
    } else if (url.pathname.endsWith('/entries')) {
      this.send(response, this.page(url));
    } else if (url.pathname.endsWith('/stream')) {
      this.stream(call);
    } else {
      sendJson(response, { type: 'not_found', message: 'There is nothing here.', details: [] }, 404);
    }
  }

  stream({ request, response, url }: Call): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('retry: 100\n\n');
    const after = Number(request.headers['last-event-id'] ?? -1);
    const fromNs = BigInt(url.searchParams.get('from') ?? 0);
    const missed = this.#activities.filter(({ timeNs }, index) => (after < 0 ? timeNs >= fromNs : index >= after));
    response.write(this.events(missed));
    this.#streams.add(response);
    response.once('close', () => this.#streams.delete(response));
  }

  page(url: URL): Page {
    const parameters = url.searchParams;
    const [from, to, skip] = (parameters.get('cursor') ?? `${parameters.get('from')} ${parameters.get('to')} 0`).split(
      ' ',
    );
    const types = parameters.getAll('types');
    const matches = compileFilter(parseFilter(parameters.get('filter') ?? '').filter);
    const found = this.#activities
      .filter(matches)
      .filter(({ timeNs, type }) => {
        const isAsked =
          types.length === 0 ||
          types.some((name) => name === type || name.replace(/e?s$/, '') === type || name === `${type}s`);
        return isAsked && timeNs >= BigInt(from ?? 0) && timeNs < BigInt(to ?? 0);
      })
      .sort((a, b) => (a.timeNs > b.timeNs ? -1 : 1));
    const limit = Math.min(Number(parameters.get('limit') ?? 25), this.#options.pageSize ?? 5_000);
    const end = Number(skip) + limit;
    const page = { total: found.length, ...(end < found.length && { next: `${from} ${to} ${end}` }) };
    return { rows: found.slice(Number(skip), end).map(openRecord), page };
  }

  send(response: ServerResponse, { rows, page }: { readonly rows: readonly object[]; readonly page: object }): void {
    if (this.#options.ndjson === false) return sendJson(response, { page, data: rows });
    response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
    response.end(lines(rows) + JSON.stringify({ page }) + '\n');
  }
}

export const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export const protocolOne = (...capabilities: string[]): object => ({
  protocol: 1,
  capabilities,
  limits: { pageSize: 100 },
});
