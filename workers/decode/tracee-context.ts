import type { AttributeWriter } from './attribute-writer.js';
import { isObject, listAt, numberOf, objectAt, presentText, textAt, type JsonObject } from './json.js';
import { commOf } from './normalise.js';
import { setContainerId, setImage } from './process-attributes.js';

/** What the two forms of Tracee's events have in common. */
export interface TraceeContext {
  readonly event: string;
  /** The event a finding was made from. */
  readonly detectedFrom?: string | undefined;
  readonly processName?: string | undefined;
  readonly executable?: string | undefined;
  readonly uid?: unknown;
  readonly returnValue?: number | undefined;
  readonly argument: (name: string) => unknown;
  /** Process, container, pod, host and event name. What is there already stays. */
  readonly setCommon: (writer: AttributeWriter) => void;
}

/** Up to 2025: flat, process ids of the host beside those of the container, arguments as `{name, type, value}`. */
export function classicContext(record: JsonObject): TraceeContext {
  const event = textAt(record, 'eventName') ?? '';
  const processName = textAt(record, 'processName');
  const own = classicValues(record);
  // A finding brings the event along that it was made from.
  const given = own.get('triggeredBy');
  const origin = isObject(given) ? given : {};
  const values = new Map([...classicValues(origin), ...own]);
  const finding = objectAt(objectAt(record, 'metadata'), 'Properties');
  return {
    event,
    detectedFrom: textAt(origin, 'name'),
    processName,
    executable: textAt(objectAt(record, 'executable'), 'path'),
    uid: record['userId'] ?? record['userID'],
    returnValue: numberOf(origin['returnValue'] ?? record['returnValue']),
    argument: (name) => values.get(name),
    setCommon(writer) {
      const container = objectAt(record, 'container');
      const kubernetes = objectAt(record, 'kubernetes');
      if (!writer.has('comm')) writer.set('comm', processName);
      writer.set('pid', record['hostProcessId'] ?? record['hostProcessID']);
      writer.set('ppid', record['hostParentProcessId'] ?? record['hostParentProcessID']);
      writer.set('execId', idText(record['processEntityId'])).set('parentExecId', idText(record['parentEntityId']));
      writer.set('hostname', record['hostName']).set('kubernetes.node.name', kubernetes['nodeName']);
      setContainerId(writer, textAt(container, 'id') ?? textAt(record, 'containerId'));
      writer.set('container.name', container['name'] ?? record['containerName']);
      setImage(writer, textAt(container, 'image') ?? textAt(record, 'containerImage'));
      writer.set('container.image.id', container['imageDigest']);
      writer.set('kubernetes.pod.name', kubernetes['podName'] ?? record['podName']);
      writer.set('kubernetes.namespace.name', kubernetes['podNamespace'] ?? record['podNamespace']);
      writer.set('eventName', event).set('syscall', record['syscall']);
      writer.set('rule', finding['signatureName']).set('priority', finding['Severity']);
    },
  };
}

function classicValues(record: JsonObject): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  for (const argument of listAt(record, 'args')) {
    if (!isObject(argument)) continue;
    const name = textAt(argument, 'name') ?? textAt(objectAt(argument, 'argMeta'), 'name');
    if (name !== undefined && argument['value'] !== null) values.set(name, argument['value']);
  }
  return values;
}

/** Since 2025: process and container below `workload`, arguments below `data` under the name of their type. */
export function structuredContext(record: JsonObject): TraceeContext {
  const workload = objectAt(record, 'workload');
  const process = objectAt(workload, 'process');
  const thread = objectAt(process, 'thread');
  const executable = textAt(objectAt(process, 'executable'), 'path');
  const [parent] = listAt(process, 'ancestors').filter(isObject);
  const event = textAt(record, 'name') ?? '';
  const processName = textAt(thread, 'name');
  const values = structuredValues(record);
  const threat = objectAt(record, 'threat');
  const origin = either(record, 'detected_from', 'detectedFrom');
  const detectedFrom = isObject(origin) ? origin : {};
  const realUser = either(process, 'real_user', 'realUser');
  return {
    event,
    detectedFrom: presentText(either(detectedFrom, 'event_name', 'eventName')) ?? textAt(detectedFrom, 'name'),
    processName,
    executable,
    uid: isObject(realUser) ? unwrap(unwrap(realUser['id'])) : undefined,
    returnValue: numberOf(unwrap(values.get('returnValue'))),
    argument: (name) => values.get(name),
    setCommon(writer) {
      const container = objectAt(workload, 'container');
      const pod = objectAt(objectAt(workload, 'k8s'), 'pod');
      const image = container['image'];
      if (!writer.has('comm'))
        writer.set('comm', processName ?? (executable === undefined ? undefined : commOf(executable)));
      writer.set('pid', hostPid(process)).set('execId', instanceOf(process));
      if (parent) {
        writer.set('ppid', hostPid(parent)).set('parentExecId', instanceOf(parent));
        const parentPath = textAt(objectAt(parent, 'executable'), 'path');
        const parentName = textAt(objectAt(parent, 'thread'), 'name');
        writer.set('pcomm', parentName ?? (parentPath === undefined ? undefined : commOf(parentPath)));
      }
      setContainerId(writer, textAt(container, 'id'));
      writer.set('container.name', container['name']);
      setImage(writer, isObject(image) ? textAt(image, 'name') : presentText(image));
      writer.set('kubernetes.pod.name', pod['name']);
      writer.set('kubernetes.namespace.name', objectAt(objectAt(workload, 'k8s'), 'namespace')['name']);
      writer.set('hostname', either(record, 'host_name', 'hostName') ?? record['hostname']);
      writer.set('eventName', event).set('rule', threat['name']).set('priority', threat['severity']);
    },
  };
}

/** Names as they are declared, or as the JSON of protocol buffers has them by default. */
const either = (object: JsonObject, declared: string, inJson: string): unknown => object[declared] ?? object[inJson];

/** Where the id on the host is not there, the one in the container is better than none. */
const hostPid = (process: JsonObject): unknown =>
  unwrap(either(process, 'host_pid', 'hostPid')) ?? unwrap(process['pid']);

const instanceOf = (process: JsonObject): string | undefined =>
  idText(unwrap(either(process, 'unique_id', 'uniqueId') ?? either(process, 'entity_id', 'entityId')));

/** A list of `{name, str | u_int32 | str_array ..}`, or an object by name. */
function structuredValues(record: JsonObject): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const data = record['data'];
  if (isObject(data)) for (const name of Object.keys(data)) values.set(name, data[name]);
  for (const item of listAt(record, 'data')) {
    if (!isObject(item)) continue;
    const name = textAt(item, 'name');
    const key = Object.keys(item).find((candidate) => candidate !== 'name');
    if (name !== undefined && key !== undefined && item[key] !== null) values.set(name, unwrap(item[key]));
  }
  return values;
}

/** Protobuf's wrapped values: `{"value": 5}` is 5. */
function unwrap(value: unknown): unknown {
  return isObject(value) && 'value' in value ? value['value'] : value;
}

/** Ids are names, not numbers; 0 is none. */
function idText(value: unknown): string | undefined {
  if (typeof value === 'number') return value === 0 ? undefined : String(value);
  return presentText(value);
}
