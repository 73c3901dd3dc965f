/** The five states of everything that shows data: initial and pending (a thin line, nothing moves), empty, error, complete (the element's own). */
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ErrorData } from '../../src/model/audit-error.js';
import { icon, type IconName } from './icons.js';
import { engineText } from './engine-text.js';
import { msg, phrase } from './localise.js';
import { renderText } from './visible-text.js';

/** `share` 0 to 1 where something is known of it; `active` false keeps the line's place and shows nothing. */
export function renderProgress(active: boolean, share?: number, label: string = msg('Loading')): TemplateResult {
  // The width goes through CSSOM: a style attribute is blocked by strict policies.
  return html`<div class="progress" ?data-active=${active}>
    ${
      active
        ? html`<div
            class=${share === undefined ? 'bar endless' : 'bar'}
            role="progressbar"
            aria-label=${label}
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${share === undefined ? nothing : Math.round(share * 100)}
            .style=${share === undefined ? '' : `inline-size:${Math.max(1, Math.min(100, share * 100))}%`}
          ></div>`
        : nothing
    }
  </div>`;
}

export interface StateAction {
  readonly label: string;
  readonly run: () => void;
}

function renderState(kind: string, symbol: IconName, sentence: unknown, action?: StateAction): TemplateResult {
  return html`<div part="state" class="state ${kind}">
    ${icon(symbol)}
    <p>${sentence}</p>
    ${action ? html`<button type="button" part="button" class="button" @click=${action.run}>${action.label}</button>` : nothing}
  </div>`;
}

/** One sentence, one action. */
export function renderEmpty(sentence: unknown, action?: StateAction, symbol: IconName = 'search'): TemplateResult {
  return renderState('empty', symbol, sentence, action);
}

/** What can be done about a failure: to try again, where that may help. */
export function retryAction({ retryable }: Pick<ErrorData, 'retryable'>, run: () => void): StateAction | undefined {
  return retryable ? { label: msg('Retry'), run } : undefined;
}

/** What could not be read may name itself in the sentence. Politely announced: the person may be reading something else. */
export function renderError(error: ErrorData, retry: () => void): TemplateResult {
  return html`<div role="status">
    ${renderState('error', 'warning', renderText(engineText(error.message)), retryAction(error, retry))}
  </div>`;
}

const code = (text: string): TemplateResult => html`<code>${text}</code>`;

/** Nobody provides a store: for the developer of the page, in words that say what to do. */
export function renderMissingProvider(tagName: string): TemplateResult {
  const name = tagName.toLowerCase();
  return renderState(
    'missing',
    'info',
    html`${msg('No activity provider.')}
    ${phrase`Put ${code(`<${name}>`)} inside ${code('<activity-provider>')}, name one by ${code('provider="id"')}, or set the property ${code('store')}.`}`,
  );
}

export const stateStyles = css`
  .progress {
    position: relative;
    height: 2px;
    overflow: hidden;
    background: transparent;
  }
  .progress .bar {
    height: 100%;
    border-radius: 1px;
    background: var(--_accent);
    transition: inline-size 300ms ease-out;
  }
  .progress .bar.endless {
    inline-size: 30%;
    animation: activity-progress 1.4s ease-in-out infinite;
  }
  @keyframes activity-progress {
    from {
      transform: translateX(calc(-100% * var(--_inline)));
    }
    to {
      transform: translateX(calc(340% * var(--_inline)));
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .progress .bar.endless {
      inline-size: 100%;
      opacity: 0.5;
    }
  }
  @media (forced-colors: active) {
    .progress .bar {
      background: Highlight;
    }
  }
  .state {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: var(--_space-3);
    min-height: 120px;
    padding: var(--_space-5);
    text-align: center;
  }
  .state.missing {
    height: 100%;
  }
  .state > * {
    flex: none;
    max-width: 100%;
  }
  .state > .icon {
    width: 20px;
    height: 20px;
    color: var(--_muted);
    stroke-width: 1.25;
  }
  .state.error > .icon {
    color: var(--_danger);
  }
  .state p {
    max-width: 52ch;
    margin: 0;
    color: var(--_muted);
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .state p::first-letter {
    text-transform: uppercase;
  }
  .state.error p {
    color: var(--_text);
  }
  .state code {
    font-family: var(--_mono);
    font-size: var(--_size-sm);
    color: var(--_text);
  }
  .pending {
    opacity: 0.6;
    transition: opacity var(--_fast);
  }
`;
