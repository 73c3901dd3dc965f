/**
 * Seeded activities as lines of the open protocol, each a pure function of its number: the same on every machine, at any place, in any order.
 * 24 hours, 60% commands, 39% connections with a spike between 15:00 and 16:00, 1% requests to execute a command in a pod.
 */
export const dayStartNs = 1_735_689_600_000_000_000n;
export const dayMs = 86_400_000;
export const dayEndNs = dayStartNs + BigInt(dayMs) * 1_000_000n;
export const spike = { fromNs: dayStartNs + 54_000_000_000_000n, toNs: dayStartNs + 57_600_000_000_000n };

const namespaces = [
  'prod',
  'staging',
  'payments',
  'search',
  'build',
  'monitoring',
  'kube-system',
  'data',
  'edge',
  'lab',
];
const programs = ['bash', 'sh', 'curl', 'node', 'java', 'python3', 'nginx', 'grep', 'cat', 'ls', 'ps', 'sleep'];
const ports = [443, 8080, 5432, 6379, 9092, 80, 9090, 3306, 8443, 53];

/** A well-mixed number from 0 to 2^32 - 1 for a property of an activity. */
function draw(activity: number, property: number): number {
  let mixed = Math.imul(activity + 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(property + 1, 0xc2b2_ae35);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x2c1b_3c6d);
  mixed = Math.imul(mixed ^ (mixed >>> 12), 0x297a_2d39);
  return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** From 0 to `below` - 1, small numbers more often. */
function skewed(activity: number, property: number, below: number): number {
  const share = draw(activity, property) / 2 ** 32;
  return Math.floor(share * share * below);
}

const even = (activity: number, property: number, below: number): number =>
  Math.floor((draw(activity, property) / 2 ** 32) * below);

const hex = (value: number, digits: number): string => value.toString(16).padStart(8, '0').slice(0, digits);

/** Share of the day that has passed when this share of the activities has happened: every seventh of them in the spike. */
function shareOfDay(share: number): number {
  const before = 15 / 24;
  if (share < 0.55) return (share / 0.55) * before;
  if (share < 0.7) return before + ((share - 0.55) / 0.15) * (1 / 24);
  return 16 / 24 + ((share - 0.7) / 0.3) * (8 / 24);
}

/** Ascending with the number of the activity, each time once. */
export function timeNs(activity: number, count: number): bigint {
  const ms = Math.floor(shareOfDay(activity / count) * dayMs * 1000);
  return dayStartNs + BigInt(ms) * 1_000n + BigInt(activity % 997);
}

export function activityLine(activity: number, count: number): string {
  const pod = skewed(activity, 1, 1_500);
  const deployment = pod % 240;
  const namespace = namespaces[skewed(deployment, 2, namespaces.length)]!;
  const kind = even(activity, 3, 100);
  const inSpike = activity / count >= 0.55 && activity / count < 0.7;
  const isConnection = kind < (inSpike ? 92 : 29);
  const isRequest = kind === 99;
  const labels = `"labels":{"kubernetes.cluster.name":"cluster-${pod % 3}","kubernetes.node.name":"node-${pod % 48}","kubernetes.namespace.name":"${namespace}","kubernetes.deployment.name":"app-${deployment}","kubernetes.pod.name":"app-${deployment}-${hex(draw(pod, 4), 5)}","container.image.repo":"registry/app-${deployment % 80}"}`;
  const id = [5, 6, 7, 8].map((property) => hex(draw(activity, property), 8)).join('');
  const head = `{"id":"${id}","type":"${isRequest ? 'kubernetes' : isConnection ? 'connection' : 'command'}","timestamp":"${timeNs(activity, count)}"`;
  const container = `"containerId":"${hex(draw(pod, 9), 8)}${hex(draw(pod, 10), 4)}","hostname":"node-${pod % 48}"`;
  const comm = programs[skewed(activity, 11, programs.length)]!;
  const pid = 1 + even(activity, 12, 5_000);
  const user = `"username":"user-${skewed(activity, 13, 40)}"`;
  if (isRequest) {
    return `${head},"resource":"pods","subResource":"exec","name":"app-${deployment}-${hex(draw(pod, 4), 5)}","command":"${comm}",${user},"sourceAddresses":["172.20.0.${even(activity, 14, 60)}"],"userAgent":"kubectl/v1.31.${pod % 9} (linux/amd64)","groups":["system:authenticated","team-${pod % 7}"],${container},${labels}}\n`;
  }
  if (isConnection) {
    const port = ports[skewed(activity, 15, ports.length)]!;
    return `${head},"comm":"${comm}","processName":"${comm}","pid":${pid},"direction":"${draw(activity, 16) & 1 ? 'out' : 'in'}","l4protocol":"tcp","clientIp":"10.0.${pod % 200}.${even(activity, 17, 250)}","clientPort":${1_024 + even(activity, 18, 60_000)},"serverIp":"10.1.${pod % 30}.${even(activity, 19, 250)}","serverPort":${port},${container},${labels}}\n`;
  }
  const line = skewed(activity, 20, Math.max(500, Math.floor(count ** 0.5 * 32)));
  return `${head},"comm":"${comm}","cmdline":"${programs[line % programs.length]} --config /etc/app/${line % 97}.conf --request ${line}${line % 50 === 0 ? ' | CURL -s http://10.1.0.1/' : ''}","cwd":"/srv/app/${line % 300}","pid":${pid},"ppid":${1 + even(activity, 21, 5_000)},"uid":${skewed(activity, 22, 12)},"loginShellId":${even(activity, 23, 4_000)},"tty":${34_816 + (pod % 8)},${user},${container},${labels}}\n`;
}

/** The day also holds what comes after the first `rows` activities: those are appended one portion at a time. */
export const dayCount = (rows: number): number => rows + Math.max(20_000, Math.floor(rows / 50));

/** Lines in chunks of about a megabyte, as a stream would bring them. */
export function lineChunks(from: number, to: number, count: number): Uint8Array<ArrayBuffer>[] {
  const encoder = new TextEncoder();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  for (let first = from; first < to; first += 2_000) {
    let text = '';
    for (let activity = first; activity < Math.min(to, first + 2_000); activity += 1)
      text += activityLine(activity, count);
    chunks.push(encoder.encode(text));
  }
  return chunks;
}
