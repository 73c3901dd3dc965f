import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { IntrinsicAttribute, isKnownAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { attributeCandidates } from '../../src/model/filter/candidates.js';
import { attributeLabel, attributesLabelled } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import { renderText, spokenText } from '../internal/visible-text.js';

/** null: by data source, as it is without a breakdown. */
type Choice = string | null;

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

/** The button that says by what the graph is broken down, and the list of attributes behind it. */
export class BreakdownPicker implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #choose: (attribute: Choice) => void;
  readonly #panel: PopoverController;
  #search = '';
  #active = 0;
  #takesFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, choose: (attribute: Choice) => void) {
    this.#host = host;
    this.#choose = choose;
    this.#panel = new PopoverController(host, {
      button: () => this.#find('#breakdown-button'),
      panel: () => this.#find('#breakdown-panel'),
      align: 'end',
      onToggle: (open) => {
        this.#takesFocus = open;
        this.#searchFor('');
      },
    });
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#panel.open) return;
    // The list is drawn only while it is open: its size is known only now.
    this.#panel.place();
    const field = this.#takesFocus ? this.#find('#breakdown-search') : null;
    if (!field) return;
    this.#takesFocus = false;
    field.focus();
  }

  render(current: Choice): TemplateResult {
    const label = current === null ? msg('Data sources') : attributeLabel(current);
    return html`<button
        id="breakdown-button"
        type="button"
        part="button"
        class="button quiet small breakdown"
        aria-haspopup="dialog"
        aria-expanded=${this.#panel.open}
        title=${msg('A line for each of the most frequent values of an attribute')}
      >
        <span class="visually-hidden">${msg('Break down')}</span>
        <span class="by">${msg('by')}</span>
        <span class="label-text">${renderText(label, 40)}</span>
        ${icon('chevron-down')}
      </button>
      <div id="breakdown-panel" part="panel" class="popover" popover role="dialog" aria-label=${msg('Break down by')}>
        ${this.#panel.open ? this.#renderList(current) : nothing}
      </div>`;
  }

  #renderList(current: Choice): TemplateResult {
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

  #find(selector: string): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }

  #searchFor(text: string): void {
    this.#search = text;
    this.#active = 0;
    this.#host.requestUpdate();
  }

  #take(choice: Choice): void {
    this.#panel.hide();
    this.#find('#breakdown-button')?.focus();
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
