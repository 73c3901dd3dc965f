import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const alert = {
  hostname: 'falco-xczjd',
  priority: 'Critical',
  rule: 'Terminal shell in container',
  source: 'syscall',
  tags: ['container', 'shell'],
  time: '2023-05-25T13:44:05.478445995Z',
  output: 'a shell',
};
const withFields = (fields: object): object => ({ ...alert, output_fields: fields });

describe('Falco alerts', () => {
  it('about processes become commands, with Falco names in their canonical form', () => {
    const activity = decodeOne(
      `${JSON.stringify(
        withFields({
          'evt.type': 'execve',
          'evt.hostname': 'node-1',
          'proc.name': 'sh',
          'proc.cmdline': 'sh -c ls',
          'proc.pid': 12,
          'proc.ppid': 11,
          'proc.pname': 'runc',
          'proc.exepath': '/bin/sh',
          'proc.cwd': '/',
          'proc.tty': 34816,
          'proc.loginshellid': 12,
          'user.uid': 0,
          'user.name': 'root',
          'user.loginuid': -1,
          'user.loginname': '<NA>',
          'container.id': 'ee97d9c4186f',
          'container.name': 'web',
          'container.image.repository': 'docker.io/library/alpine',
          'container.image.tag': '3.18',
          'k8s.ns.name': 'default',
          'k8s.pod.name': null,
          'proc.aenv[KUBERNETES_EXEC_AUDIT_ID]': 'c474d1de',
          'proc.sid': 7,
        }),
      ).replace('"evt.type"', '"evt.time":1685022245478445995,"evt.type"')}`,
    );
    assert.equal(activity.type, 'command');
    assert.equal(activity.timeNs, 1685022245478445995n);
    assert.deepEqual(attributesOf(activity), {
      rule: 'Terminal shell in container',
      priority: 'Critical',
      tags: ['container', 'shell'],
      source: 'syscall',
      output: 'a shell',
      hostname: 'node-1',
      eventName: 'execve',
      comm: 'sh',
      cmdline: 'sh -c ls',
      pid: 12,
      ppid: 11,
      pcomm: 'runc',
      procExepath: '/bin/sh',
      cwd: '/',
      tty: 34816,
      loginShellId: 12,
      uid: 0,
      username: 'root',
      containerId: 'ee97d9c4186f',
      'container.name': 'web',
      'container.image.repo': 'docker.io/library/alpine',
      'container.image.tag': '3.18',
      'kubernetes.namespace.name': 'default',
      execAuditId: 'c474d1de',
      'proc.sid': 7,
    });
  });

  it('about connections are known by addresses or by the name of the descriptor', () => {
    const named = decodeOne(withFields({ 'fd.name': '172.17.0.9:43812->10.96.0.1:443', 'proc.cmdline': 'curl -k x' }));
    assert.equal(named.type, 'connection');
    const { clientIp, clientPort, serverIp, serverPort, comm, processName } = attributesOf(named);
    assert.deepEqual(
      [clientIp, clientPort, serverIp, serverPort, comm, processName],
      ['172.17.0.9', 43812, '10.96.0.1', 443, 'curl', 'curl'],
    );
    const v6 = decodeOne(withFields({ 'fd.name': '::1:43812->fe80::1:443', 'proc.name': 'x' }));
    assert.deepEqual([v6.attributes.get('clientIp'), v6.attributes.get('serverIp')], ['::1', 'fe80::1']);
    const fields = { 'fd.cip': '1.1.1.1', 'fd.cport': 1, 'fd.sip': '2.2.2.2', 'fd.sport': 2, 'fd.l4proto': 'tcp' };
    const inbound = decodeOne(withFields({ ...fields, 'fd.is_server': true }));
    assert.deepEqual(
      [inbound.type, inbound.attributes.get('direction'), inbound.attributes.get('l4protocol')],
      ['connection', 'in', 'tcp'],
    );
    assert.equal(decodeOne(withFields({ ...fields, 'evt.type': 'connect' })).attributes.get('direction'), 'out');
  });

  it('about files are known by their paths', () => {
    const written = decodeOne(withFields({ 'fd.name': '/bin/hack', 'proc.name': 'touch', 'evt.is_open_write': true }));
    const { directory, filename, permissions } = attributesOf(written);
    assert.deepEqual([written.type, directory, filename, permissions], ['fileaccess', '/bin/', 'hack', 'w']);
    const split = decodeOne(
      withFields({ 'fd.directory': '/etc', 'fd.filename': 'passwd', 'evt.is_open_read': 'true' }),
    );
    assert.deepEqual(
      [split.attributes.get('directory'), split.attributes.get('filename'), split.attributes.get('permissions')],
      ['/etc/', 'passwd', 'r'],
    );
    const removed = decodeOne(withFields({ 'evt.type': 'unlink', 'fd.name': '<NA>', 'evt.arg.path': '/a/b' }));
    assert.deepEqual([removed.type, removed.attributes.get('filename')], ['fileaccess', 'b']);
  });

  it('about exec requests become kube exec activities', () => {
    const activity = decodeOne({
      ...alert,
      source: 'k8s_audit',
      output_fields: {
        'ka.target.resource': 'pods',
        'ka.target.subresource': 'exec',
        'ka.target.name': 'web',
        'ka.target.namespace': 'app',
        'ka.uri.param[command]': 'sh',
        'ka.user.name': 'jane',
        'ka.user.groups': '(dev,ops)',
        'ka.sourceips': '(10.0.0.1,10.0.0.2)',
        'ka.auditid': 'id-1',
        'ka.response.code': '101',
      },
    });
    const attributes = attributesOf(activity);
    assert.equal(activity.type, 'kubernetes');
    assert.deepEqual(attributes['groups'], ['dev', 'ops']);
    assert.deepEqual(attributes['sourceAddresses'], ['10.0.0.1', '10.0.0.2']);
    assert.deepEqual(
      ['name', 'command', 'username', 'auditId', 'statusCode', 'kubernetes.namespace.name'].map(
        (name) => attributes[name],
      ),
      ['web', 'sh', 'jane', 'id-1', 101, 'app'],
    );
    const other = { ...alert, source: 'k8s_audit', output_fields: { 'ka.target.resource': 'configmaps' } };
    assert.equal(decodeAll(JSON.stringify(other)).skipped, 1);
  });

  it('bring priorities into one spelling, whatever the version wrote', () => {
    const fields = { 'proc.name': 'x' };
    for (const [written, shown] of [
      ['warning', 'Warning'],
      [4, 'Warning'],
      ['NOTICE', 'Notice'],
      ['odd', 'odd'],
    ]) {
      assert.equal(decodeOne({ ...alert, priority: written, output_fields: fields }).attributes.get('priority'), shown);
    }
  });

  it('about dropped events become gaps, other messages of Falco about itself are skipped', () => {
    const drops = { ...alert, rule: 'Falco internal: syscall event drop', output_fields: { n_drops: '815508' } };
    const [gap] = decodeAll(JSON.stringify(drops)).gaps;
    assert.equal(gap?.dropped, 815508);
    assert.match(gap?.statedBy ?? '', /falco-xczjd/);
    assert.equal(gap?.range.toNs, 1685022245478445996n);
    const metrics = { ...alert, rule: 'Falco internal: metrics snapshot', source: 'internal', output_fields: {} };
    const { skipped, gaps } = decodeAll(JSON.stringify(metrics));
    assert.deepEqual([skipped, gaps.length], [1, 0]);
  });

  it('of other sources are skipped', () => {
    const cloud = { ...alert, source: 'gcp_auditlog', output_fields: { 'gcp.user': 'a@b' } };
    assert.equal(decodeAll(JSON.stringify(cloud)).skipped, 1);
  });

  it('with a time that cannot be read are invalid, also where a field has another one', () => {
    const broken = {
      ...alert,
      time: '2021-04-13T20:58:00Z+2',
      output_fields: { 'evt.time': 1618347519000000, 'proc.name': 'x' },
    };
    const { problems, activities } = decodeAll(JSON.stringify(broken));
    assert.equal(activities.length, 0);
    assert.match(problems[0]?.reason ?? '', /cannot be read: 2021-04-13T20:58:00Z\+2/);
  });
});
