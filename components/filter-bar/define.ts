import { defineElement } from '../internal/define-element.js';
import { FilterBarElement } from './filter-bar.js';

/** Registers the element. Nothing happens to a name that is taken already. */
export function defineFilterBar(tagName = 'filter-bar'): void {
  defineElement(tagName, FilterBarElement);
}

defineFilterBar();

declare global {
  interface HTMLElementTagNameMap {
    'filter-bar': FilterBarElement;
  }
}
