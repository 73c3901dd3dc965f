import { html, nothing, type TemplateResult } from 'lit';
import { icon } from './icons.js';
import { msg } from './localise.js';

/** The head of a panel that stays until it is closed: what it is, what belongs beside that, and the way out. No landmark of the page. */
export const popoverHead = (title: string, close: () => void, beside: unknown = nothing): TemplateResult =>
  html`<header role="none">
    <h2>${title}</h2>
    ${beside}
    <button type="button" part="button" class="icon-button small" aria-label=${msg('Close')} @click=${close}>
      ${icon('close')}
    </button>
  </header>`;
