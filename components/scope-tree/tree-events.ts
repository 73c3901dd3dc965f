import type { Scope } from '../../src/model/query.js';

const intent = { bubbles: true, composed: true, cancelable: true } as const;

/** The person chose an entity of the tree, or (empty) everything. Cancelable. */
export class ActivityScopeEvent extends Event {
  static readonly type = 'activity-scope';
  constructor(readonly scope: Scope) {
    super(ActivityScopeEvent.type, intent);
  }
}

/** The person chose by which attributes to group, outermost first. Cancelable. */
export class ActivityGroupingEvent extends Event {
  static readonly type = 'activity-grouping';
  constructor(readonly grouping: readonly string[]) {
    super(ActivityGroupingEvent.type, intent);
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-scope': ActivityScopeEvent;
    'activity-grouping': ActivityGroupingEvent;
  }
}
