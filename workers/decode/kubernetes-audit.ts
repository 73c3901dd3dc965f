import { ActivityType } from '../../src/model/activity.js';
import { WireFormat } from '../../src/model/reading.js';
import { AttributeWriter } from './attribute-writer.js';
import { activity, readTime, skipped, type FormatDecoder, type Meaning } from './format-decoder.js';
import { decodeGkeEntry, gkeCertainty, unwrapGkeEntry } from './gke-audit.js';
import { requestOf } from './kubernetes-request.js';
import { numberOf, objectAt, textAt, textsOf, type JsonObject } from './json.js';
import { contentId } from './record-id.js';
import { parseTime } from './rfc3339.js';
import { sessionSubresources } from './session-subresources.js';

/** Audit events of the API server, as JSON lines, as `EventList`, and as Cloud Logging entries of GKE. */
export const kubernetesAudit: FormatDecoder = {
  format: WireFormat.kubernetesAudit,

  recognise(record) {
    const { apiVersion, kind } = record;
    const isEvent = kind === 'Event' || kind === 'EventList';
    if (typeof apiVersion === 'string') return isEvent && apiVersion.startsWith('audit.k8s.io/') ? 1 : 0;
    if (kind !== undefined && !isEvent) return 0;
    if (typeof record['auditID'] === 'string' && (textAt(record, 'stage') ?? textAt(record, 'verb'))) return 0.9;
    return gkeCertainty(record);
  },

  decode(record, text) {
    if (record['kind'] === 'EventList') return { kind: 'frame' };
    const gke = unwrapGkeEntry(record);
    return gke ? decodeGkeEntry(gke, text) : decodeEvent(record, text);
  },
};

function decodeEvent(record: JsonObject, text: string): Meaning {
  const target = objectAt(record, 'objectRef');
  const subresource = textAt(target, 'subresource') ?? '';
  if (target['resource'] !== 'pods' || !sessionSubresources.has(subresource)) {
    return skipped;
  }
  const time = readTime('This Kubernetes audit event', [
    record['requestReceivedTimestamp'],
    record['stageTimestamp'],
    record['timestamp'],
    objectAt(record, 'metadata')['creationTimestamp'],
  ]);
  if ('missing' in time) return time.missing;

  const writer = new AttributeWriter();
  const auditId = textAt(record, 'auditID');
  const pod = textAt(target, 'name');
  writer.set('resource', target['resource']).set('subResource', subresource).set('name', pod);
  writer.set('kubernetes.pod.name', pod).set('kubernetes.namespace.name', target['namespace']);
  writer.set('auditId', auditId).set('verb', record['verb']);
  writer.set('sourceAddresses', record['sourceIPs']).set('userAgent', record['userAgent']);
  setUser(writer, record);
  setRequest(writer, record);
  setStage(writer, record);
  const annotations = objectAt(record, 'annotations');
  // Elasticsearch takes dots in names for objects, so shippers replace them.
  for (const name of ['decision', 'reason']) {
    const said = annotations[`authorization.k8s.io/${name}`] ?? annotations[`authorization_k8s_io/${name}`];
    writer.set(name === 'decision' ? name : 'authorization.k8s.io/reason', said);
  }
  return activity(auditId ?? contentId(text, time.timeNs), ActivityType.kubernetes, time.timeNs, writer);
}

/** Who it counts for, and who was behind it; the `extra` of EKS and of service accounts names the human or the pod. */
function setUser(writer: AttributeWriter, record: JsonObject): void {
  const user = objectAt(record, 'user');
  const impersonated = objectAt(record, 'impersonatedUser');
  const isImpersonated = textAt(impersonated, 'username') !== undefined;
  const acting = isImpersonated ? impersonated : user;
  writer.set('username', acting['username']).set('groups', acting['groups']);
  if (isImpersonated) writer.set('impersonatedBy', user['username']);
  const extra = objectAt(user, 'extra');
  for (const key of Object.keys(extra).slice(0, 32))
    writer.setForeign(`user.extra.${key}`, textsOf(extra[key]).join(', '));
}

/** From the address of the request, or from its body where the policy keeps that. */
function setRequest(writer: AttributeWriter, record: JsonObject): void {
  const asked = requestOf(textAt(record, 'requestURI') ?? '');
  const body = objectAt(record, 'requestObject');
  const command = asked.command ?? textsOf(body['command']).join(' ');
  const container = asked.container ?? textAt(body, 'container');
  writer.set('command', command).set('container', container).set('container.name', container);
  writer.set('execTty', asked.tty ?? body['tty']).set('execStdin', asked.stdin ?? body['stdin']);
  writer.set('ports', asked.ports);
}

/**
 * One request is logged once per stage, under one audit ID; the stages become one activity by that id. So nothing is written here that
 * differs between stages: each adds what only it knows. A panic is told apart, since its 500 would contradict the 101 of the start.
 */
function setStage(writer: AttributeWriter, record: JsonObject): void {
  const status = objectAt(record, 'responseStatus');
  const stage = record['stage'];
  const at = parseTime(record['stageTimestamp']);
  if (stage === 'Panic') {
    writer.set('panic', textAt(status, 'message') ?? 'true');
    if (at !== null) writer.set('completedAt', String(at));
    return;
  }
  if (stage === 'RequestReceived') return;
  const code = numberOf(status['code']);
  if (code !== undefined && code !== 0) writer.set('statusCode', code);
  if (at === null) return;
  if (stage === 'ResponseStarted') writer.set('startedAt', String(at));
  if (stage === 'ResponseComplete') writer.set('completedAt', String(at));
}
