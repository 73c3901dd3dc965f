import { arrowFailure, shownName } from './arrow-failure.js';
import type { FlatTable } from './arrow-flatbuffer.js';

/** As the format numbers them. */
const TypeId = {
  null: 1,
  int: 2,
  float: 3,
  binary: 4,
  utf8: 5,
  bool: 6,
  timestamp: 10,
  list: 12,
  struct: 13,
  fixedBinary: 15,
  map: 17,
  largeUtf8: 20,
} as const;

const readable: ReadonlySet<number> = new Set(Object.values(TypeId));
const mostColumns = 2_000;
const deepest = 6;

/** Nodes and buffers that a record batch with these columns consists of. */
export interface BatchParts {
  readonly nodes: number;
  readonly buffers: number;
}

export interface CheckedSchema {
  readonly whole: BatchParts;
  /** By id: what a batch of the dictionary consists of. */
  readonly dictionaries: ReadonlyMap<number, BatchParts>;
  readonly metadata: ReadonlyMap<string, string>;
  /** Equal for schemas whose columns are equal in name, type and dictionary. */
  readonly signature: string;
}

/** Walks a schema. Throws where it cannot be read, or holds what is not read. */
export function checkSchema(schema: FlatTable): CheckedSchema {
  if (schema.short(0) !== 0) throw arrowFailure('its numbers are big-endian; little-endian ones were expected');
  const walk = new SchemaWalk();
  const whole = walk.fields(schema.tables(1), 0);
  return { whole, dictionaries: walk.dictionaries, metadata: metadataOf(schema, 2), signature: walk.signature };
}

export function metadataOf(table: FlatTable, slot: number): ReadonlyMap<string, string> {
  return new Map(table.tables(slot).map((pair) => [pair.text(0), pair.text(1)]));
}

class SchemaWalk {
  readonly dictionaries = new Map<number, BatchParts>();
  signature = '';
  #columns = 0;

  fields(fields: readonly FlatTable[], depth: number): BatchParts {
    this.#columns += fields.length;
    if (this.#columns > mostColumns) {
      throw arrowFailure(`it has more than ${mostColumns} columns; at most so many are read`);
    }
    this.signature += `(${fields.length}`;
    const names = new Set<string>();
    let nodes = 0;
    let buffers = 0;
    for (const field of fields) {
      const name = field.text(0);
      if (names.has(name)) throw arrowFailure(`two columns have the name ${shownName(name)}`);
      names.add(name);
      this.signature += `,${name.length}:${name}`;
      const parts = this.#field(field, name, depth);
      nodes += parts.nodes;
      buffers += parts.buffers;
    }
    return { nodes, buffers };
  }

  #field(field: FlatTable, name: string, depth: number): BatchParts {
    if (depth > deepest) throw arrowFailure(`the column ${shownName(name)} is nested more than ${deepest} deep`);
    metadataOf(field, 6);
    const value = this.#value(field, name, depth);
    const dictionary = field.table(4);
    if (!dictionary) return value;
    const indices = dictionary.table(1);
    const width = indices ? indices.int(0) : 32;
    if (width !== 8 && width !== 16 && width !== 32) {
      throw arrowFailure(
        `the positions in the dictionary of ${shownName(name)} have ${width} bits; expected 8, 16 or 32`,
      );
    }
    if (value.nodes !== 1) throw arrowFailure(`the dictionary of ${shownName(name)} holds nested values`);
    const id = dictionary.long(0);
    this.signature += ` dictionary ${id} ${width} ${indices ? indices.byte(1) : 1}`;
    const known = this.dictionaries.get(id);
    if (known && known.buffers !== value.buffers) throw arrowFailure(`two dictionaries have the id ${id}`);
    this.dictionaries.set(id, value);
    return { nodes: 1, buffers: 2 };
  }

  #value(field: FlatTable, name: string, depth: number): BatchParts {
    const typeId = field.byte(2);
    if (!readable.has(typeId))
      throw arrowFailure(`the column ${shownName(name)} is of the type number ${typeId}, which is not read`);
    const type = field.table(3);
    const children = field.tables(5);
    const expected =
      typeId === TypeId.struct ? children.length : typeId === TypeId.list || typeId === TypeId.map ? 1 : 0;
    if (children.length !== expected) {
      throw arrowFailure(`the column ${shownName(name)} has ${children.length} child columns; expected ${expected}`);
    }
    if (typeId === TypeId.int && ![8, 16, 32, 64].includes(type?.int(0) ?? 0)) {
      throw arrowFailure(`the integers of ${shownName(name)} have ${type?.int(0) ?? 0} bits; expected 8, 16, 32 or 64`);
    }
    if (typeId === TypeId.float && ![1, 2].includes(type?.short(0) ?? 0)) {
      throw arrowFailure(`the numbers of ${shownName(name)} have half precision, which is not read`);
    }
    if (typeId === TypeId.timestamp && ![0, 1, 2, 3].includes(type?.short(0) ?? 0)) {
      throw arrowFailure(`the times of ${shownName(name)} are in a unit that does not exist`);
    }
    // The library reads the name of the zone.
    if (typeId === TypeId.timestamp) type?.text(1);
    const width = type?.int(0) ?? 0;
    // What the types have of numbers lies in the first two of their slots.
    this.signature += ` type ${typeId} ${width} ${type?.short(0) ?? 0} ${type?.byte(0) ?? 0} ${type?.byte(1) ?? 0}`;
    if (typeId === TypeId.fixedBinary && (width < 1 || width > 1_024)) {
      throw arrowFailure(`the values of ${shownName(name)} are ${width} bytes long; expected 1 to 1024`);
    }
    const inner = this.fields(children, depth + 1);
    if (typeId === TypeId.map && inner.nodes !== 3)
      throw arrowFailure(`the map ${shownName(name)} is not one of keys to values`);
    return { nodes: 1 + inner.nodes, buffers: buffersOf(typeId) + inner.buffers };
  }
}

function buffersOf(typeId: number): number {
  if (typeId === TypeId.null) return 0;
  if (typeId === TypeId.struct) return 1;
  return typeId === TypeId.binary || typeId === TypeId.utf8 || typeId === TypeId.largeUtf8 ? 3 : 2;
}
