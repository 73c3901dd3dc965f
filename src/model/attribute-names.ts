/**
 * What a program has to know of the known attributes: their names, how their values are read, and other spellings. What people see of them
 * is in `catalogue.ts`. Names are those of the published Activity Audit API (commands, connections, file accesses, kube exec) where it
 * has one; addresses are `clientIp`/`serverIp` because the published `clientIpv4` cannot hold IPv6. An attribute that is not here
 * works everywhere too: as text, in the section "other".
 */

export const AttributeKind = {
  text: 'text',
  number: 'number',
  address: 'address',
  textList: 'text-list',
  addressList: 'address-list',
  /** Nanoseconds since 1970 as decimal digits. */
  time: 'time',
} as const;
export type AttributeKind = (typeof AttributeKind)[keyof typeof AttributeKind];

export interface AttributeName {
  readonly name: string;
  readonly kind: AttributeKind;
  /** Lower case, other spellings people type. */
  readonly aliases: readonly string[];
}

/** One line each: the name, and behind a colon its aliases. As text, because every worker downloads it. */
const known: readonly (readonly [kind: AttributeKind, names: string])[] = [
  [
    AttributeKind.text,
    `
    comm: process, proc.name
    cmdline: command line, commandline, proc.cmdline
    processName: process name, process_name
    cwd: working directory, proc.cwd
    procExepath: exepath, executable, binary, proc.exepath
    pcomm: parent command, proc.pname
    signal
    direction
    l4protocol: protocol, l4 protocol, fd.l4proto
    directory: fd.directory
    filename: file, file name, fd.filename
    permissions: access
    resource
    name: resource name, resourcename
    subResource: sub resource
    command: args.command, exec command
    container: args.container
    execTty: args.tty
    execStdin: args.stdin
    verb
    decision: authorization
    auditId: audit id
    sysdigId
    traceable
    username: user, user.username, user.name, user name
    impersonatedBy: impersonated by
    userAgent: user agent
    userLoginName: login user, loginname
    execAuditId: kubernetes_exec_audit_id
    execId: exec_id
    parentExecId: parent_exec_id
    inInitTree: in_init_tree
    maybeExecProbe: maybe_exec_probe
    kubernetes.cluster.name: cluster, cluster.name
    kubernetes.node.name: node, node.name
    kubernetes.namespace.name: namespace, namespace.name, k8s.ns.name
    kubernetes.workload.name: workload, workload.name
    kubernetes.deployment.name: deployment, deployment.name
    kubernetes.statefulset.name: statefulset, statefulset.name
    kubernetes.daemonset.name: daemonset, daemonset.name
    kubernetes.replicaset.name: replicaset, replicaset.name
    kubernetes.service.name: service, service.name
    kubernetes.pod.name: pod, pod.name, k8s.pod.name
    container.name: container name
    containerId: container id, container.id
    container.image.repo: image, container.image, container.image.repository
    container.image.tag: image tag
    container.image.id: image id
    hostname: host, host name
    host.hostName
    host.mac: hostmac, mac
    rule
    priority
    eventName: event, evt.type
    output
    policy
    syscall
    source
    applicationProtocol: application protocol, app protocol
    connectionState: conn_state
    connectionId
    loginSession: login session
    action
    result
    sensor
    timeMeaning
    url
    sha256`,
  ],
  // The same names are in `number-attributes.ts`.
  [
    AttributeKind.number,
    `
    pid: process id, proc.pid
    ppid: parent pid, proc.ppid
    exitCode: exit code, exit_code
    count: repeats
    clientPort: client port, fd.cport
    serverPort: server port, fd.sport
    errorCode: error code
    clientBytes: orig_bytes
    serverBytes: resp_bytes
    durationMs
    clockOffsetMs
    statusCode: status, outcome, responsestatus.code
    uid: user id, user.uid
    userLoginUid: login uid, loginuid, auid
    loginShellId: shell id, shellid, login shell id, loginshell.id
    loginShellDistance: shell distance, loginshell.distance
    tty: terminal`,
  ],
  [
    AttributeKind.address,
    `
    clientIp: clientipv4, clientipv6, client address, client ip, clientaddress, fd.cip
    serverIp: serveripv4, serveripv6, server address, server ip, serveraddress, fd.sip`,
  ],
  [
    AttributeKind.textList,
    `
    dnsDomains: dns domains, dns
    ports
    groups: group, user.groups
    tags
    inferred`,
  ],
  [
    AttributeKind.addressList,
    `
    sourceAddresses: sourceaddress, source addresses, source address, sourceip, sourceips, source ip`,
  ],
  [
    AttributeKind.time,
    `
    exitedAt: exited at
    startedAt: stages.started
    completedAt: stages.completed`,
  ],
];

/** Every known attribute, in no order that matters. */
export const attributeNames: readonly AttributeName[] = known.flatMap(([kind, lines]) =>
  Array.from(lines.matchAll(/^ +(\S+?)(?:: (.*))?$/gm), ([, name = '', aliases]) =>
    Object.freeze({ name, kind, aliases: aliases?.split(', ') ?? [] }),
  ),
);

const byLowerName: ReadonlyMap<string, AttributeName> = new Map([
  ...attributeNames.flatMap((entry) => entry.aliases.map((alias) => [alias, entry] as const)),
  ...attributeNames.map((entry) => [entry.name.toLowerCase(), entry] as const),
]);

/** By canonical name or alias, without regard to case. */
export function findAttributeName(name: string): AttributeName | undefined {
  return byLowerName.get(name.trim().toLowerCase());
}

/** The canonical name where the catalogue knows one, otherwise the name as it came. */
export function canonicalName(name: string): string {
  return findAttributeName(name)?.name ?? name;
}

/** How values of an attribute are read; an unknown attribute is text. */
export function attributeKind(name: string): AttributeKind {
  return findAttributeName(name)?.kind ?? AttributeKind.text;
}
