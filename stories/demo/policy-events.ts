/** What the portal's rule engine reported: each event knows its rule, its time and its place, and points at the activity that set it off. */
import type { WireActivity } from './wire.js';

export interface PolicyEvent {
  readonly rule: string;
  readonly severity: 'high' | 'medium' | 'low';
  /** Nanoseconds since 1970 as decimal digits: JSON numbers cannot hold them. */
  readonly timeNs: string;
  readonly message: string;
  /** Where, outermost first. */
  readonly scope: Readonly<Record<string, string>>;
  readonly containerId?: string;
  /** The activity that set it off. */
  readonly activityId?: string;
  /** How much of the time around it is worth a look. */
  readonly aroundMs: number;
}

interface Rule {
  readonly rule: string;
  readonly severity: PolicyEvent['severity'];
  readonly aroundMs: number;
  readonly message: (activity: WireActivity) => string;
  /** The first activity for which this holds sets the rule off. */
  readonly when: (activity: WireActivity) => boolean;
  /** Whether the event names the activity, or, like a threshold, only time and place. */
  readonly names: boolean;
}

const minuteMs = 60_000;
const podOf = ({ labels }: WireActivity) => labels['kubernetes.pod.name'] ?? 'a pod';

const rules: readonly Rule[] = [
  {
    rule: 'Connections above the usual',
    severity: 'high',
    aroundMs: 10 * minuteMs,
    message: (activity) => `${podOf(activity)} opened some thousands of connections within a minute`,
    when: (activity) => activity.type === 'connection' && activity.comm === 'ab',
    names: false,
  },
  {
    rule: 'Package manager in a container',
    severity: 'medium',
    aroundMs: 15 * minuteMs,
    message: (activity) => `${activity.type === 'command' ? activity.cmdline : 'dpkg'} was run in ${podOf(activity)}`,
    when: (activity) =>
      activity.type === 'command' &&
      activity.cmdline.startsWith('dpkg -i') &&
      activity.labels['kubernetes.namespace.name'] === 'payments',
    names: true,
  },
  {
    rule: 'Account file read by a shell',
    severity: 'high',
    aroundMs: 20 * minuteMs,
    message: (activity) => `/etc/passwd was read in ${podOf(activity)}`,
    when: (activity) =>
      activity.type === 'fileaccess' &&
      activity.filename === 'passwd' &&
      activity.directory === '/etc/' &&
      activity.comm === 'cat',
    names: true,
  },
];

const place = [
  'kubernetes.cluster.name',
  'kubernetes.namespace.name',
  'kubernetes.deployment.name',
  'kubernetes.pod.name',
];

/** The events of a recording, newest first. */
export function policyEvents(activities: readonly WireActivity[]): PolicyEvent[] {
  return rules
    .flatMap((rule) => {
      const cause = activities.find(rule.when);
      return cause ? [{ rule, cause }] : [];
    })
    .sort((one, other) => (one.cause.timestamp < other.cause.timestamp ? 1 : -1))
    .map(({ rule, cause }) => ({
      rule: rule.rule,
      severity: rule.severity,
      timeNs: String(cause.timestamp),
      message: rule.message(cause),
      scope: Object.fromEntries(
        place.flatMap((name) => (cause.labels[name] === undefined ? [] : [[name, cause.labels[name]]])),
      ),
      ...(cause.containerId !== undefined && { containerId: cause.containerId }),
      ...(rule.names && { activityId: cause.id }),
      aroundMs: rule.aroundMs,
    }));
}
