/** Reading for the tests of the contract: to its end or to its error. */
import assert from 'node:assert/strict';
import { activitiesOf } from '../decode/activities-of.js';
import type { Activity } from '../../src/model/activity.js';
import { AuditError } from '../../src/model/audit-error.js';
import type { Backend, FollowStep, ReadRequest, ReadStep } from '../../workers/ingest/backend.js';
import { wholeRange } from './contract-activities.js';

export function withTimeout<Value>(promise: Promise<Value>, what: string, lengthMs = 10_000): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not settle`)), lengthMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

export async function readAll(backend: Backend, request: ReadRequest): Promise<ReadStep[]> {
  const steps: ReadStep[] = [];
  for await (const step of backend.read(request, new AbortController().signal)) steps.push(step);
  return steps;
}

export function deliveredBy(steps: readonly (ReadStep | FollowStep)[]): Map<string, Activity> {
  return new Map(steps.flatMap((step) => activitiesOf(step.decoded)).map((activity) => [activity.id, activity]));
}

export function assertSameActivities(actual: ReadonlyMap<string, Activity>, expected: readonly Activity[]): void {
  assert.deepEqual([...actual.keys()].sort(), expected.map(({ id }) => id).sort());
  for (const activity of expected) {
    const came = actual.get(activity.id);
    assert.equal(came?.type, activity.type);
    assert.equal(came?.timeNs, activity.timeNs, 'times are exact to the nanosecond');
    for (const [name, value] of activity.attributes) assert.equal(came?.attributes.get(name), value, name);
  }
}

export const idsIn = (steps: readonly ReadStep[]): readonly string[] =>
  steps.flatMap((step) => activitiesOf(step.decoded).map(({ id }) => id));
export const contradictionsIn = (steps: readonly ReadStep[]): readonly string[] =>
  steps.flatMap(({ contradiction }) => contradiction ?? []);
export const coveredBy = (steps: readonly ReadStep[]): bigint | undefined =>
  steps.findLast(({ coveredFromNs }) => coveredFromNs !== undefined)?.coveredFromNs;

/** Reads the whole range to its end or to its error; `between` runs after each step. */
export async function readUntil(
  backend: Backend,
  signal: AbortSignal,
  between: (step: ReadStep) => void = () => {},
): Promise<{ readonly error: AuditError | undefined; readonly steps: readonly ReadStep[] }> {
  const steps: ReadStep[] = [];
  try {
    for await (const step of backend.read({ range: wholeRange }, signal)) {
      steps.push(step);
      between(step);
    }
  } catch (error) {
    assert.ok(error instanceof AuditError, String(error));
    return { error, steps };
  }
  return { error: undefined, steps };
}

/** Reads what must fail. */
export async function readUntilError(
  backend: Backend,
  between: (step: ReadStep) => void = () => {},
): Promise<{ readonly error: AuditError; readonly steps: readonly ReadStep[] }> {
  const { error, steps } = await readUntil(backend, new AbortController().signal, between);
  assert.ok(error, 'reading went through');
  return { error, steps };
}
