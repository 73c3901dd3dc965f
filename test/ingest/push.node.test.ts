import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { FollowStep } from '../../workers/ingest/backend.js';
import { PushBackend } from '../../workers/ingest/push.js';
import type { PushReading } from '../../workers/ingest/push-queue.js';
import { backendContract } from './backend-contract.js';
import { contractActivities, lossLine, lossRange } from './contract-activities.js';
import { openLines } from './open-lines.js';
import { activitiesOf } from '../decode/activities-of.js';

const encoder = new TextEncoder();
const emptyPortion = { activities: [], problems: [], gaps: [], skipped: 0, records: 0 };

backendContract(
  'activities handed in',
  () => {
    const backend = new PushBackend({ createDecoder });
    return { backend, arrive: (activities) => void backend.push({ activities }) };
  },
  { holdsActivities: false, cannot: { gaps: 'activities are handed in, and nothing beside them' } },
);
backendContract(
  'bytes handed in',
  () => {
    const backend = new PushBackend({ createDecoder });
    return { backend, arrive: (activities) => void backend.push({ bytes: encoder.encode(openLines(activities)) }) };
  },
  { holdsActivities: false, cannot: { gaps: 'there is nothing to be read; a gap that is pushed is looked at below' } },
);

const named = (id: string): Activity => ({ ...contractActivities()[0]!, id });
const idsOf = (steps: readonly FollowStep[]): string[] =>
  steps.flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id));

/** Stands for another thread: each portion is one activity and takes so long. */
/** More than the first portion takes. */
const twoPortions = encoder.encode('x'.repeat(100_000));

const slowly =
  (asked: string[], ms: number): NonNullable<PushReading['elsewhere']> =>
  ({ name }, ends) => ({
    count: ends.length,
    isElsewhere: true,
    next: () => {
      const id = `${name} ${asked.push(name)}`;
      const portion = { ...emptyPortion, activities: [named(id)], records: 1 };
      return new Promise((resolve) => setTimeout(() => resolve([portion]), ms));
    },
  });

async function followUntil(backend: PushBackend, activities: number): Promise<readonly FollowStep[]> {
  const controller = new AbortController();
  const steps: FollowStep[] = [];
  let count = 0;
  try {
    for await (const step of backend.follow(0n, controller.signal)) {
      steps.push(step);
      count += activitiesOf(step.decoded).length;
      if (count >= activities) controller.abort();
    }
  } catch (thrown) {
    if (!controller.signal.aborted) throw thrown;
  }
  return steps;
}

