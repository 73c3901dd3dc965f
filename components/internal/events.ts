/**
 * What elements announce. An intent (`activity-filter`, `activity-select`, `activity-range`, `activity-live`, `activity-trace`) is cancelable: a host that calls
 * `preventDefault()` takes over, otherwise the element acts on it. All bubble and leave shadow roots. Changes by program fire nothing.
 */
import type { Activity } from '../../src/model/activity.js';
import { togetherTerm, toggleTogether, type NamedValue } from '../../src/model/filter/edit.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { TimeWindow } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';

const intent = { bubbles: true, composed: true, cancelable: true } as const;
const news = { bubbles: true, composed: true } as const;

export type { NamedValue };

/**
 * The person pressed + or − at a value: only such activities, or none of them; a second time takes it back. Or all like a row are left out:
 * several `values`, which are one condition. A host that keeps a filter of its own sets it to `applyTo(filterText)`.
 */
export class ActivityFilterEvent extends Event {
  static readonly type = 'activity-filter';
  /** What an activity has to have, all of it together, to be meant. One value but where all like a row are left out. */
  readonly values: readonly [NamedValue, ...NamedValue[]];
  constructor(
    /** Of the first of `values`. */
    readonly attribute: string,
    /** Of the first of `values`, which alone says less than `term` where there are several; null: having no value. */
    readonly value: string | null,
    readonly negated: boolean,
    further: readonly NamedValue[] = [],
  ) {
    super(ActivityFilterEvent.type, intent);
    this.values = [{ attribute, value }, ...further];
  }

  /** The whole condition in the filter language: `comm = curl`, or `not (comm = curl and cmdline = "curl example.test")`. */
  get term(): string {
    return printFilter(togetherTerm(this.values, this.negated));
  }

  /**
   * What the elements would make of a filter: with the condition, without it where it was there already, its opposite replaced. A part of the
   * text that is not understood is given up: it had no effect, and cannot be printed.
   */
  applyTo(filterText: string): string {
    return printFilter(toggleTogether(parseFilter(filterText).filter, this.values, this.negated));
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
