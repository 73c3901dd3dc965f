/**
 * Logs of real machines are read in a second, plain way, and compared: counts of everything, fields of every activity. For the Linux audit daemon the second
 * reading is another program's: its parsed output lies beside the samples.
 */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity } from '../../src/model/activity.js';
import { attributesOf, decodeAll } from './decode-all.js';
import { readShared, sharedFiles, withoutSharedData } from './shared-data.js';

/* eslint-disable @typescript-eslint/no-explicit-any, @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-call --
   The second reading is meant to be as plain as a line of jq. */
type Loose = any;

const linesOf = (path: string): readonly string[] =>
  readShared(path)
    .toString('utf8')
    .split('\n')
    .filter((line) => line.trim() !== '');
const recordsOf = (path: string): readonly Loose[] => linesOf(path).map((line): Loose => JSON.parse(line));
const ms = ({ timeNs }: Activity): number => Number(timeNs / 1_000_000n);

/** The activities of a file, and that every record of it was counted once. */
function read(path: string, format: string): readonly Activity[] {
  const whole = decodeAll(readShared(path));
  const cut = decodeAll(readShared(path), { cut: 333 });
  assert.deepEqual(cut.activities, whole.activities, `${path} in pieces`);
  assert.deepEqual([...whole.formats.keys()], [format], path);
  const lost = whole.problems.filter((problem) => problem.lost).length;
  const accounted = whole.activities.length + whole.gaps.length + whole.skipped + lost;
  assert.equal(accounted, whole.records, path);
  return whole.activities;
}

