import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const event = {
  kind: 'Event',
  apiVersion: 'audit.k8s.io/v1',
  level: 'Request',
  auditID: '509bfc41-feea-40d9-9cc5-8e8d52e1eaa6',
  stage: 'ResponseComplete',
  requestURI:
    '/api/v1/namespaces/app/pods/web-1/exec?command=sh&command=-c&command=cat+%2Fetc%2Fresolv.conf&container=nginx&container=nginx&stdin=true&tty=true',
  verb: 'get',
  user: { username: 'jane', groups: ['dev', 'cn=ops,dc=example'] },
  sourceIPs: ['10.0.0.7', 'fd00::1'],
  userAgent: 'kubectl/v1.34.0',
  objectRef: { resource: 'pods', namespace: 'app', name: 'web-1', apiVersion: 'v1', subresource: 'exec' },
  responseStatus: { metadata: {}, code: 101 },
  requestReceivedTimestamp: '2026-09-11T20:35:46.992010Z',
  stageTimestamp: '2026-09-11T20:36:00.000001Z',
  annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: allowed' },
};

describe('Kubernetes audit events', () => {
  it('become kube exec activities with command, container, user and session end', () => {
    const activity = decodeOne(event);
    assert.equal(activity.id, event.auditID);
    assert.equal(activity.type, 'kubernetes');
    assert.equal(activity.timeNs, 1789158946992010000n);
    assert.deepEqual(attributesOf(activity), {
      resource: 'pods',
      subResource: 'exec',
      name: 'web-1',
      'kubernetes.pod.name': 'web-1',
      'kubernetes.namespace.name': 'app',
      auditId: event.auditID,
      verb: 'get',
      sourceAddresses: ['10.0.0.7', 'fd00::1'],
      userAgent: 'kubectl/v1.34.0',
      username: 'jane',
      groups: ['dev', 'cn=ops,dc=example'],
      command: 'sh -c cat /etc/resolv.conf',
      container: 'nginx',
      'container.name': 'nginx',
      execTty: 'true',
      execStdin: 'true',
      statusCode: 101,
      completedAt: '1789158960000001000',
      decision: 'allow',
      'authorization.k8s.io/reason': 'RBAC: allowed',
    });
  });

  it('are taken by their subresource, never by their verb', () => {
    for (const verb of ['get', 'create', 'connect', undefined]) {
      for (const subresource of ['exec', 'attach', 'portforward']) {
        const { type, attributes } = decodeOne({ ...event, verb, objectRef: { ...event.objectRef, subresource } });
        assert.deepEqual([type, attributes.get('subResource')], ['kubernetes', subresource]);
      }
    }
    for (const objectRef of [
      { ...event.objectRef, subresource: 'log' },
      { ...event.objectRef, resource: 'services', subresource: 'exec' },
      { resource: 'pods' },
      undefined,
    ]) {
      const { skipped, activities } = decodeAll(JSON.stringify({ ...event, objectRef }));
      assert.deepEqual([skipped, activities.length], [1, 0]);
    }
  });

  it('of several stages merge into one without contradiction', () => {
    const { responseStatus: _none, ...received } = event;
    const stages = [
      { ...received, stage: 'RequestReceived', stageTimestamp: event.requestReceivedTimestamp, annotations: undefined },
      { ...event, stage: 'ResponseStarted', stageTimestamp: '2026-09-11T20:35:47.1Z' },
      event,
    ];
    for (const order of [
      [0, 1, 2],
      [2, 1, 0],
      [1, 2, 0],
    ]) {
      const [first, ...rest] = order.map((index) => decodeOne(stages[index] ?? {}));
      assert.ok(first);
      let held = first;
      for (const next of rest) {
        const { activity, conflicts } = mergeActivities(held, next);
        assert.deepEqual(conflicts, []);
        held = activity;
      }
      assert.equal(held.attributes.get('startedAt'), '1789158947100000000');
      assert.equal(held.attributes.get('completedAt'), '1789158960000001000');
      assert.equal(held.attributes.get('statusCode'), 101);
      assert.equal(held.timeNs, 1789158946992010000n);
    }
  });

  it('of the panic stage tell of the panic, not of a status that would contradict the start', () => {
    const panic = { ...event, stage: 'Panic', responseStatus: { code: 500, message: "APIServer panic'd" } };
    const { attributes } = decodeOne(panic);
    assert.equal(attributes.get('panic'), "APIServer panic'd");
    assert.equal(attributes.has('statusCode'), false);
    const started = decodeOne({ ...event, stage: 'ResponseStarted' });
    assert.deepEqual(mergeActivities(started, decodeOne(panic)).conflicts, []);
  });

  it('show a refused exec with its status', () => {
    assert.equal(decodeOne({ ...event, responseStatus: { code: 403 } }).attributes.get('statusCode'), 403);
  });

  it('name the person behind an impersonation, and the human behind a role', () => {
    const { attributes } = decodeOne({
      ...event,
      user: { username: 'admin', groups: ['a'], extra: { arn: ['arn:aws:iam::1:user/jane'], sessionName: ['jane'] } },
      impersonatedUser: { username: 'bob', groups: ['b'] },
    });
    assert.equal(attributes.get('username'), 'bob');
    assert.deepEqual(attributes.get('groups'), ['b']);
    assert.equal(attributes.get('impersonatedBy'), 'admin');
    assert.equal(attributes.get('user.extra.arn'), 'arn:aws:iam::1:user/jane');
    assert.equal(attributes.get('user.extra.sessionName'), 'jane');
  });

  it('are read in every version, in lists of events, and as items without kind', () => {
    const { kind: _kind, apiVersion: _version, ...bare } = event;
    for (const version of ['v1', 'v1beta1', 'v1alpha1']) decodeOne({ ...event, apiVersion: `audit.k8s.io/${version}` });
    decodeOne(bare);
    const list = {
      kind: 'EventList',
      apiVersion: 'audit.k8s.io/v1',
      metadata: {},
      items: [bare, { ...bare, auditID: 'b' }],
    };
    for (const text of [JSON.stringify(list), JSON.stringify(list, null, 2)]) {
      const { activities, records, problems, formats } = decodeAll(text, { cut: 100 });
      assert.equal(activities.length, 2);
      assert.equal(records, 2);
      assert.deepEqual(problems, []);
      assert.deepEqual([...formats], [['kubernetes-audit', 2]]);
    }
  });

  it('that hold no events are a list without records', () => {
    const { records, problems, formats } = decodeAll('{"kind":"EventList","apiVersion":"audit.k8s.io/v1","items":[]}');
    assert.deepEqual([records, problems.length, formats.get('kubernetes-audit')], [0, 0, 0]);
  });

  it('fall back to older times, and are invalid without any', () => {
    const { requestReceivedTimestamp: _a, stageTimestamp: _b, ...old } = event;
    assert.equal(decodeOne({ ...old, timestamp: '2018-10-26T13:38:34Z' }).timeNs, 1540561114000000000n);
    assert.equal(
      decodeOne({ ...old, metadata: { creationTimestamp: '2018-10-26T13:38:34Z' } }).timeNs,
      1540561114000000000n,
    );
    const [missing] = decodeAll(JSON.stringify(old)).problems;
    assert.deepEqual([missing?.kind, missing?.reason], ['invalid', 'This Kubernetes audit event has no time.']);
    const [outside] = decodeAll(
      JSON.stringify({ ...event, requestReceivedTimestamp: '1066-10-14T09:00:00Z' }),
    ).problems;
    assert.match(outside?.reason ?? '', /outside of 1970 to 2262: 1066-10-14/);
  });

  it('that are no audit events are not taken for some', () => {
    for (const record of [
      { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request: {} },
      { kind: 'Event', apiVersion: 'v1', involvedObject: {}, reason: 'Started' },
      { kind: 'Pod', apiVersion: 'v1' },
      { protoPayload: { serviceName: 'storage.googleapis.com', methodName: 'storage.objects.get' } },
    ]) {
      assert.equal(decodeAll(JSON.stringify(record)).problems[0]?.kind, 'not-recognised');
    }
  });
});

