import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { findGrouping } from '../../src/model/groupings.js';
import { icon } from '../internal/icons.js';
import { LateMenu } from '../internal/late-menu.js';
import { msg, str } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { groupingChoices, type GroupingOptions } from './grouping-choices.js';
import { groupingLabel, levelsText } from './tree-labels.js';

/** The button that says how the tree is grouped, and the menu of groupings behind it. */
export class GroupingPicker {
  readonly #options: GroupingOptions;
  readonly #menu: LateMenu<typeof import('./grouping-menu.js')>;

  constructor(host: ReactiveControllerHost & HTMLElement, options: GroupingOptions) {
    this.#options = options;
    const find = (selector: string): HTMLElement | null | undefined => host.shadowRoot?.querySelector(selector);
    this.#menu = new LateMenu(host, {
      button: () => find('#grouping-button'),
      panel: () => find('#grouping-dialog'),
      part: new Part(host, 'groups', () => import('./grouping-menu.js')).prepareOnInterest(),
      create: ({ GroupingMenu }) =>
        new GroupingMenu(host, {
          ...options,
          find,
          choose: (attributes) => {
            this.#menu.hide();
            options.choose(attributes);
          },
        }),
    });
  }

  render(): TemplateResult {
    const grouping = this.#options.current();
    const choice = findGrouping(grouping, groupingChoices(this.#options.own()));
    const levels = levelsText(grouping);
    const label = choice ? groupingLabel(choice) : levels || msg('Choose a grouping');
    return html`<div class="grouping">
        <button
          id="grouping-button"
          type="button"
          part="button"
          class="button"
          aria-haspopup="dialog"
          aria-expanded=${this.#menu.open}
          aria-label=${msg(str`Grouping: ${label}`)}
          title=${levels}
        >
          ${icon('layers')}<span class="title">${label}</span>${icon('chevron-down')}
        </button>
      </div>
      <div id="grouping-dialog" part="panel" class="popover" popover role="dialog" aria-label=${msg('Grouping')}>
        ${this.#menu.render()}
      </div>`;
  }
}