describe('real logs', { skip: withoutSharedData }, () => {
  it('of Zeek give one connection for each record, with its ends, bytes and time', () => {
    for (const path of sharedFiles('zeek-apt29')) {
      const records = recordsOf(path);
      const activities = read(path, 'zeek');
      assert.equal(activities.length, records.length);
      for (const [at, record] of records.entries()) {
        const activity = activities[at]!;
        const found = attributesOf(activity);
        assert.equal(activity.id, record.uid);
        assert.equal(activity.type, 'connection');
        assert.equal(String(activity.timeNs), `${record.ts}`.replace('.', '').padEnd(19, '0'));
        assert.deepEqual(
          [found['clientIp'], found['clientPort'] ?? 0, found['serverIp'], found['serverPort'], found['l4protocol']],
          [record.id_orig_h, record.id_orig_p, record.id_resp_h, record.id_resp_p, record.proto],
        );
        assert.deepEqual(
          [found['clientBytes'], found['serverBytes'], found['applicationProtocol'], found['connectionState']],
          [record.orig_bytes, record.resp_bytes, record.service, record.conn_state],
        );
      }
    }
  });

  it('of Zeek read the same as a table of text', () => {
    const path = 'zeek-apt29/day1-SCRANTON_conn.log';
    const fields = ['ts', 'uid', 'id_orig_h', 'id_orig_p', 'id_resp_h', 'id_resp_p', 'proto', 'service', 'orig_bytes'];
    const table = [
      '#separator \\x09',
      '#set_separator\t,',
      '#empty_field\t(empty)',
      '#unset_field\t-',
      '#path\tconn',
      `#fields\t${fields.join('\t').replaceAll('id_', 'id.')}`,
      ...recordsOf(path).map((record) => fields.map((field) => record[field] ?? '-').join('\t')),
      '#close\t2020-05-01-00-00-00',
    ].join('\n');
    const fromText = decodeAll(table, { cut: 100 });
    assert.deepEqual(fromText.problems, []);
    const fromJson = read(path, 'zeek');
    assert.equal(fromText.activities.length, fromJson.length);
    for (const [at, activity] of fromText.activities.entries()) {
      const other = fromJson[at]!;
      assert.deepEqual([activity.id, activity.timeNs], [other.id, other.timeNs]);
      for (const [name, value] of activity.attributes) assert.deepEqual(value, other.attributes.get(name), name);
    }
  });

  it('of Zeek with dotted names give connections only', () => {
    const activities = read('zeek-stock-samples/conn-and-others.jsonl', 'zeek');
    assert.deepEqual(
      activities.map(({ id }) => id),
      ['C8Tful1TvM3Zf5x8fl'],
    );
  });

  it('of osquery give what was started, typed and changed, and nothing that is gone', () => {
    const path = 'osquery-msticpy/osqueryd.results.log';
    const rows = recordsOf(path).filter(({ action }) => action !== 'removed');
    const started = rows.filter(({ columns }) => columns.parent !== undefined && columns.pid !== undefined);
    const typed = rows.filter(({ columns }) => columns.history_file);
    const changed = rows.filter(({ columns }) => columns.target_path);
    const activities = read(path, 'osquery');
    const ofKind = (kind: string): readonly Activity[] =>
      activities.filter(({ attributes }) => String(attributes.get('eventName')).startsWith(kind));
    assert.equal(activities.length, started.length + typed.length + changed.length);
    assert.deepEqual(
      ofKind('process').map(({ attributes }) => [attributes.get('pid'), attributes.get('cmdline')]),
      started.map(({ columns }) => [Number(columns.pid), columns.cmdline === '' ? undefined : columns.cmdline]),
    );
    assert.deepEqual(
      ofKind('shell').map(({ attributes }) => [attributes.get('cmdline'), attributes.get('username')]),
      typed.map(({ columns }) => [columns.command, columns.username]),
    );
    assert.deepEqual(
      ofKind('file').map((activity) => [
        ms(activity),
        `${String(activity.attributes.get('directory'))}${String(activity.attributes.get('filename'))}`,
      ]),
      changed.map(({ columns }) => [Number(columns.time) * 1000, columns.target_path]),
    );
  });

  it('of Cowrie give what was typed, who came, and what was brought along', () => {
    const path = 'cowrie-deroux/cowrie.json.2021-03-09';
    const records = recordsOf(path);
    const of = (...events: readonly string[]): readonly Loose[] =>
      records.filter(({ eventid }) => events.includes(eventid.replace('cowrie.', '')));
    const activities = read(path, 'cowrie');
    const typed = activities.filter(({ type }) => type === 'command');
    assert.deepEqual(
      typed.map((activity) => [ms(activity), activity.attributes.get('cmdline') ?? '']),
      of('command.input').map(({ timestamp, input }) => [Date.parse(timestamp), input]),
    );
    const connections = activities.filter(({ type }) => type === 'connection');
    assert.equal(connections.length, of('session.connect', 'direct-tcpip.request').length);
    assert.deepEqual(
      connections
        .filter(({ attributes }) => attributes.get('direction') === 'in')
        .map(({ attributes }) => attributes.get('clientIp')),
      of('session.connect').map(({ src_ip }) => src_ip),
    );
    const files = activities.filter(({ type }) => type === 'fileaccess');
    assert.deepEqual(
      files.map(({ attributes }) => attributes.get('sha256')),
      of('session.file_download', 'session.file_upload').map(({ shasum }) => shasum || undefined),
    );
  });

  it('of KubeArmor give commands, files and connections, with the process as the host knows it', () => {
    const path = 'kubearmor-docs/kubearmor.jsonl';
    const records = recordsOf(path);
    const isDated = (record: Loose): boolean => record.UpdatedTime ?? record.Timestamp;
    const activities = read(path, 'kubearmor');
    const commands = activities.filter(({ type }) => type === 'command');
    const run = records.filter((record) => record.Operation === 'Process' && isDated(record));
    assert.deepEqual(
      commands.map((activity) => {
        const { pid, ppid, cmdline, procExepath } = attributesOf(activity);
        return [ms(activity), pid, ppid, cmdline, procExepath, activity.attributes.get('kubernetes.pod.name')];
      }),
      run.map((record) => [
        Date.parse(record.UpdatedTime),
        record.HostPID,
        record.HostPPID,
        record.Resource,
        record.ProcessName,
        record.PodName,
      ]),
    );
    const files = records.filter((record) => /File|Syscall/.test(record.Operation) && isDated(record));
    assert.deepEqual(
      activities
        .filter(({ type }) => type === 'fileaccess')
        .map(({ attributes }) => `${String(attributes.get('directory'))}${String(attributes.get('filename') ?? '')}`),
      files.map(({ Resource }) => Resource),
    );
    const connections = activities.filter(({ type }) => type === 'connection');
    const addressed = records.filter(
      (record) =>
        /Network/.test(record.Operation) &&
        /sin_port|sin_addr|DestinationIP|daddr/.test(`${record.Resource} ${record.Data}`) &&
        isDated(record),
    );
    assert.equal(connections.length, addressed.length);
  });

  it('of the Elastic Common Schema give programs that were started, and their ends', () => {
    const path = 'ecs-rfc/ecs_process.jsonl';
    const started = recordsOf(path)
      .map((record) => record._source ?? record)
      .filter(({ event }) => event && [event.category].flat().includes('process') && /exec|end/.test(event.action));
    const activities = read(path, 'ecs');
    assert.deepEqual(
      activities.map((activity) => {
        const { cmdline, pid, ppid, cwd, exitCode } = attributesOf(activity);
        return [cmdline, pid, ppid, cwd, exitCode, exitCode === undefined ? ms(activity) : undefined];
      }),
      started.map(({ process, '@timestamp': time }) => [
        process.command_line,
        process.pid,
        process.parent.pid,
        process.working_directory,
        process.exit_code,
        process.exit_code === undefined ? Date.parse(time) : undefined,
      ]),
    );
  });

  describe('of the Linux audit daemon agree with what another program reads', () => {
    const folder = 'auditd-go-libaudit';
    const goldens = sharedFiles(folder).filter((path) => path.includes('aucoalesce') && path.endsWith('.golden'));
    const wanted: Readonly<Record<string, string>> = {
      execve: 'command',
      connect: 'connection',
      accept: 'connection',
      mknod: 'fileaccess',
      unlink: 'fileaccess',
    };

    for (const golden of goldens) {
      it(`in ${golden.replace(/.*testdata__|\.json.*/g, '')}`, () => {
        const yaml = readShared(golden.replace('.json.golden', '.yaml')).toString('utf8');
        const text = yaml
          .split('\n')
          .filter((line) => line.includes('type='))
          .map((line) => line.trim())
          .join('\n');
        const { activities } = decodeAll(text, { cut: 77 });
        const events = JSON.parse(readShared(golden).toString('utf8')).filter(
          ({ event }: Loose) =>
            event.data?.syscall && Object.hasOwn(wanted, event.data.syscall) && !event.record_type.startsWith('avc:'),
        );
        assert.deepEqual(
          activities.map(({ id }) => id.split(':')[1]).sort(),
          events.map(({ event }: Loose) => String(event.sequence)).sort(),
        );
        for (const { event } of events) {
          const activity = activities.find(({ id }) => id.endsWith(`:${event.sequence}`))!;
          const found = attributesOf(activity);
          assert.equal(activity.type, wanted[event.data.syscall]);
          assert.equal(ms(activity), Date.parse(event['@timestamp']));
          assert.equal(found['syscall'], event.data.syscall);
          assert.deepEqual(
            [String(found['pid']), String(found['ppid']), found['procExepath'], String(found['uid'])],
            [event.process.pid, event.process.ppid, event.process.exe, event.user.ids.uid],
          );
          assert.equal(found['comm'], event.process.name.slice(0, 15));
          assert.equal(String(found['userLoginUid'] ?? 'unset'), event.user.ids.auid);
          if (event.process.args) assert.equal(found['cmdline'], event.process.args.join(' '));
          if (activity.type === 'command') assert.equal(found['cwd'], event.process.cwd);
          if (event.destination) {
            assert.deepEqual(
              [found['serverIp'], String(found['serverPort'])],
              [event.destination.ip, event.destination.port],
            );
          }
          if (event.source) {
            assert.deepEqual([found['clientIp'], String(found['clientPort'])], [event.source.ip, event.source.port]);
          }
        }
      });
    }

    it('line by line: kind, time and number of every one that it reads', async () => {
      const { parseAuditLine, plainField, textField } = await import('../../workers/decode/auditd-line.js');
      for (const path of sharedFiles(folder).filter((one) => /auparse.*\.log$/.test(one))) {
        // What it cannot read is null there.
        const golden: readonly Loose[] = JSON.parse(readShared(`${path}.golden`).toString('utf8')).filter(Boolean);
        const parsed = linesOf(path).flatMap((line) => parseAuditLine(line) ?? []);
        assert.equal(parsed.length, golden.length, path);
        for (const [at, line] of parsed.entries()) {
          const expected = golden[at];
          assert.equal(line.serial, expected.sequence ?? 0);
          assert.equal(Number(line.timeNs / 1_000_000n), Date.parse(expected['@timestamp']));
          for (const name of ['exe', 'comm', 'cwd', 'acct', 'cmd']) {
            const value = expected.data?.[name];
            if (value !== undefined) assert.equal(textField(line.fields, name), value, `${path} ${name}`);
          }
          for (const name of ['pid', 'ppid', 'tty', 'item']) {
            const value = expected.data?.[name];
            if (value !== undefined && value !== '(none)') assert.equal(plainField(line.fields, name), value, name);
          }
        }
      }
    });

    it('also where the lines of events lie between each other', () => {
      const plain = decodeAll(readShared(`${folder}/testdata__normal.log`));
      const mixed = decodeAll(readShared(`${folder}/testdata__out_of_order.log`));
      assert.deepEqual(mixed.activities, plain.activities);
      assert.equal(mixed.records, plain.records);
    });

    it('and say which events are missing', () => {
      const { gaps } = decodeAll(readShared(`${folder}/testdata__lost_messages.log`));
      assert.deepEqual(
        gaps.map(({ statedBy, dropped }) => [statedBy, dropped]),
        [['audit_serial=50-58', 9]],
      );
      assert.deepEqual(decodeAll(readShared(`${folder}/testdata__rollover.log`)).gaps, []);
    });
  });

  it('of the Linux audit daemon give one command for each that was started or asked for', () => {
    const path = 'auditd-msticpy/auditd_log.txt';
    const lines = linesOf(path);
    const started = lines.filter((line) => /^type=SYSCALL .* syscall=59 /.test(line));
    const asked = lines.filter((line) => line.startsWith('type=USER_CMD'));
    const activities = read(path, 'auditd');
    assert.equal(activities.length, started.length + asked.length);
    const serials = new Set(lines.map((line) => /audit\([\d.]+:(\d+)\)/.exec(line)?.[1]));
    assert.equal(decodeAll(readShared(path)).records - 1, serials.size, 'one record for each event, and one gap');
    const words = new Map<string, string>();
    for (const line of lines.filter((one) => one.startsWith('type=EXECVE'))) {
      const all = [...line.matchAll(/ a\d+=(?:"([^"]*)"|([0-9A-F]+))/g)];
      const serial = /:(\d+)\)/.exec(line)?.[1] ?? '';
      words.set(
        serial,
        all.map(([, quoted, hex]) => quoted ?? Buffer.from(hex ?? '', 'hex').toString('utf8')).join(' '),
      );
    }
    for (const { id, attributes } of activities) {
      const expected = words.get(id.split(':')[1] ?? '');
      if (expected !== undefined) assert.equal(attributes.get('cmdline'), expected);
    }
  });
});
