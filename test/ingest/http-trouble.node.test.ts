/** A backend that is slow, broken, rude or lying, each on a real server. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { EntriesServer, lines, protocolOne } from '../servers/entries-server.js';
import { localServer, sendJson, withServer, type Call, type LocalServer } from '../servers/local-server.js';
import { activities, allIds, hasty, newestFirst, range, read } from './http-subject.js';
import { activitiesOf } from '../decode/activities-of.js';

type Trouble = (call: Call, entries: EntriesServer) => void | Promise<void>;

/** A server that is in order but for what `trouble` does with requests for entries. */
function troubled(trouble: Trouble, use: (server: LocalServer) => Promise<void>): Promise<void> {
  const entries = new EntriesServer(activities, { capabilities: protocolOne() });
  return withServer((call) => (call.url.pathname === '/entries' ? trouble(call, entries) : entries.answer(call)), use);
}

const waitingCodes = (reading: Awaited<ReturnType<typeof read>>): readonly string[] =>
  reading.steps.flatMap((step) => step.waiting?.error.code ?? []);

const ndjson = { 'Content-Type': 'application/x-ndjson' };

describe('a backend that fails', () => {
  it('is asked again after an error status, and nothing is lost', () =>
    troubled(
      (call, entries) =>
        call.turn % 2 === 1
          ? sendJson(call.response, { type: 'x', message: 'Out to lunch.' }, 503)
          : entries.answer(call),
      async ({ url }) => {
        const { backend, waitsMs } = hasty(url);
        const reading = await read(backend);
        assert.equal(reading.error, undefined);
        assert.deepEqual(reading.ids, newestFirst);
        assert.deepEqual(waitingCodes(reading), ['backend-failed', 'backend-failed', 'backend-failed']);
        assert.match(reading.steps.find((step) => step.waiting)?.waiting?.error.message ?? '', /503.*Out to lunch\./);
        assert.deepEqual(waitsMs, [375, 375, 375], 'a page that came through makes up for failures before it');
      },
    ));

  it('is given up after five tries, each after a longer wait, and the error can be retried', () =>
    troubled(
      ({ response }) => sendJson(response, { message: 'no' }, 500),
      async ({ url, calls }) => {
        const { backend, waitsMs } = hasty(url);
        const { error } = await read(backend);
        assert.equal(error?.code, 'backend-failed');
        assert.equal(error?.retryable, true);
        assert.match(error?.message ?? '', /It says: no\. Tried 5 times\.$/);
        assert.deepEqual(waitsMs, [375, 750, 1_500, 3_000]);
        assert.equal(calls.filter((call) => call.startsWith('/entries')).length, 5);
      },
    ));

  it('keeps what came of earlier pages when it fails later', () =>
    troubled(
      (call, entries) => (call.turn > 2 ? sendJson(call.response, {}, 500) : entries.answer(call)),
      async ({ url }) => {
        const { ids, error, coveredFromNs } = await read(hasty(url).backend);
        assert.equal(error?.code, 'backend-failed');
        assert.deepEqual(ids, newestFirst.slice(0, 200));
        assert.equal(coveredFromNs, (activities[100]?.timeNs ?? 0n) + 1n);
      },
    ));

  it('may break the connection before it answers', () =>
    troubled(
      (call, entries) => (call.turn === 1 ? void call.response.destroy() : entries.answer(call)),
      async ({ url }) => {
        const reading = await read(hasty(url).backend);
        assert.deepEqual(waitingCodes(reading), ['unreachable']);
        assert.deepEqual(reading.ids, newestFirst);
      },
    ));

  it('may not be there at all', async () => {
    const server = await localServer(() => {});
    await server.close();
    const reading = await read(hasty(server.url).backend);
    assert.equal(reading.error?.code, 'unreachable');
    assert.match(reading.error?.message ?? '', /127\.0\.0\.1:\d+ could not be reached/);
    assert.equal(waitingCodes(reading).length, 4);
  });

  it('may fall silent: before it answers, and in the middle', () =>
    troubled(
      (call, entries) => {
        if (call.turn === 1) return;
        if (call.turn > 2) return entries.answer(call);
        call.response.writeHead(200, ndjson);
        call.response.write(lines(entries.page(call.url).rows.slice(0, 10)));
      },
      async ({ url }) => {
        const reading = await read(hasty(url, { idleTimeoutMs: 150 }).backend);
        assert.deepEqual(waitingCodes(reading), ['timeout', 'timeout']);
        assert.equal(reading.error, undefined);
        assert.deepEqual([...new Set(reading.ids)].toSorted(), allIds);
      },
    ));

  it('is not taken for silent while we take our time', () =>
    troubled(
      (call, entries) => entries.answer(call),
      async ({ url }) => {
        let count = 0;
        for await (const step of hasty(url, { idleTimeoutMs: 100 }).backend.read(
          { range },
          AbortSignal.timeout(20_000),
        )) {
          assert.equal(step.waiting, undefined);
          count += activitiesOf(step.decoded).length;
          if (count === 100) await new Promise((resolve) => setTimeout(resolve, 250));
        }
        assert.equal(count, 300);
      },
    ));
});

