/** How a host's token, its own `fetch` and what goes wrong with them look to whoever uses a store. Real servers; the engine runs beside the test. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  AuditError,
  createStore,
  type ActivityStore,
  type BackendAccess,
  type StoreOptions,
} from '../../src/headless.js';
import { activities, range } from '../ingest/http-subject.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { sendJson, withServer, type Call, type LocalServer } from '../servers/local-server.js';

const bearer = ({ request }: Call): string | undefined =>
  /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];

/** A backend that answers whoever brings a token that it accepts. */
function guarded(
  accepts: (token: string | undefined) => boolean,
  use: (server: LocalServer) => Promise<void>,
): Promise<void> {
  const entries = new EntriesServer(activities, { capabilities: protocolOne(), pageSize: 20 });
  return withServer((call) => {
    if (accepts(bearer(call))) entries.answer(call);
    else sendJson(call.response, { type: 'unauthorized', message: 'Who are you?' }, 401);
  }, use);
}

async function withStore(
  url: string,
  access: BackendAccess,
  use: (store: ActivityStore) => Promise<void>,
  more: Partial<StoreOptions> = {},
): Promise<void> {
  const store = createStore({
    source: { kind: 'http', url },
    cache: { mode: 'memory' },
    engine: { mode: 'page' },
    autoLoad: false,
    access,
    ...more,
  });
  try {
    await use(store);
  } finally {
    await store.dispose();
  }
}

async function count(store: ActivityStore): Promise<number | undefined> {
  const answer = await store.ask({ totals: true }, { range });
  return answer.totals?.matching;
}

/** The error of a load; fails where there is none. */
async function failure(store: ActivityStore): Promise<AuditError> {
  try {
    await store.load(range);
  } catch (error) {
    assert.ok(error instanceof AuditError);
    return error;
  }
  throw new Error('the load went through');
}

