import { isObject, presentText, type JsonObject } from './json.js';

/**
 * A document of the Elastic Common Schema. Shippers write fields as objects inside objects, as names with dots, or as a mixture of both; an answer of a
 * search has the document in `_source`.
 */
export class EcsDocument {
  readonly #record: JsonObject;
  /** Of the answer of a search. */
  readonly searchId: string | undefined;

  constructor(record: JsonObject) {
    const source = record['_source'];
    this.#record = isObject(source) ? source : record;
    this.searchId = isObject(source) ? presentText(record['_id']) : undefined;
  }

  /** The first of the fields that is there; a list of one value is that value. */
  get(...fields: readonly string[]): unknown {
    for (const field of fields) {
      const value = single(find(this.#record, field));
      if (value !== undefined && value !== null && value !== '') return value;
    }
    return undefined;
  }

  text(...fields: readonly string[]): string | undefined {
    for (const field of fields) {
      const value = this.get(field);
      const text = presentText(typeof value === 'number' ? String(value) : value);
      if (text !== undefined) return text;
    }
    return undefined;
  }

  /** Everything the field holds, one value or several, in lower case. */
  words(field: string): readonly string[] {
    const value = find(this.#record, field);
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    return list.filter((one) => typeof one === 'string').map((one) => one.toLowerCase());
  }

  list(field: string): readonly unknown[] {
    const value = find(this.#record, field);
    return Array.isArray(value) ? (value as readonly unknown[]) : value === undefined ? [] : [value];
  }

  has(field: string): boolean {
    return find(this.#record, field) !== undefined;
  }
}

const single = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 ? (value as readonly unknown[])[0] : value;

function find(parent: JsonObject, field: string): unknown {
  if (Object.hasOwn(parent, field)) return parent[field];
  for (let dot = field.indexOf('.'); dot > 0; dot = field.indexOf('.', dot + 1)) {
    const value = parent[field.slice(0, dot)];
    if (!isObject(value)) continue;
    const found = find(value, field.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
