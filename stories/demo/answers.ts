/** The small change of answering over HTTP: headers, JSON, errors, bodies that wait for a slow reader. */
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toJson } from './wire.js';

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "img-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    // The last one is the portal page's own, for its service worker; the library needs the first two.
    'trusted-types activity-audit lit-html portal',
  ].join('; '),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
}

/** An answer that is thrown to end an exchange. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: readonly string[];

  constructor(status: number, type: string, message: string, details: readonly string[] = [], headers = {}) {
    super(message);
    this.status = status;
    this.type = type;
    this.details = details;
    this.headers = headers;
  }
}

/** For a HEAD request the same headers without the body. */
export function send(exchange: Exchange, status: number, contentType: string, body: string, headers = {}): void {
  const bytes = Buffer.from(body, 'utf8');
  const all = { 'Cache-Control': 'no-store', 'Content-Type': contentType, 'Content-Length': bytes.length, ...headers };
  exchange.response.writeHead(status, all);
  exchange.response.end(exchange.request.method === 'HEAD' ? undefined : bytes);
}

export function sendJson(exchange: Exchange, value: unknown, status = 200, headers = {}): void {
  send(exchange, status, 'application/json; charset=utf-8', toJson(value), headers);
}

export function sendRefusal(exchange: Exchange, { status, type, message, details, headers }: Refusal): void {
  sendJson(exchange, { type, message, details }, status, headers);
}

/** Sends pieces as fast as the reader takes them; false where the reader has gone. */
export async function sendPieces(
  { request, response }: Exchange,
  headers: Readonly<Record<string, string>>,
  pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
): Promise<boolean> {
  response.writeHead(200, { 'Cache-Control': 'no-store', ...headers });
  if (request.method === 'HEAD') return response.end() !== undefined;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  try {
    for await (const piece of pieces) {
      if (gone.signal.aborted) return false;
      if (!response.write(piece)) await once(response, 'drain', { signal: gone.signal });
    }
  } catch (error) {
    if (gone.signal.aborted) return false;
    throw error;
  }
  return true;
}
