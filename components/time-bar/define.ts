import { defineElement } from '../internal/define-element.js';
import { TimeBarElement } from './time-bar.js';

/** Registers the element. Nothing happens to a name that is taken already. */
export function defineTimeBar(tagName = 'time-bar'): void {
  defineElement(tagName, TimeBarElement);
}

defineTimeBar();

declare global {
  interface HTMLElementTagNameMap {
    'time-bar': TimeBarElement;
  }
}
