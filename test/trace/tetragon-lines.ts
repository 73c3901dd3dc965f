/** The lines that Tetragon would have exported. */
import { createDecoder } from '../../workers/decode/decoder.js';
import { containerIdOf, executableOf, nodeName } from './plain-lines.js';
import type { Deed, Instance } from './replay.js';
import { isoTime, namespace } from './requests.js';
import type { SightingOptions } from './sighting-options.js';

export const RecordPart = { command: 'command', connection: 'connection', file: 'file', end: 'end' } as const;
export type RecordPart = (typeof RecordPart)[keyof typeof RecordPart];

const mayRead = 4;
const mayWrite = 2;

export function tetragonLine(
  deed: Deed,
  options: SightingOptions,
): { readonly line: string; readonly activityId: string; readonly part: RecordPart } {
  const { what } = deed;
  const envelope = { node_name: nodeName, time: isoTime(deed.atUs) };
  const process = describeProcess(deed, options);
  const parent = describeParent(deed.instance, options);
  const hook = (name: string, args: readonly object[]): string =>
    JSON.stringify({
      process_kprobe: { process, parent, function_name: name, args, policy_name: 'activity' },
      ...envelope,
    });
  const lifetime = execId(deed.instance, options);
  switch (what.kind) {
    case 'command':
      return {
        part: 'command',
        activityId: lifetime,
        line: JSON.stringify({ process_exec: { process, parent }, ...envelope }),
      };
    case 'end': {
      const status = what.signal === null ? { ...(what.code ? { status: what.code } : {}) } : { signal: what.signal };
      const line = JSON.stringify({ process_exit: { process, parent, ...status, time: envelope.time }, ...envelope });
      return { part: 'end', activityId: lifetime, line };
    }
    case 'connection': {
      const socket = {
        family: 'AF_INET',
        type: 'SOCK_STREAM',
        protocol: 'IPPROTO_TCP',
        daddr: what.ip,
        dport: what.port,
      };
      const line = hook('tcp_connect', [{ sock_arg: { ...socket, saddr: '127.0.0.1', sport: 0 } }]);
      return { part: 'connection', activityId: decodedId(line), line };
    }
    case 'file': {
      const mask = (what.mode.includes('r') ? mayRead : 0) | (what.mode.includes('w') ? mayWrite : 0);
      const line = hook('security_file_permission', [{ file_arg: { path: what.path } }, { int_arg: mask }]);
      return { part: 'file', activityId: decodedId(line), line };
    }
  }
}

function execId(instance: Instance, { numbering }: SightingOptions): string {
  const key = `${nodeName}:${instance.startUs * 1000}:${numbering.pid(instance.process)}`;
  return Buffer.from(key).toString('base64');
}

function describeProcess(deed: Deed, options: SightingOptions): object {
  const { instance, container } = deed;
  const base = instance.path.slice(instance.path.lastIndexOf('/') + 1);
  const words = instance.argv.slice(1).join(' ');
  const id = containerIdOf(options.recording, container.key);
  return {
    exec_id: execId(instance, options),
    pid: options.numbering.pid(instance.process),
    uid: container.uid,
    cwd: instance.cwd,
    binary: executableOf(instance.path, base, container.key, options),
    ...(words !== '' && { arguments: words }),
    flags: instance.executed ? 'execve clone' : 'clone',
    start_time: isoTime(instance.startUs),
    auid: 4294967295,
    pod: {
      namespace,
      name: container.pod,
      container: {
        id: `containerd://${id}`,
        name: container.name,
        ...(instance.executed && options.probes.has(instance.argv.join(' ')) && { maybe_exec_probe: true }),
      },
    },
    docker: id.slice(0, 31),
    ...(instance.parent && { parent_exec_id: execId(instance.parent, options) }),
    tid: options.numbering.pid(instance.process),
    in_init_tree: deed.owner.kind === 'container',
  };
}

function describeParent({ parent }: Instance, options: SightingOptions): object {
  if (!parent) return {};
  return {
    exec_id: execId(parent, options),
    pid: options.numbering.pid(parent.process),
    cwd: parent.cwd,
    binary: parent.path,
    flags: parent.executed ? 'execve clone' : 'clone',
    start_time: isoTime(parent.startUs),
  };
}

let decoder: ReturnType<typeof createDecoder> | null = null;

/** Events without an id of their own are named after their content. One decoder reads many lines: to make one takes longer than a line. */
function decodedId(line: string): string {
  decoder ??= createDecoder({ source: 'recording' });
  let { activities } = decoder.push(new TextEncoder().encode(`${line}\n`));
  if (activities.length === 0) {
    // The first lines wait until it is known what they are.
    ({ activities } = decoder.end());
    decoder = null;
  }
  const [activity] = activities;
  if (!activity || activities.length > 1)
    throw new Error(`The decoder made ${activities.length} activities of this line: ${line.slice(0, 200)}`);
  return activity.id;
}
