/**
 * What every backend promises, whatever it reads from. A backend's own test calls `backendContract` with a way to set one up over given
 * activities, and adds what is special about it. What does not go for a kind of backend is skipped by name, with the reason.
 */
import assert from 'node:assert/strict';
import { describe, it, type TestContext } from 'node:test';
import { activitiesOf } from '../decode/activities-of.js';
import type { Activity } from '../../src/model/activity.js';
import { isActivityType } from '../../src/model/activity.js';
import { ErrorCode } from '../../src/model/audit-error.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { Capability } from '../../src/model/source.js';
import type { FollowStep } from '../../workers/ingest/backend.js';
import type { Faults } from '../servers/faults.js';
import { contractOfCounting } from './contract-counting.js';
import { contractOfPages } from './contract-pages.js';
import {
  assertSameActivities,
  contradictionsIn,
  coveredBy,
  deliveredBy,
  idsIn,
  readAll,
  readUntilError,
  withTimeout,
} from './contract-reading.js';
import type { ContractOptions, ContractSetup, ContractSubject } from './contract-subject.js';
import {
  contractActivities,
  contractId,
  firstNs,
  injections,
  second,
  simultaneousActivities,
  wholeRange,
} from './contract-activities.js';

/** Registers the tests of the contract under `name`. */
export function backendContract(name: string, setup: ContractSetup, options: ContractOptions = {}): void {
  const { holdsActivities = true, cannot = {}, losing, twisted, older = 'next' } = options;
  const activities = contractActivities();
  const held = holdsActivities ? activities : [];

  /** For tests of a backend that is asked for a time. */
  const nothingArrives = 'nothing arrives there';
  const wholeOnly = 'it cannot be asked for a time: it delivers everything there is';
  const withBackend = async (
    use: (subject: ContractSubject) => void | Promise<void>,
    holds: readonly Activity[] = activities,
  ): Promise<void> => {
    const subject = await setup(holds);
    try {
      await withTimeout(Promise.resolve(use(subject)), 'the test', 30_000);
    } finally {
      await subject.close?.();
    }
  };

  describe(`${name} keeps the contract of backends`, () => {
    it('has a name that can be shown', () =>
      withBackend(async ({ backend }) => {
        assert.notEqual(backend.name.trim(), '');
      }));

    it('states capabilities of the known kinds, the same ones each time', () =>
      withBackend(async ({ backend }) => {
        const known: readonly string[] = Object.values(Capability);
        const first = await backend.capabilities(new AbortController().signal);
        const second = await backend.capabilities(new AbortController().signal);
        assert.deepEqual(second, first);
        for (const capability of first) assert.ok(known.includes(capability), capability);
      }));

    it('delivers everything it holds, exactly as it is', () =>
      withBackend(async ({ backend }) => {
        assertSameActivities(deliveredBy(await readAll(backend, { range: wholeRange })), held);
      }));

    it('can be read again with the same outcome', () =>
      withBackend(async ({ backend }) => {
        await readAll(backend, { range: wholeRange });
        assertSameActivities(deliveredBy(await readAll(backend, { range: wholeRange })), held);
      }));

    it('tells its progress: bytes never shrink, coverage only grows downwards, sources end as done', () =>
      withBackend(async ({ backend }) => {
        const bytes = new Map<string, number>();
        const done = new Set<string>();
        let coveredFromNs: bigint | undefined;
        for (const step of await readAll(backend, { range: wholeRange })) {
          assert.notEqual(step.source, '');
          assert.ok(!done.has(step.source), 'nothing comes of a source after it is done');
          assert.ok(step.bytesRead >= (bytes.get(step.source) ?? 0));
          bytes.set(step.source, step.bytesRead);
          if (step.coveredFromNs !== undefined) {
            assert.ok(coveredFromNs === undefined || step.coveredFromNs <= coveredFromNs);
            coveredFromNs = step.coveredFromNs;
          }
          if (step.done) done.add(step.source);
        }
        assert.deepEqual([...done].sort(), [...bytes.keys()].sort());
        if (!backend.wholeOnly) assert.ok(coveredFromNs !== undefined && coveredFromNs <= wholeRange.fromNs);
      }));

    it('delivers newest first: what is said to be covered is not added to later', (t) =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return t.skip(wholeOnly);
        let coveredFromNs = wholeRange.toNs;
        for (const step of await readAll(backend, { range: wholeRange })) {
          for (const { timeNs } of activitiesOf(step.decoded)) assert.ok(timeNs < coveredFromNs);
          coveredFromNs = step.coveredFromNs ?? coveredFromNs;
        }
      }));

    it('delivers only the asked range and types where it can be asked for them', (t) =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return t.skip(wholeOnly);
        const range = { fromNs: activities[100]?.timeNs ?? 0n, toNs: activities[200]?.timeNs ?? 0n };
        const steps = await readAll(backend, { range, types: ['command', 'fileaccess'] });
        const expected = activities.filter(
          ({ timeNs, type }) =>
            timeNs >= range.fromNs && timeNs < range.toNs && (type === 'command' || type === 'fileaccess'),
        );
        assertSameActivities(deliveredBy(steps), expected);
      }));

    it('gives activities of known types whose values are texts, finite numbers or lists', () =>
      withBackend(async ({ backend }) => {
        for (const { type, attributes } of deliveredBy(await readAll(backend, { range: wholeRange })).values()) {
          assert.ok(isActivityType(type));
          for (const value of attributes.values()) {
            assert.ok(typeof value === 'string' || Number.isFinite(value) || Array.isArray(value));
          }
        }
      }));

    it('does not begin to read when it is already cancelled, and throws the reason', () =>
      withBackend(async ({ backend }) => {
        const reason = new Error('taken back before');
        const reading = backend.read({ range: wholeRange }, AbortSignal.abort(reason));
        await assert.rejects(async () => {
          for await (const step of reading) assert.equal(activitiesOf(step.decoded).length, 0);
        }, reason);
      }));

    it('stops in the midst of reading when it is cancelled, by throwing the reason', (t) =>
      withBackend(async ({ backend }) => {
        const controller = new AbortController();
        const reason = new Error('taken back in the midst');
        const read = async (): Promise<void> => {
          for await (const step of backend.read({ range: wholeRange }, controller.signal)) {
            assert.notEqual(step.source, '');
            controller.abort(reason);
          }
        };
        if (!holdsActivities) return t.skip('there is nothing to be read, it is only followed');
        await assert.rejects(withTimeout(read(), 'reading'), reason);
      }));

    it('delivers what arrives while it is followed, and stops by throwing the reason', (t) =>
      withBackend(async ({ backend, arrive }) => {
        if (!backend.follow || !arrive) return t.skip(nothingArrives);
        const controller = new AbortController();
        const reason = new Error('no longer followed');
        const arriving = activities.slice(-5).map((activity, index): Activity => ({
          ...activity,
          id: contractId(activity.timeNs + 200n * second, 7_000 + index),
          timeNs: activity.timeNs + 200n * second,
        }));
        const steps: FollowStep[] = [];
        const canStream = (await backend.capabilities(controller.signal)).includes(Capability.stream);
        const following = backend.follow(wholeRange.toNs, controller.signal);
        const follow = async (): Promise<void> => {
          for await (const step of following) {
            steps.push(step);
            const came = deliveredBy(steps);
            if (arriving.every(({ id }) => came.has(id))) controller.abort(reason);
          }
        };
        const followed = follow();
        const arrived = Promise.resolve(arrive(arriving));
        await assert.rejects(withTimeout(followed, 'following'), reason);
        await arrived;
        const came = deliveredBy(steps);
        for (const activity of arriving) assert.equal(came.get(activity.id)?.timeNs, activity.timeNs);
        const states = new Set(steps.map(({ state }) => state));
        assert.equal(states.has('streaming'), canStream, 'streams where it says that it can, and only there');
        const covered = steps.flatMap(({ coveredToNs }) => coveredToNs ?? []);
        assert.deepEqual(
          covered,
          covered.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0)),
        );
      }));

    it('stops following at once when nothing arrives and it is cancelled', (t) =>
      withBackend(async ({ backend }) => {
        if (!backend.follow) return t.skip(nothingArrives);
        const controller = new AbortController();
        const reason = new Error('no longer followed');
        const follow = async (): Promise<void> => {
          for await (const step of backend.follow?.(wholeRange.toNs, controller.signal) ?? []) assert.ok(step.state);
        };
        const followed = follow();
        setTimeout(() => controller.abort(reason), 20);
        await assert.rejects(withTimeout(followed, 'following'), reason);
      }));

    it('gives the records behind an activity it delivered, none behind a strange one, and stops when it is cancelled', (t) =>
      withBackend(async ({ backend }) => {
        if (!backend.raw) return t.skip('it gives no single records');
        await readAll(backend, { range: wholeRange });
        const known = activities[42]!;
        const records = await backend.raw(known, new AbortController().signal);
        for (const { source, text } of records) {
          assert.notEqual(source, '');
          assert.ok(text.includes(known.id), text);
        }
        const stranger = { ...known, id: contractId(known.timeNs, 9_999) };
        assert.deepEqual(await backend.raw(stranger, new AbortController().signal), []);
        const reason = new Error('taken back');
        await assert.rejects(async () => backend.raw?.(known, AbortSignal.abort(reason)), reason);
      }));

    it('takes being hurried at any time', () =>
      withBackend(async ({ backend }) => {
        backend.hurry();
        const reading = readAll(backend, { range: wholeRange });
        backend.hurry();
        assertSameActivities(deliveredBy(await reading), held);
      }));

    it('delivers each activity once, whatever pages it comes in', () =>
      withBackend(async ({ backend }) => {
        const ids = idsIn(await readAll(backend, { range: wholeRange }));
        assert.equal(new Set(ids).size, ids.length);
      }));

    it('delivers all activities of one nanosecond, although they fill pages', () =>
      withBackend(async ({ backend }) => {
        const steps = await readAll(backend, { range: wholeRange });
        const expected = holdsActivities ? simultaneousActivities().map(({ id }) => id) : [];
        assert.deepEqual([...new Set(idsIn(steps))].sort(), expected.toSorted());
        assert.deepEqual(contradictionsIn(steps), []);
      }, simultaneousActivities()));

    it('says that nothing is there where nothing is, and that this is all', () =>
      withBackend(async ({ backend }) => {
        const empty = { fromNs: wholeRange.fromNs - 100n * second, toNs: wholeRange.fromNs };
        const steps = await readAll(backend, { range: empty });
        if (!backend.wholeOnly) assert.deepEqual(idsIn(steps), []);
        assert.equal(steps.at(-1)?.done, true);
        if (!backend.wholeOnly) assert.equal(steps.at(-1)?.coveredFromNs, empty.fromNs);
      }));

    it('delivers a range of many weeks, whatever may be asked for at once, and all of it is covered', () =>
      withBackend(async ({ backend }) => {
        const range = { fromNs: wholeRange.fromNs - 5_184_000n * second, toNs: wholeRange.toNs };
        const steps = await readAll(backend, { range });
        assertSameActivities(deliveredBy(steps), held);
        assert.deepEqual(contradictionsIn(steps), []);
        if (!backend.wholeOnly) assert.equal(coveredBy(steps), range.fromNs);
      }));

    it('tells how many there are where it knows, and is right', () =>
      withBackend(async ({ backend }) => {
        const steps = await readAll(backend, { range: wholeRange });
        const exact = steps
          .filter(({ expectedIsAtLeast }) => !expectedIsAtLeast)
          .flatMap(({ expected }) => expected ?? []);
        for (const expected of exact) assert.equal(expected, held.length);
      }));
  });

  describe(`${name} keeps the contract of its capabilities`, () => {
    it('filters where it says that it can: all that matches comes, and nothing else', (t) =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return t.skip(wholeOnly);
        const { filter } = parseFilter('kubernetes.pod.name = "pod-3" and hostname != "node-1"');
        const matching = held.filter(compileFilter(filter));
        assert.ok(matching.length > 10);
        const came = deliveredBy(await readAll(backend, { range: wholeRange, filter }));
        const canFilter = (await backend.capabilities(new AbortController().signal)).includes(Capability.filter);
        assertSameActivities(came, canFilter ? matching : held);
      }));

    it('never leaves out what matches, however little of a filter it can take', (t) =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return t.skip(wholeOnly);
        for (const text of [
          'kubernetes.pod.name = pod-3 and unforeseen contains "7"',
          'kubernetes.pod.name = pod-3 or (hostname = node-1 and not pid > 1200)',
          'pid >= 1100 and unforeseen = "value 1*"',
          `hostname in (node-1, ${Array.from({ length: 400 }, (_, at) => `"another node ${at}"`).join(', ')}) and pid < 1250`,
          'pid not exists',
        ]) {
          const { filter } = parseFilter(text);
          const came = deliveredBy(await readAll(backend, { range: wholeRange, filter }));
          for (const { id } of held.filter(compileFilter(filter))) assert.ok(came.has(id), `${text}: ${id}`);
        }
      }));

    it('takes hostile names and values in a filter for what they are', (t) =>
      withBackend(async ({ backend }) => {
        const known = await backend.capabilities(new AbortController().signal);
        if (!known.includes(Capability.filter)) return t.skip('its capabilities do not name filter');
        for (const text of injections) {
          const { filter, errors } = parseFilter(text);
          assert.deepEqual(errors, [], text);
          const came = deliveredBy(await readAll(backend, { range: wholeRange, filter }));
          assertSameActivities(came, held.filter(compileFilter(filter)));
        }
      }));

    it('traces where it says that it can, knows no trace of a stranger, and stops when it is cancelled', (t) =>
      withBackend(async ({ backend }) => {
        const { signal } = new AbortController();
        if (!(await backend.capabilities(signal)).includes(Capability.trace))
          return t.skip('its capabilities do not name trace');
        await readAll(backend, { range: wholeRange });
        const session = held.find(({ type }) => type === 'kubernetes')!;
        const trace = await backend.trace?.(session.id, signal);
        assert.ok(trace && trace.rows.length > 0);
        for (const { activity, sessions } of trace.rows) {
          assert.ok(held.some(({ id, timeNs }) => id === activity.id && timeNs === activity.timeNs));
          assert.ok(sessions.includes(session.id));
        }
        assert.equal(await backend.trace?.(contractId(firstNs, 9_999), signal), null);
        const reason = new Error('taken back');
        await assert.rejects(async () => backend.trace?.(session.id, AbortSignal.abort(reason)), reason);
      }));
  });

  describe(`${name} keeps the contract of servers`, () => {
    /** Only for a backend with a server behind it. */
    const withServer = (
      t: TestContext,
      use: (subject: ContractSubject & { readonly faults: Faults }, waitsMs: readonly number[]) => void | Promise<void>,
    ): Promise<void> =>
      withBackend(async (subject) => {
        const { faults, waitsMs = [] } = subject;
        if (!faults) return t.skip(cannot.faults ?? 'there is no server behind it');
        await use({ ...subject, faults }, waitsMs);
      });

    it('tries again what may go through the next time, tells so, and loses nothing', (t) =>
      withServer(t, async ({ backend, faults }) => {
        faults.add([{ status: 503 }, 'broken', { status: 500 }, 'cut']);
        const steps = await readAll(backend, { range: wholeRange });
        assert.ok(faults.areOver);
        assertSameActivities(deliveredBy(steps), held);
        assert.equal(steps.filter(({ waiting }) => waiting).length, 4);
        assert.equal(coveredBy(steps), wholeRange.fromNs);
      }));

    it('waits as long as the server says, in seconds or until a date, and does not call that a failure', (t) =>
      withServer(t, async ({ backend, faults }, waitsMs) => {
        const soon = new Date(Date.now() + 90_000).toUTCString();
        faults.add(Array.from({ length: 8 }, (_, at) => ({ status: 429, retryAfter: at === 0 ? soon : '7' })));
        const steps = await readAll(backend, { range: wholeRange });
        assertSameActivities(deliveredBy(steps), held);
        const codes = steps.flatMap(({ waiting }) => waiting?.error.code ?? []);
        assert.deepEqual(new Set(codes), new Set([ErrorCode.rateLimited]));
        assert.equal(waitsMs.length, 8);
        for (const [at, waitMs] of waitsMs.entries())
          assert.ok(at === 0 ? waitMs > 60_000 && waitMs <= 91_000 : waitMs === 7_000, String(waitMs));
      }));

    it('gives up what fails again and again, with an error that may be tried again later', (t) =>
      withServer(t, async ({ backend, faults }) => {
        faults.add(Array.from({ length: 50 }, () => ({ status: 500 })));
        const { error } = await readUntilError(backend);
        assert.equal(error.code, ErrorCode.backendFailed);
        assert.ok(error.retryable);
        assert.ok(!faults.areOver, 'it gave up before it wore the server out');
      }));

    it('is not stubborn where it is not allowed', (t) =>
      withServer(t, async ({ backend, faults }) => {
        for (const status of [401, 403]) {
          faults.add([{ status }]);
          const { error } = await readUntilError(backend);
          assert.equal(error.code, ErrorCode.forbidden);
          assert.ok(faults.areOver);
        }
      }));

    it('says what came where a page to sign in came in place of activities', (t) =>
      withServer(t, async ({ backend, faults }) => {
        faults.add(['web-page']);
        const { error } = await readUntilError(backend);
        assert.equal(error.code, ErrorCode.badAnswer);
        assert.match(error.message, /text\/html/);
      }));

    it('keeps what came before it failed, and says how far that goes', (t) =>
      withServer(t, async ({ backend, faults }) => {
        const { error, steps } = await readUntilError(backend, (step) => {
          if (step.coveredFromNs !== undefined) faults.add(Array.from({ length: 50 }, () => ({ status: 500 })));
        });
        assert.equal(error.code, ErrorCode.backendFailed);
        const coveredFromNs = coveredBy(steps);
        assert.ok(coveredFromNs !== undefined && coveredFromNs > wholeRange.fromNs);
        const came = deliveredBy(steps);
        for (const { id, timeNs } of held) if (timeNs >= coveredFromNs) assert.ok(came.has(id));
      }));

    it('follows over what goes wrong', (t) =>
      withServer(t, async ({ backend, arrive, faults }) => {
        if (!backend.follow || !arrive) return t.skip(nothingArrives);
        const reason = new Error('enough');
        const controller = new AbortController();
        const arriving = {
          ...activities[0]!,
          id: contractId(wholeRange.toNs + second, 1),
          timeNs: wholeRange.toNs + second,
        };
        const states: string[] = [];
        let hasArrived = false;
        faults.add([{ status: 503 }, 'broken', { status: 429, retryAfter: '1' }]);
        const follow = async (): Promise<void> => {
          for await (const step of backend.follow?.(wholeRange.toNs, controller.signal) ?? []) {
            states.push(step.state);
            if (faults.areOver && !hasArrived) {
              hasArrived = true;
              await arrive([arriving]);
            }
            if (activitiesOf(step.decoded).some(({ id }) => id === arriving.id)) controller.abort(reason);
          }
        };
        await assert.rejects(withTimeout(follow(), 'following'), reason);
        assert.ok(states.includes('interrupted'));
      }));
  });

  describe(`${name} keeps the contract of what it says about itself`, () => {
    it('tells of what its source lost, at its time, and delivers the rest', async (t) => {
      if (!losing) return t.skip(cannot.gaps ?? 'nobody said why: its source tells of nothing that it lost');
      const { backend, gap, range, close } = await losing(activities);
      try {
        const steps = await readAll(backend, { range });
        const gaps = steps.flatMap(({ decoded }) => decoded?.gaps ?? []);
        assert.deepEqual(
          gaps.map((one) => one.range),
          [gap.range],
        );
        assert.notEqual(gaps[0]?.statedBy.trim(), '');
        const inGap = ({ timeNs }: Activity): boolean => timeNs >= gap.range.fromNs && timeNs < gap.range.toNs;
        const came = deliveredBy(steps);
        for (const activity of held) assert.ok(came.has(activity.id) || inGap(activity), activity.id);
        if (!backend.wholeOnly) assert.equal(coveredBy(steps), range.fromNs);
      } finally {
        await close?.();
      }
    });

    it('is looked at in everything that it can do', (t) =>
      withBackend(async (subject) => {
        if (!options.cannot && !losing && !twisted) return t.skip('it was not said what it cannot do');
        const { backend, arrive, faults, pushDown } = subject;
        assert.equal(
          backend.follow !== undefined,
          arrive !== undefined,
          'what can be followed has to be made to arrive',
        );
        assert.ok(losing !== undefined || cannot.gaps !== undefined, 'a gap, or why there is none');
        assert.ok(twisted !== undefined || backend.wholeOnly || cannot.pages !== undefined, 'pages, or why none');
        assert.ok(faults !== undefined || backend.wholeOnly || cannot.faults !== undefined, 'faults, or why none');
        const known = await backend.capabilities(new AbortController().signal);
        if (known.includes(Capability.trace)) assert.equal(typeof backend.trace, 'function');
        if (known.includes(Capability.answer)) assert.ok(backend.pushDown ?? pushDown);
      }));
  });

  contractOfPages(name, activities, { twisted, older, why: cannot.pages ?? 'no pages of it are changed on their way' });
  contractOfCounting(name, activities, setup);
}