describe('a backend that asks for patience', () => {
  it('is left alone as long as it says, in seconds or by a date, and that is no failure', () =>
    troubled(
      (call, entries) => {
        if (call.turn > 7) return entries.answer(call);
        const date = new Date(Date.now() + 90_000).toUTCString();
        sendJson(call.response, { message: 'slowly' }, 429, { 'Retry-After': call.turn % 2 ? '7' : date });
      },
      async ({ url }) => {
        const { backend, waitsMs } = hasty(url);
        const reading = await read(backend);
        assert.equal(reading.error, undefined);
        assert.deepEqual(reading.ids, newestFirst);
        assert.equal(waitsMs.length, 7);
        assert.deepEqual(
          waitsMs.filter((_, index) => index % 2 === 0),
          [7_000, 7_000, 7_000, 7_000],
        );
        for (const waitMs of waitsMs.filter((_, index) => index % 2 === 1))
          assert.ok(waitMs > 80_000 && waitMs <= 90_000);
        assert.deepEqual(new Set(waitingCodes(reading)), new Set(['rate-limited']));
      },
    ));

  it('is left alone until its date by its own clock, however wrong ours is', () =>
    troubled(
      (call, entries) => {
        if (call.turn > 1) return entries.answer(call);
        const serverMs = Date.now() - 3_600_000;
        sendJson(call.response, { message: 'slowly' }, 429, {
          Date: new Date(serverMs).toUTCString(),
          'Retry-After': new Date(serverMs + 90_000).toUTCString(),
        });
      },
      async ({ url }) => {
        const { backend, waitsMs } = hasty(url);
        assert.deepEqual((await read(backend)).ids, newestFirst);
        assert.equal(waitsMs.length, 1);
        assert.ok(waitsMs[0]! > 85_000 && waitsMs[0]! < 95_000, String(waitsMs[0]));
      },
    ));

  it('is given up when it asks for an hour', () =>
    troubled(
      ({ response }) => sendJson(response, {}, 429, { 'Retry-After': '3600' }),
      async ({ url }) => {
        const { error } = await read(hasty(url).backend);
        assert.equal(error?.code, 'rate-limited');
        assert.equal(error?.retryable, true);
        assert.match(error?.message ?? '', /60 minutes/);
      },
    ));

  it('is given up when it never lets us in', () =>
    troubled(
      ({ response }) => sendJson(response, {}, 429),
      async ({ url, calls }) => {
        const { error } = await read(hasty(url).backend);
        assert.equal(error?.code, 'rate-limited');
        assert.ok(calls.length < 30);
      },
    ));
});

