import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { findGrouping, type GroupingChoice } from '../../src/model/groupings.js';
import { icon } from '../internal/icons.js';
import type { Menu } from '../internal/late-menu.js';
import { msg } from '../internal/localise.js';
import { OptionList, optionListStyles } from '../internal/option-list.js';
import { spokenText } from '../internal/visible-text.js';
import { groupingChoices, type GroupingOptions } from './grouping-choices.js';
import { GroupingEditor } from './grouping-editor.js';
import { groupingMenuStyles } from './grouping-menu-styles.js';
import { groupingLabel, levelsText } from './tree-labels.js';

export const styles = [optionListStyles, groupingMenuStyles];

export interface GroupingMenuOptions extends GroupingOptions {
  readonly find: (selector: string) => HTMLElement | null | undefined;
}

/** The groupings to choose from, and the way to one of the person's own. */
export class GroupingMenu implements Menu {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: GroupingMenuOptions;
  readonly #list: OptionList<GroupingChoice>;
  readonly #editor: GroupingEditor;
  #editing = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: GroupingMenuOptions) {
    this.#host = host;
    this.#options = options;
    this.#list = new OptionList(host, 'groupings', ({ attributes }) => options.choose(attributes));
    this.#editor = new GroupingEditor(host, {
      apply: options.choose,
      cancel: () => this.#show(false),
      find: options.find,
      present: options.present,
    });
  }

  /** As it is when it opens. */
  reset(): void {
    this.#list.reset();
    this.#editing = false;
    this.#host.requestUpdate();
  }

  /** The field that takes the focus. */
  focus(): void {
    (this.#editing ? this.#editor : this.#list).focus();
  }

  render(): TemplateResult {
    return html`<div class="option-menu">${this.#editing ? this.#editor.render() : this.#renderList()}</div>`;
  }

  #renderList(): TemplateResult {
    const current = this.#options.current();
    const wanted = this.#list.search.trim().toLowerCase();
    const shown = groupingChoices(this.#options.own()).filter((choice) =>
      `${groupingLabel(choice)} ${levelsText(choice.attributes)}`.toLowerCase().includes(wanted),
    );
    const chosen = findGrouping(current, shown);
    return html`${this.#list.render({
        find: msg('Find a grouping'),
        list: msg('Groupings'),
        options: shown,
        isChosen: (choice) => choice === chosen,
        content: (choice) =>
          html`<span class="words"
            ><span class="title">${spokenText(groupingLabel(choice), 80)}</span
            ><span class="levels">${levelsText(choice.attributes)}</span></span
          >`,
        none: msg('No grouping has such a name.'),
      })}
      <div class="menu-foot">
        <button type="button" part="button" class="button small" @click=${() => this.#show(true)}>
          ${icon('layers')}${msg('Custom grouping…')}
        </button>
      </div>`;
  }

  #show(editing: boolean): void {
    this.#editing = editing;
    if (editing) this.#editor.begin(this.#options.current());
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => this.focus());
  }
}
