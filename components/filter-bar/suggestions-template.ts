import { html, nothing, type TemplateResult } from 'lit';
import { knownMessage, msg } from '../internal/localise.js';
import { renderText } from '../internal/visible-text.js';
import { countTemplate } from './count-template.js';
import type { CompletionOption, Offer } from './completion-option.js';

const maxValueLength = 120;

/** The part that was typed stands out. */
function highlighted(text: string, typed: string): unknown {
  const at = typed === '' ? -1 : text.toLowerCase().indexOf(typed.toLowerCase());
  if (at < 0) return renderText(text, maxValueLength);
  const end = at + typed.length;
  return html`${renderText(text.slice(0, at))}<b>${renderText(text.slice(at, end))}</b>${renderText(text.slice(end), maxValueLength)}`;
}

function optionTemplate(
  option: CompletionOption,
  index: number,
  completion: Offer,
  accept: (index: number) => void,
): TemplateResult {
  const typed = option.kind === 'attribute' || option.kind === 'value' ? completion.prefix : '';
  return html`<button
    type="button"
    tabindex="-1"
    id=${`option-${index}`}
    part="option"
    class=${index === completion.active ? 'option active' : 'option'}
    role="option"
    aria-selected=${index === completion.active}
    @mousedown=${(event: MouseEvent) => event.preventDefault()}
    @click=${() => accept(index)}
  >
    <span class="what mono value">${highlighted(option.text, typed)}</span>
    ${option.label ? html`<span class="label">${knownMessage(option.label)}</span>` : nothing}
    ${option.counted ? html`<span class="count">${countTemplate(option.counted.count, option.counted.certainty)}</span>` : nothing}
  </button>`;
}

function heading(completion: Offer): string {
  switch (completion.expects) {
    case 'operator':
      return msg('Operators');
    case 'value':
      return completion.counting ? msg('Values, counting\u2026') : msg('Values, with their activities in this window');
    case 'connective':
      return msg('And then');
    default:
      return msg('Attributes');
  }
}

/** What is in the list while it is open. */
export const suggestionsTemplate = (completion: Offer, accept: (index: number) => void): TemplateResult =>
  html`<div class="menu-heading" aria-hidden="true">${heading(completion)}</div>
    <div id="options" class="options" role="listbox" aria-label=${heading(completion)}>
      ${completion.options.map((option, index) => optionTemplate(option, index, completion, accept))}
    </div>`;
