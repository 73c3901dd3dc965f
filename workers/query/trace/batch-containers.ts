import type { AttributeValue } from '../../../src/model/activity.js';
import type { Batch } from '../../columns/batch.js';
import { codeAt, columnValue } from '../../columns/column.js';
import type { Dictionaries } from '../../columns/dictionary.js';

/** Where a container is, as far as its events say. */
export interface ContainerLabels {
  cluster: string | null;
  namespace: string | null;
  pod: string | null;
  name: string | null;
  host: string | null;
}

export interface ContainerRows {
  readonly key: string;
  readonly labels: ContainerLabels;
  /** Ascending. */
  readonly rows: Uint16Array;
}

const labelNames: readonly (readonly [keyof ContainerLabels, string])[] = [
  ['cluster', 'kubernetes.cluster.name'],
  ['namespace', 'kubernetes.namespace.name'],
  ['pod', 'kubernetes.pod.name'],
  ['name', 'container.name'],
];

/** One spelling of a container's id: without the runtime's scheme. Collectors cut it to 12 digits or more. */
export function containerKey(id: string): string {
  const bare = id.slice(id.lastIndexOf('/') + 1);
  return isCutId(bare) ? bare.toLowerCase() : bare;
}

function isCutId(key: string): boolean {
  return /^[0-9a-f]{12,}$/i.test(key);
}

/** The longest spelling of each id that was cut; where several begin with it, nothing tells which one is meant. */
export function wholeIds(keys: Iterable<string>): ReadonlyMap<string, string> {
  const sorted = [...keys].filter(isCutId).sort();
  const whole = new Map<string, string>();
  // From the end, so that what a key is a part of is known before it. Those that begin with it follow it.
  for (let at = sorted.length - 1; at >= 0; at -= 1) {
    const key = sorted[at]!;
    const longer = new Set<string>();
    for (let next = at + 1; next < sorted.length && sorted[next]!.startsWith(key); next += 1) {
      longer.add(whole.get(sorted[next]!) ?? sorted[next]!);
      if (longer.size > 1) break;
    }
    const [only, ...more] = longer;
    if (only !== undefined && more.length === 0) whole.set(key, only);
  }
  return whole;
}

/** For events that name their container without its id. null: on the host, or nobody knows where. */
export function labelKey({ cluster, namespace, pod, name }: ContainerLabels): string | null {
  return pod === null ? null : `\0${cluster ?? ''}\0${namespace ?? ''}\0${pod}\0${name ?? ''}`;
}

/** The rows of one batch by container. Rows outside of containers are in none. */
export function batchContainers(batch: Batch, dictionaries: Dictionaries): readonly ContainerRows[] {
  const reader = new LabelReader(batch, dictionaries);
  const numbers = new Uint32Array(batch.count);
  const keys = new Map<string, number>();
  const found: { key: string; labels: ContainerLabels; count: number }[] = [];
  for (let row = 0; row < batch.count; row += 1) {
    const key = reader.keyOf(row);
    if (key === null) continue;
    let number = keys.get(key);
    if (number === undefined) {
      number = found.push({
        key,
        labels: { cluster: null, namespace: null, pod: null, name: null, host: null },
        count: 0,
      });
      keys.set(key, number);
    }
    numbers[row] = number;
    const entry = found[number - 1]!;
    entry.count += 1;
    reader.complete(entry.labels, row);
  }
  const rows = found.map(({ count }) => new Uint16Array(count));
  const filled = new Uint32Array(found.length);
  for (let row = 0; row < batch.count; row += 1) {
    const at = numbers[row]! - 1;
    if (at >= 0) rows[at]![filled[at]!++] = row;
  }
  return found.map(({ key, labels }, at) => ({ key, labels, rows: rows[at]! }));
}

class LabelReader {
  private readonly keyByCode = new Map<number, string>();

  constructor(
    private readonly batch: Batch,
    private readonly dictionaries: Dictionaries,
  ) {}

  keyOf(row: number): string | null {
    const column = this.batch.column('containerId');
    const code = column?.codes ? codeAt(column.codes, row) : 0;
    if (code !== 0) {
      let key = this.keyByCode.get(code);
      if (key === undefined) this.keyByCode.set(code, (key = containerKey(this.text('containerId', row) ?? '')));
      return key;
    }
    if (this.text('kubernetes.pod.name', row) === null) return null;
    const labels: ContainerLabels = { cluster: null, namespace: null, pod: null, name: null, host: null };
    this.complete(labels, row);
    return labelKey(labels);
  }

  /** Takes from a row what is not known yet. */
  complete(labels: ContainerLabels, row: number): void {
    for (const [label, name] of labelNames) labels[label] ??= this.text(name, row);
    labels.host ??= this.text('kubernetes.node.name', row) ?? this.text('hostname', row);
  }

  private text(name: string, row: number): string | null {
    const column = this.batch.column(name);
    if (!column) return null;
    const value: AttributeValue | undefined = columnValue(column, row, this.dictionaries.of(name));
    return value === undefined ? null : String(value);
  }
}
