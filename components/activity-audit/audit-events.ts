/** The person dropped or chose files. Cancelable: a host that prevents it opens them itself. */
export class ActivityFilesEvent extends Event {
  static readonly type = 'activity-files';
  constructor(readonly files: readonly File[]) {
    super(ActivityFilesEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** The person moved the border of the details, in pixels: for a host that remembers it and sets `details-width` next time. */
export class ActivityLayoutEvent extends Event {
  static readonly type = 'activity-layout';
  constructor(readonly detailsWidth: number) {
    super(ActivityLayoutEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-files': ActivityFilesEvent;
    'activity-layout': ActivityLayoutEvent;
  }
}
