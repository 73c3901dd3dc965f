import assert from 'node:assert/strict';
import { describe, it, mock } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { toEpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep } from '../../workers/ingest/backend.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { sendJson, withServer } from '../servers/local-server.js';
import { activities, hasty, idsOf, range, second } from './http-subject.js';
import { activitiesOf } from '../decode/activities-of.js';

const stopped = new Error('enough');

/** Follows until `enough` says so, and gives what came. */
async function follow(
  backend: Backend,
  enough: (ids: ReadonlySet<string>, steps: readonly FollowStep[]) => boolean,
): Promise<readonly FollowStep[]> {
  const controller = new AbortController();
  const guard = setTimeout(() => controller.abort(new Error('following took too long')), 20_000);
  const steps: FollowStep[] = [];
  const ids = new Set<string>();
  try {
    for await (const step of backend.follow?.(range.toNs, controller.signal) ?? []) {
      steps.push(step);
      for (const { id } of activitiesOf(step.decoded)) ids.add(id);
      if (enough(ids, steps)) controller.abort(stopped);
    }
  } catch (thrown) {
    if (thrown !== stopped) throw thrown;
  } finally {
    clearTimeout(guard);
  }
  return steps;
}

const arriving = (from: number, to: number): readonly Activity[] =>
  activities
    .slice(from, to)
    .map((activity) => ({ ...activity, id: `new-${activity.id}`, timeNs: activity.timeNs + 1_000n * second }));

const deliveredIds = (steps: readonly FollowStep[]): readonly string[] =>
  steps.flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id));

describe('following by the stream', () => {
  it('goes on after a break with the last event, so that what came meanwhile comes once', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream') });
    const lastIds: (string | undefined)[] = [];
    await withServer(
      (call) => {
        if (call.url.pathname !== '/stream') return entries.answer(call);
        lastIds.push(call.request.headers['last-event-id'] as string | undefined);
        entries.stream(call);
        if (call.turn === 1) {
          entries.arrive(arriving(0, 3));
          setTimeout(() => {
            call.response.destroy();
            entries.arrive(arriving(3, 5));
          }, 50);
        }
      },
      async ({ url }) => {
        const steps = await follow(hasty(url).backend, (ids) => ids.size === 5);
        assert.deepEqual(deliveredIds(steps), idsOf(arriving(0, 5)));
        assert.deepEqual(lastIds, [undefined, '303']);
        const states = steps.map(({ state }) => state).filter((state, index, all) => state !== all[index - 1]);
        assert.deepEqual(states, ['connecting', 'streaming', 'interrupted', 'connecting', 'streaming']);
        assert.equal(steps.find(({ state }) => state === 'interrupted')?.error?.code, 'truncated');
      },
    );
  });

  it('asks by time, with some overlap, where the server names no places', async () => {
    const froms: bigint[] = [];
    const [first] = arriving(0, 1);
    assert.ok(first);
    const entries = new EntriesServer([...activities, first], { capabilities: protocolOne('stream') });
    await withServer(
      (call) => {
        if (call.url.pathname !== '/stream') return entries.answer(call);
        froms.push(BigInt(call.url.searchParams.get('from') ?? 0));
        call.response.writeHead(200, { 'Content-Type': 'text/event-stream' });
        call.response.end(entries.events([first]).replace(/^id: .*\n/m, ''));
      },
      async ({ url }) => {
        await follow(hasty(url).backend, () => froms.length === 2);
        assert.deepEqual(froms, [range.toNs, first.timeNs - 10n * second]);
      },
    );
  });

  it('believes the server on how far it is complete, and without its word less than what came', async () => {
    const [first] = arriving(0, 1);
    assert.ok(first);
    const marked = first.timeNs - 3n;
    for (const [mark, expected] of [
      [`event: mark\ndata: {"coveredTo":${marked}}\n\n`, marked],
      ['', first.timeNs - 10n * second],
    ] as const) {
      const entries = new EntriesServer([...activities, first], { capabilities: protocolOne('stream') });
      await withServer(
        (call) => {
          entries.answer(call);
          if (call.url.pathname === '/stream') call.response.write(mark);
        },
        async ({ url }) => {
          const steps = await follow(hasty(url).backend, (_, all) => all.at(-1)?.coveredToNs === expected);
          assert.equal(steps.at(-1)?.coveredToNs, expected);
        },
      );
    }
  });

  it('takes an activity of a clock that is ahead for no word on how far the others have come', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream') });
    const nowNs = toEpochNs(Date.now());
    const ahead = arriving(0, 1).map((one) => ({ ...one, timeNs: nowNs + 86_400n * second }));
    await withServer(
      (call) => {
        entries.answer(call);
        if (call.url.pathname === '/stream') entries.arrive(ahead);
      },
      async ({ url }) => {
        const steps = await follow(hasty(url).backend, (ids) => ids.size === 1);
        assert.ok((steps.at(-1)?.coveredToNs ?? 0n) < toEpochNs(Date.now()));
      },
    );
  });

  it('connects anew to a server that has fallen silent', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream') });
    await withServer(
      (call) => {
        if (call.url.pathname === '/stream' && call.turn === 2) entries.arrive(arriving(0, 1));
        entries.answer(call);
      },
      async ({ url }) => {
        const steps = await follow(hasty(url, { idleTimeoutMs: 100 }).backend, (ids) => ids.size === 1);
        assert.equal(steps.find(({ state }) => state === 'interrupted')?.error?.code, 'timeout');
      },
    );
  });

  it('never gives up on a server that is down, and waits ever longer', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream') });
    await withServer(
      (call) => {
        if (call.url.pathname !== '/stream' || call.turn > 9) return entries.answer(call);
        sendJson(call.response, { message: 'down' }, 503);
      },
      async ({ url }) => {
        const { backend, waitsMs } = hasty(url);
        const steps = await follow(backend, (_, all) => all.at(-1)?.state === 'streaming');
        assert.equal(steps.filter(({ state }) => state === 'interrupted').length, 9);
        assert.deepEqual(waitsMs.slice(0, 4), [375, 750, 1_500, 3_000]);
        assert.equal(waitsMs.at(-1), 22_500);
      },
    );
  });

  it('ends where the server does not let us in', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne('stream') });
    await withServer(
      (call) => (call.url.pathname === '/stream' ? sendJson(call.response, {}, 403) : entries.answer(call)),
      async ({ url }) => {
        await assert.rejects(
          follow(hasty(url).backend, () => false),
          { code: 'forbidden' },
        );
      },
    );
  });

  it('is replaced by asking where the stream turns out not to exist', async () => {
    for (const trouble of ['missing', 'page'] as const) {
      const entries = new EntriesServer([...activities, ...arriving(0, 2)], { capabilities: protocolOne('stream') });
      await withServer(
        (call) => {
          if (call.url.pathname !== '/stream') return entries.answer(call);
          if (trouble === 'missing') return sendJson(call.response, {}, 404);
          call.response.writeHead(200, { 'Content-Type': 'text/html' });
          call.response.write('<html>');
        },
        async ({ url }) => {
          const steps = await follow(hasty(url).backend, (ids) => ids.size === 2);
          assert.equal(steps.at(-1)?.state, 'polling');
        },
      );
    }
  });
});

