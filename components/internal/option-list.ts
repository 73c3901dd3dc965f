import { css, html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icon } from './icons.js';
import { msg, str } from './localise.js';

export interface OptionListContent<Option> {
  /** What the field says and is called. */
  readonly find: string;
  /** What the list is called. */
  readonly list: string;
  readonly options: readonly Option[];
  readonly content: (option: Option) => unknown;
  /** Which one is in force, and has the tick. Without it the list is of things to add, and none has. */
  readonly isChosen?: (option: Option) => boolean;
  /** Said in place of options where there are none. */
  readonly none?: string;
}

/** More than that nobody reads through: a part of the name finds the rest. */
const mostShown = 60;

/**
 * A search field over a list of options (ARIA combobox with a listbox that is always there). The owner of the list finds the options for
 * `search`, best first, and is told which one was chosen, by pointer or by keys. Stands in a `.option-menu`.
 */
export class OptionList<Option> {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #id: string;
  readonly #choose: (option: Option) => void;
  #search = '';
  #active = 0;

  /** `id` is unique in the element and begins the ids in it: `<id>-search`, `<id>-options`, `<id>-0` … */
  constructor(host: ReactiveControllerHost & HTMLElement, id: string, choose: (option: Option) => void) {
    this.#host = host;
    this.#id = id;
    this.#choose = choose;
  }

  get search(): string {
    return this.#search;
  }

  /** As it is when it opens. */
  reset(): void {
    this.#searchFor('');
  }

  focus(): void {
    this.#find('search')?.focus();
  }

  render({ find, list, options, content, isChosen, none }: OptionListContent<Option>): TemplateResult {
    const id = this.#id;
    const shown = options.slice(0, mostShown);
    const rest = options.length - shown.length;
    const active = Math.min(this.#active, shown.length - 1);
    const more = rest > 0 ? msg(str`${rest} more: type a part of the name.`) : nothing;
    const note = shown.length === 0 ? (none ?? nothing) : more;
    return html`<div class="option-search">
        ${icon('search')}
        <input
          id=${`${id}-search`}
          part="field"
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls=${`${id}-options`}
          aria-activedescendant=${active >= 0 ? `${id}-${active}` : nothing}
          aria-label=${find}
          placeholder=${find}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#search}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => this.#keyDown(event, shown)}
        />
      </div>
      <div id=${`${id}-options`} class="options" role="listbox" aria-label=${list} tabindex="-1">
        ${shown.map((option, index) => {
          const chosen = isChosen?.(option) ?? false;
          return html`<button
            type="button"
            tabindex="-1"
            id=${`${id}-${index}`}
            part="option"
            class=${index === active ? 'menu-item active' : 'menu-item'}
            role="option"
            aria-selected=${chosen}
            @click=${() => this.#choose(option)}
          >
            ${isChosen ? html`<span class="option-tick">${chosen ? icon('check') : nothing}</span>` : nothing}
            ${content(option)}
          </button>`;
        })}
      </div>
      <p class="option-note" role="status">${note}</p>`;
  }

  #searchFor(text: string): void {
    this.#search = text;
    this.#active = 0;
    this.#host.requestUpdate();
  }

  readonly #typed = ({ target }: InputEvent): void => {
    if (target instanceof HTMLInputElement) this.#searchFor(target.value);
  };

  #keyDown(event: KeyboardEvent, shown: readonly Option[]): void {
    // Enter and the arrows belong to the input method while it offers its own words.
    if (event.isComposing) return;
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const active = Math.min(this.#active, shown.length - 1);
    if (step !== 0 && shown.length > 0) {
      event.preventDefault();
      this.#active = (active + step + shown.length) % shown.length;
      this.#host.requestUpdate();
      this.#find(this.#active)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = shown[active];
      if (chosen !== undefined) this.#choose(chosen);
    }
  }

  #find(what: 'search' | number): HTMLElement | null | undefined {
    return this.#host.shadowRoot?.getElementById(`${this.#id}-${what}`);
  }
}

export const optionListStyles = css`
  .option-menu {
    display: flex;
    flex-direction: column;
    width: min(340px, calc(100vw - 32px));
  }
  .option-search {
    position: relative;
    padding: var(--_space-2);
    border-block-end: 1px solid var(--_border);
  }
  .option-search .icon {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 16px;
    margin-block: auto;
    color: var(--_muted);
    pointer-events: none;
  }
  .option-search .input {
    width: 100%;
    padding-inline-start: 30px;
  }
  .options {
    max-height: min(360px, 50vh);
    overflow: auto;
    padding: var(--_space-1);
  }
  .options .menu-item.active {
    background: var(--_hover);
    box-shadow: inset calc(2px * var(--_inline)) 0 0 var(--_accent);
  }
  .options .menu-item[aria-selected='true']:not(.active, :hover) {
    background: none;
  }
  .option-tick {
    flex: none;
    width: 16px;
    color: var(--_accent);
  }
  .option-note {
    margin: 0;
    padding: var(--_space-2) var(--_space-3);
    color: var(--_muted);
    font-size: var(--_size-sm);
    line-height: var(--_leading-xs);
  }
  .option-note:empty {
    display: none;
  }
`;
