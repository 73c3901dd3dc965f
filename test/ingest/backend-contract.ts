/**
 * What every backend promises, whatever it reads from. A backend's own test calls `backendContract` with a way to set one up over given
 * activities, and adds what is special about it.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activitiesOf } from '../decode/activities-of.js';
import type { Activity } from '../../src/model/activity.js';
import { isActivityType } from '../../src/model/activity.js';
import { Capability } from '../../src/model/source.js';
import type { TimeRange } from '../../src/model/time-range.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from '../../workers/ingest/backend.js';

export interface ContractSubject {
  readonly backend: Backend;
  /** For a backend that can be followed: makes these activities arrive. */
  readonly arrive?: (activities: readonly Activity[]) => void | Promise<void>;
  /** Lets go of servers and the like. */
  readonly close?: () => void | Promise<void>;
}

/** Sets up a backend that holds exactly these activities when it is read (a push backend ignores them: it holds nothing). */
export type ContractSetup = (activities: readonly Activity[]) => ContractSubject | Promise<ContractSubject>;

export interface ContractOptions {
  /** False for a backend whose `read` has nothing to deliver. Default true. */
  readonly holdsActivities?: boolean;
}

const second = 1_000_000_000n;
const firstNs = 1_700_000_000_123_456_789n;

/** Three hundred activities of all types, a second and a few nanoseconds apart, oldest first, no two at the same time. */
export function contractActivities(): readonly Activity[] {
  const types = ['command', 'connection', 'kubernetes', 'fileaccess'] as const;
  return Array.from({ length: 300 }, (_, index): Activity => {
    const type = types[index % types.length] ?? 'command';
    const attributes = new Map<string, string | number>([
      ['hostname', `node-${index % 3}`],
      ['kubernetes.pod.name', `pod-${index % 7}`],
      ['unforeseen', `value ${index}`],
    ]);
    if (type !== 'kubernetes') attributes.set('pid', 1000 + index);
    return {
      id: `id-${String(index).padStart(4, '0')}`,
      type,
      timeNs: firstNs + BigInt(index) * (second + 1n),
      attributes,
    };
  });
}

const wholeRange: TimeRange = { fromNs: firstNs - second, toNs: firstNs + 400n * second };

function withTimeout<Value>(promise: Promise<Value>, what: string, lengthMs = 10_000): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not settle`)), lengthMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

async function readAll(backend: Backend, request: ReadRequest): Promise<ReadStep[]> {
  const steps: ReadStep[] = [];
  for await (const step of backend.read(request, new AbortController().signal)) steps.push(step);
  return steps;
}

function deliveredBy(steps: readonly (ReadStep | FollowStep)[]): Map<string, Activity> {
  return new Map(steps.flatMap((step) => activitiesOf(step.decoded)).map((activity) => [activity.id, activity]));
}

function assertSameActivities(actual: ReadonlyMap<string, Activity>, expected: readonly Activity[]): void {
  assert.deepEqual([...actual.keys()].sort(), expected.map(({ id }) => id).sort());
  for (const activity of expected) {
    const came = actual.get(activity.id);
    assert.equal(came?.type, activity.type);
    assert.equal(came?.timeNs, activity.timeNs, 'times are exact to the nanosecond');
    for (const [name, value] of activity.attributes) assert.equal(came?.attributes.get(name), value, name);
  }
}

/** Registers the tests of the contract under `name`. */
export function backendContract(
  name: string,
  setup: ContractSetup,
  { holdsActivities = true }: ContractOptions = {},
): void {
  const activities = contractActivities();
  const held = holdsActivities ? activities : [];

  const withBackend = async (use: (subject: ContractSubject) => Promise<void>): Promise<void> => {
    const subject = await setup(activities);
    try {
      await withTimeout(use(subject), 'the test', 30_000);
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

    it('delivers newest first: what is said to be covered is not added to later', () =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return;
        let coveredFromNs = wholeRange.toNs;
        for (const step of await readAll(backend, { range: wholeRange })) {
          for (const { timeNs } of activitiesOf(step.decoded)) assert.ok(timeNs < coveredFromNs);
          coveredFromNs = step.coveredFromNs ?? coveredFromNs;
        }
      }));

    it('delivers only the asked range and types where it can be asked for them', () =>
      withBackend(async ({ backend }) => {
        if (backend.wholeOnly) return;
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

    it('stops in the midst of reading when it is cancelled, by throwing the reason', () =>
      withBackend(async ({ backend }) => {
        const controller = new AbortController();
        const reason = new Error('taken back in the midst');
        const read = async (): Promise<void> => {
          for await (const step of backend.read({ range: wholeRange }, controller.signal)) {
            assert.notEqual(step.source, '');
            controller.abort(reason);
          }
        };
        if (holdsActivities) await assert.rejects(withTimeout(read(), 'reading'), reason);
      }));

    it('delivers what arrives while it is followed, and stops by throwing the reason', () =>
      withBackend(async ({ backend, arrive }) => {
        if (!backend.follow || !arrive) return;
        const controller = new AbortController();
        const reason = new Error('no longer followed');
        const arriving = activities.slice(-5).map((activity, index): Activity => ({
          ...activity,
          id: `late-${index}`,
          timeNs: activity.timeNs + 200n * second,
        }));
        const steps: FollowStep[] = [];
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
      }));

    it('stops following at once when nothing arrives and it is cancelled', () =>
      withBackend(async ({ backend }) => {
        if (!backend.follow) return;
        const controller = new AbortController();
        const reason = new Error('no longer followed');
        const follow = async (): Promise<void> => {
          for await (const step of backend.follow?.(wholeRange.toNs, controller.signal) ?? []) assert.ok(step.state);
        };
        const followed = follow();
        setTimeout(() => controller.abort(reason), 20);
        await assert.rejects(withTimeout(followed, 'following'), reason);
      }));

    it('gives the records behind an activity it delivered, none behind a strange one, and stops when it is cancelled', () =>
      withBackend(async ({ backend }) => {
        if (!backend.raw) return;
        await readAll(backend, { range: wholeRange });
        const known = activities[42]!;
        const records = await backend.raw(known, new AbortController().signal);
        for (const { source, text } of records) {
          assert.notEqual(source, '');
          assert.ok(text.includes(known.id), text);
        }
        const stranger = { ...known, id: 'no such id' };
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
  });
}