describe('following by asking again and again', () => {
  it('finds what arrives, also what is a little late, and says up to where it is complete', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    const late = arriving(0, 1);
    await withServer(
      (call) => {
        if (call.url.pathname === '/entries' && call.turn === 1) entries.arrive(arriving(5, 6));
        if (call.url.pathname === '/entries' && call.turn === 3) entries.arrive(late);
        entries.answer(call);
      },
      async ({ url }) => {
        const steps = await follow(hasty(url).backend, (ids) => ids.size === 2);
        assert.deepEqual(new Set(deliveredIds(steps)), new Set(idsOf([...arriving(5, 6), ...late])));
        const covered = steps.flatMap((step) => step.coveredToNs ?? []);
        assert.ok(covered.length > 0);
        assert.ok((covered.at(-1) ?? 0n) < BigInt(Date.now()) * 1_000_000n);
      },
    );
  });

  it('finds what arrives beside a source whose clock is ahead', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    const at = (id: string, aheadSeconds: bigint) =>
      arriving(0, 1).map((one) => ({ ...one, id, timeNs: toEpochNs(Date.now()) + aheadSeconds * second }));
    await withServer(
      (call) => {
        if (call.url.pathname === '/entries' && call.turn === 1) entries.arrive(at('ahead', 25n));
        if (call.url.pathname === '/entries' && call.turn === 3) entries.arrive(at('in time', -1n));
        entries.answer(call);
      },
      async ({ url }) => {
        const steps = await follow(hasty(url).backend, (ids) => ids.size === 2);
        assert.deepEqual(new Set(deliveredIds(steps)), new Set(['ahead', 'in time']));
      },
    );
  });

  it('finds what comes up to a minute late: it looks back so far every half minute', async () => {
    const entries = new EntriesServer(activities, { capabilities: protocolOne() });
    const startedMs = Date.now();
    let nowMs = startedMs;
    const clock = mock.method(Date, 'now', () => nowMs);
    const at = (id: string, atMs: number) => arriving(0, 1).map((one) => ({ ...one, id, timeNs: toEpochNs(atMs) }));
    try {
      await withServer(
        (call) => {
          call.response.sendDate = false;
          if (call.url.pathname === '/entries') nowMs += 5_000;
          if (call.url.pathname === '/entries' && call.turn === 2) entries.arrive(at('in time', nowMs));
          if (call.url.pathname === '/entries' && call.turn === 4) entries.arrive(at('late', nowMs - 55_000));
          entries.answer(call);
        },
        async ({ url }) => {
          const steps = await follow(hasty(url).backend, (ids) => ids.has('late') || nowMs > startedMs + 600_000);
          assert.ok(deliveredIds(steps).includes('late'));
          assert.ok(nowMs < startedMs + 70_000, String(nowMs - startedMs));
        },
      );
    } finally {
      clock.mock.restore();
    }
  });

  it('begins earlier where the clock of the server is behind, and says so', async () => {
    const behindMs = 600_000;
    const entries = new EntriesServer([], { capabilities: protocolOne() });
    const froms: bigint[] = [];
    await withServer(
      (call) => {
        call.response.setHeader('Date', new Date(Date.now() - behindMs).toUTCString());
        if (call.url.pathname === '/entries') froms.push(BigInt(call.url.searchParams.get('from') ?? 0));
        entries.answer(call);
      },
      async ({ url }) => {
        const { backend } = hasty(url);
        const askedNs = toEpochNs(Date.now() - 60_000);
        const controller = new AbortController();
        const steps: FollowStep[] = [];
        for await (const step of backend.follow(askedNs, controller.signal)) {
          steps.push(step);
          if (froms.length > 0) break;
        }
        const begunNs = steps.find(({ fromNs }) => fromNs !== undefined)?.fromNs ?? 0n;
        assert.equal(froms[0], begunNs);
        assert.ok(begunNs < askedNs - 595n * second && begunNs > askedNs - 605n * second);
      },
    );
  });

  it('asks again for all of a time of which only the newest page came', async () => {
    const entries = new EntriesServer([...activities, ...arriving(0, 60)], { capabilities: protocolOne() });
    let isDown = true;
    await withServer(
      (call) => {
        const isOlder = call.url.pathname === '/entries' && call.url.searchParams.has('cursor');
        if (isOlder && isDown) sendJson(call.response, { message: 'down' }, 500);
        else entries.answer(call);
      },
      async ({ url }) => {
        const steps = await follow(hasty(url, { pollEveryMs: 1, pageSize: 20 }).backend, (ids, all) => {
          // Each page is a question of its own: the first is answered, the next one given up after five tries.
          if (all.filter(({ state }) => state === 'interrupted').length >= 5) isDown = false;
          return ids.size === 60 || (!isDown && all.at(-1)?.coveredToNs !== undefined);
        });
        assert.deepEqual(new Set(deliveredIds(steps)), new Set(idsOf(arriving(0, 60))));
      },
    );
  });

  it('is no following where what came is not all that there is by the server’s own count', async () => {
    let isHonest = false;
    const entries = new EntriesServer([...activities, ...arriving(0, 3)], { capabilities: protocolOne() });
    await withServer(
      (call) => {
        if (call.url.pathname !== '/entries') return entries.answer(call);
        const { rows, page } = entries.page(call.url);
        entries.send(call.response, { rows, page: { ...page, total: isHonest ? rows.length : rows.length + 7 } });
      },
      async ({ url }) => {
        const steps = await follow(hasty(url, { pollEveryMs: 1 }).backend, (_, all) => {
          const interruptions = all.filter(({ state }) => state === 'interrupted');
          isHonest = interruptions.length >= 2;
          return isHonest && all.at(-1)?.state === 'polling' && all.at(-1)?.coveredToNs !== undefined;
        });
        const interrupted = steps.filter(({ state }) => state === 'interrupted');
        assert.match(interrupted[0]?.error?.message ?? '', /counts 10 activities and sent only 3/);
        assert.deepEqual(new Set(deliveredIds(steps)), new Set(idsOf(arriving(0, 3))));
        const first = steps.findIndex(({ coveredToNs }) => coveredToNs !== undefined);
        assert.ok(first > steps.findLastIndex(({ state }) => state === 'interrupted'));
      },
    );
  });

  it('goes on after failures and says that it was interrupted', async () => {
    const entries = new EntriesServer([...activities, ...arriving(0, 1)], { capabilities: protocolOne() });
    await withServer(
      (call) =>
        call.url.pathname === '/entries' && call.turn <= 7 ? sendJson(call.response, {}, 500) : entries.answer(call),
      async ({ url }) => {
        const steps = await follow(hasty(url).backend, (ids) => ids.size === 1);
        assert.equal(steps.filter(({ state }) => state === 'interrupted').length, 7);
        assert.equal(steps.at(-1)?.state, 'polling');
      },
    );
  });
});
