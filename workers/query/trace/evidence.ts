import { ActivityType, type Activity, type AttributeValue } from '../../../src/model/activity.js';
import type { EpochNs } from '../../../src/model/units.js';

/** Milliseconds since the base of the evidence, with fractions: exact to a microsecond over years. */
export type TraceMs = number;

export function traceMs(timeNs: EpochNs, baseNs: EpochNs): TraceMs {
  return Number(timeNs - baseNs) / 1e6;
}

/** A command, connection or file access, as far as a trace looks at it. null: not on record. */
export interface ProcessEvent {
  readonly id: string;
  readonly type: ActivityType;
  readonly atMs: TraceMs;
  readonly pid: number | null;
  readonly ppid: number | null;
  /** 0: no shell among its ancestors. */
  readonly loginShell: number | null;
  /** 0: no terminal. */
  readonly tty: number | null;
  readonly comm: string | null;
  readonly cmdline: string | null;
  readonly pcomm: string | null;
  readonly execId: string | null;
  readonly parentExecId: string | null;
  readonly inInitTree: boolean | null;
  readonly exitedMs: TraceMs | null;
  readonly probe: boolean;
  /** Ids of exec requests in its environment. */
  readonly sessionIds: readonly string[];
}

/** One `kubectl exec` or attach. */
export interface ExecRequest {
  readonly activity: Activity;
  readonly id: string;
  readonly startMs: TraceMs;
  readonly endMs: TraceMs | null;
  /** Command with its arguments, separated by spaces. */
  readonly command: string | null;
  /** Whether a terminal was asked for; null: not on record. */
  readonly tty: boolean | null;
  readonly denied: boolean;
  readonly attach: boolean;
  /** What may be found in the environment of its processes. */
  readonly sessionIds: ReadonlySet<string>;
}

/** Names under which collectors put an exec request's id from the environment of a process. */
const sessionIdName = /exec_?(?:audit|request|session)_?u?id$|request_?uid$/i;
const auditIdVariable = /(?:^|\s)(?:SPO_EXEC_REQUEST_UID)=(\S+)/;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether a process event's attribute is looked at. */
export function isProcessEvidence(name: string): boolean {
  return processNames.has(name) || sessionIdName.test(name);
}

const processNames = new Set([
  'pid',
  'ppid',
  'loginShellId',
  'tty',
  'comm',
  'processName',
  'cmdline',
  'pcomm',
  'execId',
  'parentExecId',
  'inInitTree',
  'exitedAt',
  'maybeExecProbe',
]);

export function processEvent({ id, type, timeNs, attributes }: Activity, baseNs: EpochNs): ProcessEvent {
  const number = (name: string): number | null => numberOf(attributes.get(name));
  const text = (name: string): string | null => textOf(attributes.get(name));
  const cmdline = text('cmdline');
  return {
    id,
    type,
    atMs: traceMs(timeNs, baseNs),
    pid: number('pid'),
    ppid: number('ppid'),
    loginShell: number('loginShellId'),
    tty: number('tty'),
    comm: text('comm') ?? text('processName'),
    cmdline,
    pcomm: text('pcomm'),
    execId: text('execId'),
    parentExecId: text('parentExecId'),
    inInitTree: booleanOf(attributes.get('inInitTree')),
    exitedMs: timeOf(attributes.get('exitedAt'), baseNs),
    probe: booleanOf(attributes.get('maybeExecProbe')) === true,
    sessionIds: idsInProcess(attributes, type === ActivityType.command ? cmdline : null),
  };
}

function idsInProcess(attributes: ReadonlyMap<string, AttributeValue>, cmdline: string | null): readonly string[] {
  const ids: string[] = [];
  for (const [name, value] of attributes) {
    const id = sessionIdName.test(name) ? textOf(value) : null;
    if (id !== null) ids.push(id);
  }
  const inCommand = cmdline === null ? undefined : auditIdVariable.exec(cmdline)?.[1];
  if (inCommand !== undefined) ids.push(inCommand);
  return ids.length === 0 ? noIds : ids;
}
const noIds: readonly string[] = Object.freeze([]);

/** null for what is no session: a port-forward, or another request. */
export function execRequest(activity: Activity, baseNs: EpochNs): ExecRequest | null {
  const { id, timeNs, attributes } = activity;
  if (activity.type !== ActivityType.kubernetes) return null;
  const subResource = attributes.get('subResource');
  if (subResource !== undefined && subResource !== 'exec' && subResource !== 'attach') return null;
  const sessionIds = new Set<string>([id]);
  for (const [name, value] of attributes) {
    const known = textOf(value);
    if (known !== null && (name === 'auditId' || sessionIdName.test(name) || uuid.test(known))) sessionIds.add(known);
  }
  return {
    activity,
    id,
    startMs: traceMs(timeNs, baseNs),
    endMs: timeOf(attributes.get('completedAt'), baseNs),
    command: textOf(attributes.get('command')),
    tty: booleanOf(attributes.get('execTty')),
    denied: Number(attributes.get('statusCode') ?? 0) >= 400 || attributes.get('decision') === 'forbid',
    attach: subResource === 'attach',
    sessionIds,
  };
}

function numberOf(value: AttributeValue | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}

function textOf(value: AttributeValue | undefined): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'object' ? value.join(' ') : String(value);
  return text === '' ? null : text;
}

function booleanOf(value: AttributeValue | undefined): boolean | null {
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : null;
}

function timeOf(value: AttributeValue | undefined, baseNs: EpochNs): TraceMs | null {
  const text = textOf(value);
  // A zero says that it has not happened.
  return text !== null && /^[1-9]\d{0,19}$/.test(text) ? traceMs(BigInt(text), baseNs) : null;
}
