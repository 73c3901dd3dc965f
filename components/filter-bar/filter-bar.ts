import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { everything, type Filter } from '../../src/model/filter/ast.js';
import { conjuncts, negateTerm, toggleDisabled, withoutTerm } from '../../src/model/filter/edit.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { FilterStorage, SavedFilter } from '../../src/model/filter/saved-filter.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityFilterTextEvent, ActivityRangeEvent, ActivityTypesEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { popoverStyles } from '../internal/popover.js';
import { renderMissingProvider, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { badgeStyles } from '../internal/badge-styles.js';
import { tokens } from '../internal/tokens.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { namedValues } from './chip-parts.js';
import { ChipFocusController } from './chip-focus-controller.js';
import { chipStyles } from './chip-styles.js';
import { chipsTemplate } from './chips-template.js';
import { CompletionController } from './completion-controller.js';
import { DraftController, DraftMode } from './draft-controller.js';
import { FieldController } from './field-controller.js';
import { filterBarStyles } from './filter-bar-styles.js';
import type { FilterTools } from './filter-tools-part.js';
import { HistoryController } from './history-controller.js';
import { historyTemplate } from './history-template.js';
import { ListPlaceController } from './list-place-controller.js';
import { listStyles } from './list-styles.js';
import { messageTemplate } from './message-template.js';
import { SavedPanel } from './saved-panel.js';
import { SourcePicker } from './source-picker.js';
import { suggestionListTemplate } from './suggestion-list-template.js';
import { unreadParts, withUnread } from './unread-parts.js';

/**
 * The filter, as chips and as text: two views of one filter. Suggests attributes, operators and values with their counts; applies only what it
 * understood whole. Beside it the menu of data sources, and the way back through what was looked at.
 *
 * @element filter-bar
 * @fires activity-filter-text - The filter was changed; prevent it to act yourself.
 * @fires activity-history - The view before, or the next one, was asked for; prevent it to act yourself.
 * @fires activity-range - A saved filter was applied that holds a time window; prevent it to act yourself.
 * @fires activity-types - Data sources were chosen; prevent it to act yourself.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart field - Every field to type in, but for the filter itself, whose frame is `box`.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart badge - The name of a data source.
 * @csspart notice - A sentence about the state of things.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart chip - One condition of the filter.
 * @csspart box - The field of the filter with its conditions.
 */
export class FilterBarElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [
    tokens,
    buttonStyles,
    badgeStyles,
    popoverStyles,
    stateStyles,
    visibleTextStyles,
    chipStyles,
    listStyles,
    filterBarStyles,
  ];

  readonly #store = new StoreController(this, {
    storeChanged: () => {
      this.#draft.reset();
      this.#saved.storeChanged();
    },
    viewChanged: ({ previous, view }) => {
      if (previous.filterText === view.filterText) return;
      this.#draft.appliedChanged();
      this.#saved.used(view.filterText);
    },
  });
  readonly #history = new HistoryController(this, this.#store);
  readonly #tools: FilterTools = new Part(this, 'filters', () => import('./filter-tools.js')).prepareOnInterest();
  readonly #saved: SavedPanel = new SavedPanel(this, this.#tools, {
    storage: () => this.filterStorage,
    store: () => this.#store.store,
    apply: (filter) => this.#applySaved(filter),
  });
  readonly #draft: DraftController = new DraftController(this, {
    applied: () => ({
      text: this.#store.store?.view.filterText ?? '',
      filter: this.#filter,
      unread: this.#unread,
    }),
    apply: (filterText) => this.#apply(filterText),
  });
  readonly #completion = new CompletionController(this, this.#tools, {
    store: () => this.#store.store,
    filter: () => this.#draft.context,
    named: () => (this.#draft.adding ? namedValues(this.#draft.edited) : []),
  });
  readonly #chips = new ChipFocusController(this, {
    chips: () => this.chipList,
    field: () => this.field,
    negate: (index) => this.#change(index, negateTerm),
    toggle: (index) => this.#change(index, toggleDisabled),
    addValue: (index) => this.#addValue(index),
    remove: (index) => this.#remove(index),
  });
  readonly #field = new FieldController(this, {
    draft: this.#draft,
    completion: this.#completion,
    field: () => this.field,
    focusLastChip: () => this.#chips.focusLast(),
  });
  readonly #sources = new SourcePicker(this, this.#store, (types) => this.#choose(types));

  /** Comes before any provider. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** Leaves out the buttons for back and forward, where another element has them. */
  @property({ type: Boolean, attribute: 'no-history' }) noHistory = false;

  /** Where filters are kept under a name; null: in the browser's local storage, by backend, tenant and user, or in memory with the cache mode `memory`. */
  @property({ attribute: false }) filterStorage: FilterStorage | null = null;

  @query('.chips') private chipList!: HTMLElement | null;
  @query('.box') private box!: HTMLElement | null;
  @query('.field') private field!: HTMLInputElement | HTMLTextAreaElement | null;
  @query('#suggestions') private suggestions!: HTMLElement | null;

  constructor() {
    super();
    new ListPlaceController(this, {
      list: () => this.suggestions,
      box: () => this.box,
      field: () => this.field,
      open: () => this.#completion.open,
      close: () => this.#completion.close(),
    });
  }

  get #filter(): Filter {
    return this.#store.store?.parsed.filter ?? everything;
  }

  get #unread(): readonly string[] {
    const { store } = this.#store;
    return store ? unreadParts(store.view.filterText, store.parsed) : [];
  }

  protected override render(): TemplateResult {
    const { store, missing } = this.#store;
    if (missing) return renderMissingProvider(this.tagName);
    const { mode, problems } = this.#draft;
    const asText = mode === DraftMode.text;
    const anything = (store?.view.filterText ?? '') !== '' || this.#draft.text !== '';
    return html`<search aria-label=${msg('Filter')}>
      <div class="bar" @focusout=${this.#field.focusOut} @keydown=${this.#keyDown}>
        <div part="box" class=${problems.length > 0 ? 'box wrong' : 'box'} @pointerdown=${this.#field.boxPressed}>
          <span class="lead">${icon('filter')}</span>
          <div class="content" @keydown=${this.#chips.keyDown} @focusin=${this.#chips.focusIn}>
            ${asText ? nothing : this.#renderChips()} ${this.#field.render(conjuncts(this.#filter).length > 0)}
          </div>
          ${
            anything
              ? html`<button
                  type="button"
                  part="button"
                  class="icon-button"
                  aria-label=${msg('Remove the whole filter')}
                  title=${msg('Remove the whole filter')}
                  @click=${this.#clear}
                >
                  ${icon('close')}
                </button>`
              : nothing
          }
          <button
            type="button"
            part="button"
            class="icon-button"
            aria-pressed=${asText}
            aria-label=${msg('Edit as text')}
            title=${msg('Edit as text')}
            @click=${() => this.#setMode(asText ? DraftMode.chips : DraftMode.text)}
          >
            ${icon('terminal')}
          </button>
        </div>
        ${this.#renderActions(store)}
      </div>
      ${messageTemplate(this.#draft, store, () => this.#setMode(DraftMode.text))}
      ${suggestionListTemplate(this.#completion, this.#tools, (index) => this.#field.accept(index))}
    </search>`;
  }

  #renderChips(): TemplateResult | typeof nothing {
    return chipsTemplate([...conjuncts(this.#filter), ...this.#unread], this.#draft.editing, {
      edit: (index) => {
        this.#draft.edit(index);
        this.#field.focusEnd();
      },
      negate: (index) => this.#change(index, negateTerm),
      toggle: (index) => this.#change(index, toggleDisabled),
      addValue: (index) => this.#addValue(index),
      remove: (index) => {
        this.#remove(index);
        this.#field.focusEnd();
      },
    });
  }

  /** What could not be read can be removed, and nothing else. */
  #remove(index: number): void {
    const at = index - conjuncts(this.#filter).length;
    if (at < 0) this.#change(index, withoutTerm);
    else this.#apply(withUnread(printFilter(this.#filter), this.#unread.toSpliced(at, 1)));
  }

  #change(index: number, change: (filter: Filter, index: number) => Filter): void {
    if (index < conjuncts(this.#filter).length)
      this.#apply(withUnread(printFilter(change(this.#filter, index)), this.#unread));
  }

  #addValue(index: number): void {
    const caret = this.#draft.addValue(index);
    if (caret !== null) void this.#field.continueAt(caret);
  }

  #renderActions(store: ActivityStore | null): TemplateResult {
    return html`<div class="actions">
      ${this.noHistory ? nothing : historyTemplate(store, this.#history)} ${this.#saved.render()}
      ${this.#sources.render(store?.view.types ?? activityTypes)}
    </div>`;
  }

  #apply(filterText: string): void {
    if (this.dispatchEvent(new ActivityFilterTextEvent(filterText))) this.#store.store?.setView({ filterText });
  }

  /** One step of the history, of the parts that no host takes over. */
  #applySaved({ filterText, types, window }: SavedFilter): void {
    const live = window ? window.kind === 'relative' : false;
    const change = {
      ...(this.dispatchEvent(new ActivityFilterTextEvent(filterText)) && { filterText }),
      ...(this.dispatchEvent(new ActivityTypesEvent(types)) && { types }),
      ...(window && this.dispatchEvent(new ActivityRangeEvent(window)) && { window, live }),
    };
    if (Object.keys(change).length > 0) this.#store.store?.setView(change);
  }

  /** Undo and redo of the view; text that is being typed has its own. */
  readonly #keyDown = (event: KeyboardEvent): void => {
    const target = event.composedPath()[0];
    const typing = target instanceof HTMLElement && target.matches('input, textarea');
    if (typing && (target !== this.field || this.#draft.dirty)) return;
    if (this.#history.key(event)) event.preventDefault();
  };

  #choose(types: readonly ActivityType[]): void {
    if (this.dispatchEvent(new ActivityTypesEvent(types))) this.#store.store?.setView({ types });
  }

  #setMode(mode: DraftMode): void {
    this.#completion.close();
    this.#draft.setMode(mode);
    this.#field.focusEnd();
  }

  readonly #clear = (): void => {
    this.#draft.reset();
    if (this.#draft.mode === DraftMode.text) this.#draft.type('');
    if (this.#store.store?.view.filterText) this.#apply('');
    this.#field.focusEnd();
  };
}