describe('a backend that refuses', () => {
  for (const status of [401, 403]) {
    it(`is not asked again after ${status}`, () =>
      troubled(
        ({ response }) => sendJson(response, { message: 'Not for you.' }, status),
        async ({ url, calls }) => {
          const { error } = await read(hasty(url).backend);
          assert.equal(error?.code, 'forbidden');
          assert.match(error?.message ?? '', /Not for you\./);
          assert.equal(calls.filter((call) => call.startsWith('/entries')).length, 1);
        },
      ));
  }

  it('is quoted with what it has against the question', () =>
    troubled(
      ({ response }) =>
        sendJson(response, { type: 'x', message: 'The filter cannot be read.', details: ['Unknown attribute'] }, 400),
      async ({ url }) => {
        const { error } = await read(hasty(url).backend);
        assert.equal(error?.code, 'bad-request');
        assert.match(error?.message ?? '', /The filter cannot be read\. Unknown attribute/);
      },
    ));

  it('is asked by time when it has forgotten a cursor', () =>
    troubled(
      (call, entries) =>
        call.turn === 2 ? sendJson(call.response, { message: 'This cursor has expired.' }, 400) : entries.answer(call),
      async ({ url, calls }) => {
        const { ids, error } = await read(hasty(url).backend);
        assert.equal(error, undefined);
        assert.deepEqual([...new Set(ids)].toSorted(), allIds);
        assert.ok(calls[3]?.includes('from='));
      },
    ));
});

describe('a backend that does not speak the protocol', () => {
  const foreign = async (contentType: string, body: string): Promise<string> => {
    let message = '';
    await troubled(
      ({ response }) => {
        response.writeHead(200, { 'Content-Type': contentType });
        response.end(body);
      },
      async ({ url, calls }) => {
        const { error } = await read(hasty(url).backend);
        assert.equal(error?.code, 'bad-answer');
        assert.equal(calls.filter((call) => call.startsWith('/entries')).length, 1);
        message = error?.message ?? '';
      },
    );
    return message;
  };

  it('is told by what it sent', async () => {
    assert.match(
      await foreign('text/html; charset=utf-8', '<!doctype html>\n<h1>Sign in</h1>'),
      /text\/html.*<!doctype html> <h1>Sign in.*sign in/,
    );
    assert.match(await foreign('text/plain', 'upstream connect error'), /text\/plain.*upstream connect error/);
    assert.match(await foreign('application/json', '{"status":"ok"}'), /application\/json.*\{"status":"ok"\}/);
  });

  it('is told by its capabilities', async () => {
    for (const [contentType, body, said] of [
      ['text/html', '<html>', /text\/html.*<html>/],
      ['application/json', '{"protocol":2}', /version 2/],
      ['application/json', '[]', /do not name a version/],
    ] as const) {
      await withServer(
        ({ response }) => {
          response.writeHead(200, { 'Content-Type': contentType });
          response.end(body);
        },
        async ({ url }) => {
          const { error } = await read(hasty(url).backend);
          assert.equal(error?.code, 'bad-answer');
          assert.match(error?.message ?? '', said);
        },
      );
    }
  });
});

