import { css, html, svg, type TemplateResult } from 'lit';
import { SessionOutcome, type ExecSession, type TraceCertainty } from '../../src/model/trace.js';
import { traceWords } from './trace-words.js';

/** Told apart by shape first: sealed, ticked, divided, dotted, crossed out. */
const shapes = {
  exact: svg`<circle cx="8" cy="8" r="6.25" fill="currentColor" stroke="none" /><path class="inner" d="m5.2 8.2 2 2 3.6-4" />`,
  high: svg`<circle cx="8" cy="8" r="5.5" /><path d="m5.4 8.2 1.8 1.8 3.4-3.8" />`,
  ambiguous: svg`<circle cx="8" cy="8" r="5.5" /><path d="M8 2.5v11A5.5 5.5 0 0 0 8 2.5Z" fill="currentColor" />`,
  'window-only': svg`<circle cx="8" cy="8" r="5.5" stroke-dasharray="2 2" /><path d="M8 5v3l2 1.4" />`,
  none: svg`<circle cx="8" cy="8" r="5.5" /><path d="m4.2 11.8 7.6-7.6" />`,
} as const;

export function certaintyIcon(certainty: TraceCertainty): TemplateResult {
  return html`<svg
    class="certainty-icon"
    width="14"
    height="14"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.5"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
    focusable="false"
  >
    ${shapes[certainty]}
  </svg>`;
}

/** Sign and word. */
export function renderCertainty(certainty: TraceCertainty): TemplateResult {
  return html`<span class="certainty ${certainty}"
    >${certaintyIcon(certainty)}<span class="word">${traceWords().certainty[certainty]}</span></span
  >`;
}

/** How sure the join of a session is; of one that nothing is joined to, what became of it. */
export function renderSessionCertainty({ outcome, certainty }: ExecSession): TemplateResult {
  if (outcome !== SessionOutcome.denied && outcome !== SessionOutcome.notStarted) return renderCertainty(certainty);
  return html`<span class="certainty ${outcome}"
    >${certaintyIcon('none')}<span class="word">${traceWords().outcome[outcome]}</span></span
  >`;
}

export const certaintyStyles = css`
  .certainty {
    display: inline-flex;
    align-items: center;
    gap: 5px;
    white-space: nowrap;
    font-size: var(--_size-sm);
  }
  .certainty-icon {
    flex: none;
  }
  .certainty-icon .inner {
    stroke: var(--_surface);
    stroke-width: 1.75;
  }
  .certainty.exact,
  .certainty.high {
    color: var(--_ok);
  }
  .certainty.exact > .word,
  .certainty.high > .word {
    color: var(--_text);
  }
  .certainty.ambiguous,
  .certainty.window-only {
    color: var(--_warn);
  }
  .certainty.denied {
    color: var(--_danger);
  }
  .certainty.not-started,
  .certainty.none {
    color: var(--_muted);
  }
`;
