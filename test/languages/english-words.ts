/** Words that are the same in every language: names of products, formats and resources, units, and keys. */
const universal = new Set(
  (
    'activity audit elements kube exec kubectl linux api json ndjson csv html markdown bom utf sha excel utc id ip dns mac pod deployment statefulset daemonset ' +
    'replicaset service kubernetes falco tetragon tracee sysdig kubearmor osquery cowrie elastic common schema ecs zeek ctrl shift alt enter escape delete backspace page up down home end verb uid pid ppid cwd ' +
    'comm curl namespace shop now ms min ua rlo xml yaml zip gzip arrow http https'
  ).split(' '),
);

/** Words of the filter language. */
export const filterSyntax = 'and or not in contains exists starts with ends';

/** English words in what a person reads: runs of Latin letters that are neither universal nor `data`. */
export function englishWords(text: string, data: Iterable<string> = []): readonly string[] {
  const known = new Set([...data].flatMap((one) => one.toLowerCase().match(/[a-z]+/g) ?? []));
  const words = text.match(/[A-Za-z]{2,}/g) ?? [];
  return [...new Set(words.filter((word) => !universal.has(word.toLowerCase()) && !known.has(word.toLowerCase())))];
}
