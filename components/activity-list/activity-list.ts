import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { zoneLabel } from '../../src/format/time-zone.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { classNames } from '../internal/class-names.js';
import { ActivityLiveEvent } from '../internal/events.js';
import { localized } from '../internal/language-controller.js';
import { msg, uiLocale } from '../internal/localise.js';
import { Part } from '../internal/part.js';
import { renderMissingProvider } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { ClipboardController } from './clipboard-controller.js';
import { ColumnsController } from './columns-controller.js';
import { edgeLines, type EdgeLines } from './edge-lines.js';
import { GridNavigation } from './grid-navigation.js';
import { datesOf, gridClass, renderHead, renderLines, timeInSight } from './grid-template.js';
import type { Columns } from './line-values.js';
import { countsSeconds, renderCount, renderNotices } from './list-header.js';
import { LateTools } from './late-tools.js';
import { ListToolbar } from './list-toolbar.js';
import { allListStyles } from './all-list-styles.js';
import { renderCover, renderNewer, renderWaiting } from './over-rows.js';
import { ProblemsPanel } from './problems-panel.js';
import { RevealController } from './reveal-controller.js';
import { RowCommands } from './row-commands.js';
import { RowInteraction } from './row-interaction.js';
import { RowSlots } from './row-slots.js';
import { RowScroller } from './row-scroller.js';
import { columnCount, renderPlaceholder, type RowContext } from './row-template.js';
import { RowsController, type RowAnchor } from './rows-controller.js';
import { SpokenCount } from './spoken-count.js';
import { SecondsController } from './seconds-controller.js';
import { ViewportController } from './viewport-controller.js';
import type { ListTools } from './tools-part.js';
import { ValueOverlay } from './value-overlay.js';

/**
 * The activities of the view, newest first, from a handful to ten million: only the rows on the screen exist, and only the pages around them
 * are asked for. While the person stands at the top, new rows appear there; below, nothing moves and a button counts what is new. Repeats can
 * be folded, attributes shown as columns, text found in all rows, any time gone to, and the surroundings of one activity looked at.
 *
 * @element activity-list
 * @fires activity-select - A row was opened; prevent it to show the details yourself.
 * @fires activity-filter - A + or − was pressed at a value, or all like a row were left out; prevent it to filter yourself.
 * @fires activity-trace - The trace of a kube exec, or who is behind another activity, was asked for; prevent it to show it yourself.
 * @fires activity-range - Newer or older activities than the window's were asked for; prevent it to load them yourself.
 * @fires activity-context - What happened around a row was asked for, or (null) the view before that; prevent it to act yourself.
 * @fires activity-fold - Another way to fold repeats was chosen; prevent it to act yourself.
 * @fires activity-columns - Columns were chosen; prevent it to act yourself.
 * @fires activity-filter-text - Where nothing matches, the filter was to be cleared; prevent it to keep it.
 * @fires activity-scope - With it, the chosen entity was to be left; prevent it to keep it.
 * @fires activity-types - With it, all data sources were to be shown; prevent it to keep the chosen ones.
 * @fires activity-live - The person asked for what is new while the view was paused.
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart choices - A row of buttons of which one is pressed.
 * @csspart field - Every field to type in.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart badge - The name of a data source.
 * @csspart notice - A sentence about the state of things.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart head - The names of the columns.
 * @csspart row - One row.
 * @csspart summary - What is said above the rows.
 */
