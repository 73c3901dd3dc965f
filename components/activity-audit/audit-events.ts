/** The person dropped or chose files. Cancelable: a host that prevents it opens them itself. */
export class ActivityFilesEvent extends Event {
  static readonly type = 'activity-files';
  constructor(readonly files: readonly File[]) {
    super(ActivityFilesEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/**
 * The person moved a border or opened or closed the groups: for a host that remembers it and sets `details-width`, `groups-width` and `groups`
 * next time. Widths in pixels.
 */
export class ActivityLayoutEvent extends Event {
  static readonly type = 'activity-layout';
  constructor(
    readonly detailsWidth: number,
    readonly groupsWidth: number,
    /** Whether the groups are shown beside the list, where there is room for them. */
    readonly groupsShown: boolean,
  ) {
    super(ActivityLayoutEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-files': ActivityFilesEvent;
    'activity-layout': ActivityLayoutEvent;
  }
}
