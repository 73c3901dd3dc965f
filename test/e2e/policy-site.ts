/**
 * Two origins: a page under some policy, and where the library lies. The page tells by itself what became of it, so that any browser that can open
 * an address will do.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';

/** What the page saw of the view in it. */
export interface Seen {
  /** What the engine was started from; null where there is none. */
  readonly way: string | null;
  /** All text of the view. */
  readonly text: string;
  /** Errors that reached the window. */
  readonly errors: readonly string[];
  /** Directives that something was blocked by. */
  readonly violations: readonly string[];
  /** Addresses of everything that was fetched for the page. */
  readonly requests: readonly string[];
}

export interface PageWanted {
  /** Content-Security-Policy; null: none. `{library}` is the library's origin, `{nonce}` the one of the page's scripts. */
  readonly policy: string | null;
  /** Whether the library lies on another origin. */
  readonly isElsewhere: boolean;
  /** Whether the other origin allows to be read. */
  readonly cors?: boolean;
  /** Folder of a build, of which `activity-audit.js` is loaded. */
  readonly build: string;
  /** Files that are not there. */
  readonly missing?: RegExp;
  /** The tag, with whatever belongs into it. */
  readonly tag?: string;
}

const nonce = 'cGFnZQ';

/** Waits until the view says how many activities there are, or has failed, and sends what it looks like. */
const reporter = `
const errors = [], violations = [];
addEventListener('error', (event) => errors.push(String(event.message)));
addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
const read = (node) => node.nodeType === 3 ? node.nodeValue : ['STYLE', 'SCRIPT', 'TEMPLATE'].includes(node.tagName) ? ''
  : [...(node.tagName === 'SLOT' ? node.assignedNodes() : (node.shadowRoot ?? node).childNodes)].map(read).join(' ');
const begin = performance.now();
const look = () => {
  const view = document.querySelector('activity-audit');
  const text = read(view).replace(/\\s+/g, ' ').trim();
  const over = /\\d+ activit(y|ies) exact|could not be started/.test(text) || errors.length > 0 || performance.now() - begin > 20000;
  if (!over) return setTimeout(look, 40);
  const way = view.activeStore?.engineWay ?? null;
  const requests = performance.getEntriesByType('resource').map((entry) => entry.name);
  fetch('/seen', { method: 'POST', body: JSON.stringify({ way, text, errors, violations, requests }) });
};
addEventListener('load', look);
`;

const log = Array.from({ length: 12 }, (_, at) =>
  JSON.stringify({
    id: `row-${at}`,
    timestamp: `17000000${String(10 + at)}000000001`,
    type: 'command',
    comm: at % 2 ? 'curl' : 'bash',
    cmdline: `command ${at}`,
    labels: { 'kubernetes.namespace.name': 'shop', 'kubernetes.pod.name': 'web-0' },
  }),
).join('\n');

export class PolicySite {
  readonly #page: Server;
  readonly #library: Server;
  #wanted: PageWanted | null = null;
  #tell: (seen: Seen) => void = () => {};
  /** Path of everything that either origin was asked for, in order. */
  readonly asked: string[] = [];

  private constructor() {
    this.#page = createServer((request, response) => this.#answerPage(request, response));
    this.#library = createServer((request, response) => this.#answerLibrary(request, response));
  }

  static async start(): Promise<PolicySite> {
    const site = new PolicySite();
    for (const server of [site.#page, site.#library]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
    }
    return site;
  }

  async close(): Promise<void> {
    for (const server of [this.#page, this.#library]) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  /** Has a page opened, and gives what it saw. */
  async see(wanted: PageWanted, open: (url: string) => Promise<void>): Promise<Seen> {
    this.#wanted = wanted;
    this.asked.length = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the page never told what it saw')), 40_000);
    });
    const seen = new Promise<Seen>((resolve) => (this.#tell = resolve));
    try {
      await open(`${originOf(this.#page)}/page?${Math.random()}`);
      return await Promise.race([seen, late]);
    } finally {
      clearTimeout(timer);
    }
  }

  #answerPage(request: IncomingMessage, response: ServerResponse): void {
    const path = this.#note(request);
    const wanted = this.#wanted;
    if (!wanted) return void response.writeHead(404).end();
    if (path === '/page') return this.#sendPage(response, wanted);
    if (path === '/report.js') return send(response, 'text/javascript', reporter);
    if (path === '/log.ndjson') return send(response, 'application/x-ndjson', log);
    if (path === '/seen' && request.method === 'POST') {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        response.writeHead(204).end();
        this.#tell(JSON.parse(Buffer.concat(parts).toString('utf8')) as Seen);
      });
      return;
    }
    this.#sendFile(path, response, wanted);
  }

  #answerLibrary(request: IncomingMessage, response: ServerResponse): void {
    const path = this.#note(request);
    if (!this.#wanted) return void response.writeHead(404).end();
    // A file may be refused to others without harm to the script itself, which has to be readable as a module.
    const isReadable = this.#wanted.cors !== false || path.endsWith('/activity-audit.js');
    if (isReadable) response.setHeader('Access-Control-Allow-Origin', '*');
    this.#sendFile(path, response, this.#wanted);
  }

  #note(request: IncomingMessage): string {
    const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (pathname !== '/seen') this.asked.push(pathname);
    return pathname;
  }

  #sendFile(path: string, response: ServerResponse, { build, missing }: PageWanted): void {
    const [, name] = /^\/library\/([\w.-]+\.js)$/.exec(path) ?? [];
    if (!name || missing?.test(name)) return void response.writeHead(404).end();
    try {
      send(response, 'text/javascript', readFileSync(`${build}/${name}`));
    } catch {
      response.writeHead(404).end();
    }
  }

  #sendPage(response: ServerResponse, wanted: PageWanted): void {
    const {
      policy,
      isElsewhere,
      tag = '<activity-audit file="/log.ndjson">What the page says by itself.</activity-audit>',
    } = wanted;
    const library = originOf(this.#library);
    if (policy !== null)
      response.setHeader(
        'Content-Security-Policy',
        policy.replaceAll('{library}', library).replaceAll('{nonce}', nonce),
      );
    const address = `${isElsewhere ? library : ''}/library/activity-audit.js`;
    const page = `<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<script nonce="${nonce}" src="/report.js"></script>
<script nonce="${nonce}" type="module" src="${address}"${isElsewhere ? ' crossorigin' : ''}></script>
${tag}</html>`;
    send(response, 'text/html; charset=utf-8', page);
  }
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(body);
}

const originOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
