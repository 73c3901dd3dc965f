/** A JSON object as it came. Its keys may be anything, `__proto__` included: read known keys by name, walk the others with `Object.keys`. */
export interface JsonObject {
  readonly [key: string]: unknown;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The member if it is an object, else an empty one. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : nothing;
}

/** The member if it is a list, else an empty one. */
export function listAt(parent: JsonObject, key: string): readonly unknown[] {
  const value: unknown = parent[key];
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** The member if it is a text that says something: collectors write `<NA>` and the empty text for nothing. */
export function textAt(parent: JsonObject, key: string): string | undefined {
  return presentText(parent[key]);
}

export function presentText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value !== '<NA>' ? value : undefined;
}

/** The texts of a list, or one text as a list. */
export function textsOf(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  return list.filter((element): element is string => presentText(element) !== undefined);
}

/** A number, or digits: protobuf writes 64 bit integers as text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || !/^-?\d{1,15}$/.test(value)) return undefined;
  return Number(value);
}

const nothing: JsonObject = Object.freeze({});
