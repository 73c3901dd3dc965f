import type { Activity, AttributeValue } from '../../../src/model/activity.js';
import { columnValue } from '../../columns/column.js';
import type { Dictionaries } from '../../columns/dictionary.js';
import { hasRow } from '../../columns/row-mask.js';
import type { Pace } from '../pace.js';
import type { ContainerLabels } from './batch-containers.js';
import type { HeldContainer, TraceIndex } from './trace-index.js';

/** So many at once: whoever takes them asks again. */
const mostAtOnce = 20_000;

const attributeOf: readonly (readonly [keyof ContainerLabels, string])[] = [
  ['cluster', 'kubernetes.cluster.name'],
  ['namespace', 'kubernetes.namespace.name'],
  ['pod', 'kubernetes.pod.name'],
  ['name', 'container.name'],
];

/**
 * What other activities tell of an activity: the id of the container that a request names, the names of a container of which a sensor knows the id. Each
 * comes as an activity with the id of the one it is for and with what that one lacks, to be merged with it; `inferred` names the attributes.
 */
export async function inferredAttributes(
  index: TraceIndex,
  dictionaries: Dictionaries,
  pace: Pace,
): Promise<readonly Activity[]> {
  const found: Activity[] = [];
  for (const { requests } of index.units.values()) {
    for (const { activity } of requests) {
      // What was inferred once stays.
      const place = activity.attributes.has('inferred') ? null : index.placeOf(activity.id);
      if (place) found.push(...ofRequest(activity, place.key, place.labels));
    }
    if (found.length >= mostAtOnce) return found;
    if (pace.due) await pace.rest();
  }
  for (const [key, container] of index.heldContainers()) {
    if (key.startsWith('\0')) continue;
    for (const one of ofEvents(key, container, dictionaries)) {
      found.push(one);
      if (found.length >= mostAtOnce) return found;
    }
    if (pace.due) await pace.rest();
  }
  return found;
}

function ofRequest(request: Activity, key: string, labels: ContainerLabels): readonly Activity[] {
  const known = new Map<string, AttributeValue>();
  if (!key.startsWith('\0')) known.set('containerId', key);
  if (labels.name !== null) known.set('container.name', labels.name);
  if (labels.cluster !== null) known.set('kubernetes.cluster.name', labels.cluster);
  if (labels.host !== null) known.set('hostname', labels.host);
  return lacking(request, known, (name) => request.attributes.has(name));
}

function* ofEvents(key: string, { labels, parts }: HeldContainer, dictionaries: Dictionaries): Generator<Activity> {
  const known = new Map<string, AttributeValue>([['containerId', key]]);
  for (const [label, name] of attributeOf) {
    const value = labels[label];
    if (value !== null) known.set(name, value);
  }
  for (const { held, rows } of parts) {
    const { batch, dead } = held;
    const names = [...known.keys()];
    const done = batch.column('inferred');
    const columns = names.map((name) => ({ name, column: batch.column(name), values: dictionaries.of(name) }));
    for (const row of rows) {
      if (dead && hasRow(dead, row)) continue;
      if (done && columnValue(done, row, dictionaries.of('inferred')) !== undefined) continue;
      const missing = columns.filter(({ column, values }) => {
        return !column || columnValue(column, row, values) === undefined;
      });
      if (missing.length === 0) continue;
      const absent = new Set(missing.map(({ name }) => name));
      const bare = { id: batch.ids.textAt(row), type: batch.type, timeNs: batch.timeAt(row) };
      yield* lacking(bare, known, (name) => !absent.has(name));
    }
  }
}

function lacking(
  { id, type, timeNs }: Pick<Activity, 'id' | 'type' | 'timeNs'>,
  known: ReadonlyMap<string, AttributeValue>,
  has: (name: string) => boolean,
): readonly Activity[] {
  const attributes = new Map([...known].filter(([name]) => !has(name)));
  if (attributes.size === 0) return [];
  const inferred = [...attributes.keys()];
  return [{ id, type, timeNs, attributes: attributes.set('inferred', inferred) }];
}
