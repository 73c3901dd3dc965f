/**
 * What links say again and again. The order is part of the link format: add at the end, never remove or reorder.
 */
const phrases: readonly string[] = Object.freeze([
  'kubernetes.namespace.name',
  'kubernetes.pod.name',
  'kubernetes.deployment.name',
  'kubernetes.workload.name',
  'kubernetes.cluster.name',
  'kubernetes.node.name',
  'kubernetes.service.name',
  'kubernetes.statefulset.name',
  'kubernetes.daemonset.name',
  'kubernetes.replicaset.name',
  'container.name',
  'container.image.repo',
  'container.image.tag',
  'containerId',
  'host.hostName',
  'hostname',
  'comm',
  'cmdline',
  'cwd',
  'procExepath',
  'processName',
  'direction',
  'l4protocol',
  'clientIp',
  'clientPort',
  'serverIp',
  'serverPort',
  'directory',
  'filename',
  'permissions',
  'username',
  'sourceAddresses',
  'groups',
  'userAgent',
  'resource',
  'subResource',
  'command',
  'loginShellId',
  'auditId',
  ' contains ',
  ' starts with ',
  ' not in (',
  ' in (',
  ' != "',
  ' = "',
  '" and ',
  '" or ',
  'exists',
  'freeText',
  'America/',
  'Europe/',
  'Asia/',
  'local',
  '", "',
]);

/** Longer ones first, so that `command` is not taken for `comm`. */
const byFirstLetter: ReadonlyMap<string, readonly { readonly phrase: string; readonly code: number }[]> = (() => {
  const lists = new Map<string, { phrase: string; code: number }[]>();
  phrases.forEach((phrase, code) => {
    const list = lists.get(phrase[0]!) ?? [];
    list.push({ phrase, code });
    lists.set(phrase[0]!, list);
  });
  for (const list of lists.values()) list.sort((one, other) => other.phrase.length - one.phrase.length);
  return lists;
})();

/** The phrase that begins at this place, if one does. */
export function phraseCode(text: string, at: number): { readonly code: number; readonly length: number } | null {
  const found = byFirstLetter.get(text[at]!)?.find(({ phrase }) => text.startsWith(phrase, at));
  return found ? { code: found.code, length: found.phrase.length } : null;
}

/** undefined: a later version's. */
export const phraseAt = (code: number): string | undefined => phrases[code];
