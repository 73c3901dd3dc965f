import { defineElement } from '../internal/define-element.js';
import { ActivityListElement } from './activity-list.js';

/** Registers the element, under another name where the page has this one already. */
export function defineActivityList(tagName = 'activity-list'): void {
  defineElement(tagName, ActivityListElement);
}

defineActivityList();

declare global {
  interface HTMLElementTagNameMap {
    'activity-list': ActivityListElement;
  }
}
