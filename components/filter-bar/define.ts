import { FilterBarElement } from './filter-bar.js';

/** Registers the element. Nothing happens to a name that is taken already. */
export function defineFilterBar(tagName = 'filter-bar'): void {
  if (!customElements.get(tagName)) customElements.define(tagName, FilterBarElement);
}

defineFilterBar();

declare global {
  interface HTMLElementTagNameMap {
    'filter-bar': FilterBarElement;
  }
}
