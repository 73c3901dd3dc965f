import type { ActivityType } from '../../src/model/activity.js';

const intent = { bubbles: true, composed: true, cancelable: true } as const;

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

declare global {
  interface HTMLElementEventMap {
    'activity-filter-text': ActivityFilterTextEvent;
    'activity-types': ActivityTypesEvent;
  }
}
