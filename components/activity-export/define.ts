import { defineElement } from '../internal/define-element.js';
import { ActivityExportElement } from './activity-export.js';

/** Registers the element, under another name where the page has this one already. */
export function defineActivityExport(tagName = 'activity-export'): void {
  defineElement(tagName, ActivityExportElement);
}

defineActivityExport();

declare global {
  interface HTMLElementTagNameMap {
    'activity-export': ActivityExportElement;
  }
}
