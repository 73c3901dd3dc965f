import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: URL;
  /** 1 for the first call of this path. */
  readonly turn: number;
}
export interface LocalServer {
  /** Without a slash at the end. */
  readonly url: string;
  /** Path and query of every call, in order. */
  readonly calls: readonly string[];
  close(): Promise<void>;
}

const longestLifeMs = 60_000;

/** A server on this machine that answers as the test says, and ends by itself after a minute. */
export async function localServer(answer: (call: Call) => void | Promise<void>): Promise<LocalServer> {
  const calls: string[] = [];
  const turns = new Map<string, number>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    calls.push(url.pathname + url.search);
    const turn = (turns.get(url.pathname) ?? 0) + 1;
    turns.set(url.pathname, turn);
    void Promise.resolve(answer({ request, response, url, turn })).catch((error: unknown) => {
      response.destroy(error instanceof Error ? error : new Error(String(error)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      clearTimeout(end);
      server.close(() => resolve());
      server.closeAllConnections();
    });
  const end = setTimeout(() => void close(), longestLifeMs);
  end.unref();
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, calls, close };
}

/** As `localServer`, closed when `use` is done with it. */
export async function withServer(
  answer: (call: Call) => void | Promise<void>,
  use: (server: LocalServer) => Promise<void>,
): Promise<void> {
  const server = await localServer(answer);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

export function sendJson(response: ServerResponse, value: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers });
  response.end(JSON.stringify(value));
}
