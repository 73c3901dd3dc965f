import { ActivityType } from '../../src/model/activity.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, readTime, skipped, type Meaning } from './format-decoder.js';
import { isObject, listAt, numberOf, objectAt, textAt, type JsonObject } from './json.js';
import { contentId } from './record-id.js';
import { parsed } from './record-shape.js';
import { sessionSubresources } from './session-subresources.js';

/** A Cloud Logging entry of the Kubernetes API: `protoPayload` with a method such as `io.k8s.core.v1.pods.exec.create`. */
export function gkeCertainty(record: JsonObject): number {
  const entry = unwrapGkeEntry(record);
  if (!entry) return 0;
  const payload = objectAt(entry, 'protoPayload');
  const isKubernetes = payload['serviceName'] === 'k8s.io' || textAt(payload, 'methodName')?.startsWith('io.k8s.');
  return isKubernetes ? 0.9 : 0;
}

/** The entry as Cloud Logging exports it; the Go client's own form, with the payload as text beside it, is brought into it. Null for others. */
export function unwrapGkeEntry(record: JsonObject): JsonObject | null {
  if (isObject(record['protoPayload'])) return record;
  const entry = record['Entry'];
  const text = record['AuditPayload'];
  if (!isObject(entry) || typeof text !== 'string') return null;
  return {
    protoPayload: parsed(text),
    timestamp: entry['Timestamp'],
    insertId: entry['InsertID'],
    operation: entry['Operation'],
    resource: entry['Resource'],
    labels: entry['Labels'],
  };
}

/**
 * GKE keeps neither the query of the request nor the stages: no command, no container, no end of the session. The user is an e-mail
 * address without groups.
 */
export function decodeGkeEntry(entry: JsonObject, text: string): Meaning {
  const payload = objectAt(entry, 'protoPayload');
  const name = textAt(payload, 'resourceName') ?? '';
  const target = /(?:^|\/)namespaces\/([^/]+)\/pods\/([^/]+)\/([^/?]+)/.exec(name);
  const subresource = target?.[3] ?? '';
  if (!target || !sessionSubresources.has(subresource)) return skipped;
  const time = readTime('This GKE audit entry', [entry['timestamp'], entry['receiveTimestamp']]);
  if ('missing' in time) return time.missing;

  const writer = new AttributeWriter();
  const auditId = textAt(objectAt(entry, 'operation'), 'id') ?? textAt(entry, 'insertId');
  writer.set('resource', 'pods').set('subResource', subresource).set('name', target[2]);
  writer.set('kubernetes.pod.name', target[2]).set('kubernetes.namespace.name', target[1]);
  writer.set('auditId', auditId).set('username', objectAt(payload, 'authenticationInfo')['principalEmail']);
  const request = objectAt(payload, 'requestMetadata');
  writer.set('sourceAddresses', request['callerIp'] ?? request['callerIP']);
  writer.set('userAgent', request['callerSuppliedUserAgent']);
  const labels = objectAt(entry, 'labels');
  const [authorization] = listAt(payload, 'authorizationInfo');
  const granted = isObject(authorization) ? authorization['granted'] : undefined;
  const code = statusCodeOf(payload);
  const decision = code === forbidden ? 'forbid' : granted === true ? 'allow' : undefined;
  writer.set('statusCode', code).set('decision', labels['authorization.k8s.io/decision'] ?? decision);
  writer.set('authorization.k8s.io/reason', labels['authorization.k8s.io/reason']);
  const cluster = objectAt(objectAt(entry, 'resource'), 'labels');
  writer.set('kubernetes.cluster.name', cluster['cluster_name']);
  writer.set('gcp.project', cluster['project_id']).set('gcp.location', cluster['location']);
  writer.set('traceable', 'false');
  return activity(auditId ?? contentId(text, time.timeNs), ActivityType.kubernetes, time.timeNs, writer);
}

const forbidden = 403;
/** Codes of `google.rpc.Code` as the answers of the API server they were made of. */
const httpCodes: ReadonlyMap<number, number> = new Map([
  [3, 400],
  [5, 404],
  [6, 409],
  [7, forbidden],
  [8, 429],
  [13, 500],
  [14, 503],
  [16, 401],
]);

/** The answer is there where the request failed; 0 says that it did not. */
function statusCodeOf(payload: JsonObject): number | undefined {
  const answered = numberOf(objectAt(payload, 'response')['code']);
  if (answered !== undefined && answered >= 100) return answered;
  const code = numberOf(objectAt(payload, 'status')['code']) ?? 0;
  return code >= 100 ? code : httpCodes.get(code);
}
