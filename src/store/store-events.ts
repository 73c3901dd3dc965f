import type { ViewState } from '../model/view-state.js';
import type { EngineStatus } from '../protocol/engine-api.js';
import type { AuditError } from '../model/audit-error.js';

/** What the investigation looks at changed: filter, window, data sources, scope, grouping, selection, zone. */
export class ViewChangeEvent extends Event {
  static readonly type = 'view-change';
  constructor(
    readonly previous: ViewState,
    readonly view: ViewState,
  ) {
    super(ViewChangeEvent.type);
  }
}

/** Answers may be different now: ask again. Comes at most every 200 ms, and at once after a change by the person. */
export class DataChangeEvent extends Event {
  static readonly type = 'data-change';
  constructor() {
    super(DataChangeEvent.type);
  }
}

/** Progress, live state, cache or problems changed. */
export class StatusChangeEvent extends Event {
  static readonly type = 'status-change';
  constructor(
    /** null: the engine is gone. */
    readonly status: EngineStatus | null,
    /** Why the engine is gone or could not start. */
    readonly failure: AuditError | null,
  ) {
    super(StatusChangeEvent.type);
  }
}

export interface StoreEventMap {
  'view-change': ViewChangeEvent;
  'data-change': DataChangeEvent;
  'status-change': StatusChangeEvent;
}

/** Listeners know the type of their event. */
export class StoreEventTarget extends EventTarget {
  override addEventListener<Name extends keyof StoreEventMap>(
    type: Name,
    listener: ((event: StoreEventMap[Name]) => void) | EventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  override addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | ((event: never) => void) | null,
    options?: boolean | AddEventListenerOptions,
  ): void {
    super.addEventListener(type, listener as EventListenerOrEventListenerObject | null, options);
  }
}
