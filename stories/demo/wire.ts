/** Activities as they travel in the open protocol. Times are bigints here and plain integers in the JSON text. */
import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { canonicalName } from '../../src/model/attribute-names.js';
import type { EpochNs } from '../../src/model/units.js';

interface WireBase {
  /** 32 hexadecimal digits; the first 16 are the time. */
  readonly id: string;
  readonly timestamp: EpochNs;
  /** The node. */
  readonly hostname: string;
  /** 12 hexadecimal digits; absent for what runs on the node itself. */
  readonly containerId?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
}
export interface WireCommand extends WireBase {
  readonly type: 'command';
  readonly comm: string;
  readonly cmdline: string;
  readonly pcomm: string;
  readonly cwd: string;
  readonly procExepath: string;
  readonly pid: number;
  readonly ppid: number;
  readonly uid: number;
  readonly username: string;
  readonly userLoginUid?: number | undefined;
  readonly userLoginName?: string | undefined;
  readonly loginShellId: number;
  readonly loginShellDistance: number;
  readonly tty: number;
}
export interface WireConnection extends WireBase {
  readonly type: 'connection';
  readonly comm: string;
  readonly processName: string;
  readonly cmdline: string;
  readonly pid: number;
  readonly tty: number;
  readonly direction: 'in' | 'out';
  readonly l4protocol: 'tcp' | 'udp';
  readonly clientIp: string;
  readonly clientPort: number;
  readonly serverIp: string;
  readonly serverPort: number;
  readonly dnsDomains?: readonly string[] | undefined;
}
export interface WireFileAccess extends WireBase {
  readonly type: 'fileaccess';
  readonly comm: string;
  readonly pid: number;
  readonly tty: number;
  readonly directory: string;
  readonly filename: string;
  readonly permissions: 'r' | 'w' | 'rw';
}
export interface WireKubernetes extends WireBase {
  readonly type: 'kubernetes';
  readonly auditId: string;
  readonly resource: 'pods';
  readonly subResource: 'exec';
  readonly namespace: string;
  readonly name: string;
  readonly args: { readonly command: string; readonly container: string };
  readonly user: { readonly username: string; readonly groups: readonly string[] };
  readonly userAgent: string;
  readonly sourceAddresses: readonly string[];
  /** A request that was denied has never started. */
  readonly stages: { readonly started?: EpochNs; readonly completed?: EpochNs };
  readonly statusCode: number;
  readonly decision: 'allow' | 'forbid';
}
export type WireActivity = WireCommand | WireConnection | WireFileAccess | WireKubernetes;

/** Oldest first; activities of one nanosecond by id. */
export function byTime(a: WireActivity, b: WireActivity): number {
  if (a.timestamp !== b.timestamp) return a.timestamp < b.timestamp ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** JSON text in one line; bigints become integers, which `JSON.stringify` cannot do. */
export function toJson(value: unknown): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(toJson).join(',')}]`;
  let text = '';
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) text += `${text ? ',' : '{'}${JSON.stringify(name)}:${toJson(member)}`;
  }
  return text ? `${text}}` : '{}';
}

/** The flat form in which filters are evaluated. */
export function toActivity(wire: WireActivity): Activity {
  const attributes = new Map<string, AttributeValue>();
  const put = (name: string, value: unknown): void => {
    if (typeof value === 'bigint') attributes.set(canonicalName(name), value.toString());
    else if (typeof value === 'string' || typeof value === 'number') attributes.set(canonicalName(name), value);
    else if (Array.isArray(value)) attributes.set(canonicalName(name), value.map(String));
    else if (typeof value === 'object' && value !== null) {
      for (const [inner, member] of Object.entries(value)) put(name === 'labels' ? inner : `${name}.${inner}`, member);
    }
  };
  for (const [name, value] of Object.entries(wire)) {
    if (name !== 'id' && name !== 'timestamp' && name !== 'type') put(name, value);
  }
  return { id: wire.id, type: wire.type, timeNs: wire.timestamp, attributes };
}
