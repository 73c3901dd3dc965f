/** Who is asked for what, and what goes along, in a real browser: cookies, tokens, a fetch of the host's, redirects; in a worker and on the page. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { beforeEach, describe } from 'node:test';
import { inEachEngine, type OpenBrowser, type OpenPage } from './open-browser.js';
import { seen } from './portal-page.js';

// For the type of the tag.
import type {} from '../../components/activity-audit/define.js';

const nowNs = BigInt(Date.now()) * 1_000_000n;
const rows = Array.from({ length: 8 }, (_, at) => ({
  id: `a${at}`,
  type: 'command',
  timestamp: String(nowNs - BigInt(at + 1) * 1_000_000_000n),
  attributes: { comm: 'curl' },
}));

interface Asked {
  readonly host: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** One server of the three: the page's, a backend on another origin, and a stranger. */
interface Site {
  readonly origin: string;
  answer: (request: IncomingMessage, response: ServerResponse, path: string) => void;
  readonly server: Server;
}

const asked: Asked[] = [];
const sites: Site[] = [];

async function startSite(): Promise<Site> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const site: Site = { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, answer: () => {} };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const { pathname } = new URL(request.url ?? '/', site.origin);
    if (request.method === 'OPTIONS') {
      const headers = {
        'Access-Control-Allow-Origin': request.headers.origin ?? '*',
        'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Allow-Headers': 'authorization, x-team',
      };
      return void response.writeHead(204, headers).end();
    }
    const { authorization, cookie } = request.headers;
    asked.push({ host: site.origin, path: pathname, authorization, cookie });
    response.setHeader('Access-Control-Allow-Origin', request.headers.origin ?? '*');
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    site.answer(request, response, pathname);
  });
  sites.push(site);
  return site;
}

function entries(response: ServerResponse, path: string): void {
  const isPage = path.endsWith('/entries');
  response.writeHead(isPage ? 200 : 404, { 'Content-Type': 'application/x-ndjson' });
  response.end(
    isPage ? [...rows, { page: { total: rows.length } }].map((row) => `${JSON.stringify(row)}\n`).join('') : '',
  );
}

