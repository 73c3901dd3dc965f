import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { attributeLabel } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { LateMenu } from '../internal/late-menu.js';
import { msg } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { renderText } from '../internal/visible-text.js';
import type { Choice } from './breakdown-menu.js';

/** The button that says by what the graph is broken down, and the list of attributes behind it. */
export class BreakdownPicker {
  readonly #current: () => Choice;
  readonly #menu: LateMenu<typeof import('./breakdown-menu.js')>;

  constructor(host: ReactiveControllerHost & HTMLElement, current: () => Choice, choose: (attribute: Choice) => void) {
    this.#current = current;
    const find = (selector: string): HTMLElement | null | undefined => host.shadowRoot?.querySelector(selector);
    this.#menu = new LateMenu(host, {
      button: () => find('#breakdown-button'),
      panel: () => find('#breakdown-panel'),
      align: 'end',
      part: new Part(host, 'groups', () => import('./breakdown-menu.js')).prepareOnInterest(),
      create: ({ BreakdownMenu }) =>
        new BreakdownMenu(host, current, (choice) => {
          this.#menu.hide();
          find('#breakdown-button')?.focus();
          choose(choice);
        }),
    });
  }

  render(): TemplateResult {
    const current = this.#current();
    const label = current === null ? msg('Data sources') : attributeLabel(current);
    return html`<button
        id="breakdown-button"
        type="button"
        part="button"
        class="button quiet small breakdown"
        aria-haspopup="dialog"
        aria-expanded=${this.#menu.open}
        title=${msg('A line for each of the most frequent values of an attribute')}
      >
        <span class="visually-hidden">${msg('Break down')}</span>
        <span class="by">${msg('by')}</span>
        <span class="label-text">${renderText(label, 40)}</span>
        ${icon('chevron-down')}
      </button>
      <div id="breakdown-panel" part="panel" class="popover" popover role="dialog" aria-label=${msg('Break down by')}>
        ${this.#menu.render()}
      </div>`;
  }
}
