import { html, nothing, type TemplateResult } from 'lit';
import type { Filter } from '../../src/model/filter/ast.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { chipParts, takesValues } from './chip-parts.js';

export interface ChipActions {
  readonly edit: (index: number) => void;
  readonly negate: (index: number) => void;
  readonly toggle: (index: number) => void;
  readonly addValue: (index: number) => void;
  readonly remove: (index: number) => void;
}

/** Longer values are cut; the tooltip and the text view have them whole. */
const maxValueLength = 64;

const unread = { negated: false, disabled: false, parts: null };

const cell = (content: TemplateResult | typeof nothing): TemplateResult | typeof nothing =>
  content === nothing ? nothing : html`<span role="gridcell">${content}</span>`;

/** A text is a condition that could not be read: it has no effect, and is there to be mended or removed. */
function chipTemplate(term: Filter | string, index: number, editing: boolean, actions: ChipActions): TemplateResult {
  const read = typeof term === 'string' ? null : term;
  const { text, negated, disabled, parts } = typeof term === 'string' ? { ...unread, text: term } : chipParts(term);
  const spoken = spokenText(text, 120);
  const turn = negated ? msg(str`Ask for instead: ${spoken}`) : msg(str`Leave out instead: ${spoken}`);
  const edit = disabled ? msg(str`Edit, switched off: ${spoken}`) : msg(str`Edit: ${spoken}`);
  const another = msg(str`Or another value: ${spoken}`);
  const classes = `chip ${negated ? 'negated' : ''} ${disabled ? 'disabled' : ''} ${editing ? 'editing' : ''} ${read ? '' : 'unread'}`;
  return html`<div part="chip" class=${classes} role="row" data-index=${index}>
    ${cell(
      read
        ? html`<button
            type="button"
            class="turn"
            aria-label=${turn}
            title=${`${turn} (N)`}
            @click=${() => actions.negate(index)}
          >
            ${icon(negated ? 'minus' : 'plus')}
          </button>`
        : icon('warning'),
    )}
    ${cell(
      html`<button
        type="button"
        class="term mono"
        title=${edit}
        aria-describedby=${read ? nothing : 'unread'}
        @click=${() => actions.edit(index)}
      >
        ${
          parts
            ? html`<span class="attribute">${renderText(parts.attribute, maxValueLength)}</span>
                <span class="operator">${parts.operator}</span>
                <span class="value">${renderText(parts.value, maxValueLength)}</span>`
            : html`<span class="value">${renderText(text, maxValueLength * 2)}</span>`
        }
        ${disabled ? html`<span class="visually-hidden">${msg('(switched off)')}</span>` : nothing}
      </button>`,
    )}
    ${cell(
      read && takesValues(read)
        ? html`<button
            type="button"
            class="another"
            aria-label=${another}
            title=${`${another} (O)`}
            @click=${() => actions.addValue(index)}
          >
            ${msg('or')}
          </button>`
        : nothing,
    )}
    ${cell(
      read
        ? html`<button
            type="button"
            class="toggle"
            role="switch"
            aria-checked=${!disabled}
            aria-label=${msg(str`In effect: ${spoken}`)}
            title=${disabled ? msg('Switch on again (D)') : msg('Switch off without removing (D)')}
            @click=${() => actions.toggle(index)}
          >
            <span class="track"></span>
          </button>`
        : nothing,
    )}
    ${cell(
      html`<button
        type="button"
        class="remove"
        aria-label=${msg(str`Remove: ${spoken}`)}
        title=${msg('Remove (Delete)')}
        @click=${() => actions.remove(index)}
      >
        ${icon('close')}
      </button>`,
    )}
  </div>`;
}

/** The conditions that all have to hold: a grid with a row for each, as far as keys and screen readers are concerned. */
export function chipsTemplate(
  terms: readonly (Filter | string)[],
  editing: number | null,
  actions: ChipActions,
): TemplateResult | typeof nothing {
  if (terms.length === 0) return nothing;
  return html`<div class="chips" role="grid" aria-label=${msg('Conditions')}>
    ${terms.map((term, index) => chipTemplate(term, index, editing === index, actions))}
  </div>`;
}