export class ActivityListElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = allListStyles;

  readonly #scroller = new RowScroller();
  readonly #stores = new StoreController(this);
  readonly #rows = new RowsController(this, this.#stores, {
    anchor: () => this.#anchor(),
    onShift: (rows) => this.#shift(rows),
    onNewQuestion: () => {
      this.#grid.forget();
      this.#tools.now?.menu.hide();
      this.#scroller.moveTo(0);
    },
  });
  readonly #viewport: ViewportController = new ViewportController(this, this.#scroller, {
    total: () => this.#rows.total,
    moved: () => {
      this.#overlay.hide();
      this.#readingChanged();
    },
  });
  readonly #overlay = new ValueOverlay(
    this,
    () => this.#viewport.frame,
    () => this.#readingChanged(),
  );
  readonly #clipboard = new ClipboardController(this);
  readonly #commands = new RowCommands(this, this.#stores, this.#rows, this.#clipboard);
  readonly #columns = new ColumnsController(this);
  readonly #toolsPart: ListTools = new Part(this, 'rows', () => import('./list-tools.js')).prepareOnInterest();
  readonly #grid: GridNavigation = new GridNavigation(this, {
    stores: this.#stores,
    rows: this.#rows,
    scroller: this.#scroller,
    overlay: this.#overlay,
    columns: () => this.#shownColumns,
    container: () => this.#viewport.container,
    press: (event, at, line, value) => this.#interaction.press(event, at, line, value),
    click: (event, row, line) => this.#interaction.click(event, row, line),
    moved: () => this.#readingChanged(),
  });
  readonly #interaction: RowInteraction = new RowInteraction(this, {
    stores: this.#stores,
    rows: this.#rows,
    commands: this.#commands,
    menu: (place) => {
      const { store } = this.#stores;
      if (store) void this.#tools.openMenu(this.#commands, store, place);
    },
    grid: () => this.#grid,
    edges: () => this.#edges,
    find: () => void this.#tools.openFind(),
    goTo: () => this.#toolbar.goTo.show(),
    help: () => this.#toolbar.help.show(),
    pressed: () => this.#tools.now?.menu.pressed(),
  });
  readonly #tools = new LateTools(this, {
    part: this.#toolsPart,
    clipboard: this.#clipboard,
    find: {
      stores: this.#stores,
      rows: this.#rows,
      from: () => this.#standingLine(),
      show: (row) => this.#grid.stand(row),
    },
    leave: () => this.#viewport.container?.focus(),
  });
  readonly #reveal = new RevealController(this, this.#stores, this.#rows, this.#scroller, {
    moved: () => this.#readingChanged(),
    stand: (row) => this.#grid.stand(row),
  });
  readonly #toolbar = new ListToolbar(this, this.#toolsPart, {
    stores: this.#stores,
    rows: this.#rows,
    columns: this.#columns,
    tools: () => this.#tools,
    standing: () => this.#standingLine()?.line ?? this.#rows.lineAt(this.#scroller.firstWhole),
    arrive: (row, focus) => {
      if (focus) this.focus();
      this.#reveal.standOn(row);
    },
    release: () => this.#readingChanged(),
    say: (sentence) => this.#clipboard.say(sentence),
  });
  readonly #problems = new ProblemsPanel(this, this.#toolsPart, this.#stores);
  readonly #seconds = new SecondsController(this);
  readonly #spoken = new SpokenCount(this, { answered: () => this.#rows.counted });
  readonly #slots = new RowSlots();
  #shownColumns: Columns = null;
  #edges: EdgeLines = { newer: null, older: null };

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;

  /** The rows take the focus. */
  override focus(options?: FocusOptions): void {
    this.#viewport.container?.focus(options);
  }

  /** Goes to the row at a time or just before it, the nearest where there is none, and tells its position; null: no rows. The focus stays. */
  goToTime(timeNs: EpochNs): Promise<RowIndex | null> {
    return this.#toolbar.goTo.to(timeNs);
  }

  protected override async scheduleUpdate(): Promise<void> {
    await this.#rows.task.untilTurn(this.#viewport.read);
    void super.scheduleUpdate();
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    const { store } = this.#stores;
    this.#shownColumns = store ? this.#columns.shown(store, this.#viewport.widthPx) : null;
    this.#edges =
      store && this.#rows.total > 0
        ? edgeLines(store, this.#rows.range, this.#rows.task.coverage, Date.now())
        : { newer: null, older: null };
    this.#viewport.measure(this.#edges.newer ? 1 : 0, this.#edges.older ? 1 : 0);
    this.#reveal.apply();
    const { from, to } = this.#scroller.visible();
    this.#rows.show(from, to);
    this.#seconds.run(countsSeconds(store?.status ?? null));
  }

  protected override updated(): void {
    this.#columns.size(this.#viewport.container, this.#shownColumns);
  }

  protected override render(): TemplateResult {
    const { store } = this.#stores;
    if (!store) return html`${this.#stores.missing ? renderMissingProvider(this.localName) : nothing}`;
    const { task } = this.#rows;
    return html`${store.view.setAside ? this.#tools.renderContext(store) : nothing}
      <div part="summary" class="summary">
        ${renderCount(task.value?.answer, store, task.waiting)}
        <span class="space"></span>
        ${this.#problems.renderButton(store)} ${this.#toolbar.render(store)} ${this.#spoken.render()}
      </div>
      ${this.#tools.now?.renderFind() ?? nothing} ${renderNotices(store, task.coverage, Date.now())}
      <div class="frame">
        ${renderWaiting(this.#rows.task, store)} ${this.#renderGrid(store)} ${this.#overlay.render(store)}
        ${renderNewer(this.#rows.newer, this.#showNewest)} ${renderCover(this, this.#rows, store)}
        ${this.#clipboard.render()}
      </div>
      ${this.#tools.now?.menu.render() ?? nothing}`;
  }

  #renderGrid(store: ActivityStore): TemplateResult {
    const { task, total } = this.#rows;
    const atMs = timeInSight(this.#rows, this.#scroller.visible().from);
    const context = this.#rowContext(store);
    const label = zoneLabel(context.zone, atMs ?? Date.now(), uiLocale());
    const { from, to } = this.#viewport.drawn();
    return html`<div
      class=${gridClass(context, label, this.#tools.isFinding)}
      role="grid"
      tabindex="0"
      aria-label=${msg('Activities')}
      aria-rowcount=${total + 1 + this.#scroller.lead + this.#scroller.trail}
      aria-colcount=${columnCount(context.columns)}
      aria-busy=${task.state === 'pending'}
      aria-keyshortcuts="+ - Enter"
      aria-activedescendant=${this.#grid.activeId(from, to) ?? nothing}
      @scroll=${this.#viewport.scrolled}
      @scrollend=${this.#viewport.scrollEnded}
      @keydown=${this.#grid.keyDown}
      @focus=${this.#grid.focused}
      @blur=${this.#grid.blurred}
      @click=${this.#interaction.clicked}
      @pointerdown=${this.#interaction.pressed}
      @contextmenu=${this.#interaction.longPressed}
      @copy=${this.#grid.copied}
      @pointerover=${this.#grid.pointedAt}
      @pointerleave=${() => this.#overlay.leave()}
    >
      ${renderHead(context, label, atMs, this.#columns)}
      <div class="spacer" role="rowgroup">
        <div class=${classNames({ rows: true, outdated: task.outdated })}>
          ${renderLines(context, this.#rows, this.#edges, this.#slots, from, to)}
        </div>
      </div>
      ${task.waiting ? renderPlaceholder() : nothing}
      <div class="probe" aria-hidden="true"></div>
    </div>`;
  }

  #rowContext(store: ActivityStore): RowContext {
    const { view } = store;
    const seenMs = timeInSight(this.#rows, this.#scroller.visible().from);
    return {
      store,
      zone: view.timeZone,
      ...datesOf(store.range, view.timeZone, seenMs),
      selectedId: view.selectedId,
      aroundId: view.setAside?.activityId ?? null,
      active: this.#grid.active,
      columns: this.#shownColumns,
      lead: this.#scroller.lead,
      menuRow: this.#tools.now?.menu.row ?? null,
    };
  }

  #anchor(): RowAnchor | null {
    if (this.#scroller.isAtTop && !this.#overlay.isPointedAt) return null;
    const row = this.#scroller.firstWhole;
    const line = this.#rows.lineAt(row);
    return line ? { line, row } : null;
  }

  #standingLine(): RowAnchor | null {
    const row = this.#grid.active?.row;
    const line = row === undefined ? undefined : this.#rows.lineAt(row);
    return row === undefined || !line ? null : { row, line };
  }

  #shift(rows: number): void {
    this.#scroller.resize(this.#rows.total, this.#scroller.rowPx, this.#scroller.viewportPx);
    if (!this.#scroller.isAtTop || rows > 0) this.#scroller.moveTo(this.#scroller.topPx + rows * this.#scroller.rowPx);
    this.#grid.shift(rows);
  }

  #readingChanged(): void {
    this.#rows.setReading(!this.#scroller.isAtTop || this.#overlay.isPointedAt || this.#grid.isStanding);
  }

  readonly #showNewest = (): void => {
    const { store } = this.#stores;
    this.#grid.forget();
    this.#scroller.moveTo(0);
    this.#rows.setReading(false);
    if (store && !store.view.live && this.dispatchEvent(new ActivityLiveEvent(true))) store.setLive(true);
    this.requestUpdate();
  };
}
