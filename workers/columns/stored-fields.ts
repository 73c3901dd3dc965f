/** Headers of stored parts, read without trust. */
import { damaged } from './sections.js';

export type Fields = ReadonlyMap<string, unknown>;

export function parseFields(json: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    damaged('the header is no JSON');
  }
  return fieldsOf(parsed);
}

export function list(value: unknown): readonly Fields[] {
  if (!Array.isArray(value)) damaged('no list');
  return value.map(fieldsOf);
}

/** One of these values. */
export function fits<const Value>(value: unknown, allowed: readonly Value[]): Value {
  return allowed.find((one) => one === value) ?? damaged('a value that is none of those known');
}

function fieldsOf(value: unknown): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) damaged('no object');
  return new Map(Object.entries(value));
}
