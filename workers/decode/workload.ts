import type { AttributeWriter } from './attribute-writer.js';

const labels: ReadonlyMap<string, string> = new Map([
  ['Deployment', 'kubernetes.deployment.name'],
  ['StatefulSet', 'kubernetes.statefulset.name'],
  ['DaemonSet', 'kubernetes.daemonset.name'],
  ['ReplicaSet', 'kubernetes.replicaset.name'],
]);

/** What a pod belongs to, by name and kind. */
export function setWorkload(writer: AttributeWriter, name: string | undefined, kind: string | undefined): void {
  writer.set('kubernetes.workload.name', name);
  const label = labels.get(kind ?? '');
  if (label !== undefined) writer.set(label, name);
}
