import { isObject, type JsonObject } from './json.js';

/** Their members have names of their own. */
const maps = new Set(['podLabels', 'nodeLabels']);
/** No event of Tetragon's has objects in objects deeper than this. */
const deepest = 32;

/** `processExec` is declared as `process_exec`. */
export const declaredName = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/**
 * The record with its names as they are declared. Tetragon writes its export so, but whoever prints what its server sends gets the names that the JSON of
 * protocol buffers has by default (protobuf.dev, "ProtoJSON Format"): `grpcurl`, gateways, collectors.
 */
export const asDeclared = (record: JsonObject): JsonObject => membersAsDeclared(record, 0);

function membersAsDeclared(object: JsonObject, depth: number): JsonObject {
  const members = Object.entries(object).map(([name, value]) => {
    return [declaredName(name), maps.has(name) ? value : valueAsDeclared(value, depth + 1)] as const;
  });
  return Object.fromEntries(members);
}

function valueAsDeclared(value: unknown, depth: number): unknown {
  if (depth > deepest) return value;
  if (Array.isArray(value)) return value.map((one: unknown) => valueAsDeclared(one, depth + 1));
  return isObject(value) ? membersAsDeclared(value, depth) : value;
}