describe('an answer that ends early', () => {
  const cutThenWhole = async (cut: Trouble): Promise<void> => {
    await troubled(
      (call, entries) => (call.turn === 1 ? cut(call, entries) : entries.answer(call)),
      async ({ url, calls }) => {
        const reading = await read(hasty(url).backend);
        assert.equal(reading.error, undefined);
        assert.deepEqual(waitingCodes(reading), ['truncated']);
        assert.deepEqual([...new Set(reading.ids)].toSorted(), allIds);
        assert.equal(reading.steps.flatMap((step) => step.decoded?.problems ?? []).length, 0);
        const again = new URL(calls[2] ?? '', url).searchParams.get('to');
        assert.ok(again !== null && BigInt(again) < range.toNs, 'it goes on from where it broke');
      },
    );
  };

  it('without its last line', () =>
    cutThenWhole(({ response, url }, entries) => {
      response.writeHead(200, ndjson);
      response.end(lines(entries.page(url).rows));
    }));

  it('in the middle of a line', () =>
    cutThenWhole(({ response, url }, entries) => {
      response.writeHead(200, ndjson);
      response.end(lines(entries.page(url).rows).slice(0, 9_000));
    }));

  it('in the middle of a JSON document', () =>
    cutThenWhole(({ response, url }, entries) => {
      const { rows, page } = entries.page(url);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify({ data: rows, page }).slice(0, 9_000));
    }));

  it('before the length that was announced', () =>
    cutThenWhole(({ response, url }, entries) => {
      const text = lines(entries.page(url).rows);
      response.writeHead(200, { ...ndjson, 'Content-Length': text.length + 100 });
      response.write(text);
      setTimeout(() => response.destroy(), 30);
    }));

  it('by its own word, since parts of it do not answer: nothing of that page is called complete', () =>
    troubled(
      (call, entries) => {
        const { rows, page } = entries.page(call.url);
        const isWhole = call.turn !== 2 && call.turn !== 3;
        const worth = call.turn === 2 ? { silent: ['store-2'], certainty: 'at least' } : { certainty: 'sampled' };
        entries.send(call.response, {
          rows: isWhole ? rows : rows.filter((_, at) => at % 2 === 0),
          page: { ...page, ...(isWhole ? { certainty: 'exact' } : worth) },
        });
      },
      async ({ url }) => {
        const reading = await read(hasty(url).backend);
        assert.equal(reading.error, undefined);
        assert.deepEqual(waitingCodes(reading), ['backend-failed', 'backend-failed']);
        const said = reading.steps.flatMap(({ waiting }) => waiting?.error.message ?? []);
        assert.match(said[0] ?? '', /A part of the cluster behind .* does not answer \(store-2\)/);
        assert.match(said[1] ?? '', /does not answer \(one that was not named\)/);
        assert.deepEqual([...new Set(reading.ids)].toSorted(), allIds);
        assert.deepEqual(reading.contradictions, []);
      },
    ));

  it('by its own word, for ever: what came before stays complete, the rest is an error', () =>
    troubled(
      (call, entries) => {
        const { rows, page } = entries.page(call.url);
        entries.send(call.response, { rows, page: { ...page, ...(call.turn > 1 && { silent: ['store-2'] }) } });
      },
      async ({ url }) => {
        const { error, coveredFromNs, ids } = await read(hasty(url).backend);
        assert.equal(error?.code, 'backend-failed');
        assert.equal(error.retryable, true);
        assert.equal(new Set(ids).size, 200);
        assert.equal(coveredFromNs, activities[200]!.timeNs + 1n);
      },
    ));

  it('by a broken connection, again and again, as long as every try brings something new', () =>
    troubled(
      ({ response, url }, entries) => {
        const { rows, page } = entries.page(url);
        response.writeHead(200, ndjson);
        if (rows.length <= 30) return void response.end(lines(rows) + `${JSON.stringify({ page })}\n`);
        response.write(lines(rows.slice(0, 30)));
        setTimeout(() => response.destroy(), 10);
      },
      async ({ url }) => {
        const { ids, error, coveredFromNs, steps } = await read(hasty(url).backend);
        assert.equal(error, undefined);
        assert.deepEqual([...new Set(ids)].toSorted(), allIds);
        assert.equal(coveredFromNs, range.fromNs);
        assert.equal(steps.findLast((step) => step.expected !== undefined)?.expected, 300);
      },
    ));
});