describe('GKE audit entries', () => {
  const entry = {
    protoPayload: {
      serviceName: 'k8s.io',
      methodName: 'io.k8s.core.v1.pods.exec.create',
      resourceName: 'core/v1/namespaces/default/pods/web-1/exec',
      authenticationInfo: { principalEmail: 'jane@example.com' },
      authorizationInfo: [{ granted: true }],
      requestMetadata: { callerIp: '1.2.3.4', callerSuppliedUserAgent: 'kubectl/v1.27.0' },
    },
    insertId: 'abc',
    resource: { type: 'k8s_cluster', labels: { cluster_name: 'c1', project_id: 'p', location: 'l' } },
    timestamp: '2023-05-25T13:44:05.478445Z',
  };

  it('become kube exec activities, without what GKE does not keep', () => {
    const activity = decodeOne(entry);
    assert.equal(activity.id, 'abc');
    const attributes = attributesOf(activity);
    assert.equal(attributes['username'], 'jane@example.com');
    assert.equal(attributes['subResource'], 'exec');
    assert.equal(attributes['traceable'], 'false');
    assert.equal(attributes['kubernetes.pod.name'], 'web-1');
    assert.equal(attributes['kubernetes.cluster.name'], 'c1');
    assert.equal(attributes['decision'], 'allow');
    assert.equal('command' in attributes, false);
  });

  it('about anything else are skipped', () => {
    const other = {
      ...entry,
      protoPayload: { ...entry.protoPayload, resourceName: 'core/v1/namespaces/default/pods/web-1' },
    };
    assert.equal(decodeAll(JSON.stringify([other])).skipped, 1);
  });
});
