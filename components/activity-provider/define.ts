import { defineElement } from '../internal/define-element.js';
import { ActivityProviderElement } from './activity-provider.js';

/** Registers the element, under another name where the page has this one already. */
export function defineActivityProvider(tagName = 'activity-provider'): void {
  defineElement(tagName, ActivityProviderElement);
}

defineActivityProvider();

declare global {
  interface HTMLElementTagNameMap {
    'activity-provider': ActivityProviderElement;
  }
}
