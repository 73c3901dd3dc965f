import { canonicalName } from '../../src/model/attribute-names.js';
import { printAttribute } from '../../src/model/filter/print.js';
import type { SysdigApi } from '../../src/model/source.js';
import { isObject, parseExactly } from './http-trace.js';

export type SysdigType = 'string' | 'number' | 'ip' | 'date';

/** An attribute by which Sysdig can filter. */
export interface SysdigAttribute {
  /** Sysdig's own name for it. */
  readonly id: string;
  readonly type: SysdigType;
  /** Operators that it says it has for this one; absent: those of its grammar. */
  readonly operands?: readonly string[];
}

/** By our own name. */
export type SysdigAttributes = ReadonlyMap<string, SysdigAttribute>;

/** Names that can stand in a filter as they are, so that none can be taken for anything else. At most 64 characters, as published. */
const plainId = /^[A-Za-z][\w.:/-]{0,63}$/;

/** Ours is made of several of theirs: what they find by one of them would not be all of it. */
const madeOfSeveral: ReadonlySet<string> = new Set([
  'username',
  'container.name',
  'command',
  'startedAt',
  'completedAt',
]);

const types: ReadonlySet<unknown> = new Set<SysdigType>(['string', 'number', 'ip', 'date']);
const isType = (value: unknown): value is SysdigType => types.has(value);

/** What entries are published to have; for a Sysdig that does not tell. Of the older API only what both write alike. */
const known: Readonly<Record<SysdigApi, readonly (readonly [type: SysdigType, ids: string])[]>> = {
  v1: [
    ['string', 'direction l4protocol'],
    ['ip', 'clientIpv4 serverIpv4 sourceAddresses'],
  ],
  legacy: [],
};
const knownToBoth: (typeof known)['v1'] = [
  ['string', 'comm cmdline pcomm cwd procExepath processName hostname containerId directory filename permissions'],
  ['string', 'resource subResource name userAgent'],
  ['number', 'pid ppid uid tty loginShellId loginShellDistance clientPort serverPort'],
  ['string', 'host.hostName host.mac container.image.id container.image.repo container.image.tag'],
  ['string', 'kubernetes.cluster.name kubernetes.namespace.name kubernetes.node.name kubernetes.pod.name'],
  ['string', 'kubernetes.workload.name kubernetes.deployment.name kubernetes.statefulset.name'],
  ['string', 'kubernetes.daemonset.name kubernetes.replicaset.name kubernetes.service.name'],
];

export function knownAttributes(api: SysdigApi): SysdigAttributes {
  const listed = [...knownToBoth, ...known[api]];
  return byOurName(listed.flatMap(([type, ids]) => ids.split(' ').map((id): SysdigAttribute => ({ id, type }))));
}

/** `{"data":[{id, type, operands}]}`; null where the document is none. What is odd in it is left out: it cannot be filtered by, then. */
export function readSupportedFilters(text: string): SysdigAttributes | null {
  const document = parseExactly(text);
  const data = isObject(document) ? document['data'] : null;
  return Array.isArray(data) ? byOurName(data.flatMap(readAttribute)) : null;
}

function readAttribute(item: unknown): readonly SysdigAttribute[] {
  if (!isObject(item)) return [];
  const { id, type, operands: given } = item;
  if (typeof id !== 'string' || !isType(type)) return [];
  const operands = Array.isArray(given) ? given.filter((operand) => typeof operand === 'string') : undefined;
  return [{ id, type, ...(operands && { operands }) }];
}

/**
 * Where several of their names stand for one of ours, the label of that very name: scopes are labels, and every entry has them. Otherwise none,
 * since an activity may have its value under either.
 */
function byOurName(attributes: readonly SysdigAttribute[]): SysdigAttributes {
  const found = new Map<string, SysdigAttribute | null>();
  for (const attribute of attributes) {
    const { id } = attribute;
    const name = canonicalName(id);
    if (!plainId.test(id) || printAttribute(id) !== id || madeOfSeveral.has(name)) continue;
    const isLabel = id === name && id.includes('.');
    const other = found.get(name);
    const otherIsLabel = other?.id === name && name.includes('.');
    if (other === undefined || isLabel) found.set(name, attribute);
    else if (!otherIsLabel) found.set(name, null);
  }
  return new Map([...found].flatMap(([name, attribute]) => (attribute ? [[name, attribute] as const] : [])));
}
