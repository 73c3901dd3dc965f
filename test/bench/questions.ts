/** The questions of the benchmark, as data that every engine can be asked: no filter text, no code. */
import { dayEndNs, dayMs, dayStartNs, spike } from './activities.js';

export interface Clause {
  readonly attribute: string;
  readonly operator: 'in' | 'not in' | '<' | 'contains';
  readonly values: readonly (string | number)[];
}
export type Condition = Clause | { readonly all: readonly Condition[] } | { readonly any: readonly Condition[] };

export interface Question {
  readonly name: string;
  readonly condition: Condition;
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly types: readonly ActivityKind[];
  readonly binMs: number;
}
export const activityKinds = ['command', 'connection', 'kubernetes'] as const;
export type ActivityKind = (typeof activityKinds)[number];
export const treeAttributes = [
  'kubernetes.namespace.name',
  'kubernetes.deployment.name',
  'kubernetes.pod.name',
] as const;
export const newestRows = 100;
export const binCount = 240;

/** What every engine gives to a question, and all have to give alike. */
export interface Result {
  readonly total: number;
  /** Per kind of activity: counts of the bins. */
  readonly bins: readonly (readonly number[])[];
  /** Path of a pod, parts joined by `/`, and its activities; those with any only, ordered by path. */
  readonly tree: readonly (readonly [path: string, count: number])[];
  /** Newest first. */
  readonly ids: readonly string[];
}

const is = (attribute: string, ...values: readonly (string | number)[]): Clause => ({
  attribute,
  operator: 'in',
  values,
});
const not = (attribute: string, ...values: readonly (string | number)[]): Clause => ({
  attribute,
  operator: 'not in',
  values,
});
const question = (name: string, condition: Condition): Question => ({
  name,
  condition,
  fromNs: dayStartNs,
  toNs: dayEndNs,
  types: activityKinds,
  binMs: dayMs / binCount,
});

export const scanning = ['nsComm', 'pid', 'port', 'orUser', 'deep'];

/**
 * The eight filters of the study. Each variant asks for the same share of the activities by clauses that were never asked before, so that
 * nothing computed for another variant serves it: names that nothing has are added to lists, or another value as frequent is taken.
 */
export function questionsOf(variant: number): readonly Question[] {
  const nothing = `nothing-${variant}`;
  return [
    question('all', { all: [] }),
    question('nsComm', { all: [is('kubernetes.namespace.name', 'prod', nothing), not('comm', 'bash', nothing)] }),
    question('srcNe', not('sourceAddresses', `172.20.0.${variant % 60}`, nothing)),
    question('pid', is('pid', 700 + variant)),
    question('port', { attribute: 'serverPort', operator: '<', values: [1_000 + variant] }),
    {
      ...question('spike', { all: [] }),
      ...spike,
      types: ['connection'],
      binMs: 3_600_000 / binCount,
    },
    question('orUser', { any: [is('comm', 'cat', 'ls', 'ps', 'sleep', nothing), is('username', 'user-20', nothing)] }),
    question('deep', {
      all: [
        is('kubernetes.cluster.name', 'cluster-0', nothing),
        {
          any: [
            is('container.image.repo', 'registry/app-7', nothing),
            is('kubernetes.namespace.name', 'search', 'build', 'data', nothing),
          ],
        },
        not('uid', 0, 1_000 + variant),
      ],
    }),
  ];
}

export const substring = (variant: number): Question =>
  question('contains', {
    attribute: 'cmdline',
    operator: 'contains',
    values: [['curl', 'CURL -s', 'curl -S http', 'Curl', 'url -s', '| curl', 'RL -s htt', 'cuRL'][variant % 8]!],
  });

/** A click on `-` beside a program: what was asked before, and one clause more. */
export function narrowed({ name, condition, ...asked }: Question, variant: number): Question {
  return { ...asked, name, condition: { all: [condition, not('comm', 'grep', `no-${variant}`)] } };
}

/** 53 bits of everything in a result, for comparing. */
export function checksum({ total, bins, tree, ids }: Result): string {
  const text = JSON.stringify([total, bins, tree, ids]);
  let high = 0x811c_9dc5;
  let low = 0x1b87_3593;
  for (let at = 0; at < text.length; at += 1) {
    high = Math.imul(high ^ text.charCodeAt(at), 0x0100_0193);
    low = Math.imul(low ^ text.charCodeAt(at), 0x85eb_ca6b) ^ (low >>> 13);
  }
  return `${total}:${(high >>> 0).toString(16)}${(low >>> 0).toString(16)}`;
}
