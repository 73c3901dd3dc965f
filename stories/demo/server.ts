/** The demo server: the portal's page, and either a made-up cluster behind the open protocol or somebody's own files. */
import { realpathSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { EpochMs } from '../../src/model/units.js';
import { ActivityLog } from './activity-log.js';
import { Refusal, securityHeaders, sendJson, sendRefusal, type Exchange } from './answers.js';
import { defaultPort, help, readCommandLine } from './command-line.js';
import { conducts } from './conduct.js';
import { GivenFiles, PageFiles, type GivenFile } from './file-answers.js';
import { LiveFeed } from './live-feed.js';
import { policyEvents } from './policy-events.js';
import { Protocol } from './protocol.js';
import { liveScenario, scenario } from './scenario.js';

const portsToTry = 20;

export interface ServerOptions {
  /** Default 8137; 0: any free one. A taken port is followed by the next one, 20 times. */
  readonly port?: number;
  /** To be looked at in place of the made-up cluster. */
  readonly files?: readonly GivenFile[];
  /** Folder of the built page; default: `page` beside this file. */
  readonly root?: string;
  /** Default 7. */
  readonly seed?: number;
  /** Length of the recording; default 24. */
  readonly hours?: number;
  readonly now?: () => EpochMs;
}
export interface RunningServer {
  /** With a slash at the end. */
  readonly url: string;
  /** Ends what is under way. */
  close(): Promise<void>;
}

interface Content {
  /** The answer's end, or null where the address is none of its own. */
  answer(exchange: Exchange, path: string): Promise<void> | null;
  stop(): void;
}

/** Settles once it listens; rejects with an `Error` whose message is a sentence. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const page = new PageFiles(options.root ?? fileURLToPath(new URL('page', import.meta.url)));
  const content = options.files?.length ? givenContent(options.files) : scenarioContent(options);
  const server = createServer((request, response) => {
    void handle(request, response, async (exchange, path) => {
      await (content.answer(exchange, path) ?? page.answer(exchange, path));
    });
  });
  try {
    const port = await listen(server, options.port ?? defaultPort);
    return { url: `http://127.0.0.1:${port}/`, close: () => stop(server, content) };
  } catch (error) {
    content.stop();
    throw error;
  }
}

function scenarioContent({ seed = 7, hours = 24, now = Date.now }: ServerOptions): Content {
  const endMs = now();
  const recording = scenario({ seed, endMs, hours });
  const log = new ActivityLog(recording);
  const feed = new LiveFeed(log, liveScenario(seed, endMs), now);
  const protocols = new Map([...conducts].map(([prefix, conduct]) => [prefix, new Protocol(log, feed, conduct)]));
  const config = { mode: 'scenario', api: '/api', events: policyEvents(recording) };
  return {
    answer(exchange, path) {
      if (path === '/config.json') return Promise.resolve(sendJson(exchange, config));
      const [, prefix = '', rest = ''] = /^\/([^/]+)(\/.*)?$/.exec(path) ?? [];
      return protocols.get(prefix)?.answer(exchange, rest) ?? null;
    },
    stop: () => feed.stop(),
  };
}

function givenContent(given: readonly GivenFile[]): Content {
  const files = new GivenFiles(given);
  return {
    answer(exchange, path) {
      if (path === '/config.json')
        return files.list().then((list) => sendJson(exchange, { mode: 'files', files: list }));
      return path.startsWith('/files/') ? files.answer(exchange, path) : null;
    },
    stop: () => {},
  };
}

/** Another name than this machine's own in `Host` is a page elsewhere that tries to read what is served here. */
const isOwnHost = (host: string | undefined): boolean =>
  /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(host ?? '');

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  answer: (exchange: Exchange, path: string) => Promise<void>,
): Promise<void> {
  for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
  const url = URL.canParse(request.url ?? '', 'http://127.0.0.1')
    ? new URL(request.url ?? '', 'http://127.0.0.1')
    : null;
  const exchange = { request, response, url: url ?? new URL('http://127.0.0.1/') };
  try {
    if (!isOwnHost(request.headers.host))
      throw new Refusal(403, 'forbidden', 'This server answers only under the name of this machine.');
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new Refusal(405, 'method_not_allowed', 'Only GET and HEAD are understood.', [], { Allow: 'GET, HEAD' });
    }
    if (!url) throw new Refusal(400, 'invalid_request', 'This address cannot be read.');
    await answer(exchange, decode(url.pathname));
  } catch (error) {
    if (response.headersSent) return void response.destroy();
    if (error instanceof Refusal) return sendRefusal(exchange, error);
    sendRefusal(exchange, new Refusal(500, 'internal', 'Something went wrong in the demo server.'));
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new Refusal(400, 'invalid_request', 'This address cannot be read.');
  }
}

async function listen(server: Server, first: number): Promise<number> {
  const last = first === 0 ? 0 : Math.min(65_535, first + portsToTry - 1);
  for (let port = first; port <= last; port++) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          server.off('error', reject);
          resolve();
        });
      });
      const address = server.address();
      return typeof address === 'object' && address ? address.port : port;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code === 'EACCES')
        throw new Error(`Port ${port} may not be used here. Choose another one with --port.`, { cause: error });
      if (code !== 'EADDRINUSE') throw error;
    }
  }
  throw new Error(`The ports ${first} to ${last} are all taken. Choose another one with --port.`);
}

async function stop(server: Server, content: Content): Promise<void> {
  content.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
}

/** The command: one line when it is ready, one sentence when it cannot be. */
async function main(): Promise<void> {
  const options = readCommandLine(process.argv.slice(2), process.env['INIT_CWD'] ?? process.cwd());
  if (options.help) return void process.stdout.write(help);
  const server = await startServer(options);
  process.stdout.write(`Activity Audit: ${server.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void server.close());
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
