/** Between an adapter and a server of a cluster, as a load balancer would be: statements go wrong as the test says, or their answers are changed. */
import { text } from 'node:stream/consumers';
import { localServer, type Call, type LocalServer } from '../servers/local-server.js';

export interface AnswerDocument {
  readonly meta: readonly unknown[];
  readonly data: readonly (readonly unknown[])[];
  readonly rows: number;
}

/** What is made of an answer: another one, or a text with its content type. */
export type Twisted = AnswerDocument | { readonly contentType: string; readonly text: string };

export interface Passing {
  /** Whether the call has been dealt with. What ends a query is not asked about. */
  readonly take?: (call: Call) => boolean;
  /** Of pages of rows; `turn` counts them from 1. */
  readonly twist?: (page: AnswerDocument, turn: number) => Twisted | Promise<Twisted>;
}

const isPage = (statement: string): boolean => /ORDER BY `time_ns` .* LIMIT /s.test(statement);

export async function passingProxy(upstream: string, { take, twist }: Passing): Promise<LocalServer> {
  let turn = 0;
  return localServer(async (call) => {
    const { request, response, url } = call;
    const body = await text(request);
    if (!body.startsWith('KILL') && take?.(call)) return;
    const control = new AbortController();
    response.once('close', () => control.abort());
    const answer = await fetch(`${upstream}${url.pathname}${url.search}`, {
      method: 'POST',
      body,
      signal: control.signal,
    });
    const came = await answer.text();
    const send = (contentType: string, content: string): void => {
      response.writeHead(answer.status, { 'Content-Type': contentType });
      response.end(content);
    };
    if (!twist || !answer.ok || !isPage(body)) return send(answer.headers.get('content-type') ?? '', came);
    const twisted = await twist(JSON.parse(came) as AnswerDocument, (turn += 1));
    if ('text' in twisted) send(twisted.contentType, twisted.text);
    else send('application/json', JSON.stringify({ ...twisted, rows: twisted.data.length }));
  });
}
