/** What one investigation looks at, as one plain value: read, set, save, link, restore. */
import { activityTypes, type ActivityType } from './activity.js';
import { FoldMode, type Scope } from './query.js';
import type { TimeRange } from './time-range.js';
import type { DurationMs, EpochNs } from './units.js';

/** The last so-and-so long, ending now (live) or where it was paused. */
export interface RelativeWindow {
  readonly kind: 'relative';
  readonly lengthMs: DurationMs;
  /** Where the end was held when it was paused; absent while live. */
  readonly endNs?: EpochNs;
}
export interface AbsoluteWindow {
  readonly kind: 'absolute';
  readonly range: TimeRange;
}
/** Everything that is loaded: what a file holds, from its first activity to its last. */
export interface WholeWindow {
  readonly kind: 'whole';
}
export type TimeWindow = RelativeWindow | AbsoluteWindow | WholeWindow;

/** What is brought back after a look at what happened around one activity. */
export interface SetAside {
  /** The activity whose surroundings are shown. */
  readonly activityId: string;
  readonly filterText: string;
  readonly window: TimeWindow;
  readonly live: boolean;
  readonly types: readonly ActivityType[];
  readonly scope: Scope;
  readonly fold: FoldMode;
}

export interface ViewState {
  /** The filter as the person wrote it, errors and all. */
  readonly filterText: string;
  readonly window: TimeWindow;
  /** Whether the list and the graph follow what arrives. */
  readonly live: boolean;
  readonly types: readonly ActivityType[];
  readonly scope: Scope;
  /** Attributes of the group tree, outermost first. */
  readonly grouping: readonly string[];
  /** Id of the activity whose details are open. */
  readonly selectedId: string | null;
  /** Id of the activity whose trace is shown in place of the list: a kube exec, or whatever was asked "who did this?". */
  readonly traceId: string | null;
  /** How repeats are shown in the list. */
  readonly fold: FoldMode;
  /** Attributes shown as columns of the list; null: the summary of each data source. */
  readonly columns: readonly string[] | null;
  /** Filter and window put aside while the surroundings of one activity are shown. */
  readonly setAside: SetAside | null;
  /** `UTC`, `local` or an IANA name. */
  readonly timeZone: string;
}

const minute = 60_000;
export const windowPresets: readonly { readonly label: string; readonly lengthMs: DurationMs }[] = Object.freeze([
  { label: '10M', lengthMs: 10 * minute },
  { label: '1H', lengthMs: 60 * minute },
  { label: '6H', lengthMs: 360 * minute },
  { label: '12H', lengthMs: 720 * minute },
  { label: '1D', lengthMs: 1440 * minute },
  { label: '3D', lengthMs: 3 * 1440 * minute },
  { label: '2W', lengthMs: 14 * 1440 * minute },
]);

export const initialViewState: ViewState = Object.freeze({
  filterText: '',
  window: { kind: 'relative', lengthMs: 60 * minute } as const,
  live: true,
  types: activityTypes,
  scope: [],
  grouping: ['kubernetes.namespace.name', 'kubernetes.workload.name', 'kubernetes.pod.name'],
  selectedId: null,
  traceId: null,
  fold: FoldMode.none,
  columns: null,
  setAside: null,
  timeZone: 'local',
});
