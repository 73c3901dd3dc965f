/** The open protocol over a log of activities. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ActivityLog } from './activity-log.js';
import { Refusal, send, sendJson, sendPieces, type Exchange } from './answers.js';
import type { Conduct } from './conduct.js';
import { arrowPage } from './arrow-page.js';
import { answerEntries, type Page } from './entries.js';
import { answerStream } from './event-stream.js';
import type { LiveFeed } from './live-feed.js';
import { toJson } from './wire.js';

const filterLength = 2_048;
const rowsAPiece = 50;
const arrowMediaType = 'application/vnd.apache.arrow.stream';

export class Protocol {
  readonly #log: ActivityLog;
  readonly #feed: LiveFeed;
  readonly #conduct: Conduct;
  #turns = 0;
  #lastRange = { from: '0', to: '0' };

  constructor(log: ActivityLog, feed: LiveFeed, conduct: Conduct) {
    this.#log = log;
    this.#feed = feed;
    this.#conduct = conduct;
  }

  /** `path` is what comes after the base address. */
  async answer(exchange: Exchange, path: string): Promise<void> {
    const { arrow = false, capabilities, pageSize, streamEndsAfter } = this.#conduct;
    if (path === '/entries') return this.#entries(exchange);
    if (capabilities && path === '/capabilities') {
      return sendJson(exchange, {
        protocol: 1,
        name: 'demo cluster',
        capabilities: ['filter', 'stream'],
        limits: { pageSize, filterLength },
        ...(arrow && { mediaTypes: ['application/x-ndjson', arrowMediaType] }),
      });
    }
    if (capabilities && path === '/stream') {
      const options = streamEndsAfter === undefined ? {} : { endAfter: streamEndsAfter };
      return answerStream(exchange, this.#log, this.#feed, options);
    }
    const id = /^\/entries\/([^/]+)$/.exec(path)?.[1];
    const activity = id === undefined ? undefined : this.#log.find(id);
    if (activity) return sendJson(exchange, activity);
    throw new Refusal(
      404,
      'not_found',
      id === undefined ? 'There is nothing at this address.' : 'There is no activity with this id.',
    );
  }

  async #entries(exchange: Exchange): Promise<void> {
    const { response, url, request } = exchange;
    const turn = ++this.#turns;
    const refusal = this.#conduct.refuse?.(turn);
    if (refusal === 'reset') return void response.destroy();
    if (refusal === 'web-page')
      return send(exchange, 200, 'text/html; charset=utf-8', '<!doctype html><title>Sign in</title><h1>Sign in</h1>');
    if (refusal === 'silence') {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      return response.flushHeaders();
    }
    if (refusal) throw refusal;
    const cursor = url.searchParams.get('cursor') ?? '';
    // A page of a server that leads nowhere keeps giving cursors that mean nothing to us.
    if (this.#conduct.twist && /^(?:empty-\d+|again)$/.test(cursor)) {
      url.searchParams.delete('cursor');
      url.searchParams.set('from', this.#lastRange.from);
      url.searchParams.set('to', this.#lastRange.to);
    }
    const [from, to] = [url.searchParams.get('from'), url.searchParams.get('to')];
    if (from !== null && to !== null) this.#lastRange = { from, to };
    const plain = answerEntries(this.#log, url.searchParams, { pageSize: this.#conduct.pageSize, filterLength });
    const page = this.#conduct.twist?.(plain, turn) ?? plain;
    if (this.#conduct.arrow && (request.headers.accept ?? '').includes(arrowMediaType)) {
      const headers = { 'Content-Type': arrowMediaType, Vary: 'Accept' };
      if (await sendPieces(exchange, headers, [arrowPage(page)])) response.end();
      return;
    }
    const ndjson = this.#conduct.ndjson && (request.headers.accept ?? '').includes('application/x-ndjson');
    const contentType = ndjson ? 'application/x-ndjson' : 'application/json; charset=utf-8';
    const complete = await sendPieces(
      exchange,
      { 'Content-Type': contentType, Vary: 'Accept' },
      this.#pieces(page, ndjson),
    );
    if (complete) response.end();
  }

  async *#pieces({ page, data }: Page, ndjson: boolean): AsyncGenerator<string> {
    const { line, pauseMs, cutAfter } = this.#conduct;
    let text = ndjson ? '' : `{"page":${toJson(page)},"data":[`;
    for (const [index, row] of data.entries()) {
      const json = toJson(row);
      text += line?.(json, index) ?? json;
      if (index === cutAfter) {
        yield text.slice(0, -40);
        return;
      }
      if (ndjson) text += '\n';
      else if (index < data.length - 1) text += ',';
      if (index % rowsAPiece !== rowsAPiece - 1) continue;
      if (pauseMs !== undefined) await sleep(pauseMs);
      yield text;
      text = '';
    }
    yield text + (ndjson ? `${toJson({ page })}\n` : ']}');
  }
}