inEachEngine('access to a backend', ({ start, test, before, after }) => {
  let browser: OpenBrowser;
  let own: Site;
  let backend: Site;
  let stranger: Site;

  before(async () => {
    browser = await start();
    [own, backend, stranger] = [await startSite(), await startSite(), await startSite()];
  });
  after(async () => {
    await browser.close();
    for (const { server } of sites) {
      server.closeAllConnections();
      server.close();
    }
  });
  beforeEach(() => {
    asked.length = 0;
    backend.answer = (_request, response, path) => entries(response, path);
    stranger.answer = (_request, response, path) => entries(response, path);
    own.answer = (_request, response, path) => {
      if (path === '/')
        return void response
          .writeHead(200, { 'Content-Type': 'text/html', 'Set-Cookie': 'session=own; Path=/' })
          .end(
            '<!doctype html><title>A page</title><link rel="icon" href="data:,"><script type="module" src="/library/activity-audit.js"></script><body>',
          );
      if (!path.startsWith('/library/')) return entries(response, path);
      response
        .writeHead(200, { 'Content-Type': 'text/javascript' })
        .end(readFileSync(`dist/browser/${path.slice('/library/'.length)}`));
    };
  });

  interface Wanted {
    readonly src?: string;
    readonly file?: string;
    readonly mode: 'worker' | 'page';
    readonly credentials?: string;
    /** Tokens to give, one after the other; the last one for ever. */
    readonly tokens?: readonly string[];
    readonly hostFetch?: boolean;
  }

  /** The view over a backend. */
  async function show(wanted: Wanted): Promise<OpenPage> {
    const page = await browser.newPage();
    await page.goto(own.origin);
    await page.evaluate(async ({ src, file, mode, credentials, tokens, hostFetch }) => {
      await customElements.whenDefined('activity-audit');
      const view = document.createElement('activity-audit');
      view.cacheMode = 'memory';
      view.window = '1H';
      view.engine = { mode };
      view.credentials = credentials ?? null;
      let given = 0;
      if (tokens) view.token = () => tokens[Math.min(given++, tokens.length - 1)];
      if (hostFetch)
        view.fetch = (url, init) => {
          document.title = `${document.title}+`;
          return fetch(url, init);
        };
      view.src = src ?? null;
      view.file = file ?? null;
      document.body.append(view);
    }, wanted);
    return page;
  }

  const toBackend = (): readonly Asked[] => asked.filter(({ host }) => host === backend.origin);

  for (const mode of ['worker', 'page'] as const)
    describe(`with the engine in the mode ${mode}`, () => {
      test('the page’s own cookies go to its own origin by themselves, and to another only where that is asked for', async () => {
        const page = await show({ src: '/api', mode });
        await seen(page, 'activity-list', /8 activities/);
        assert.ok(asked.some(({ path, cookie }) => path === '/api/entries' && cookie === 'session=own'));
        await page.close();
        asked.length = 0;
        const without = await show({ src: `${backend.origin}/api`, mode });
        await seen(without, 'activity-list', /8 activities/);
        assert.ok(toBackend().every(({ cookie }) => cookie === undefined));
        await without.close();
        asked.length = 0;
        // Cookies know no ports: the one of the page's server is one of this machine.
        const withCookies = await show({ src: `${backend.origin}/api`, mode, credentials: 'include' });
        await seen(withCookies, 'activity-list', /8 activities/);
        assert.ok(toBackend().every(({ cookie }) => cookie === 'session=own'));
        await withCookies.close();
      });

      test('a token goes to the backend and to nobody else, and an expired one is renewed without a word', async () => {
        backend.answer = (request, response, path) => {
          if (request.headers.authorization === 'Bearer new') return entries(response, path);
          response.writeHead(401).end();
        };
        const page = await show({ src: `${backend.origin}/api`, mode, tokens: ['old', 'new'] });
        await seen(page, 'activity-list', /8 activities/);
        const tokens = toBackend().map(({ authorization }) => authorization);
        assert.equal(tokens[0], 'Bearer old');
        assert.ok(tokens.slice(1).every((token) => token === 'Bearer new' || token === 'Bearer old'));
        assert.ok(
          asked.filter(({ host }) => host !== backend.origin).every(({ authorization }) => authorization === undefined),
        );
        const requests = await page.requests();
        const hosts = new Set(requests.filter((url) => url.startsWith('http')).map((url) => new URL(url).origin));
        assert.deepEqual(
          [...hosts].filter((origin) => origin !== own.origin && origin !== backend.origin),
          [],
        );
        await page.close();
      });

      for (const [from, site] of [
        ['the page’s own server', () => own],
        ['another server', () => backend],
      ] as const)
        test(`a redirect of ${from} to a stranger is not followed, and is told`, async () => {
          const { answer } = site();
          site().answer = (request, response, path) => {
            if (path.startsWith('/api')) response.writeHead(302, { Location: `${stranger.origin}${path}` }).end();
            else answer(request, response, path);
          };
          const page = await show({ src: `${site().origin}/api`, mode, tokens: ['secret'] });
          await seen(page, 'activity-audit', /redirects to another address, or in a circle/);
          assert.deepEqual(
            asked.filter(({ host }) => host === stranger.origin),
            [],
          );
          await page.close();
        });

      test('a file is not fetched from where its server redirects to, and a page to sign in is no log', async () => {
        const { answer } = own;
        own.answer = (request, response, path) => {
          if (path === '/logs/moved.log') response.writeHead(302, { Location: '/logs/audit.log' }).end();
          else if (path === '/logs/audit.log') entries(response, '/entries');
          else if (path === '/logs/left.log') response.writeHead(302, { Location: `${stranger.origin}/entries` }).end();
          else if (path === '/logs/shut.log')
            response.writeHead(200, { 'Content-Type': 'text/html' }).end('<title>Acme</title><input type="password">');
          else answer(request, response, path);
        };
        const page = await show({ file: '/logs/moved.log /logs/left.log /logs/shut.log', mode });
        await seen(page, 'activity-list', /8 activities/);
        await seen(page, 'activity-audit', /redirects to another address, or in a circle/);
        await seen(page, 'activity-audit', /A sign-in page came instead of data/);
        assert.deepEqual(
          asked.filter(({ host }) => host === stranger.origin),
          [],
        );
        await page.close();
      });

      test('a redirect within the page’s own origin is followed, and one in a circle is told', async () => {
        const { answer } = own;
        own.answer = (request, response, path) => {
          if (path.startsWith('/old/'))
            response.writeHead(307, { Location: (request.url ?? '').replace('/old/', '/api/') }).end();
          else if (path.startsWith('/circle/')) response.writeHead(307, { Location: request.url ?? '' }).end();
          else answer(request, response, path);
        };
        const page = await show({ src: '/old', mode, tokens: ['secret'] });
        await seen(page, 'activity-list', /8 activities/);
        assert.ok(
          asked.some(({ path, authorization }) => path === '/api/entries' && authorization === 'Bearer secret'),
        );
        await page.close();
        const circle = await show({ src: '/circle', mode });
        await seen(circle, 'activity-audit', /redirects to another address, or in a circle/);
        await circle.close();
      });

      test('a fetch of the page’s makes all requests, on the page', async () => {
        const page = await show({ src: `${backend.origin}/api`, mode, hostFetch: true, tokens: ['good'] });
        await seen(page, 'activity-list', /8 activities/);
        assert.ok(toBackend().every(({ authorization }) => authorization === 'Bearer good'));
        assert.equal((await page.evaluate(() => document.title)).replace('A page', '').length, toBackend().length);
        await page.close();
      });
    });
});
