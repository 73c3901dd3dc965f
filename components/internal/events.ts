/**
 * What elements announce. An intent (all but `activity-store`) is cancelable: a host that calls
 * `preventDefault()` takes over, otherwise the element acts on it. All bubble and leave shadow roots. Changes by program fire nothing.
 */
import type { Activity, ActivityType } from '../../src/model/activity.js';
import { togetherTerm, toggleTogether, type NamedValue } from '../../src/model/filter/edit.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { FoldMode, Scope } from '../../src/model/query.js';
import type { DurationMs } from '../../src/model/units.js';
import type { TimeWindow, ViewState } from '../../src/model/view-state.js';
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

/** The person wrote, changed or removed a filter. Cancelable. */
export class ActivityFilterTextEvent extends Event {
  static readonly type = 'activity-filter-text';
  constructor(
    /** The whole filter as it is to be; empty: none. */
    readonly filterText: string,
  ) {
    super(ActivityFilterTextEvent.type, intent);
  }
}

/** The person chose which data sources are shown. Cancelable. */
export class ActivityTypesEvent extends Event {
  static readonly type = 'activity-types';
  constructor(readonly types: readonly ActivityType[]) {
    super(ActivityTypesEvent.type, intent);
  }
}

/** The person chose an entity of the tree, or (empty) everything. Cancelable. */
export class ActivityScopeEvent extends Event {
  static readonly type = 'activity-scope';
  constructor(readonly scope: Scope) {
    super(ActivityScopeEvent.type, intent);
  }
}

/** The person chose how repeats are folded. Cancelable. */
export class ActivityFoldEvent extends Event {
  static readonly type = 'activity-fold';
  constructor(readonly fold: FoldMode) {
    super(ActivityFoldEvent.type, intent);
  }
}

/** The person chose the columns of the list, in this order; null: the summary of each data source. Cancelable. */
export class ActivityColumnsEvent extends Event {
  static readonly type = 'activity-columns';
  constructor(readonly columns: readonly string[] | null) {
    super(ActivityColumnsEvent.type, intent);
  }
}

/** The person wants to see what happened around an activity, without the filter; null: the view before it again. Cancelable. */
export class ActivityContextEvent extends Event {
  static readonly type = 'activity-context';
  constructor(
    readonly activity: Activity | null,
    /** Where: empty for everywhere. */
    readonly scope: Scope = [],
    /** How long before and after. */
    readonly aroundMs: DurationMs = 60_000,
  ) {
    super(ActivityContextEvent.type, intent);
  }
}

/** The person goes back to the view before, or forward again. Cancelable. */
export class ActivityHistoryEvent extends Event {
  static readonly type = 'activity-history';
  constructor(
    /** −1: back. */
    readonly step: -1 | 1,
    /** Where it leads. */
    readonly view: ViewState,
  ) {
    super(ActivityHistoryEvent.type, intent);
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
    'activity-filter-text': ActivityFilterTextEvent;
    'activity-types': ActivityTypesEvent;
    'activity-scope': ActivityScopeEvent;
    'activity-fold': ActivityFoldEvent;
    'activity-columns': ActivityColumnsEvent;
    'activity-context': ActivityContextEvent;
    'activity-history': ActivityHistoryEvent;
    'activity-select': ActivitySelectEvent;
    'activity-range': ActivityRangeEvent;
    'activity-live': ActivityLiveEvent;
    'activity-trace': ActivityTraceEvent;
    'activity-store': ActivityStoreEvent;
  }
}
