import { html, nothing, type TemplateResult } from 'lit';
import type { Scope } from '../../src/model/query.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { entityText, noLabelText } from './tree-labels.js';

const longestStep = 40;

/** The scope as steps, each of which leads back to it. Its line keeps its height without a scope, so that nothing moves. */
export function renderTrail(scope: Scope, go: (scope: Scope) => void): TemplateResult {
  if (scope.length === 0)
    return html`<div class="trail">
      <span class="hint">${msg('Choose an entity to look only at it.')}</span>
    </div>`;
  return html`<nav class="trail" aria-label=${msg('Scope')}>
    <ol>
      <li><button type="button" class="step" @click=${() => go([])}>${msg('Everything')}</button></li>
      ${scope.map(({ attribute, value }, at) => {
        const last = at === scope.length - 1;
        const label = `${spokenText(attributeLabel(attribute), 60)}: ${entityText(attribute, value)}`;
        return html`<li class=${last ? 'last' : ''}>
          ${icon('chevron-right')}<button
            type="button"
            class=${value === null ? 'step bucket' : 'step mono'}
            aria-current=${last ? 'true' : nothing}
            aria-label=${last ? label : msg(str`Back to ${label}`)}
            title=${label}
            @click=${() => !last && go(scope.slice(0, at + 1))}
          >
            <span class="value"
              >${value === null ? noLabelText(attribute) : renderText(value, longestStep) || msg('empty')}</span
            >
          </button>
        </li>`;
      })}
    </ol>
    <button
      type="button"
      part="button"
      class="icon-button small"
      aria-label=${msg('Leave the scope')}
      title=${msg('Leave the scope (Escape)')}
      @click=${() => go([])}
    >
      ${icon('close')}
    </button>
  </nav>`;
}