describe('pushing', () => {
  it('keeps what was pushed before anybody followed', async () => {
    const backend = new PushBackend({ createDecoder });
    void backend.push({ activities: contractActivities() });
    const steps = await followUntil(backend, 300);
    assert.equal(steps.flatMap((step) => activitiesOf(step.decoded)).length, 300);
  });

  it('hands on what a collector says that it lost, with the activities beside it', async () => {
    const backend = new PushBackend({ createDecoder });
    void backend.push({ bytes: encoder.encode(lossLine + openLines(contractActivities().slice(0, 3))) });
    const steps = await followUntil(backend, 3);
    const gaps = steps.flatMap(({ decoded }) => decoded?.gaps ?? []);
    assert.deepEqual(
      gaps.map(({ range, dropped }) => [range, dropped]),
      [[lossRange, 7]],
    );
  });

  it('keeps for the next follower what the last one did not get', async () => {
    const backend = new PushBackend({ createDecoder });
    const activities = contractActivities();
    void backend.push({ activities: activities.slice(0, 10) });
    void backend.push({ activities: activities.slice(10, 20) });
    const first = await followUntil(backend, 10);
    const second = await followUntil(backend, 10);
    const ids = [...first, ...second].flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id));
    assert.deepEqual(
      ids,
      activities.slice(0, 20).map(({ id }) => id),
    );
  });

  it('reports what cannot be read, under the name that was given', async () => {
    const backend = new PushBackend({ createDecoder });
    const pushed = backend.push({ bytes: encoder.encode('nonsense\n'), name: 'paste' });
    void backend.push({ activities: contractActivities().slice(0, 1) });
    await followUntil(backend, 1);
    const [portion] = await pushed;
    assert.equal(portion?.problems[0]?.source, 'paste');
    assert.equal(portion?.problems[0]?.kind, 'not-json');
  });

  it('takes large pushes portion by portion, lines longer than a portion too, and in order', async () => {
    const backend = new PushBackend({ createDecoder });
    const ids = Array.from({ length: 9_000 }, (_, at) => `id-${at}`);
    const lines = ids.map((id, at) => {
      const cmdline = 'x'.repeat(at % 3_000 === 1_500 ? 700_000 : at % 400);
      return `{"id":"${id}","type":"command","timestamp":"${at}","cmdline":"${cmdline}"}\n`;
    });
    const pushed = backend.push({ bytes: encoder.encode(lines.join('')) });
    void backend.push({ activities: contractActivities().slice(0, 1) });
    const steps = await followUntil(backend, ids.length + 1);
    const portions = await pushed;
    assert.ok(portions.length > 4);
    const read = steps.flatMap((step) => activitiesOf(step.decoded));
    assert.deepEqual(read.map(({ id }) => id).slice(0, -1), ids);
    assert.ok(portions.every(({ problems }) => problems.every(({ lost }) => !lost)));
  });

  it('decodes a large push as it is taken, so that what is wanted meanwhile does not wait for all of it', async () => {
    let decoded = 0;
    const backend = new PushBackend({
      createDecoder: (options) => {
        const decoder = createDecoder(options);
        const push = decoder.push.bind(decoder);
        return Object.assign(decoder, { push: (bytes: Uint8Array) => ((decoded += 1), push(bytes)) });
      },
    });
    void backend.push({ bytes: encoder.encode(openLines(contractActivities()).repeat(30)) });
    const following = backend.follow(0n, new AbortController().signal);
    for (let step = 0; step < 3; step += 1) await following.next();
    assert.equal(decoded, 2);
    await following.return?.(undefined);
  });

  it('takes what is decoded elsewhere in its turn, and asks for it before', async () => {
    const asked: string[] = [];
    const backend = new PushBackend({ createDecoder, elsewhere: slowly(asked, 5) });
    void backend.push({ activities: [named('first')] });
    const second = backend.push({ bytes: twoPortions, name: 'second' });
    void backend.push({ activities: [named('last')] });
    assert.equal(asked.length, 2);
    const steps = await followUntil(backend, 4);
    assert.deepEqual(idsOf(steps), ['first', 'second 1', 'second 2', 'last']);
    assert.equal((await second).length, 2);
  });

  it('reads later pushes itself while it waits for one that is decoded elsewhere, and keeps their order', async () => {
    const read: string[] = [];
    let deliver = (): void => {};
    const delivered = new Promise<void>((resolve) => (deliver = resolve));
    let portions = 0;
    const slow: PushReading['elsewhere'] = (_, ends) => ({
      count: ends.length,
      isElsewhere: true,
      next: async () => {
        const id = `slow ${(portions += 1)}`;
        await delivered;
        return [{ ...emptyPortion, activities: [named(id)], records: 1 }];
      },
    });
    let following: Promise<readonly FollowStep[]> | null = null;
    const bothRead = new Promise<void>((resolve) => {
      const backend = new PushBackend({
        elsewhere: (pushed, ends) => (pushed.name === 'slow' ? slow(pushed, ends) : null),
        createDecoder: (options) => {
          if (read.push(options.source) === 2) resolve();
          return createDecoder(options);
        },
        turn: () => new Promise((next) => setImmediate(next)),
      });
      const lines = (id: string) => encoder.encode(openLines([named(id)]));
      void backend.push({ bytes: twoPortions, name: 'slow' });
      void backend.push({ bytes: lines('a'), name: 'quick' });
      void backend.push({ bytes: lines('b'), name: 'quick too' });
      following = followUntil(backend, 4);
    });
    await bothRead;
    assert.deepEqual(read, ['quick', 'quick too']);
    deliver();
    assert.deepEqual(idsOf(await following!), ['slow 1', 'slow 2', 'a', 'b']);
  });

  it('says of a push that was lost elsewhere that it was, and goes on with the next', async () => {
    const backend = new PushBackend({
      createDecoder,
      elsewhere: () => ({ count: 2, isElsewhere: true, next: () => Promise.reject(new Error('the thread ended')) }),
    });
    const lost = backend.push({ bytes: encoder.encode('x') });
    void backend.push({ activities: contractActivities().slice(0, 1) });
    const [, steps] = await Promise.all([assert.rejects(lost, /the thread ended/), followUntil(backend, 1)]);
    assert.equal(steps.flatMap((step) => activitiesOf(step.decoded)).length, 1);
  });
});
