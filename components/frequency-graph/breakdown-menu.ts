import { css, html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { IntrinsicAttribute, isKnownAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { attributeCandidates } from '../../src/model/filter/candidates.js';
import { attributeLabel, attributesLabelled } from '../internal/attribute-label.js';
import type { Menu } from '../internal/late-menu.js';
import { msg, str } from '../internal/localise.js';
import { OptionList, optionListStyles } from '../internal/option-list.js';
import { renderText, spokenText } from '../internal/visible-text.js';

export const styles = [
  optionListStyles,
  css`
    .options .key {
      overflow: hidden;
      margin-inline-start: auto;
      color: var(--_muted);
      font-size: var(--_size-xs);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .options .name {
      flex: none;
    }
  `,
];

/** null: by data source, as it is without a breakdown. */
export type Choice = string | null;

const intrinsic: readonly string[] = Object.values(IntrinsicAttribute);

/** By data source first, then the attributes whose name holds what was typed; last what was typed itself, for attributes that nobody told us of. */
function choices(search: string): readonly Choice[] {
  const typed = search.trim();
  const sources = msg('Data sources').toLowerCase();
  const named = [
    ...attributeCandidates(typed, []).map(({ text }) => text),
    ...attributesLabelled(typed).map(({ name }) => name),
  ];
  const known = [...new Set(named)].filter((name) => !intrinsic.includes(name));
  const own = typed !== '' && !isKnownAttribute(typed) ? [typed] : [];
  return [...(sources.includes(typed.toLowerCase()) ? [null] : []), ...known, ...own];
}

function renderChoice(choice: Choice): TemplateResult {
  if (choice === null) return html`<span class="name">${msg('Data sources')}</span>`;
  if (!isKnownAttribute(choice))
    return html`<span class="name">${msg(str`Attribute ${spokenText(choice, 60)}`)}</span>`;
  const label = attributeLabel(choice);
  return html`<span class="name">${label}</span>${
      label === choice ? nothing : html`<span class="key mono">${renderText(choice, 60)}</span>`
    }`;
}

/** The list of attributes to break the graph down by. */
export class BreakdownMenu implements Menu {
  readonly #current: () => Choice;
  readonly #list: OptionList<Choice>;

  constructor(host: ReactiveControllerHost & HTMLElement, current: () => Choice, choose: (attribute: Choice) => void) {
    this.#current = current;
    this.#list = new OptionList(host, 'breakdown', (choice) =>
      choose(choice === null ? null : resolveAttribute(choice)),
    );
  }

  reset(): void {
    this.#list.reset();
  }

  focus(): void {
    this.#list.focus();
  }

  render(): TemplateResult {
    const current = this.#current();
    return html`<div class="option-menu">
      ${this.#list.render({
        find: msg('Find an attribute'),
        list: msg('Break down by'),
        options: choices(this.#list.search),
        isChosen: (choice) => choice === current,
        content: renderChoice,
      })}
    </div>`;
  }
}
