import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { activityLine, dayCount, timeNs } from './activities.js';

const page = 5_000;

/** Files by path, and the open protocol over the same activities, newest first. On this machine only. */
export async function startServer(files: ReadonlyMap<string, Uint8Array>, rows: number) {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('cross-origin-opener-policy', 'same-origin');
    response.setHeader('cross-origin-embedder-policy', 'require-corp');
    response.setHeader('cross-origin-resource-policy', 'same-origin');
    response.setHeader('cache-control', 'no-store');
    if (url.pathname === '/api/capabilities')
      return void send(
        response,
        'application/json',
        JSON.stringify({ protocol: 1, capabilities: [], limits: { pageSize: page } }),
      );
    if (url.pathname === '/api/entries')
      return void send(response, 'application/x-ndjson', entries(url.searchParams, rows));
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

/** One page; the cursor is the number of the activity before which it begins. */
function entries(parameters: URLSearchParams, rows: number): string {
  const limit = Math.min(page, Number(parameters.get('limit') ?? page));
  const cursor = parameters.get('cursor');
  const [fromNs, from] = cursor === null ? [BigInt(parameters.get('from') ?? '0'), null] : [0n, Number(cursor)];
  const toNs = BigInt(parameters.get('to') ?? '9223372036854775807');
  let next = from ?? rows;
  const count = dayCount(rows);
  while (from === null && next > 0 && timeNs(next - 1, count) >= toNs) next -= 1;
  let text = '';
  const last = Math.max(0, next - limit);
  for (; next > last && (from !== null || timeNs(next - 1, count) >= fromNs); next -= 1)
    text += activityLine(next - 1, count);
  return `${text}${JSON.stringify({ page: next > 0 && next === last ? { next: String(next), total: rows } : { total: rows } })}\n`;
}
