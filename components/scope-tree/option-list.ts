import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';

export interface OptionListNames {
  /** Unique in the element: begins the ids. */
  readonly id: string;
  /** What the field says and is called. */
  readonly find: string;
  readonly list: string;
}

/** A search field over a list of options (ARIA combobox with a listbox that is always there). */
export class OptionList<Option> {
  readonly #host: ReactiveControllerHost;
  readonly #choose: (option: Option) => void;
  #search = '';
  #active = 0;

  constructor(host: ReactiveControllerHost, choose: (option: Option) => void) {
    this.#host = host;
    this.#choose = choose;
  }

  get search(): string {
    return this.#search;
  }

  reset(): void {
    this.#search = '';
    this.#active = 0;
    this.#host.requestUpdate();
  }

  /** `note` stands below, for what a list alone cannot say. */
  render(
    names: OptionListNames,
    options: readonly Option[],
    isChosen: (option: Option) => boolean,
    content: (option: Option) => unknown,
    note: string | typeof nothing,
  ): TemplateResult {
    const active = Math.min(this.#active, options.length - 1);
    return html`<div class="search">
        ${icon('search')}
        <input
          id=${`${names.id}-search`}
          part="field"
          class="input"
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls=${`${names.id}-options`}
          aria-activedescendant=${active >= 0 ? `${names.id}-${active}` : nothing}
          aria-label=${names.find}
          placeholder=${names.find}
          autocomplete="off"
          spellcheck="false"
          .value=${this.#search}
          @input=${this.#typed}
          @keydown=${(event: KeyboardEvent) => this.#keyDown(event, names.id, options)}
        />
      </div>
      <div id=${`${names.id}-options`} class="options" role="listbox" aria-label=${names.list} tabindex="-1">
        ${options.map(
          (option, index) =>
            html`<button
              type="button"
              tabindex="-1"
              id=${`${names.id}-${index}`}
              part="option"
              class=${index === active ? 'menu-item active' : 'menu-item'}
              role="option"
              aria-selected=${isChosen(option)}
              @click=${() => this.#choose(option)}
            >
              ${content(option)}
            </button>`,
        )}
      </div>
      <p class="note" role="status">${note}</p>`;
  }

  readonly #typed = ({ target }: InputEvent): void => {
    if (!(target instanceof HTMLInputElement)) return;
    this.#search = target.value;
    this.#active = 0;
    this.#host.requestUpdate();
  };

  #keyDown(event: KeyboardEvent, id: string, options: readonly Option[]): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    const active = Math.min(this.#active, options.length - 1);
    if (step !== 0 && options.length > 0) {
      event.preventDefault();
      this.#active = (active + step + options.length) % options.length;
      this.#host.requestUpdate();
      const field = event.currentTarget instanceof HTMLElement ? event.currentTarget : null;
      const root = field?.getRootNode();
      if (root instanceof ShadowRoot)
        root.getElementById(`${id}-${this.#active}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Enter') {
      event.preventDefault();
      const chosen = options[active];
      if (chosen !== undefined) this.#choose(chosen);
    }
  }
}
