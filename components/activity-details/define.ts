import { defineElement } from '../internal/define-element.js';
import { ActivityDetailsElement } from './activity-details.js';

/** Registers the element, under another name where the page has this one already. */
export function defineActivityDetails(tagName = 'activity-details'): void {
  defineElement(tagName, ActivityDetailsElement);
}

defineActivityDetails();

declare global {
  interface HTMLElementTagNameMap {
    'activity-details': ActivityDetailsElement;
  }
}
