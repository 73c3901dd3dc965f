/** The second story, *incident*: a spike of connections and the person behind it. */
import type { EpochMs } from '../../src/model/units.js';
import { containerOf, serviceEndpoint } from './cluster.js';
import { ExecSession } from './exec-session.js';
import { johndoe } from './people.js';
import type { Recorder } from './recorder.js';
import type { Process } from './topology.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const root = { uid: 0, username: 'root' };

/** The incident: Apache Bench, installed and run from a shop pod, 6,000 connections in about a minute. */
export function benchmark(recorder: Recorder, endMs: EpochMs): void {
  const container = containerOf(recorder.cluster, 'shop', 'catalog', 'app', 1);
  const atMs = endMs - 3 * hourMs - 4 * minuteMs;
  const session = new ExecSession(recorder, {
    user: johndoe,
    container,
    command: 'bash',
    atMs,
    endMs: atMs + 9 * minuteMs,
    terminal: 0,
    as: root,
  });
  session.wait(4).run('ls --color=auto -la');
  session.wait(11);
  const update = session.run('apt-get update');
  const mirror = session.run('/usr/lib/apt/methods/http', update);
  session.lookUp(mirror);
  session.connect(mirror, { ip: '198.51.100.80', port: 80, dns: 'deb.debian.example' });
  session.file(update, '/var/lib/apt/lists/lock', 'rw');
  session.wait(19);
  const install = session.run('apt-get install -y apache2-utils');
  const download = session.run('/usr/lib/apt/methods/http', install);
  session.connect(download, { ip: '198.51.100.80', port: 80, dns: 'deb.debian.example' });
  const dpkg = session
    .wait(3)
    .run(
      '/usr/bin/dpkg --status-fd 21 --no-triggers --unpack --auto-deconfigure /var/cache/apt/archives/apache2-utils.deb',
      install,
    );
  session.run('dpkg-split -Qao /var/lib/dpkg/reassemble.deb /var/cache/apt/archives/apache2-utils.deb', dpkg);
  session.file(dpkg, '/usr/bin/ab', 'w');
  session.wait(14).run('which ab');
  session.wait(endMs - 3 * hourMs > session.nowMs ? (endMs - 3 * hourMs - session.nowMs) / 1_000 : 1);
  const ab = session.run('ab -n 6000 -c 40 http://storefront.shop.svc.cluster.local:8080/');
  session.lookUp(ab);
  bombard(recorder, session, ab);
  session.wait(70).run('ab -V');
  session.wait(25).run('rm -rf /var/cache/apt/archives');
}

function bombard(recorder: Recorder, session: ExecSession, ab: Process): void {
  const { random } = recorder;
  const server = serviceEndpoint(recorder.cluster, 'storefront.shop');
  for (let index = 0; index < 6_000; index++) {
    const client = { ip: session.pod.ip, port: 32_768 + ((index * 7 + random.integer(0, 3)) % 28_000) };
    recorder.connect(ab, session.nowMs + 40 + index * 9.7 + random.between(0, 30), 'out', client, server);
  }
}
