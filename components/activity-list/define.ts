import { ActivityListElement } from './activity-list.js';

/** Registers the element, under another name where the page has this one already. */
export function defineActivityList(tagName = 'activity-list'): void {
  if (!customElements.get(tagName)) customElements.define(tagName, ActivityListElement);
}

defineActivityList();

declare global {
  interface HTMLElementTagNameMap {
    'activity-list': ActivityListElement;
  }
}
