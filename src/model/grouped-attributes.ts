/** What activities are grouped by, apart from the words for it: whoever stores columns has to know these. */
export const groupedAttributes = [
  'kubernetes.cluster.name',
  'kubernetes.node.name',
  'kubernetes.namespace.name',
  'kubernetes.workload.name',
  'kubernetes.deployment.name',
  'kubernetes.replicaset.name',
  'kubernetes.service.name',
  'kubernetes.statefulset.name',
  'kubernetes.daemonset.name',
  'kubernetes.pod.name',
  'container.name',
  'hostname',
  'containerId',
] as const;

export type GroupedAttribute = (typeof groupedAttributes)[number];
