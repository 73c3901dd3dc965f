import { Type, type Field } from '@uwdata/flechette';
import type { ActivityType } from '../../src/model/activity.js';
import { canonicalName } from '../../src/model/attribute-names.js';
import { holdsAll, holdsAny, inBoth, type ChosenRows } from './arrow-bits.js';
import type { Values } from './arrow-buffers.js';
import { ArrowColumn } from './arrow-column.js';
import { ArrowMeaning, type ColumnReading } from './arrow-meaning.js';
import { ArrowAttribute, asItIs, type ArrowMemory, type Refine } from './arrow-memory.js';
import { isPresent, jsonAt, objectOf, type ValueContext } from './arrow-values.js';
import { containerIdOf, protocolOf } from './normalise.js';

/** An attribute as the rows of a block have it: one of the two kinds of array. */
export interface ReadAttribute {
  readonly attribute: ArrowAttribute;
  readonly cells: Uint32Array | Float64Array;
}

interface Leaf {
  readonly column: ArrowColumn;
  /** Where its values are: a column, or a child of one. */
  readonly path: readonly [column: number, child?: number];
  /** Of requests to Kubernetes alone, and of those in whose row this column has a value. */
  readonly onlyWhere?: Leaf;
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
/** Members that mean something else in requests to Kubernetes. */
const ofRequests = new Set(['args', 'user', 'stages', 'auditId']);
const asProtocol: Refine = (value) =>
  typeof value === 'string' || typeof value === 'number' ? protocolOf(value) : undefined;
const asPods: Refine = (value) => (value === 'pods' ? value : undefined);
const asContainerId: Refine = (value) =>
  typeof value === 'string' && value !== '<NA>' ? containerIdOf(value) : undefined;

/**
 * How a stream's columns become attributes, by the rules for entries in JSON: an attribute that several columns name has the value of the first of
 * them that has one. What needs more than one column at once makes its row one to be read as an object.
 */
export class ArrowColumns {
  readonly #fields: readonly Field[];
  /** In the order in which they count. */
  readonly #leaves: Leaf[] = [];
  readonly #odd: number[] = [];
  readonly #oddInRequests: number[] = [];
  readonly #memory: ArrowMemory;
  readonly #remark: (sentence: string) => void;

  constructor(fields: readonly Field[], memory: ArrowMemory, remark: (sentence: string) => void) {
    this.#fields = fields;
    this.#memory = memory;
    this.#remark = remark;
    this.#planFixed('clientIp', 'clientIp', asItIs);
    this.#planFixed('serverIp', 'serverIp', asItIs);
    this.#planFixed('l4protocol', 'l4protocol', asProtocol);
    this.#planFixed('containerId', 'containerId', asContainerId);
    this.#planFixed('namespace', 'kubernetes.namespace.name', asItIs);
    this.#planPodName();
    for (const group of groups) this.#planGroup(group);
    for (const [index, field] of fields.entries()) this.#planOther(field, index);
  }

  #planFixed(member: string, name: string, refine: Refine): void {
    const index = this.#fields.findIndex((field) => field.name === member);
    if (index >= 0 && !this.#isNested(index)) this.#leaf(this.#fields[index]!, name, [index], refine);
  }

  /** The name of what a request is about is that of a pod where it is about pods. */
  #planPodName(): void {
    const [name, resource] = ['name', 'resource'].map((member) =>
      this.#fields.findIndex((field) => field.name === member),
    );
    if (name === undefined || name < 0 || resource === undefined || resource < 0) return;
    if (this.#isNested(name) || this.#isNested(resource)) return;
    const isPods = new ArrowColumn(
      this.#fields[resource]!,
      new ArrowMeaning(new ArrowAttribute('resource'), asPods, () => {}),
    );
    const onlyWhere = { column: isPods, path: [resource] } as const;
    this.#leaf(this.#fields[name]!, 'kubernetes.pod.name', [name], asItIs, onlyWhere);
  }

