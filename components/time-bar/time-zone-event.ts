/** The person chose the zone in which times are shown. Cancelable. */
export class ActivityTimeZoneEvent extends Event {
  static readonly type = 'activity-time-zone';
  constructor(
    /** `UTC`, `local` or an IANA name. */
    readonly timeZone: string,
  ) {
    super(ActivityTimeZoneEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-time-zone': ActivityTimeZoneEvent;
  }
}
