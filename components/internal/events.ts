/**
 * What elements announce. An intent (`activity-filter`, `activity-select`, `activity-range`, `activity-live`, `activity-trace`) is cancelable: a host that calls
 * `preventDefault()` takes over, otherwise the element acts on it. All bubble and leave shadow roots. Changes by program fire nothing.
 */
import type { Activity } from '../../src/model/activity.js';
import type { TimeWindow } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';

const intent = { bubbles: true, composed: true, cancelable: true } as const;
const news = { bubbles: true, composed: true } as const;

/** The person pressed + or − at a value: only such activities, or none of them; a second time takes it back. */
export class ActivityFilterEvent extends Event {
  static readonly type = 'activity-filter';
  constructor(
    readonly attribute: string,
    /** null: having no value. */
    readonly value: string | null,
    readonly negated: boolean,
  ) {
    super(ActivityFilterEvent.type, intent);
  }
}

/** The person opened an activity, or (null) closed the details. */
export class ActivitySelectEvent extends Event {
  static readonly type = 'activity-select';
  constructor(readonly activity: Activity | null) {
    super(ActivitySelectEvent.type, intent);
  }
}

/** The person chose a time window: a preset, a step, a zoom, a range of their own. */
export class ActivityRangeEvent extends Event {
  static readonly type = 'activity-range';
  constructor(readonly window: TimeWindow) {
    super(ActivityRangeEvent.type, intent);
  }
}

/** The person wants to follow what arrives, or to hold still. */
export class ActivityLiveEvent extends Event {
  static readonly type = 'activity-live';
  constructor(readonly live: boolean) {
    super(ActivityLiveEvent.type, intent);
  }
}

/** The person asked for the trace of a kube exec, or who is behind another activity; null: back to the list. */
export class ActivityTraceEvent extends Event {
  static readonly type = 'activity-trace';
  constructor(readonly activity: Activity | null) {
    super(ActivityTraceEvent.type, intent);
  }
}

/** A provider has a store now, or (null) no longer. */
export class ActivityStoreEvent extends Event {
  static readonly type = 'activity-store';
  constructor(readonly store: ActivityStore | null) {
    super(ActivityStoreEvent.type, news);
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-filter': ActivityFilterEvent;
    'activity-select': ActivitySelectEvent;
    'activity-range': ActivityRangeEvent;
    'activity-live': ActivityLiveEvent;
    'activity-trace': ActivityTraceEvent;
    'activity-store': ActivityStoreEvent;
  }
}