  #planGroup(group: string): void {
    for (const [index, field] of this.#fields.entries()) {
      if (field.name.startsWith(`${group}.`)) {
        if (this.#isNested(index)) this.#odd.push(index);
        else this.#leaf(field, canonicalName(field.name.slice(group.length + 1)), [index], asItIs);
      } else if (field.name === group && field.type.typeId === Type.Struct) {
        const { children } = field.type;
        if (children.some(isNested)) this.#odd.push(index);
        else children.forEach((child, at) => this.#leaf(child, canonicalName(child.name), [index, at], asItIs));
      } else if (field.name === group && field.type.typeId === Type.Map) this.#odd.push(index);
    }
  }

  #planOther(field: Field, index: number): void {
    const { name } = field;
    if (ofRequests.has(name)) this.#oddInRequests.push(index);
    if (notAttributes.has(name) || groups.some((group) => name === group || name.startsWith(`${group}.`))) return;
    if (this.#isNested(index) || name === 'clientIpv4' || name === 'serverIpv4') this.#odd.push(index);
    else if (
      name !== 'l4protocol' &&
      name !== 'containerId' &&
      name !== 'namespace' &&
      name !== 'clientIp' &&
      name !== 'serverIp'
    ) {
      this.#leaf(field, canonicalName(name), [index], asItIs);
    }
  }

  #isNested(index: number): boolean {
    return isNested(this.#fields[index]!);
  }

  #leaf(field: Field, name: string, path: Leaf['path'], refine: Refine, onlyWhere?: Leaf): void {
    const column = new ArrowColumn(field, new ArrowMeaning(this.#memory.attribute(name), refine, this.#remark));
    this.#leaves.push({ column, path, ...(onlyWhere && { onlyWhere }) });
  }

  /** Marks in `odd` the rows that have to be read as objects. */
  markOdd(columns: readonly Values[], rows: number, odd: Uint8Array): void {
    markPresent(this.#odd, columns, rows, odd);
  }

  /** Marks the rows that have to be read as objects where they are requests to Kubernetes. */
  markOddRequests(columns: readonly Values[], rows: number, odd: Uint8Array): void {
    markPresent(this.#oddInRequests, columns, rows, odd);
  }

  /** The attributes of some rows of a batch, all of one data source, each once. */
  read(type: ActivityType, columns: readonly Values[], chosen: ChosenRows, reading: ColumnReading): ReadAttribute[] {
    const found = new Map<ArrowAttribute, Uint32Array | Float64Array>();
    for (const leaf of this.#leaves) {
      const { column, onlyWhere } = leaf;
      if (onlyWhere && type !== 'kubernetes') continue;
      const cells = cellsOf(leaf, columns, chosen, reading);
      if (!cells) continue;
      if (onlyWhere) clearWhereNot(cellsOf(onlyWhere, columns, chosen, reading), cells);
      const before = found.get(column.attribute);
      if (before) fillGaps(before, cells);
      else found.set(column.attribute, cells);
    }
    return Array.from(found, ([attribute, cells]) => ({ attribute, cells }));
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

function markPresent(indices: readonly number[], columns: readonly Values[], rows: number, marks: Uint8Array): void {
  for (const index of indices) {
    const values = columns[index]!;
    if (values.isEmpty) continue;
    for (let row = 0; row < rows; row += 1) if (isPresent(values, row)) marks[row] = 1;
  }
}

/** Null where no row has a value. */
function cellsOf(
  { column, path: [index, child] }: Leaf,
  columns: readonly Values[],
  { rows, mask }: ChosenRows,
  reading: ColumnReading,
): Uint32Array | Float64Array | null {
  const outer = columns[index]!;
  const values = child === undefined ? outer : outer.children[child]!;
  if (outer.isEmpty || values.isEmpty) return null;
  const presence = values === outer ? outer.presence : inBoth(outer.presence, values.presence);
  if (!holdsAny(presence, mask)) return null;
  return column.read(values, rows, holdsAll(presence, mask) ? null : presence, reading);
}

function clearWhereNot(condition: Uint32Array | Float64Array | null, cells: Uint32Array | Float64Array): void {
  for (let at = 0; at < cells.length; at += 1) if (!condition?.[at]) cells[at] = 0;
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

function fillGaps(cells: Uint32Array | Float64Array, from: Uint32Array | Float64Array): void {
  const isNumber = cells instanceof Float64Array;
  for (let row = 0; row < cells.length; row += 1) {
    if (isNumber ? Number.isNaN(cells[row]) : cells[row] === 0) cells[row] = from[row]!;
  }
}
