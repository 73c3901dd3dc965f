import { createContext } from '@lit/context';
import type { ActivityStore } from '../../src/store/activity-store.js';

/** Registered under a global symbol, so that two copies of this library on one page still meet. */
export const storeContext = createContext<ActivityStore | null>(Symbol.for('activity-audit-elements.store'));

/** What a `provider="id"` points at. */
export interface StoreProvider extends HTMLElement {
  readonly activeStore: ActivityStore | null;
}

export function isStoreProvider(element: Element | null): element is StoreProvider {
  return element !== null && 'activeStore' in element;
}
