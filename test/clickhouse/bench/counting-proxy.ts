/** Between an engine and a server, as a host's proxy would be: it knows the account, and counts what passes. */
import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One statement, and what its server says it cost. */
export interface PassedStatement {
  readonly text: string;
  readonly tookMs: number;
  readonly rowsRead: number;
  /** Uncompressed. */
  readonly bytesRead: number;
}

export interface Passed {
  readonly requests: number;
  /** Bodies of answers, as they came. */
  readonly bytes: number;
  /** Of the longest answer. */
  readonly most: number;
  /** In the order of their answers. */
  readonly statements: readonly PassedStatement[];
}

export interface CountingPass {
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** What passed since the last call. */
  readonly take: () => Passed;
}

export interface CountingProxy extends Pick<CountingPass, 'take'> {
  readonly url: string;
  close(): Promise<void>;
}

/** `parameters`: added to the address of each request. */
export function countingPass(serverUrl: string, parameters: Readonly<Record<string, string>>): CountingPass {
  let requests = 0;
  let bytes = 0;
  let most = 0;
  let statements: PassedStatement[] = [];
  const handle: CountingPass['handle'] = (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    for (const [name, value] of Object.entries(parameters)) searchParams.set(name, value);
    requests += 1;
    const beganMs = performance.now();
    const sent: Buffer[] = [];
    const came: Buffer[] = [];
    request.on('data', (chunk: Buffer) => sent.push(chunk));
    const passed = ask(`${serverUrl}/?${searchParams}`, { method: request.method ?? 'POST' }, (answer) => {
      let length = 0;
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.on('data', (chunk: Buffer) => {
        came.push(chunk);
        length += chunk.length;
        bytes += chunk.length;
      });
      answer.on('end', () => {
        most = Math.max(most, length);
        const text = Buffer.concat(sent).toString();
        statements.push({ text, tookMs: performance.now() - beganMs, ...cost(Buffer.concat(came).toString()) });
      });
      answer.pipe(response);
    });
    response.once('close', () => passed.destroy());
    passed.once('error', () => response.destroy());
    request.pipe(passed);
  };
  return {
    handle,
    take: () => {
      const passed = { requests, bytes, most, statements };
      requests = bytes = most = 0;
      statements = [];
      return passed;
    },
  };
}

export async function countingProxy(serverUrl: string, user: string): Promise<CountingProxy> {
  const { handle, take } = countingPass(serverUrl, { user });
  const server = createServer(handle);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    take,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** From the `statistics` at the end of each answer in JSON. */
function cost(answer: string): Pick<PassedStatement, 'rowsRead' | 'bytesRead'> {
  const [, rows = '0', bytes = '0'] = /"rows_read":\s*(\d+),\s*"bytes_read":\s*(\d+)\s*\}\s*\}\s*$/.exec(answer) ?? [];
  return { rowsRead: Number(rows), bytesRead: Number(bytes) };
}
