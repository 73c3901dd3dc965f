import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { mergeActivities } from '../../workers/columns/activity-merge.js';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

const process = {
  exec_id: 'Z2tl',
  pid: 52699,
  uid: 0,
  cwd: '/tmp',
  binary: '/usr/bin/containerd-shim-runc-v2 (deleted)',
  arguments: '-id 1',
  start_time: '2023-10-06T22:03:57.700327580Z',
  auid: 4294967295,
  in_init_tree: false,
  pod: {
    namespace: 'default',
    name: 'xwing',
    workload: 'xwing-deploy',
    workload_kind: 'Deployment',
    container: {
      id: 'containerd://551e161c47d8ff0eb665438a7bcd5b4e3ef5a297282b40a92b7c77d6bd168eb3',
      name: 'spaceship',
      image: { id: 'docker.io/x@sha256:1', name: 'registry:5000/tgraf/netperf:latest' },
      maybe_exec_probe: true,
    },
  },
  parent_exec_id: 'cGFy',
};
const parent = { pid: 1, binary: '/bin/bash' };
const envelope = { node_name: 'node-1', cluster_name: 'c1', time: '2023-10-06T22:03:58.000000001Z' };
const exec = { process_exec: { process, parent }, ...envelope };
const hook = (name: string, args: readonly object[], more: object = {}): object => ({
  process_kprobe: { process, parent, function_name: name, args, policy_name: 'p', ...more },
  ...envelope,
});