describe('a bearer token from the page', () => {
  test('goes along with every request, and is asked for once', async () => {
    const seen: (string | undefined)[] = [];
    let asked = 0;
    await guarded(
      (token) => (seen.push(token), token === 'good'),
      ({ url }) =>
        withStore(url, { token: () => (asked++, 'good') }, async (store) => {
          await store.load(range);
          assert.equal(await count(store), activities.length);
          assert.ok(seen.length > 2);
          assert.ok(seen.every((token) => token === 'good'));
          assert.equal(asked, 1);
        }),
    );
  });

  test('is asked for again when it is refused, once for all requests that are under way', async () => {
    let expired = false;
    const refusals: (string | undefined)[] = [];
    await guarded(
      (token) => token === (expired ? 'second' : 'first'),
      ({ url }) => {
        const token: BackendAccess['token'] = async ({ refused, origin }) => {
          assert.equal(origin, url);
          refusals.push(refused);
          await new Promise((resolve) => setTimeout(resolve, 30));
          return refusals.length === 1 ? 'first' : 'second';
        };
        return withStore(url, { token }, async (store) => {
          await store.load(range);
          expired = true;
          const [first] = activities;
          assert.ok(first);
          const raws = await Promise.all(
            [store.raw(first.id), store.raw(first.id), store.raw(first.id)].map((raw) => raw.catch(() => null)),
          );
          assert.equal(raws.length, 3);
          assert.deepEqual(refusals, [undefined, 'first']);
        });
      },
    );
  });

  test('that is refused twice ends in one clear error, and is asked for anew by a retry', async () => {
    let signedIn = false;
    let asked = 0;
    await guarded(
      (token) => signedIn && token === 'fresh',
      ({ url, calls }) =>
        withStore(url, { token: () => (asked++, signedIn ? 'fresh' : 'stale') }, async (store) => {
          const error = await failure(store);
          assert.equal(error.code, 'forbidden');
          assert.match(error.message, /refused the page's token, and a new one too \(401\)\. Sign in again/);
          assert.equal(error.retryable, true);
          assert.equal(asked, 2);
          assert.equal(calls.length, 2, 'nothing is hammered');
          signedIn = true;
          await store.load(range);
          assert.equal(await count(store), activities.length);
          assert.equal(asked, 3);
        }),
    );
  });

  test('that the page cannot get is told in the words of the page', async () => {
    await guarded(
      () => false,
      ({ url, calls }) =>
        withStore(url, { token: () => Promise.reject(new Error('The vault is closed.')) }, async (store) => {
          const error = await failure(store);
          assert.equal(error.code, 'forbidden');
          assert.match(error.message, /could not get a token for the backend: The vault is closed\./);
          assert.deepEqual(calls, [], 'nothing is sent without it');
        }),
    );
  });

  test('that never comes is waited for so long and no longer', async () => {
    await guarded(
      () => true,
      ({ url, calls }) => {
        let aborted = false;
        const token: BackendAccess['token'] = ({ signal }) =>
          new Promise(() => signal.addEventListener('abort', () => (aborted = true)));
        return withStore(url, { token, answerWithinMs: 80 }, async (store) => {
          const error = await failure(store);
          assert.equal(error.code, 'timeout');
          assert.match(error.message, /has not given a token for the backend within 0\.1 seconds/);
          await new Promise((resolve) => setTimeout(resolve, 20));
          assert.equal(aborted, true, 'the page is told that nobody waits any more');
          assert.deepEqual(calls, []);
        });
      },
    );
  });

  test('that is no text is refused before anything is sent', async () => {
    await guarded(
      () => true,
      ({ url, calls }) =>
        withStore(
          url,
          { token: (() => ({ token: 'a' })) as unknown as BackendAccess['token'] & object },
          async (store) => {
            assert.match((await failure(store)).message, /gave object, not a text/);
            assert.deepEqual(calls, []);
          },
        ),
    );
  });

  test('may be absent: the backend then says what it wants, and the page is asked again', async () => {
    let asked = 0;
    await guarded(
      (token) => token === 'late',
      ({ url }) =>
        withStore(url, { token: () => (++asked > 2 ? 'late' : null) }, async (store) => {
          const error = await failure(store);
          assert.match(error.message, /wants you to sign in \(401\)/);
          await store.load(range);
          assert.equal(await count(store), activities.length);
        }),
    );
  });

  test('is nobody else’s: it does not follow a redirect', async () => {
    const stranger: (string | undefined)[] = [];
    await withServer(
      (call) => {
        stranger.push(bearer(call));
        sendJson(call.response, {});
      },
      ({ url: elsewhere }) =>
        withServer(
          ({ response, url }) => void response.writeHead(302, { Location: elsewhere + url.pathname }).end(),
          ({ url, calls }) =>
            withStore(url, { token: () => 'secret' }, async (store) => {
              const error = await failure(store);
              assert.equal(error.code, 'forbidden');
              assert.match(error.message, /redirects to another address.*Nothing was sent to that address/);
              assert.deepEqual(stranger, []);
              assert.equal(calls.length, 1);
            }),
        ),
    );
  });
});

describe('what stands in for data', () => {
  const page =
    (html: string, status = 200) =>
    ({ response }: Call): void =>
      void response.writeHead(status, { 'Content-Type': 'text/html; charset=utf-8' }).end(html);

  test('a page to sign in, with status 200, is called by its name', async () => {
    const form = `<!doctype html><title>Acme</title>${' '.repeat(3_000)}<form><input name="u"><input type="password" name="p"></form>`;
    await withServer(page(form), ({ url, calls }) =>
      withStore(url, {}, async (store) => {
        const error = await failure(store);
        assert.equal(error.code, 'forbidden');
        assert.match(error.message, /^A sign-in page came instead of data: 127\.0\.0\.1:\d+ wants you to sign in\./);
        assert.equal(error.retryable, true);
        assert.equal(calls.length, 1);
      }),
    );
  });

  test('the same in place of a file, and a redirect of one is not followed', async () => {
    const strangers: Call[] = [];
    const ofFile = (url: string): Partial<StoreOptions> => ({
      source: { kind: 'file', files: [{ name: 'audit.log', url: `${url}/audit.log` }] },
    });
    const refusal = async (store: ActivityStore): Promise<string> => {
      await store.load(range);
      return new Promise((resolve) => {
        const look = (): void => {
          const [source] = store.status?.sources ?? [];
          if (source?.done) resolve(source.error?.message ?? 'it was read');
        };
        store.addEventListener('status-change', look);
        look();
      });
    };
    await withServer(page('<!doctype html><title>Acme</title><input type="password">'), ({ url }) =>
      withStore(
        url,
        {},
        async (store) => assert.match(await refusal(store), /^A sign-in page came instead of data/),
        ofFile(url),
      ),
    );
    await withServer(
      (call) => {
        strangers.push(call);
        sendJson(call.response, {});
      },
      ({ url: elsewhere }) =>
        withServer(
          ({ response, url }) => void response.writeHead(302, { Location: elsewhere + url.pathname }).end(),
          ({ url }) =>
            withStore(
              url,
              {},
              async (store) => {
                assert.match(await refusal(store), /redirects to another address.*Nothing was sent/);
                assert.deepEqual(strangers, []);
              },
              ofFile(url),
            ),
        ),
    );
  });

  test('any other page is said to be no answer of a backend', async () => {
    await withServer(page('<!doctype html><title>Our app</title><div id="root"></div>'), ({ url }) =>
      withStore(url, {}, async (store) => {
        const error = await failure(store);
        assert.equal(error.code, 'bad-answer');
        assert.match(error.message, /text\/html/);
      }),
    );
  });

  test('403 is not asked about again', async () => {
    let asked = 0;
    await withServer(
      ({ response }) => sendJson(response, { message: 'Not for you.' }, 403),
      ({ url, calls }) =>
        withStore(url, { token: () => (asked++, 'good') }, async (store) => {
          const error = await failure(store);
          assert.equal(error.code, 'forbidden');
          assert.match(error.message, /does not allow you to see this \(403\).*Not for you\./);
          assert.deepEqual([asked, calls.length], [1, 1]);
        }),
    );
  });
});

describe('a fetch of the host’s own', () => {
  const entries = new EntriesServer(activities, { capabilities: protocolOne('stream'), pageSize: 20 });

  test('makes every request, with the token in it, and nothing else is sent', () =>
    withServer(
      (call) => entries.answer(call),
      ({ url, calls }) => {
        const made: string[] = [];
        const own: BackendAccess['fetch'] = (address, init) => {
          made.push(new URL(address).pathname + new URL(address).search);
          assert.equal(new Headers(init.headers).get('authorization'), 'Bearer good');
          assert.equal(new Headers(init.headers).get('x-team'), 'red');
          return fetch(address, init);
        };
        return withStore(
          url,
          { fetch: own, token: () => 'good' },
          async (store) => {
            await store.load(range);
            assert.equal(await count(store), activities.length);
            assert.ok(made.length > 2);
            assert.deepEqual([...made].sort(), [...calls].sort());
          },
          { source: { kind: 'http', url, headers: { 'X-Team': 'red' } } },
        );
      },
    ));

  for (const [whose, type] of [
    ['of another origin, as browsers show it', 'cors'],
    ['that the function made of another', 'default'],
  ] as const)
    test(`may be given what came packed, ${whose}: its length was that of the packed bytes`, () =>
      guarded(
        () => true,
        ({ url }) => {
          // The length is told, the encoding is not, and the body is unpacked.
          const unpacked: typeof fetch = async (input, init) => {
            const response = await fetch(input, init);
            const body = await response.arrayBuffer();
            const headers = new Headers(response.headers);
            headers.set('content-length', String(gzipSync(body).length));
            return Object.defineProperty(new Response(body, { headers }), 'type', { value: type });
          };
          return withStore(url, { fetch: unpacked }, async (store) => {
            await store.load(range);
            assert.equal(await count(store), activities.length);
          });
        },
      ));

  test('is read piece by piece, only as fast as the engine takes it, and let go of when nobody wants it', async () => {
    let pulled = 0;
    let cancelled = false;
    const endless = (): Response =>
      new Response(
        new ReadableStream<Uint8Array>(
          {
            async pull(controller) {
              pulled++;
              await new Promise((resolve) => setTimeout(resolve, 1));
              controller.enqueue(
                new TextEncoder().encode(
                  `${JSON.stringify({ id: `e${pulled}`, type: 'command', timestamp: String(range.toNs - BigInt(pulled)) })}\n`,
                ),
              );
            },
            cancel() {
              cancelled = true;
            },
          },
          { highWaterMark: 0 },
        ),
        { headers: { 'content-type': 'application/x-ndjson' } },
      );
    let signal: AbortSignal | null | undefined;
    const own: BackendAccess['fetch'] = (address, init) => {
      if (address.includes('/capabilities')) return Promise.resolve(Response.json(protocolOne()));
      signal = init.signal;
      return Promise.resolve(endless());
    };
    await withStore('http://backend.example/api', { fetch: own }, async (store) => {
      const control = new AbortController();
      const loading = store.load(range, control.signal);
      while (pulled < 20) await new Promise((resolve) => setTimeout(resolve, 5));
      control.abort();
      await assert.rejects(loading, (error: AuditError) => error.code === 'cancelled');
      for (let tries = 0; tries < 100 && !cancelled; tries++) await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(cancelled, true);
      assert.equal(signal?.aborted, true);
      const after = pulled;
      await new Promise((resolve) => setTimeout(resolve, 40));
      assert.ok(pulled <= after + 1, 'nothing is pulled any more');
    });
  });

  for (const [what, own, code, message] of [
    ['throws', () => Promise.reject(new Error('proxy down')), 'unreachable', /page's own fetch failed: proxy down/],
    [
      'gives something else',
      () => Promise.resolve('text' as unknown as Response),
      'bad-request',
      /did not give a Response/,
    ],
  ] as const)
    test(`that ${what} is told so`, () =>
      withStore('http://backend.example/api', { fetch: own }, async (store) => {
        const loading = store.load(range);
        loading.catch(() => {});
        const seen = await new Promise<AuditError | { code: string; message: string }>((resolve) => {
          loading.catch((error: unknown) => resolve(error as AuditError));
          store.addEventListener('status-change', ({ status }) => status?.load.error && resolve(status.load.error));
        });
        assert.equal(seen.code, code);
        assert.match(seen.message, message);
      }));
});

test('two people who use one page do not share an engine, nor do two tokens, nor views of which one lets the server count', () =>
  withServer(
    (call) => new EntriesServer(activities, { capabilities: protocolOne() }).answer(call),
    async ({ url }) => {
      const token = () => 'a';
      const options = (more: Partial<StoreOptions>): StoreOptions => ({
        source: { kind: 'http', url },
        cache: { mode: 'memory' },
        engine: { mode: 'page' },
        autoLoad: false,
        ...more,
      });
      const stores = [
        options({}),
        options({ user: 'ann' }),
        options({ user: 'bob' }),
        options({ user: 'ann', tenant: 'x' }),
        options({ access: { token } }),
        options({ access: { token: () => 'b' } }),
        options({ access: { token } }),
        options({ source: { kind: 'http', url, pushDown: 'auto' }, access: { token } }),
      ].map((one) => createStore(one));
      try {
        await Promise.all(stores.map(({ ready }) => ready));
        await stores[4]?.load(range);
        const held = await Promise.all(stores.map((store) => count(store)));
        const all = activities.length;
        assert.deepEqual(held, [0, 0, 0, 0, all, 0, all, 0], 'only the same token leads to the same engine');
      } finally {
        await Promise.all(stores.map((store) => store.dispose()));
      }
    },
  ));
