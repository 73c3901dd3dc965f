const intent = { bubbles: true, composed: true, cancelable: true } as const;

/** The person chose by which attributes to group, outermost first. Cancelable. */
export class ActivityGroupingEvent extends Event {
  static readonly type = 'activity-grouping';
  constructor(readonly grouping: readonly string[]) {
    super(ActivityGroupingEvent.type, intent);
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-grouping': ActivityGroupingEvent;
  }
}