describe('Tetragon events', () => {
  it('of program starts become commands', () => {
    const activity = decodeOne(exec);
    assert.equal(activity.id, 'Z2tl');
    assert.equal(activity.timeNs, 1696629837700327580n);
    assert.deepEqual(attributesOf(activity), {
      comm: 'containerd-shim',
      procExepath: '/usr/bin/containerd-shim-runc-v2 (deleted)',
      cmdline: '/usr/bin/containerd-shim-runc-v2 (deleted) -id 1',
      pcomm: 'bash',
      pid: 52699,
      ppid: 1,
      execId: 'Z2tl',
      parentExecId: 'cGFy',
      inInitTree: 'false',
      'kubernetes.namespace.name': 'default',
      'kubernetes.pod.name': 'xwing',
      'kubernetes.workload.name': 'xwing-deploy',
      'kubernetes.deployment.name': 'xwing-deploy',
      'container.name': 'spaceship',
      maybeExecProbe: 'true',
      containerId: '551e161c47d8ff0eb665438a7bcd5b4e3ef5a297282b40a92b7c77d6bd168eb3',
      'container.image.repo': 'registry:5000/tgraf/netperf',
      'container.image.tag': 'latest',
      'container.image.id': 'docker.io/x@sha256:1',
      hostname: 'node-1',
      'kubernetes.node.name': 'node-1',
      'kubernetes.cluster.name': 'c1',
      cwd: '/tmp',
      uid: 0,
    });
  });

  it('of ends add to the command that ended, in either order, without contradiction', () => {
    const exit = { process_exit: { process, parent, status: 2 }, ...envelope, time: '2023-10-06T22:04:00Z' };
    for (const [first, second] of [
      [exec, exit],
      [exit, exec],
    ]) {
      const { activity, conflicts } = mergeActivities(decodeOne(first ?? {}), decodeOne(second ?? {}));
      assert.deepEqual(conflicts, []);
      assert.equal(activity.timeNs, 1696629837700327580n);
      assert.equal(activity.attributes.get('exitCode'), 2);
      assert.equal(activity.attributes.get('exitedAt'), '1696629840000000000');
    }
  });

  it('of ends leave the status out where it is 0, unless a signal ended the process', () => {
    assert.equal(decodeOne({ process_exit: { process }, ...envelope }).attributes.get('exitCode'), 0);
    const killed = decodeOne({ process_exit: { process, signal: 'SIGKILL' }, ...envelope });
    assert.deepEqual([killed.attributes.get('signal'), killed.attributes.has('exitCode')], ['SIGKILL', false]);
  });

  it('with sockets become connections', () => {
    const socket = { sock_arg: { protocol: 'IPPROTO_TCP', saddr: '10.0.0.1', daddr: 'fd00::2', sport: 5, dport: 443 } };
    const out = decodeOne(hook('tcp_connect', [socket]));
    const { clientIp, clientPort, serverIp, serverPort, direction, l4protocol, processName } = attributesOf(out);
    assert.deepEqual(
      [out.type, clientIp, clientPort, serverIp, serverPort, direction, l4protocol, processName],
      ['connection', '10.0.0.1', 5, 'fd00::2', 443, 'out', 'tcp', 'containerd-shim'],
    );
    const accepted = decodeOne(hook('inet_csk_accept', [], { return: socket }));
    assert.deepEqual(
      ['clientIp', 'serverPort', 'direction'].map((name) => accepted.attributes.get(name)),
      ['fd00::2', 5, 'in'],
    );
    const address = decodeOne(
      hook('__x64_sys_connect', [{ int_arg: 3 }, { sockaddr_arg: { family: 'AF_INET', addr: '1.2.3.4', port: 80 } }]),
    );
    assert.deepEqual(
      ['clientIp', 'serverIp', 'serverPort', 'direction'].map((name) => address.attributes.get(name)),
      [undefined, '1.2.3.4', 80, 'out'],
    );
    const enterprise = decodeOne({
      process_connect: {
        process,
        source_ip: '10.88.0.3',
        source_port: 47048,
        destination_ip: '34.116.205.187',
        destination_port: 443,
        protocol: 'TCP',
      },
      ...envelope,
    });
    assert.deepEqual(
      ['clientPort', 'serverIp', 'l4protocol', 'eventName'].map((name) => enterprise.attributes.get(name)),
      [47048, '34.116.205.187', 'tcp', 'process_connect'],
    );
    assert.equal(
      decodeAll(JSON.stringify(hook('security_socket_connect', [{ sockaddr_arg: { family: 'AF_UNIX' } }]))).skipped,
      1,
    );
  });

  it('with files become file accesses, with what is known of the access', () => {
    const file = { file_arg: { path: '/etc/passwd' } };
    for (const [name, args, permissions] of [
      ['security_file_permission', [file, { int_arg: 2 }], 'w'],
      ['security_file_permission', [file, { int_arg: 4 }], 'r'],
      ['security_file_permission', [file, { int_arg: 6 }], 'rw'],
      ['fd_install', [{ int_arg: 3 }, file], undefined],
      ['__x64_sys_write', [file, { size_arg: '5' }], 'w'],
      ['security_path_truncate', [{ path_arg: { path: '/etc/passwd' } }], 'w'],
      ['__x64_sys_openat', [{ int_arg: -100 }, { string_arg: '/etc/passwd' }, { int_arg: 0 }], 'r'],
      ['__arm64_sys_openat', [{ int_arg: -100 }, { string_arg: '/etc/passwd' }, { int_arg: 577 }], 'w'],
      ['sys_open', [{ string_arg: '/etc/passwd' }, { int_arg: 2 }], 'rw'],
      ['__x64_sys_unlinkat', [{ int_arg: 7 }, { string_arg: '/etc/passwd' }], 'w'],
    ] as const) {
      const activity = decodeOne(hook(name, args));
      assert.equal(activity.type, 'fileaccess', name);
      assert.equal(activity.attributes.get('directory'), '/etc/', name);
      assert.equal(activity.attributes.get('filename'), 'passwd', name);
      assert.equal(activity.attributes.get('permissions'), permissions, name);
    }
  });

  it('with relative paths resolve them only where the directory is known', () => {
    const here = decodeOne(hook('__x64_sys_openat', [{ int_arg: -100 }, { string_arg: 'a/b' }, { int_arg: 0 }]));
    assert.equal(here.attributes.get('directory'), '/tmp/a/');
    const elsewhere = decodeOne(hook('__x64_sys_openat', [{ int_arg: 5 }, { string_arg: 'a/b' }, { int_arg: 0 }]));
    assert.equal(elsewhere.attributes.get('directory'), 'a/');
  });

  it('with neither are skipped', () => {
    for (const record of [
      hook('__x64_sys_setuid', [{ int_arg: 0 }]),
      hook('security_kernel_module_request', [{ string_arg: 'fs-xfs' }]),
      { process_loader: { process, path: '/lib/x.so' }, ...envelope },
      { process_uprobe: { process, symbol: 'SSL_write' }, ...envelope },
      { test: { arg0: '1' }, ...envelope },
    ]) {
      const { skipped, records } = decodeAll(JSON.stringify(record));
      assert.deepEqual([skipped, records], [1, 1]);
    }
  });

  it('that state losses become gaps', () => {
    const limited = decodeAll(
      JSON.stringify({ rate_limit_info: { number_of_dropped_process_events: '42' }, ...envelope }),
    );
    assert.equal(limited.gaps[0]?.dropped, 42);
    assert.equal(limited.gaps[0]?.statedBy, 'rate_limit_info of node-1');
  });

  it('without any time are invalid', () => {
    const { problems } = decodeAll('{"process_exec":{"process":{"binary":"a"}}}');
    assert.deepEqual([problems[0]?.kind, problems[0]?.reason], ['invalid', 'This process_exec event has no time.']);
  });

  it('with names as the JSON of protocol buffers has them by default are the same', () => {
    const socket = { sock_arg: { protocol: 'IPPROTO_TCP', saddr: '10.0.0.1', daddr: 'fd00::2', sport: 5, dport: 443 } };
    const labelled = {
      ...process,
      pod: { ...process.pod, pod_labels: { 'app.kubernetes.io/partOf': 'shop', some_Label: 'x' } },
      environment_variables: [{ key: 'KUBERNETES_EXEC_AUDIT_ID', value: 'a-1' }],
    };
    for (const record of [
      { process_exec: { process: labelled, parent }, ...envelope },
      { process_exit: { process, parent, status: 2, time: '2023-10-06T22:04:00Z' }, ...envelope },
      hook('tcp_connect', [socket], { return: { int_arg: -111 }, return_action: 'KPROBE_ACTION_SIGKILL' }),
      hook('__x64_sys_connect', [{ sockaddr_arg: { family: 'AF_INET', addr: '1.2.3.4', port: 80 } }]),
      hook('security_bprm_check', [{ linux_binprm_arg: { path: '/bin/x' } }]),
      { process_connect: { process, source_ip: '10.88.0.3', source_port: 7, destination_ip: '1.1.1.1' }, ...envelope },
    ]) {
      const declared = decodeOne(record);
      const byDefault = decodeOne(withDefaultNames(record));
      assert.deepEqual(
        [byDefault.type, byDefault.timeNs, attributesOf(byDefault)],
        [declared.type, declared.timeNs, attributesOf(declared)],
      );
    }
    assert.equal(
      decodeOne(withDefaultNames({ process_exec: { process: labelled, parent }, ...envelope })).attributes.get(
        'kubernetes.pod.label.some_Label',
      ),
      'x',
    );
    const limited = decodeAll(
      JSON.stringify({
        rateLimitInfo: { numberOfDroppedProcessEvents: '42' },
        nodeName: 'node-1',
        time: envelope.time,
      }),
    );
    assert.deepEqual([limited.gaps[0]?.dropped, limited.gaps[0]?.statedBy], [42, 'rate_limit_info of node-1']);
  });

  it('nested without an end are read as far as there is an end', () => {
    const deep = `${'{"aB":'.repeat(50_000)}1${'}'.repeat(50_000)}`;
    const { activities } = decodeAll(
      `{"processExec":{"process":{"execId":"e","binary":"/bin/true","cap":${deep}}},"time":"${envelope.time}"}`,
    );
    assert.equal(activities[0]?.attributes.get('execId'), 'e');
  });
});

/** The names of members, labels left out, as `protojson` writes them unless it is told otherwise. */
function withDefaultNames(value: object): object {
  const members = Object.entries(value).map(([name, inner]: [string, unknown]) => {
    const written = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    if (name === 'pod_labels' || typeof inner !== 'object' || inner === null) return [written, inner];
    return [
      written,
      Array.isArray(inner) ? inner.map((one: object) => withDefaultNames(one)) : withDefaultNames(inner),
    ];
  });
  return Object.fromEntries(members) as object;
}
