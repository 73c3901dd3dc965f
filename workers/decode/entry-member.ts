import { isActivityType, activityTypes } from '../../src/model/activity.js';
import { AttributeKind, attributeKind, canonicalName } from '../../src/model/attribute-names.js';
import { maxValueLength } from './attribute-writer.js';
import type { AttributeValues } from './attribute-values.js';
import { decodeEntry, entryType, isSysdigEntry } from './entry.js';
import { isObject } from './json.js';
import { parsed } from './record-shape.js';

/** What a member of an entry is to those who read it quickly. */
export const Role = {
  /** An attribute. */
  value: 0,
  id: 1,
  type: 2,
  timestamp: 3,
  /** `labels` or `attributes`. */
  group: 4,
  /** One that has to be seen together with others: its line is read the slow way. */
  slow: 5,
  /** One that means something else in requests to Kubernetes. */
  request: 6,
  /** What a request to Kubernetes is about, and the name of it: together they may be the name of a pod. */
  resource: 7,
  name: 8,
} as const;
export type Role = (typeof Role)[keyof typeof Role];

/** The token says nothing that can be read without its surroundings. */
export const slowToken = -1;

const roles: ReadonlyMap<string, Role> = new Map<string, Role>([
  ['id', Role.id],
  ['type', Role.type],
  ['timestamp', Role.timestamp],
  ['labels', Role.group],
  ['attributes', Role.group],
  ...['timestampRFC3339Nano', 'rxTimestamp', 'traceable', 'agentId', 'customerId'].map(
    (name) => [name, Role.slow] as const,
  ),
  ...['clientIpv4', 'serverIpv4', 'clientIpv4Dot', 'serverIpv4Dot'].map((name) => [name, Role.slow] as const),
  ...['args', 'user', 'stages', 'auditId'].map((name) => [name, Role.request] as const),
  ['resource', Role.resource],
  ['name', Role.name],
]);
const valueRoles: ReadonlySet<Role> = new Set([Role.value, Role.request, Role.resource, Role.name]);

/** Top-level members whose texts `decodeEntry` changes. */
const changed = new Set(['l4protocol', 'containerId']);

const strict = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true });

/** The text of these bytes, null where they are no UTF-8. */
export function strictText(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/** One member name, of entries or of a group in them, and what its values mean. */
export class EntryMember {
  readonly name: string;
  readonly role: Role;
  /** Of the group `labels` or `attributes`; null for a member of the entry itself. */
  readonly group: string | null;
  /** The attribute that it is a value of; null for a member that is none. */
  readonly values: AttributeValues | null;
  /** Whether a text stands for itself, and is not needed before all of a stretch was read. */
  readonly isPlainText: boolean;
  readonly #key: string;
  readonly #isText: boolean;

  /** `key`: the name as it is written, with its quotes. */
  constructor(key: string, name: string, group: string | null, valuesOf: (attribute: string) => AttributeValues) {
    this.#key = key;
    this.name = name;
    this.group = group;
    this.role = group === null ? (roles.get(name) ?? Role.value) : Role.value;
    const attribute = group === null && name === 'namespace' ? 'kubernetes.namespace.name' : canonicalName(name);
    this.values = valueRoles.has(this.role) ? valuesOf(attribute) : null;
    const kind = attributeKind(attribute);
    const isText = kind === AttributeKind.text || kind === AttributeKind.address;
    this.#isText = isText && (group !== null || !changed.has(name));
    this.isPlainText = this.#isText && this.role === Role.value;
  }

  /**
   * What a token means: the position of its value, 0 where it says nothing, `slowToken`. For a member that is a number a place in
   * `values.distinct` as well. By the very rules of the slow way, so that both agree.
   */
  interpret(bytes: Uint8Array): number {
    const token = strictText(bytes);
    if (token === null) return slowToken;
    if (this.role === Role.type) return typePosition(parsed(token));
    const { values } = this;
    if (!values) return slowToken;
    if (this.#isText && token.startsWith('"')) {
      const text = parsed(token);
      if (typeof text !== 'string' || text.length > maxValueLength) return slowToken;
      return text === '' || text === '<NA>' ? 0 : values.positionOf(text);
    }
    const member = `${this.#key}:${token}`;
    const around = '"id":"x","type":"command","timestamp":"1"';
    const text = this.group === null ? `{${around},${member}}` : `{${around},"${this.group}":{${member}}}`;
    const entry = parsed(text);
    if (!isObject(entry) || isSysdigEntry(entry)) return slowToken;
    const meaning = decodeEntry(entry, text);
    if (meaning.kind !== 'activity' || meaning.remarks.length > 0) return slowToken;
    const { attributes } = meaning.activity;
    if (attributes.size === 0) return 0;
    const value = attributes.get(values.name);
    if (attributes.size > 1 || value === undefined) return slowToken;
    return values.isNumber && typeof value !== 'number' ? slowToken : values.positionOf(value);
  }
}

function typePosition(value: unknown): number {
  const type = entryType(value);
  return isActivityType(type) ? activityTypes.indexOf(type) : slowToken;
}
