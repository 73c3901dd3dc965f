import type { AttributeWriter } from './attribute-writer.js';
import { isObject, listAt, objectAt, textAt, type JsonObject } from './json.js';
import { commOf } from './normalise.js';
import { execAuditIdIn, setContainerId, setImage } from './process-attributes.js';
import { setWorkload } from './workload.js';

/** A pod may have any number of labels; so many are kept. */
const mostLabels = 32;

/** The process an event is about, its parent, its pod and its node. The same for every event of one process. */
export function setProcess(writer: AttributeWriter, event: JsonObject, record: JsonObject): void {
  const process = objectAt(event, 'process');
  const parent = objectAt(event, 'parent');
  const binary = textAt(process, 'binary');
  const parentBinary = textAt(parent, 'binary');
  if (binary !== undefined) {
    const words = textAt(process, 'arguments');
    writer.set('comm', commOf(binary)).set('procExepath', binary);
    writer.set('cmdline', words === undefined ? binary : `${binary} ${words}`);
  }
  writer.set('pcomm', parentBinary === undefined ? undefined : commOf(parentBinary));
  writer.set('pid', process['pid']).set('ppid', parent['pid']);
  writer.set('execId', process['exec_id']).set('parentExecId', process['parent_exec_id']);
  writer.set('uid', process['uid']).set('userLoginUid', process['auid']);
  writer.set('username', objectAt(process, 'user')['name']);
  writer.set('execAuditId', execAuditIdIn(environmentOf(process)));
  if (process['in_init_tree'] !== undefined) writer.set('inInitTree', process['in_init_tree']);
  setPod(writer, process);
  const node = textAt(record, 'node_name');
  writer.set('hostname', node).set('kubernetes.node.name', node);
  writer.set('kubernetes.cluster.name', record['cluster_name']);
}

function setPod(writer: AttributeWriter, process: JsonObject): void {
  const pod = objectAt(process, 'pod');
  const container = objectAt(pod, 'container');
  writer.set('kubernetes.namespace.name', pod['namespace']).set('kubernetes.pod.name', pod['name']);
  setWorkload(writer, textAt(pod, 'workload'), textAt(pod, 'workload_kind'));
  setLabels(writer, objectAt(pod, 'pod_labels'));
  writer.set('container.name', container['name']);
  if (container['maybe_exec_probe'] === true) writer.set('maybeExecProbe', 'true');
  // `docker` is the same id, cut off.
  setContainerId(writer, textAt(container, 'id') ?? textAt(process, 'docker'));
  const image = objectAt(container, 'image');
  setImage(writer, textAt(image, 'name'));
  writer.set('container.image.id', image['id']);
}

function setLabels(writer: AttributeWriter, labels: JsonObject): void {
  for (const name of Object.keys(labels).slice(0, mostLabels)) {
    writer.set(`kubernetes.pod.label.${name}`, labels[name]);
  }
}

/** Names and values as `NAME=value`; only where the collector was told to keep the environment. */
function environmentOf(process: JsonObject): readonly string[] {
  return listAt(process, 'environment_variables')
    .filter(isObject)
    .map((variable) => `${textAt(variable, 'key') ?? ''}=${textAt(variable, 'value') ?? ''}`);
}
