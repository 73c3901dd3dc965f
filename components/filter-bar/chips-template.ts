import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { chipParts } from './chip-parts.js';

export interface ChipActions {
  readonly edit: (index: number) => void;
  readonly negate: (index: number) => void;
  readonly remove: (index: number) => void;
}

/** Longer values are cut; the tooltip and the text view have them whole. */
const maxValueLength = 64;

function chipTemplate(term: Filter, index: number, editing: boolean, actions: ChipActions): TemplateResult {
  const { text, negated, parts } = chipParts(term);
  const spoken = spokenText(text, 120);
  const turn = negated ? msg(str`Ask for instead: ${spoken}`) : msg(str`Leave out instead: ${spoken}`);
  const classes = `chip ${negated ? 'negated' : ''} ${editing ? 'editing' : ''}`;
  return html`<li class=${classes} data-index=${index}>
    <button type="button" class="turn" aria-label=${turn} title=${turn} @click=${() => actions.negate(index)}>
      ${icon(negated ? 'minus' : 'plus')}
    </button>
    <button type="button" class="term mono" title=${msg(str`Edit: ${spoken}`)} @click=${() => actions.edit(index)}>
      ${
        parts
          ? html`<span class="attribute">${renderText(parts.attribute, maxValueLength)}</span>
              <span class="operator">${parts.operator}</span>
              <span class="value">${renderText(parts.value, maxValueLength)}</span>`
          : html`<span class="value">${renderText(text, maxValueLength * 2)}</span>`
      }
    </button>
    <button
      type="button"
      class="remove"
      aria-label=${msg(str`Remove: ${spoken}`)}
      title=${msg('Remove')}
      @click=${() => actions.remove(index)}
    >
      ${icon('close')}
    </button>
  </li>`;
}

/** The conditions that all have to hold, each with its opposite and its end. */
export function chipsTemplate(terms: readonly Filter[], editing: number | null, actions: ChipActions): TemplateResult {
  return html`<ul class="chips" aria-label=${msg('Conditions')}>
    ${repeat(
      terms,
      (_, index) => index,
      (term, index) => chipTemplate(term, index, editing === index, actions),
    )}
  </ul>`;
}
