/**
 * Every sentence and word that a person reads goes through `msg()`; its source language is English. A host that brings translations
 * configures `@lit/localize` itself, and elements with the decorator `localized()` follow when it changes the language. Numbers and times take
 * their form from `uiLocale()`: always the language of the sentences around them, never the browser's, or `2.315` would be misread.
 */
import { LOCALE_STATUS_EVENT, type LocaleStatusEventDetail } from '@lit/localize';

export { localized, msg, str, updateWhenLocaleChanges } from '@lit/localize';

export const sourceLocale = 'en';

let current: string = sourceLocale;

declare global {
  interface WindowEventMap {
    'lit-localize-status': CustomEvent<LocaleStatusEventDetail>;
  }
}

globalThis.addEventListener?.(LOCALE_STATUS_EVENT, (event: Event) => {
  const detail = (event as CustomEvent<LocaleStatusEventDetail>).detail;
  if (detail.status === 'ready') current = detail.readyLocale;
});

/** Language of the user interface as it is now, for the formatters of `src/format`. */
export function uiLocale(): string {
  return current;
}
