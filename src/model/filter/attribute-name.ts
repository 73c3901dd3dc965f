import { AttributeKind, attributeKind, canonicalName, findAttributeName } from '../attribute-names.js';

/** What every activity has besides its attributes, by the names under which a filter asks for it. */
export const IntrinsicAttribute = {
  /** The data source: `command`, `connection`, `kubernetes`, `fileaccess`. */
  type: 'type',
  id: 'id',
  /** Alias `time`. */
  timestamp: 'timestamp',
} as const;
export type IntrinsicAttribute = (typeof IntrinsicAttribute)[keyof typeof IntrinsicAttribute];

export const intrinsicNames: ReadonlyMap<string, IntrinsicAttribute> = new Map([
  ['type', IntrinsicAttribute.type],
  ['id', IntrinsicAttribute.id],
  ['timestamp', IntrinsicAttribute.timestamp],
  ['time', IntrinsicAttribute.timestamp],
]);

/** `undefined` for an attribute that lies in the activity's map. */
export function intrinsicAttribute(name: string): IntrinsicAttribute | undefined {
  return intrinsicNames.get(name.trim().toLowerCase());
}

/** The name by which a filter's attribute is looked up: intrinsic or canonical where known, otherwise as written. */
export function resolveAttribute(name: string): string {
  return intrinsicAttribute(name) ?? canonicalName(name);
}

export function isKnownAttribute(name: string): boolean {
  return intrinsicAttribute(name) !== undefined || findAttributeName(name) !== undefined;
}

/** How the values of a filter's attribute are read. `null`: nobody told; it may hold anything. */
export function filterAttributeKind(name: string): AttributeKind | null {
  const intrinsic = intrinsicAttribute(name);
  if (intrinsic) return intrinsic === IntrinsicAttribute.timestamp ? AttributeKind.time : AttributeKind.text;
  return findAttributeName(name) ? attributeKind(name) : null;
}
