/** Ways to group activities by what they happened in: attributes, outermost first. */
import { canonicalName } from './attribute-names.js';
import type { GroupedAttribute } from './grouped-attributes.js';

export interface GroupingChoice {
  /** Names it in menus and translations; unique among those offered. */
  readonly id: string;
  /** English; elements look up a translation by id and fall back to this. */
  readonly label: string;
  /** Canonical names, outermost first, 1 to 8. */
  readonly attributes: readonly string[];
}

/** The engine refuses deeper trees. */
export const mostGroupingLevels = 8;

const cluster = 'kubernetes.cluster.name';
const node = 'kubernetes.node.name';
const namespace = 'kubernetes.namespace.name';
const workload = 'kubernetes.workload.name';
const deployment = 'kubernetes.deployment.name';
const replicaSet = 'kubernetes.replicaset.name';
const pod = 'kubernetes.pod.name';
const container = 'container.name';

const choice = (id: string, label: string, ...attributes: readonly GroupedAttribute[]): GroupingChoice =>
  Object.freeze({ id, label, attributes: Object.freeze(attributes) });

/** The first is what a view begins with. */
export const groupings: readonly GroupingChoice[] = Object.freeze([
  choice('workloads', 'Workloads and pods', namespace, workload, pod),
  choice('clusters-nodes', 'Clusters and nodes', cluster, node, pod, container),
  choice('cluster-deployments', 'Deployments and pods, by cluster', cluster, namespace, deployment, pod, container),
  choice('deployments', 'Deployments and pods', namespace, deployment, pod, container),
  choice('services', 'Services', cluster, namespace, 'kubernetes.service.name', pod, container),
  choice('stateful-sets', 'Stateful sets', cluster, namespace, 'kubernetes.statefulset.name', pod, container),
  choice('daemon-sets', 'Daemon sets', cluster, namespace, 'kubernetes.daemonset.name', pod, container),
  choice('replica-sets', 'Replica sets', cluster, namespace, deployment, replicaSet, pod),
  choice('hosts-containers', 'Hosts and containers', 'hostname', container, 'containerId'),
]);

/** Canonical names without repeats and blanks, at most `mostGroupingLevels`: what a host or a person wrote, made fit to ask for. */
export function groupingAttributes(names: readonly string[]): readonly string[] {
  const fit = names.map((name) => canonicalName(name.trim())).filter((name) => name !== '');
  return [...new Set(fit)].slice(0, mostGroupingLevels);
}

/** The first of `among` with exactly these attributes. */
export function findGrouping(
  attributes: readonly string[],
  among: readonly GroupingChoice[] = groupings,
): GroupingChoice | undefined {
  return among.find(
    (candidate) =>
      candidate.attributes.length === attributes.length &&
      candidate.attributes.every((name, at) => name === attributes[at]),
  );
}
