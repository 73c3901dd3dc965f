/** Lines of the open protocol with the attributes of the published Activity Audit API. */
import type { Deed } from './replay.js';
import { epochMs, namespace } from './requests.js';
import type { SightingOptions } from './sighting-options.js';

export const nodeName = 'node-1';
const appletContainer = 'idle';
const applets =
  /^(?:sh|ls|cat|id|tar|gzip|base64|date|wc|sort|uniq|head|tail|sleep|env|uname|find|du|df|stat|md5sum|cp|rm|whoami)$/;

/** 64 digits that look like a container's id. */
export function containerIdOf(recording: string, key: string): string {
  const text = Buffer.from(`${recording}/${key}/container`).toString('hex');
  return text.repeat(4).slice(0, 64);
}

export const timeNs = (us: number): bigint => BigInt(epochMs) * 1_000_000n + BigInt(us) * 1000n;

export function executableOf(path: string, comm: string, container: string, { variant }: SightingOptions): string {
  return variant.applets && container === appletContainer && applets.test(comm) ? '/bin/busybox' : path;
}

export function plainLine(
  deed: Deed,
  carriedJob: string | null,
  options: SightingOptions,
): { readonly line: string; readonly activityId: string } {
  const { what, process, container, comm, argv } = deed;
  const { numbering } = options;
  const activityId = `${options.recording}-${deed.number}`;
  const place = {
    'kubernetes.namespace.name': namespace,
    'kubernetes.pod.name': container.pod,
    'container.name': container.name,
    containerId: containerIdOf(options.recording, container.key),
    hostname: nodeName,
  };
  const tty = numbering.tty(deed.terminal);
  const pid = numbering.pid(process);
  const attributes = ((): Readonly<Record<string, string | number>> => {
    switch (what.kind) {
      case 'connection':
        return {
          processName: comm,
          pid,
          tty,
          direction: 'out',
          l4protocol: 'tcp',
          serverIp: what.ip,
          serverPort: what.port,
        };
      case 'file': {
        const slash = what.path.lastIndexOf('/') + 1;
        const [directory, filename] = [what.path.slice(0, slash), what.path.slice(slash)];
        return { comm, pid, directory, filename, permissions: what.mode };
      }
      default:
        return {
          comm,
          cmdline: argv.join(' '),
          cwd: deed.cwd,
          procExepath: executableOf(deed.exe, comm, container.key, options),
          pid,
          ppid: deed.parent ? numbering.pid(deed.parent) : 0,
          uid: container.uid,
          loginShellId: deed.loginShell ? numbering.pid(deed.loginShell) : 0,
          tty,
          ...(carriedJob !== null && { execAuditId: options.auditIdOf(carriedJob) }),
        };
    }
  })();
  const type = what.kind === 'connection' ? 'connection' : what.kind === 'file' ? 'fileaccess' : 'command';
  const timestamp = String(timeNs(deed.atUs));
  return {
    activityId,
    line: JSON.stringify({ id: activityId, type, timestamp, attributes: { ...attributes, ...place } }),
  };
}
