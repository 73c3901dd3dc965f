import { Type, type Field } from '@uwdata/flechette';
import { canonicalName } from '../../src/model/attribute-names.js';
import { ArrowColumn, ArrowTarget } from './arrow-column.js';
import { isPresent, jsonAt, objectOf, type ValueContext, type Values } from './arrow-values.js';
import { containerIdOf, protocolOf } from './normalise.js';

/** The attributes that a batch's columns hold: one of the two kinds of array each. */
export interface ReadTarget {
  readonly target: ArrowTarget;
  readonly cells: Uint32Array | Float64Array;
}

interface Leaf {
  readonly column: ArrowColumn;
  /** Where its values are: a column, or a child of one. */
  readonly path: readonly [column: number, child?: number];
}

/** Members of an entry that are no attributes, or are read under another name. */
const notAttributes = new Set([
  'id',
  'type',
  'timestamp',
  'timestampRFC3339Nano',
  'rxTimestamp',
  'traceable',
  'clientIpv4Dot',
  'serverIpv4Dot',
]);
const groups = ['labels', 'attributes'] as const;
const identity = (value: unknown): unknown => value;

/**
 * How a stream's columns become attributes, by the rules for entries in JSON: an attribute that several columns name has the value of the first of
 * them that has one. What needs more than one column at once makes its row one to be read as an object.
 */
export class ArrowColumns {
  readonly #fields: readonly Field[];
  /** In the order in which they count. */
  readonly #leaves: Leaf[] = [];
  readonly #odd: number[] = [];
  readonly #targets = new Map<string, ArrowTarget>();
  readonly #remark: (sentence: string) => void;

  constructor(fields: readonly Field[], remark: (sentence: string) => void) {
    this.#fields = fields;
    this.#remark = remark;
    this.#planFixed('clientIp', 'clientIp', identity);
    this.#planFixed('serverIp', 'serverIp', identity);
    this.#planFixed('l4protocol', 'l4protocol', (value) =>
      typeof value === 'string' || typeof value === 'number' ? protocolOf(value) : undefined,
    );
    this.#planFixed('containerId', 'containerId', (value) =>
      typeof value === 'string' && value !== '<NA>' ? containerIdOf(value) : undefined,
    );
    this.#planFixed('namespace', 'kubernetes.namespace.name', identity);
    for (const group of groups) this.#planGroup(group);
    for (const [index, field] of fields.entries()) this.#planOther(field, index);
  }

  #planFixed(member: string, name: string, refine: (value: unknown) => unknown): void {
    const index = this.#fields.findIndex((field) => field.name === member);
    if (index >= 0 && !this.#isNested(index)) this.#leaf(this.#fields[index]!, name, [index], refine);
  }

  #planGroup(group: string): void {
    for (const [index, field] of this.#fields.entries()) {
      if (field.name.startsWith(`${group}.`)) {
        if (this.#isNested(index)) this.#odd.push(index);
        else this.#leaf(field, canonicalName(field.name.slice(group.length + 1)), [index], identity);
      } else if (field.name === group && field.type.typeId === Type.Struct) {
        const { children } = field.type;
        if (children.some(isNested)) this.#odd.push(index);
        else children.forEach((child, at) => this.#leaf(child, canonicalName(child.name), [index, at], identity));
      } else if (field.name === group && field.type.typeId === Type.Map) this.#odd.push(index);
    }
  }

  #planOther(field: Field, index: number): void {
    const { name } = field;
    if (notAttributes.has(name) || groups.some((group) => name === group || name.startsWith(`${group}.`))) return;
    if (this.#isNested(index) || name === 'clientIpv4' || name === 'serverIpv4') this.#odd.push(index);
    else if (
      name !== 'l4protocol' &&
      name !== 'containerId' &&
      name !== 'namespace' &&
      name !== 'clientIp' &&
      name !== 'serverIp'
    ) {
      this.#leaf(field, canonicalName(name), [index], identity);
    }
  }

  #isNested(index: number): boolean {
    return isNested(this.#fields[index]!);
  }

  #leaf(field: Field, name: string, path: Leaf['path'], refine: (value: unknown) => unknown): void {
    let target = this.#targets.get(name);
    if (!target) this.#targets.set(name, (target = new ArrowTarget(name)));
    this.#leaves.push({ column: new ArrowColumn(field, target, refine, this.#remark), path });
  }

  /** Marks in `odd` the rows that have to be read as objects. */
  markOdd(columns: readonly Values[], rows: number, odd: Uint8Array): void {
    for (const index of this.#odd) {
      const values = columns[index]!;
      for (let row = 0; row < rows; row += 1) if (isPresent(values, row)) odd[row] = 1;
    }
  }

  /** The attributes of a batch of `rows`, each once. */
  read(columns: readonly Values[], rows: number, context: ValueContext): ReadTarget[] {
    const found = new Map<ArrowTarget, Uint32Array | Float64Array>();
    for (const { column, path } of this.#leaves) {
      const [index, child] = path;
      const outer = columns[index]!;
      const cells = column.read(child === undefined ? outer : outer.children[child]!, rows, context);
      if (child !== undefined && outer.nullCount > 0) clearAbsent(outer, cells);
      const before = found.get(column.target);
      if (before) fillGaps(before, cells);
      else found.set(column.target, cells);
    }
    return Array.from(found, ([target, cells]) => ({ target, cells }));
  }

  /** A row as the object that its JSON would be. */
  object(columns: readonly Values[], row: number, context: ValueContext): Record<string, unknown> {
    const members: [string, unknown][] = [];
    const grouped = new Map<string, [string, unknown][]>();
    for (const [index, field] of this.#fields.entries()) {
      const value = jsonAt(field, columns[index]!, row, context);
      if (value === null) continue;
      const group = groups.find((name) => field.name === name || field.name.startsWith(`${name}.`));
      if (group === undefined) {
        members.push([field.name, value]);
        continue;
      }
      const inner = grouped.get(group) ?? [];
      grouped.set(group, inner);
      if (field.name !== group) inner.push([field.name.slice(group.length + 1), value]);
      else if (typeof value === 'object') inner.push(...Object.entries(value));
    }
    for (const [group, inner] of grouped) members.push([group, objectOf(firstOfEach(inner))]);
    return objectOf(members);
  }
}

function isNested({ type }: Field): boolean {
  if (type.typeId === Type.List) return isNested(type.children[0]) || type.children[0].type.typeId === Type.List;
  return type.typeId === Type.Struct || type.typeId === Type.Map;
}

function firstOfEach(members: readonly (readonly [string, unknown])[]): Map<string, unknown> {
  const first = new Map<string, unknown>();
  for (const [name, value] of members) if (!first.has(name)) first.set(name, value);
  return first;
}

function clearAbsent(outer: Values, cells: Uint32Array | Float64Array): void {
  const absent = cells instanceof Float64Array ? NaN : 0;
  for (let row = 0; row < cells.length; row += 1) if (!isPresent(outer, row)) cells[row] = absent;
}

function fillGaps(cells: Uint32Array | Float64Array, from: Uint32Array | Float64Array): void {
  const isNumber = cells instanceof Float64Array;
  for (let row = 0; row < cells.length; row += 1) {
    if (isNumber ? Number.isNaN(cells[row]) : cells[row] === 0) cells[row] = from[row]!;
  }
}
