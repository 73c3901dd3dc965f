import { ActivityType, type Activity, type AttributeValue } from '../../../src/model/activity.js';
import type { EpochNs } from '../../../src/model/units.js';
import type { Batch } from '../../columns/batch.js';
import { columnValue } from '../../columns/column.js';
import type { Dictionaries } from '../../columns/dictionary.js';
import type { Snapshot, SnapshotBatch } from '../../columns/holdings.js';
import { hasRow } from '../../columns/row-mask.js';
import type { Pace } from '../pace.js';
import {
  batchContainers,
  containerKey,
  labelKey,
  wholeIds,
  type ContainerLabels,
  type ContainerRows,
} from './batch-containers.js';
import { execRequest, isProcessEvidence, processEvent, type ExecRequest, type ProcessEvent } from './evidence.js';
import { unitKeys } from './unit-keys.js';

export interface HeldContainer {
  readonly labels: ContainerLabels;
  readonly parts: { readonly held: SnapshotBatch; readonly rows: Uint16Array }[];
}

/** Containers that have to be looked at together, and the requests for them. */
export interface IndexedUnit {
  readonly key: string;
  readonly containers: readonly string[];
  readonly requests: readonly ExecRequest[];
  readonly host: string;
}

const remembered = new WeakMap<Batch, readonly ContainerRows[]>();

/** Which containers there are in one moment of the holdings, and which requests are for which of them. */
export class TraceIndex {
  readonly units = new Map<string, IndexedUnit>();
  private readonly containers = new Map<string, HeldContainer>();
  private readonly unitOf = new Map<string, IndexedUnit>();
  private readonly unitOfRequest = new Map<string, IndexedUnit>();
  private readonly placesOf = new Map<string, readonly string[]>();
  private readonly aliases = new Map<string, string>();

  private constructor(
    readonly baseNs: EpochNs,
    private readonly dictionaries: Dictionaries,
  ) {}

  static async of({ batches, dictionaries }: Snapshot, pace: Pace): Promise<TraceIndex> {
    const baseNs = batches.reduce<EpochNs>(
      (least, { batch }) => (batch.fromNs < least ? batch.fromNs : least),
      batches[0]?.batch.fromNs ?? 0n,
    );
    const index = new TraceIndex(baseNs, dictionaries);
    const requests: ExecRequest[] = [];
    for (const held of batches) {
      if (held.batch.type === ActivityType.kubernetes) requests.push(...index.requestsOf(held));
      else index.take(held);
      if (pace.due) await pace.rest();
    }
    index.mergeCutIds(requests);
    index.mergeNameless();
    index.group(requests);
    return index;
  }

  /** The unit an activity belongs to; null where nothing says so. */
  unitFor(activity: Activity): IndexedUnit | null {
    if (activity.type === ActivityType.kubernetes) return this.unitOfRequest.get(activity.id) ?? null;
    const key = keyOfActivity(activity);
    return key === null ? null : (this.unitOf.get(this.resolve(key)) ?? null);
  }

  /** Positions, among the containers of its unit, of those a request can be for. */
  placesIn(unit: IndexedUnit): ReadonlyMap<string, ReadonlySet<number>> {
    return new Map(
      unit.requests.map(({ id }) => [
        id,
        new Set((this.placesOf.get(id) ?? []).map((key) => unit.containers.indexOf(key))),
      ]),
    );
  }

  /** The one container that a request is for; null where there are several, or none is known. */
  placeOf(requestId: string): { readonly key: string; readonly labels: ContainerLabels } | null {
    const [key, ...more] = this.placesOf.get(requestId) ?? [];
    const container = key === undefined ? undefined : this.containers.get(key);
    return key === undefined || !container || more.length > 0 ? null : { key, labels: container.labels };
  }

  /** By the key of each; those that begin with a zero character are known by their names only. */
  heldContainers(): ReadonlyMap<string, HeldContainer> {
    return this.containers;
  }

  /** Rows held of a unit, dead ones included. */
  sizeOf({ containers }: IndexedUnit): number {
    let size = 0;
    for (const key of containers) for (const { rows } of this.containers.get(key)?.parts ?? []) size += rows.length;
    return size;
  }

  async eventsOf(key: string, pace: Pace): Promise<readonly ProcessEvent[]> {
    const events: ProcessEvent[] = [];
    for (const { held, rows } of this.containers.get(key)?.parts ?? []) {
      const { batch, dead } = held;
      const columns = [...batch.entries].filter(([name]) => isProcessEvidence(name));
      for (const [at, row] of rows.entries()) {
        if (dead && hasRow(dead, row)) continue;
        const attributes = new Map<string, AttributeValue>();
        for (const [name, column] of columns) {
          const value = columnValue(column, row, this.dictionaries.of(name));
          if (value !== undefined) attributes.set(name, value);
        }
        const { type } = batch;
        events.push(
          processEvent({ id: batch.ids.textAt(row), type, timeNs: batch.timeAt(row), attributes }, this.baseNs),
        );
        if ((at & 255) === 0 && pace.due) await pace.rest();
      }
    }
    return events.sort(inOrder);
  }

  private *requestsOf({ batch, dead }: SnapshotBatch): Generator<ExecRequest> {
    for (let row = 0; row < batch.count; row += 1) {
      if (dead && hasRow(dead, row)) continue;
      const request = execRequest(batch.activityAt(row, this.dictionaries), this.baseNs);
      if (request) yield request;
    }
  }

