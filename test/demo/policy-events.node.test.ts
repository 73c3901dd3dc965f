import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policyEvents } from '../../stories/demo/policy-events.js';
import { scenario } from '../../stories/demo/scenario.js';

const recording = scenario({ seed: 7, endMs: Date.UTC(2026, 2, 4, 16), hours: 8 });
const events = policyEvents(recording);

test('the rule engine of the portal reports what is in the recording, newest first', () => {
  assert.deepEqual(
    events.map(({ rule }) => rule),
    ['Package manager in a container', 'Connections above the usual', 'Account file read by a shell'],
  );
  for (const { activityId, scope, timeNs } of events) {
    const cause = recording.find(({ timestamp }) => String(timestamp) === timeNs);
    assert.ok(cause);
    if (activityId !== undefined) assert.equal(cause.id, activityId);
    for (const [name, value] of Object.entries(scope)) assert.equal(cause.labels[name], value);
  }
});

test('a threshold names no activity, since no single one set it off', () => {
  assert.equal(events.find(({ rule }) => rule.startsWith('Connections'))?.activityId, undefined);
});
