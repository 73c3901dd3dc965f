import { html, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';

/** Opens the bar that finds text in all rows. */
export const renderFindButton = (isFinding: boolean, find: () => Promise<void>): TemplateResult =>
  html`<button
    type="button"
    part="button"
    class="icon-button small"
    aria-label=${msg('Find in the list')}
    aria-expanded=${isFinding}
    title=${msg('Find in the list (/)')}
    @click=${() => void find()}
  >
    ${icon('search')}
  </button>`;
