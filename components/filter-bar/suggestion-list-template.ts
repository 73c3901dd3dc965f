import { html, nothing, type TemplateResult } from 'lit';
import { plural, str } from '../internal/localise.js';
import type { CompletionController } from './completion-controller.js';
import type { FilterTools } from './filter-tools-part.js';

export function suggestionListTemplate(
  completion: CompletionController,
  tools: FilterTools,
  accept: (index: number) => void,
): TemplateResult {
  const { options, open } = completion;
  return html`<div id="suggestions" part="panel" class="popover suggestions" popover="manual">
      ${open ? tools.render(({ suggestionsTemplate }) => suggestionsTemplate(completion, accept)) : nothing}
    </div>
    <span class="visually-hidden" role="status"
      >${open ? plural(options.length, '1 suggestion', str`${options.length} suggestions`) : nothing}</span
    >`;
}
