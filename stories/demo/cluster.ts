import { Random } from './random.js';
import type { Cluster, ClusterNode, Container, Pod } from './topology.js';
import { clusterName, nodeNames, workloads, type WorkloadSpec } from './workloads.js';

function makeNode(name: string, index: number): ClusterNode {
  const mac = `0a:58:0a:14:00:${(11 + index).toString(16).padStart(2, '0')}`;
  const labels = Object.freeze({
    'kubernetes.cluster.name': clusterName,
    'kubernetes.node.name': name,
    'host.hostName': name,
    'host.mac': mac,
  });
  return { index, name, ip: `10.20.0.${11 + index}`, mac, labels };
}

interface PodPlace {
  readonly name: string;
  readonly node: ClusterNode;
  /** Last part of the pod's address. */
  readonly octet: number;
  /** Of the runtime's process; the entry points have the numbers after it. */
  readonly shimPid: number;
}

/** A pod of a workload; also the one-off pods of cron jobs. */
export function makePod(workload: WorkloadSpec, place: PodPlace, random: Random): Pod {
  const { name, node, octet, shimPid } = place;
  const { namespace, kind, service } = workload;
  const owner = name.slice(0, name.lastIndexOf('-'));
  const containers = workload.containers.map((spec, index): Container => {
    const labels = Object.freeze({
      'kubernetes.cluster.name': clusterName,
      'kubernetes.node.name': node.name,
      'kubernetes.namespace.name': namespace,
      'kubernetes.workload.name': workload.name,
      ...(kind === 'cronjob' ? { 'kubernetes.job.name': owner } : { [`kubernetes.${kind}.name`]: workload.name }),
      ...(kind === 'deployment' && { 'kubernetes.replicaset.name': owner }),
      ...(service && { 'kubernetes.service.name': service.name }),
      'kubernetes.pod.name': name,
      'container.name': spec.name,
      'container.image.repo': spec.image,
      'container.image.tag': spec.tag,
      'container.image.id': random.hex(12),
      'host.hostName': node.name,
      'host.mac': node.mac,
    });
    const id = random.hex(12);
    return { id, spec, podName: name, namespace, node, labels, shimPid, mainPid: shimPid + 1 + index };
  });
  const ip6 = `fd00:10:244:${node.index}::${octet.toString(16)}`;
  return { name, workload, node, ip: `10.244.${node.index}.${octet}`, ip6, containers };
}

/** The cluster of a seed: the same names, addresses and ids whenever it is asked for. */
export function makeCluster(seed: number): Cluster {
  const random = Random.of(seed, 1);
  const nodes = nodeNames.map(makeNode);
  const pods: Pod[] = [];
  const services = new Map<string, { ip: string; port: number }>();
  let turn = 0;
  for (const workload of workloads) {
    const { name, namespace, kind, service } = workload;
    if (service)
      services.set(`${service.name}.${namespace}`, { ip: `10.96.3.${20 + services.size}`, port: service.port });
    if (kind === 'cronjob') continue;
    const templateHash = random.suffix(9);
    const hosts =
      kind === 'daemonset' ? nodes : Array.from({ length: workload.replicas }, () => nodes[turn++ % nodes.length]);
    for (const [index, node] of hosts.entries()) {
      if (!node) continue;
      const ending = kind === 'statefulset' ? String(index) : random.suffix(5);
      const podName = kind === 'deployment' ? `${name}-${templateHash}-${ending}` : `${name}-${ending}`;
      const shimPid = 2_000 + pods.length * 97 + random.integer(0, 60);
      pods.push(makePod(workload, { name: podName, node, octet: 20 + pods.length, shimPid }, random));
    }
  }
  return { nodes, pods, services };
}

/** The pods of a workload; throws where the table of workloads has none. */
export function podsOf(cluster: Cluster, namespace: string, name: string): readonly Pod[] {
  const found = cluster.pods.filter(({ workload }) => workload.namespace === namespace && workload.name === name);
  if (found.length === 0) throw new RangeError(`The demo cluster has no workload ${namespace}/${name}.`);
  return found;
}

/** The container of this name in a workload's pod. */
export function containerOf(cluster: Cluster, namespace: string, name: string, container: string, pod = 0): Container {
  const found = podsOf(cluster, namespace, name)[pod]?.containers.find(({ spec }) => spec.name === container);
  if (!found)
    throw new RangeError(`The demo cluster has no container ${container} in ${namespace}/${name}, pod ${pod}.`);
  return found;
}

/** A service as the far end of a connection, by `name.namespace`. */
export function serviceEndpoint(cluster: Cluster, name: string): { ip: string; port: number; dns: string } {
  const service = cluster.services.get(name);
  if (!service) throw new RangeError(`The demo cluster has no service ${name}.`);
  return { ...service, dns: `${name}.svc.cluster.local` };
}
