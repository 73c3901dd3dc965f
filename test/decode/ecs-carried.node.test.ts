import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const shipped = { ecs: { version: '8.0.0' }, '@timestamp': '2024-05-01T10:00:05.000Z' };
const audit = (stage: string, more: object = {}): object => ({
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  auditID: 'a-1',
  stage,
  verb: 'create',
  requestURI: '/api/v1/namespaces/shop/pods/web-1/exec?command=sh&container=web',
  user: { username: 'ann' },
  objectRef: { resource: 'pods', namespace: 'shop', name: 'web-1', subresource: 'exec' },
  requestReceivedTimestamp: '2024-05-01T10:00:00.000001Z',
  stageTimestamp: '2024-05-01T10:00:01.000000Z',
  annotations: { 'authorization_k8s_io/decision': 'allow' },
  ...more,
});

describe('Documents of the Elastic Common Schema that carry a record of the API server', () => {
  it('are the request, at its time', () => {
    const record = {
      ...shipped,
      event: { dataset: 'kubernetes.audit_logs' },
      kubernetes: { audit: audit('ResponseStarted') },
    };
    const activity = decodeOne(record);
    assert.deepEqual([activity.id, activity.type, activity.timeNs], ['a-1', 'kubernetes', 1714557600000001000n]);
    const { username, command, decision } = attributesOf(activity);
    assert.deepEqual([username, command, decision], ['ann', 'sh', 'allow']);
  });

  it('are none of ours where the request is none', () => {
    const list = audit('ResponseComplete', { objectRef: { resource: 'pods', namespace: 'shop' } });
    const { activities, skipped } = decodeAll(JSON.stringify({ ...shipped, kubernetes: { audit: list } }));
    assert.deepEqual([activities.length, skipped], [0, 1]);
  });
});
