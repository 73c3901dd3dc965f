import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { attributeLabel } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { PopoverController } from '../internal/popover.js';
import { renderText } from '../internal/visible-text.js';
import type { BreakdownMenu, Choice } from './breakdown-menu.js';

/** The button that says by what the graph is broken down, and the list of attributes behind it. */
export class BreakdownPicker implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #choose: (attribute: Choice) => void;
  readonly #panel: PopoverController;
  readonly #part: Part<typeof import('./breakdown-menu.js')>;
  #menu: BreakdownMenu | null = null;
  #takesFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, choose: (attribute: Choice) => void) {
    this.#host = host;
    this.#choose = choose;
    this.#part = new Part(host, 'groups', () => import('./breakdown-menu.js')).prepareOnInterest();
    this.#panel = new PopoverController(host, {
      button: () => this.#find('#breakdown-button'),
      panel: () => this.#find('#breakdown-panel'),
      align: 'end',
      onToggle: (open) => {
        this.#takesFocus = open;
        this.#menu?.reset();
      },
    });
    host.addController(this);
  }

  hostUpdated(): void {
    const field = this.#takesFocus && this.#panel.open ? this.#find('#breakdown-search') : null;
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
        ${this.#panel.open ? this.#renderMenu(current) : nothing}
      </div>`;
  }

  #renderMenu(current: Choice): unknown {
    return this.#part.render(({ BreakdownMenu: Menu }) => {
      this.#menu ??= new Menu(this.#host, (choice) => {
        this.#panel.hide();
        this.#find('#breakdown-button')?.focus();
        this.#choose(choice);
      });
      return this.#menu.render(current);
    });
  }

  #find(selector: string): HTMLElement | null {
    return this.#host.shadowRoot?.querySelector<HTMLElement>(selector) ?? null;
  }
}
