import { html, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg, phrase } from '../internal/localise.js';

const code = (text: string): TemplateResult => html`<code>${text}</code>`;

/** In place of the whole view where nothing gives it activities: what a reader can do here, and what whoever made the page can. */
export function renderNoSource(provider: string | null, openFiles: () => void): TemplateResult {
  return html`<div part="state" class="state missing">
    ${icon('file')}
    <p class="first">${msg('This view has no source of activities.')}</p>
    <button type="button" part="button" class="button primary" @click=${openFiles}>${msg('Open log files…')}</button>
    <p>${msg('Kubernetes audit, Falco, Tetragon, Tracee; nothing leaves this page')}</p>
    <p class="hint">
      ${
        provider
          ? phrase`No ${code('<activity-provider>')} of this page has the id ${code(provider)}.`
          : phrase`For the author of the page: set ${code('src')}, ${code('file')} or ${code('store')}, or put this inside ${code('<activity-provider>')}.`
      }
    </p>
  </div>`;
}
