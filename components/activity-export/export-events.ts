import type { ExportManifest } from '../../src/store/export-manifest.js';
import type { ExportFormat } from '../../src/store/exporting.js';
import type { AuditError } from '../../src/model/audit-error.js';

/**
 * The person wants everything that matches as a file. Cancelable: a host that calls `preventDefault()` takes over, with `store.export()` or a way of its own;
 * otherwise the element makes the file.
 */
export class ActivityExportEvent extends Event {
  static readonly type = 'activity-export';
  constructor(
    readonly format: ExportFormat,
    /** CSV only. */
    readonly byteOrderMark: boolean,
  ) {
    super(ActivityExportEvent.type, { bubbles: true, composed: true, cancelable: true });
  }
}

/** How an export that the element made ended. For hosts that keep a record of who took what. */
export class ActivityExportEndEvent extends Event {
  static readonly type = 'activity-export-end';
  constructor(
    readonly outcome: 'done' | 'stopped' | 'failed',
    /** Where it is done. */
    readonly manifest: ExportManifest | null,
    /** Where it failed. */
    readonly error: AuditError | null,
  ) {
    super(ActivityExportEndEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'activity-export': ActivityExportEvent;
    'activity-export-end': ActivityExportEndEvent;
  }
}
