import { css, html, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';

export function renderBack(back: () => void): TemplateResult {
  return html`<button
    type="button"
    part="button"
    class="button small quiet back"
    aria-label=${msg('Back to the list')}
    title=${msg('Back to the list')}
    @click=${back}
  >
    ${icon('chevron-left')}<span class="back-word">${msg('Back')}</span>
  </button>`;
}

/** Above a trace that is not there, or not yet. */
export function renderHead(back: () => void): TemplateResult {
  return html`<header role="none" part="summary"><div class="title">${renderBack(back)}</div></header>`;
}

export const headStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    container: trace-view / inline-size;
    height: 100%;
    min-height: 320px;
    min-width: 0;
    background: var(--_surface);
  }
  header {
    flex: none;
    max-height: 52%;
    overflow: auto;
    scrollbar-width: thin;
    border-bottom: 1px solid var(--_border);
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--_space-1) var(--_space-2);
    min-height: 40px;
    padding: var(--_space-mid) var(--_space-3) 0;
  }
  .back {
    margin-inline-start: calc(-1 * var(--_space-2));
    padding-inline: var(--_space-1) var(--_space-2);
    color: var(--_muted);
  }
  .back:hover {
    color: var(--_text);
  }
  @container trace-view (width < 46.154em) {
    .back-word {
      display: none;
    }
  }
`;