describe('an answer that is packed', () => {
  const packed = (call: Call, entries: EntriesServer): void => {
    const { rows, page } = entries.page(call.url);
    const body = gzipSync(`${lines(rows)}${JSON.stringify({ page })}\n`);
    call.response.writeHead(200, { ...ndjson, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
    call.response.end(body);
  };

  it('is read, whatever its length was said to be', () =>
    troubled(packed, async ({ url }) => assert.deepEqual((await read(hasty(url).backend)).ids, newestFirst)));

  it('is read from another origin, where the page is not told that it was packed', () =>
    troubled(packed, async ({ url }) => {
      // As browsers show it: the length is there, the encoding is not.
      const fetchWith: typeof fetch = async (input, init) => {
        const response = await fetch(input, init);
        const headers = new Headers(response.headers);
        headers.delete('content-encoding');
        return Object.defineProperty(new Response(response.body, { headers }), 'type', { value: 'cors' });
      };
      const { ids, error } = await read(hasty(url, {}, fetchWith).backend);
      assert.equal(error, undefined);
      assert.deepEqual(ids, newestFirst);
    }));

  it('is read in part where it breaks off, and asked for again', () =>
    troubled(
      (call, entries) => {
        if (call.turn > 1) return packed(call, entries);
        const body = gzipSync(`${lines(entries.page(call.url).rows)}`);
        call.response.writeHead(200, { ...ndjson, 'Content-Encoding': 'gzip', 'Content-Length': body.length });
        call.response.write(body.subarray(0, body.length - 200));
        setTimeout(() => call.response.destroy(), 20);
      },
      async ({ url }) => {
        const reading = await read(hasty(url).backend);
        assert.equal(reading.error, undefined);
        assert.deepEqual(waitingCodes(reading), ['truncated']);
        assert.deepEqual([...new Set(reading.ids)].toSorted(), allIds);
      },
    ));
});

describe('waiting', () => {
  const alwaysDown: Trouble = ({ response }) => sendJson(response, {}, 429, { 'Retry-After': '600' });
  /** The real clock: without being hurried or aborted this would take ten minutes. */
  const patient = async (url: string) => {
    const { HttpBackend } = await import('../../workers/ingest/http.js');
    const { createDecoder } = await import('../../workers/decode/decoder.js');
    return new HttpBackend({ kind: 'http', url }, { baseUrl: url, createDecoder });
  };

  it('is over at once when the person says so', () =>
    troubled(
      (call, entries) => (call.turn === 1 ? alwaysDown(call, entries) : entries.answer(call)),
      async ({ url }) => {
        const backend = await patient(url);
        let count = 0;
        for await (const step of backend.read({ range }, AbortSignal.timeout(10_000))) {
          if (step.waiting) {
            assert.ok(step.waiting.atMs > Date.now() + 590_000);
            setTimeout(() => backend.hurry(), 20);
          }
          count += activitiesOf(step.decoded).length;
        }
        assert.equal(count, 300);
      },
    ));

  it('is over at once when it is aborted, with the reason', () =>
    troubled(alwaysDown, async ({ url }) => {
      const controller = new AbortController();
      const reason = new Error('not wanted');
      const backend = await patient(url);
      let waits = 0;
      const reading = async (): Promise<void> => {
        for await (const { waiting } of backend.read({ range }, controller.signal)) {
          if (waiting) waits += 1;
          setTimeout(() => controller.abort(reason));
        }
      };
      await assert.rejects(reading, reason);
      assert.equal(waits, 1);
    }));

  it('for an answer is over at once when it is aborted', () =>
    troubled(
      () => {},
      async ({ url }) => {
        const controller = new AbortController();
        const reason = new Error('not wanted');
        setTimeout(() => controller.abort(reason), 50);
        assert.equal((await read(await patient(url), { range }, controller.signal)).error, reason);
      },
    ));
});

describe('bytes that never become anything', () => {
  it('are not waited for without an end, in a page and in what the server says of itself', async () => {
    for (const path of ['/entries', '/capabilities']) {
      const entries = new EntriesServer(activities, { capabilities: protocolOne() });
      await withServer(
        (call) => {
          if (call.url.pathname !== path) return entries.answer(call);
          call.response.writeHead(200, { 'Content-Type': 'application/json' });
          const drip = setInterval(() => call.response.write(' '), 5);
          call.response.once('close', () => clearInterval(drip));
        },
        async ({ url }) => {
          const reading = await read(hasty(url, { idleTimeoutMs: 25 }).backend);
          assert.equal(reading.error?.code, 'timeout');
          assert.match(reading.error?.message ?? '', /without one whole activity|has sent nothing/);
          assert.equal(reading.error?.retryable, true);
        },
      );
    }
  });
});
