import type { ServerResponse } from 'node:http';
import { canonicalJson, parseExact } from '../../src/conformance/exact-json.js';
import { localServer, type Call, type LocalServer } from './local-server.js';

export interface PageDocument {
  readonly page: Readonly<Record<string, unknown>>;
  readonly data: readonly Readonly<Record<string, unknown>>[];
}

/** What is made of a page: another one, a text with its content type, or whatever is written to the response by hand. */
export type Twisted =
  PageDocument | { readonly contentType: string; readonly text: string } | ((response: ServerResponse) => void);

/**
 * Stands before a server whose pages are JSON documents and changes them. `turn` counts the requests for pages from 1; a cursor that `twist` made
 * up is asked for as the last question with a time.
 */
export async function twistingProxy(
  upstream: string,
  twist: (page: PageDocument, turn: number) => Twisted,
): Promise<LocalServer> {
  let turn = 0;
  let lastTime = new URLSearchParams();
  return localServer(async ({ request, response, url }: Call) => {
    const isPage = /\/(entries|events)$/.test(url.pathname);
    if (url.searchParams.has('from')) lastTime = new URLSearchParams(url.searchParams);
    const query = url.searchParams.get('cursor')?.startsWith('made-up') ? `?${lastTime.toString()}` : url.search;
    const { authorization } = request.headers;
    const answer = await fetch(upstream + url.pathname + query, {
      headers: { Accept: 'application/json', ...(authorization !== undefined && { Authorization: authorization }) },
    });
    const text = await answer.text();
    const contentType = answer.headers.get('content-type') ?? '';
    const send = (status: number, type: string, body: string): void => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(body);
    };
    if (!isPage || answer.status !== 200) return send(answer.status, contentType, text);
    const twisted = twist(parseExact(text) as PageDocument, ++turn);
    if (typeof twisted === 'function') return twisted(response);
    if ('text' in twisted) return send(200, twisted.contentType, twisted.text);
    send(200, 'application/json', canonicalJson(twisted));
  });
}
