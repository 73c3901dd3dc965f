import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { FollowStep } from '../../workers/ingest/backend.js';
import { PushBackend } from '../../workers/ingest/push.js';
import { backendContract, contractActivities } from './backend-contract.js';
import { openLines } from './open-lines.js';
import { activitiesOf } from '../decode/activities-of.js';

const encoder = new TextEncoder();

backendContract(
  'activities handed in',
  () => {
    const backend = new PushBackend({ createDecoder });
    return { backend, arrive: (activities) => void backend.push({ activities }) };
  },
  { holdsActivities: false },
);
backendContract(
  'bytes handed in',
  () => {
    const backend = new PushBackend({ createDecoder });
    return { backend, arrive: (activities) => void backend.push({ bytes: encoder.encode(openLines(activities)) }) };
  },
  { holdsActivities: false },
);

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
    backend.push({ activities: contractActivities() });
    const steps = await followUntil(backend, 300);
    assert.equal(steps.flatMap((step) => activitiesOf(step.decoded)).length, 300);
  });

  it('keeps for the next follower what the last one did not get', async () => {
    const backend = new PushBackend({ createDecoder });
    const activities = contractActivities();
    backend.push({ activities: activities.slice(0, 10) });
    backend.push({ activities: activities.slice(10, 20) });
    const first = await followUntil(backend, 10);
    const second = await followUntil(backend, 10);
    const ids = [...first, ...second].flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id));
    assert.deepEqual(
      ids,
      activities.slice(0, 20).map(({ id }) => id),
    );
  });

  it('reports what cannot be read, under the name that was given', () => {
    const backend = new PushBackend({ createDecoder });
    const [portion] = backend.push({ bytes: encoder.encode('nonsense\n'), name: 'paste' });
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
    const portions = backend.push({ bytes: encoder.encode(lines.join('')) });
    assert.ok(portions.length > 4);
    const steps = await followUntil(backend, ids.length);
    const read = steps.flatMap((step) => activitiesOf(step.decoded));
    assert.deepEqual(new Set(read.map(({ id }) => id)), new Set(ids));
    assert.ok(portions.every(({ problems }) => problems.every(({ lost }) => !lost)));
  });

  it('does not need the bytes any more after a push', async () => {
    const backend = new PushBackend({ createDecoder });
    const bytes = encoder.encode(openLines(contractActivities()));
    backend.push({ bytes });
    bytes.fill(0);
    const steps = await followUntil(backend, 300);
    assert.equal(steps.flatMap((step) => activitiesOf(step.decoded)).length, 300);
  });
});
