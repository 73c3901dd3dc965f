import { ActivityType, type Activity } from '../../src/model/activity.js';
import { ComparisonOperator, everything, type Comparison, type Filter } from '../../src/model/filter/ast.js';

/** Where an activity happened, as far as who is behind it can be told from what else happened there. */
export interface Place {
  /** Equal for equal places. */
  readonly key: string;
  readonly filter: Filter;
}

const is = (attribute: string, text: string): Comparison => ({
  kind: 'comparison',
  attribute,
  operator: ComparisonOperator.equal,
  value: { text, pattern: false },
});

const pod = 'kubernetes.pod.name';
const namespace = 'kubernetes.namespace.name';

/** The pod with the requests for it; outside of pods the container or the host. */
export function placeOf(activity: Activity): Place {
  const textOf = (name: string): string | undefined => {
    const value = activity.attributes.get(name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const podName = textOf(pod) ?? (activity.type === ActivityType.kubernetes ? textOf('name') : undefined);
  const within = textOf(namespace);
  if (podName !== undefined) {
    const requests: Filter = { kind: 'and', terms: [is('type', ActivityType.kubernetes), is('name', podName)] };
    const here: Filter = { kind: 'or', terms: [is(pod, podName), requests] };
    return {
      key: JSON.stringify(['pod', within, podName]),
      filter: within === undefined ? here : { kind: 'and', terms: [is(namespace, within), here] },
    };
  }
  for (const name of ['containerId', 'hostname', 'kubernetes.node.name']) {
    const value = textOf(name);
    if (value !== undefined) return { key: JSON.stringify([name, value]), filter: is(name, value) };
  }
  return { key: '', filter: everything };
}

/** Commands that may have started the process which made an activity; null where nothing leads to them. */
export function processFilter(activity: Activity): Filter | null {
  const pid = activity.attributes.get('pid');
  if (activity.type === ActivityType.command || activity.type === ActivityType.kubernetes || typeof pid !== 'number')
    return null;
  return {
    kind: 'and',
    terms: [is('type', ActivityType.command), is('pid', String(pid)), placeOf(activity).filter],
  };
}
