import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { linePages, pageOf, pageRows, type PageFormat } from './pages.js';

/** Files by path, and a backend of the open protocol for each format of pages. On this machine only. */
export async function startServer(
  files: ReadonlyMap<string, Uint8Array>,
  rows: number,
  formats: readonly PageFormat[] = [linePages],
) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader('cache-control', 'no-store');
    const format = formats.find(({ base }) => url.pathname.startsWith(`${base}/`));
    if (format && url.pathname.endsWith('/capabilities'))
      return void send(
        response,
        'application/json',
        JSON.stringify({
          protocol: 1,
          capabilities: [],
          limits: { pageSize: pageRows },
          mediaTypes: [...new Set([linePages.mediaType, format.mediaType])],
        }),
      );
    if (format && url.pathname.endsWith('/entries')) {
      // Nobody is sent what they did not ask for: a measurement of it would be one of something else.
      if (!(request.headers.accept ?? '').includes(format.mediaType)) return void response.writeHead(406).end();
      return void send(response, format.mediaType, format.write(pageOf(url.searchParams, rows), rows));
    }
    const file = files.get(url.pathname);
    if (!file) return void response.writeHead(404).end();
    const type = url.pathname.endsWith('.js')
      ? 'text/javascript'
      : url.pathname.endsWith('.wasm')
        ? 'application/wasm'
        : 'text/html';
    send(response, type, file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    // Each engine has an origin, and so a process and a storage, of its own.
    origin: (name: string) => `http://${name}.localhost:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function send(response: ServerResponse, type: string, body: string | Uint8Array): void {
  response.writeHead(200, { 'content-type': type }).end(body);
}