  private take(held: SnapshotBatch): void {
    let found = remembered.get(held.batch);
    if (!found) remembered.set(held.batch, (found = batchContainers(held.batch, this.dictionaries)));
    for (const { key, labels, rows } of found) {
      const known = this.containers.get(key);
      if (!known) this.containers.set(key, { labels: { ...labels }, parts: [{ held, rows }] });
      else {
        known.parts.push({ held, rows });
        for (const name of labelsInOrder) known.labels[name] ??= labels[name];
      }
    }
  }

  /** An id that was cut is that of the one container whose id begins with it. */
  private mergeCutIds(requests: readonly ExecRequest[]): void {
    const asked = requests.flatMap(({ activity }) => textOf(activity.attributes.get('containerId')) ?? []);
    for (const [key, whole] of wholeIds(new Set([...this.containers.keys(), ...asked.map(containerKey)]))) {
      const cut = this.containers.get(key);
      const known = this.containers.get(whole);
      if (!known) {
        // Only a request has it in full.
        if (cut) this.aliases.set(whole, key);
        continue;
      }
      this.aliases.set(key, whole);
      if (!cut) continue;
      known.parts.push(...cut.parts);
      for (const name of labelsInOrder) known.labels[name] ??= cut.labels[name];
      this.containers.delete(key);
    }
  }

  /** Events that say only the name of their container join those with its id, where that is just one. */
  private mergeNameless(): void {
    const named = new Map<string, string[]>();
    for (const [key, { labels }] of this.containers) {
      const name = key.startsWith('\0') ? null : labelKey(labels);
      if (name !== null) named.set(name, [...(named.get(name) ?? []), key]);
    }
    for (const [key, container] of this.containers) {
      const [only, ...more] = key.startsWith('\0') ? (named.get(key) ?? []) : [];
      if (only === undefined || more.length > 0) continue;
      this.containers.get(only)!.parts.push(...container.parts);
      this.containers.delete(key);
      this.aliases.set(key, only);
    }
  }

  private group(requests: readonly ExecRequest[]): void {
    const byPod = new Map<string, string[]>();
    for (const [key, { labels }] of this.containers) {
      if (labels.pod === null) continue;
      const keys = byPod.get(labels.pod);
      if (keys) keys.push(key);
      else byPod.set(labels.pod, [key]);
    }
    for (const request of requests) this.placesOf.set(request.id, this.placesFor(request, byPod));
    const groups = unitKeys([...this.containers.keys()], [...this.placesOf.values()]);
    const requestsOf = new Map<string, ExecRequest[]>();
    const orphans: ExecRequest[] = [];
    for (const request of requests) {
      const first = this.placesOf.get(request.id)![0];
      const group = first === undefined ? undefined : groups.get(first);
      if (group === undefined) orphans.push(request);
      else {
        const list = requestsOf.get(group[0]!);
        if (list) list.push(request);
        else requestsOf.set(group[0]!, [request]);
      }
    }
    for (const group of new Set(groups.values())) {
      const key = group[0]!;
      const host = group.map((container) => this.containers.get(container)!.labels.host).find((name) => name !== null);
      this.enter({ key, containers: group, requests: requestsOf.get(key) ?? [], host: host ?? '' });
    }
    for (const request of orphans)
      this.enter({ key: `\0request ${request.id}`, containers: [], requests: [request], host: '' });
  }

  private resolve(key: string): string {
    return this.aliases.get(key) ?? key;
  }

  private enter(unit: IndexedUnit): void {
    this.units.set(unit.key, unit);
    for (const container of unit.containers) this.unitOf.set(container, unit);
    for (const { id } of unit.requests) this.unitOfRequest.set(id, unit);
  }

  /** By the container's id, else by the names of pod and container; a pod's containers all, where the request names none. */
  private placesFor(
    { activity: { attributes } }: ExecRequest,
    byPod: ReadonlyMap<string, readonly string[]>,
  ): readonly string[] {
    const id = textOf(attributes.get('containerId'));
    const key = id === null ? null : this.resolve(containerKey(id));
    if (key !== null && this.containers.has(key)) return [key];
    const pod = textOf(attributes.get('kubernetes.pod.name')) ?? textOf(attributes.get('name'));
    if (pod === null) return [];
    const namespace = textOf(attributes.get('kubernetes.namespace.name'));
    const cluster = textOf(attributes.get('kubernetes.cluster.name'));
    const name = textOf(attributes.get('container')) ?? textOf(attributes.get('container.name'));
    const agrees = (asked: string | null, known: string | null): boolean =>
      asked === null || known === null || asked === known;
    return (byPod.get(pod) ?? []).filter((candidate) => {
      const { labels } = this.containers.get(candidate)!;
      return agrees(namespace, labels.namespace) && agrees(cluster, labels.cluster) && agrees(name, labels.name);
    });
  }
}

const labelsInOrder = ['cluster', 'namespace', 'pod', 'name', 'host'] as const;

function keyOfActivity({ attributes }: Activity): string | null {
  const id = textOf(attributes.get('containerId'));
  if (id !== null) return containerKey(id);
  return labelKey({
    cluster: textOf(attributes.get('kubernetes.cluster.name')),
    namespace: textOf(attributes.get('kubernetes.namespace.name')),
    pod: textOf(attributes.get('kubernetes.pod.name')),
    name: textOf(attributes.get('container.name')),
    host: null,
  });
}

function textOf(value: AttributeValue | undefined): string | null {
  return value === undefined ? null : String(value);
}

function inOrder(a: ProcessEvent, b: ProcessEvent): number {
  if (a.atMs !== b.atMs) return a.atMs - b.atMs;
  if (a.type !== b.type) return a.type === ActivityType.command ? -1 : b.type === ActivityType.command ? 1 : 0;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
