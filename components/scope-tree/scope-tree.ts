import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { GroupingChoice } from '../../src/model/groupings.js';
import type { Answer, Scope, Tree } from '../../src/model/query.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { AnswerTask } from '../internal/answer-task.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityScopeEvent } from '../internal/events.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { popoverStyles } from '../internal/popover.js';
import { renderError, renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { densityStyles } from '../internal/density-styles.js';
import { tokens } from '../internal/tokens.js';
import { requestFilter, valueChipStyles, valueState } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { presentAttributes } from './present-attributes.js';
import { GroupingPicker } from './grouping-picker.js';
import { renderLine, type LineContext } from './line-template.js';
import { LinesController } from './lines-controller.js';
import { renderTrail } from './scope-trail.js';
import { scopeTreeStyles } from './scope-tree-styles.js';
import { ActivityGroupingEvent } from './tree-events.js';
import { keyInTree, rootKey, scopeOf, type TreeLine } from './tree-lines.js';
import { renderEmptyTree, renderFoot, renderUnknownTree, renderWaitingFoot, renderWaitingTree } from './tree-states.js';
import { renderTools } from './tree-tools.js';
import { TreeKeys } from './tree-keys.js';

export { ActivityGroupingEvent } from './tree-events.js';

interface Counted {
  readonly answer: Answer;
  readonly tree: Tree;
}

/**
 * The entities of the window, grouped by attributes, with their numbers of activities under the filter. Choosing one makes it the scope of
 * everything else; the numbers of the others stay.
 *
 * @element scope-tree
 * @fires activity-scope - An entity was chosen, or left; prevent it to act yourself.
 * @fires activity-grouping - A grouping was chosen; prevent it to act yourself.
 * @fires activity-filter - A + or − was pressed at an entity; prevent it to filter yourself.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart field - Every field to type in.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart row - One row.
 * @csspart foot - The line at the bottom.
 */
export class ScopeTreeElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [
    tokens,
    densityStyles,
    buttonStyles,
    popoverStyles,
    stateStyles,
    visibleTextStyles,
    valueChipStyles,
    scopeTreeStyles,
  ];

  readonly #stores = new StoreController(this, {
    storeChanged: () => this.#lines.forget(),
    viewChanged: ({ previous, view }) => {
      if (previous.scope !== view.scope) this.#lines.goToScope();
    },
  });
  readonly #task = new AnswerTask<Counted>(this, this.#stores, {
    ask: async (store, signal) => {
      const attributes = store.view.grouping;
      const answer = await store.ask({ tree: { attributes } }, { signal });
      return { answer, tree: answer.tree ?? { attributes, roots: [], total: 0 } };
    },
    args: (store) => [JSON.stringify(store.view.grouping)],
    isEmpty: ({ tree }) => tree.roots.length === 0,
    coverage: ({ answer }) => answer.coverage,
    rank: 1,
  });
  readonly #lines = new LinesController(this, {
    tree: () => this.#task.value?.tree ?? null,
    scope: () => this.#stores.store?.view.scope ?? [],
    container: () => this.container,
    probe: () => this.probe,
  });
  readonly #keys = new TreeKeys({
    lines: () => this.#lines.lines,
    activeAt: () => this.#lines.activeAt,
    pageLines: () => this.#lines.window.pageLines,
    activate: (line) => this.#lines.activate(line),
    setOpen: (lines, open) => this.#lines.setOpen(lines, open),
    choose: (line) => this.#choose(line),
    filter: (line, negated) => this.#filter(line, negated),
    leaveScope: () => this.#leaveScope(),
  });
  readonly #grouping = new GroupingPicker(this, {
    own: () => this.groupings,
    current: () => this.#stores.store?.view.grouping ?? [],
    present: () => presentAttributes(this.#stores.store),
    choose: (attributes) => this.#group(attributes),
  });

  @query('[role="tree"]') private container!: HTMLElement | null;
  @query('.probe') private probe!: HTMLElement | null;

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;
  /** Groupings of the host's own, offered before the usual ones. */
  @property({ attribute: false }) groupings: readonly GroupingChoice[] = [];

  protected override async scheduleUpdate(): Promise<void> {
    await this.#task.untilTurn(this.#lines.window.measure);
    void super.scheduleUpdate();
  }

  protected override render(): TemplateResult {
    const { store, missing } = this.#stores;
    if (!store) return html`${missing ? renderMissingProvider(this.localName) : nothing}`;
    const { state, value, outdated } = this.#task;
    return html`
      ${this.#grouping.render()}
      ${renderTools({
        search: this.#lines.search,
        sort: this.#lines.sort,
        searchFor: (text) => this.#lines.searchFor(text),
        sortBy: (sort) => this.#lines.sortBy(sort),
        toTree: () => this.#toTree(),
      })}
      ${renderTrail(store.view.scope, (scope) => this.#scopeTo(scope))}
      <div class="body">
        ${renderProgress(state === 'pending' && (outdated || !value))} ${this.#renderBody(store)}
        <div class="probe" aria-hidden="true"></div>
      </div>
      ${value ? renderFoot(value.tree, value.answer.coverage, this.#lines.found) : this.#task.waiting ? renderWaitingFoot(store) : nothing}
    `;
  }

  /** While pending, the last answer stays where there is one. */
  #renderBody(store: ActivityStore): unknown {
    const { error, value, waiting } = this.#task;
    if (error) return this.#task.tells(error) ? renderError(error, this.#task.retry) : renderUnknownTree();
    if (!value) return waiting ? renderWaitingTree() : nothing;
    return value.tree.roots.length === 0
      ? renderEmptyTree(store, value.answer.coverage)
      : this.#renderTree(store, value);
  }

  #renderTree(store: ActivityStore, { answer, tree }: Counted): TemplateResult {
    const { lines, activeAt, window, actingKey, isReading } = this.#lines;
    const { linePx } = window;
    const context: LineContext = {
      certainty: answer.coverage.certainty,
      total: tree.total,
      linePx,
      search: this.#lines.search,
      activeKey: lines[activeAt]?.key ?? rootKey,
      actingKey,
      scopeKey: keyInTree(store.view.scope, tree.attributes),
      state: ({ attribute, value }) => (attribute === null ? 'none' : valueState(store, attribute, value)),
      filter: (line, negated) => this.#filter(line, negated),
    };
    return html`<div
      class=${this.#task.outdated ? 'tree pending' : 'tree'}
      role="tree"
      tabindex="0"
      aria-label=${msg('Entities')}
      aria-keyshortcuts="+ -"
      aria-busy=${this.#task.state === 'pending'}
      aria-activedescendant=${`line-${activeAt}`}
      ?data-reading=${isReading}
      @scroll=${window.scrolled}
      @keydown=${this.#keys.keyDown}
      @click=${this.#clicked}
      @mousedown=${this.#pressed}
      @focusin=${this.#lines.focused}
      @focusout=${this.#lines.blurred}
      @pointerover=${this.#lines.pointedAt}
      @pointerleave=${this.#lines.pointerLeft}
    >
      <div class="lines" role="none" .style=${`block-size:${lines.length * linePx}px`}>
        ${repeat(
          this.#lines.drawn(),
          (index) => lines[index]?.key,
          (index) => {
            const line = lines[index];
            return line ? renderLine(line, index, context) : nothing;
          },
        )}
      </div>
    </div>`;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const line = this.#lines.lineAt(event.target);
    if (!line) return;
    this.#lines.activate(line);
    if (event.target instanceof Element && event.target.closest('.twist') && line.expandable)
      this.#lines.setOpen([line], !line.expanded);
    else this.#choose(line);
  };

  /** A button that goes away with the pointer must not take the focus with it. */
  readonly #pressed = (event: MouseEvent): void => {
    if (event.target instanceof Element && event.target.closest('.value-actions')) event.preventDefault();
  };

  /** The chosen one again: everything. */
  #choose(line: TreeLine): void {
    const store = this.#stores.store;
    const tree = this.#task.value?.tree;
    if (!store || !tree) return;
    const chosen = keyInTree(store.view.scope, tree.attributes) === line.key;
    if (chosen && line.key === rootKey) return;
    this.#scopeTo(chosen ? [] : scopeOf(line));
  }

  #scopeTo(scope: Scope): void {
    if (this.dispatchEvent(new ActivityScopeEvent(scope))) this.#stores.store?.setView({ scope });
  }

  #leaveScope(): boolean {
    if (!this.#stores.store?.view.scope.length) return false;
    this.#scopeTo([]);
    return true;
  }

  #filter({ attribute, value }: TreeLine, negated: boolean): void {
    if (attribute !== null) requestFilter(this, this.#stores.store, attribute, value, negated);
  }

  #group(attributes: readonly string[]): void {
    if (this.dispatchEvent(new ActivityGroupingEvent(attributes)))
      this.#stores.store?.setView({ grouping: attributes });
  }

  #toTree(): void {
    const first = this.#lines.lines.find((line) => line.found);
    if (first) this.#lines.activate(first);
    this.container?.focus();
  }
}
