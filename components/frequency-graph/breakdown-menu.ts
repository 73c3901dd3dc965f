import { css, html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { IntrinsicAttribute, isKnownAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { attributeCandidates } from '../../src/model/filter/candidates.js';
import { attributeLabel, attributesLabelled } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';

export const styles = [
  css`
    .picker {
      display: flex;
      flex-direction: column;
      width: 340px;
      max-width: calc(100vw - 18px);
      max-height: 340px;
    }
    .picker .search {
      display: flex;
      align-items: center;
      gap: var(--_space-mid);
      padding: var(--_space-2);
      border-bottom: 1px solid var(--_border);
      color: var(--_muted);
    }
    .picker .input {
      flex: 1;
    }
    .picker .options {
      overflow: auto;
      padding: var(--_space-1);
    }
    .picker .menu-item.active {
      background: var(--_hover);
    }
    .picker .tick {
      flex: none;
      width: 16px;
      color: var(--_accent);
    }
    .picker .key {
      overflow: hidden;
      margin-inline-start: auto;
      color: var(--_muted);
      font-size: var(--_size-xs);
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .picker .menu-item .name {
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

/** The list of attributes to break the graph down by, and the field that finds one. */
export class BreakdownMenu {
  readonly #host: ReactiveControllerHost;
  readonly #choose: (attribute: Choice) => void;
  #search = '';
  #active = 0;

  constructor(host: ReactiveControllerHost, choose: (attribute: Choice) => void) {
    this.#host = host;
    this.#choose = choose;
  }

  /** As it is when it opens. */
  reset(): void {
    this.#searchFor('');
  }

  render(current: Choice): TemplateResult {
    const shown = choices(this.#search);
    const active = Math.min(this.#active, shown.length - 1);
    return html`<div class="picker">
      <div class="search">
        ${icon('search')}
        <input
          id="breakdown-search"
          part="field"
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls="breakdowns"
          aria-activedescendant=${active >= 0 ? `breakdown-${active}` : nothing}
          aria-label=${msg('Find an attribute')}
          placeholder=${msg('Find an attribute')}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#search}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => this.#keyDown(event, shown)}
        />
      </div>
      <div id="breakdowns" class="options" role="listbox" aria-label=${msg('Break down by')} tabindex="-1">
        ${shown.map((choice, index) => this.#option(choice, index, index === active, choice === current))}
      </div>
    </div>`;
  }

  #option(choice: Choice, index: number, active: boolean, current: boolean): TemplateResult {
    const isOwn = choice !== null && !isKnownAttribute(choice);
    const label =
      choice === null
        ? msg('Data sources')
        : isOwn
          ? msg(str`Attribute ${spokenText(choice, 60)}`)
          : attributeLabel(choice);
    return html`<button
      type="button"
      tabindex="-1"
      id=${`breakdown-${index}`}
      part="option"
      class=${active ? 'menu-item active' : 'menu-item'}
      role="option"
      aria-selected=${current}
      @click=${() => this.#take(choice)}
    >
      <span class="tick">${current ? icon('check') : nothing}</span>
      <span class="name">${label}</span>
      ${choice === null || label === choice || isOwn ? nothing : html`<span class="key mono">${renderText(choice, 60)}</span>`}
    </button>`;
  }

  #searchFor(text: string): void {
    this.#search = text;
    this.#active = 0;
    this.#host.requestUpdate();
  }

  #take(choice: Choice): void {
    this.#choose(choice === null ? null : resolveAttribute(choice));
  }

  readonly #typed = ({ target }: InputEvent): void => {
    if (target instanceof HTMLInputElement) this.#searchFor(target.value);
  };

  #keyDown(event: KeyboardEvent, shown: readonly Choice[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const active = Math.min(this.#active, shown.length - 1);
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      this.#active = (active + step + shown.length) % shown.length;
      this.#host.requestUpdate();
      const picker = event.currentTarget instanceof HTMLElement ? event.currentTarget.closest('.picker') : null;
      picker?.querySelector(`#breakdown-${this.#active}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = shown[active];
      if (chosen !== undefined) this.#take(chosen);
    }
  }
}
