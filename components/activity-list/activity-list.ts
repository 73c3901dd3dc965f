import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatLongDate } from '../../src/format/times.js';
import { zonedDay, zoneLabel } from '../../src/format/time-zone.js';
import { allTime } from '../../src/model/time-range.js';
import { toEpochMs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { LoadState } from '../../src/store/engine-status.js';
import { buttonStyles } from '../internal/buttons.js';
import { ActivityLiveEvent, ActivitySelectEvent } from '../internal/events.js';
import { icon } from '../internal/icons.js';
import { localized, msg, str, uiLocale } from '../internal/localise.js';
import { popoverStyles } from '../internal/popover.js';
import { renderError, renderMissingProvider, renderProgress, stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { badgeStyles, densityStyles, tokens } from '../internal/tokens.js';
import { valueChipStyles } from '../internal/value-chip.js';
import { visibleTextStyles } from '../internal/visible-text.js';
import { formatCount } from '../../src/format/numbers.js';
import { renderEmptyList } from './empty-list.js';
import { GridNavigation } from './grid-navigation.js';
import { countsSeconds, renderCount, renderNotices } from './list-header.js';
import { listStyles } from './list-styles.js';
import { ProblemsPanel } from './problems-panel.js';
import { RowScroller } from './row-scroller.js';
import { renderRow, renderSkeleton, type RowContext } from './row-template.js';
import { RowsController } from './rows-controller.js';
import { SecondsController } from './seconds-controller.js';
import { ValueOverlay } from './value-overlay.js';

const overscanRows = 6;

/**
 * The activities of the view, newest first, from a handful to ten million: only the rows on the screen exist, and only the pages around them
 * are asked for. While the person stands at the top, new rows appear there; below, nothing moves and a button counts what is new.
 *
 * @element activity-list
 * @fires activity-select - A row was opened; prevent it to show the details yourself.
 * @fires activity-filter - A + or − was pressed at a value; prevent it to filter yourself.
 * @fires activity-live - The person asked for what is new while the view was paused.
 */
@localized()
export class ActivityListElement extends LitElement {
  static override styles = [
    tokens,
    densityStyles,
    badgeStyles,
    buttonStyles,
    popoverStyles,
    stateStyles,
    visibleTextStyles,
    valueChipStyles,
    listStyles,
  ];

  readonly #scroller = new RowScroller();
  readonly #stores = new StoreController(this, {
    viewChanged: ({ previous, view }) => {
      if (view.selectedId !== null && view.selectedId !== previous.selectedId) void this.#reveal(view.selectedId);
    },
  });
  readonly #rows = new RowsController(this, this.#stores, {
    anchor: () => this.#anchor(),
    onShift: (rows) => this.#shift(rows),
    onNewQuestion: () => {
      this.#grid.forget();
      this.#scroller.moveTo(0);
    },
  });
  readonly #overlay = new ValueOverlay(
    this,
    () => this.frame,
    () => this.#readingChanged(),
  );
  readonly #grid = new GridNavigation(this, {
    stores: this.#stores,
    rows: this.#rows,
    scroller: this.#scroller,
    overlay: this.#overlay,
    container: () => this.container,
    open: (activity) => {
      if (this.dispatchEvent(new ActivitySelectEvent(activity))) this.#stores.store?.select(activity);
    },
    moved: () => this.#readingChanged(),
  });
  readonly #problems = new ProblemsPanel(this, this.#stores);
  readonly #seconds = new SecondsController(this);
  readonly #sizes = new ResizeObserver(() => this.requestUpdate());
  #observed: HTMLElement | null = null;

  @query('.frame') private frame!: HTMLElement | null;
  @query('.scroller') private container!: HTMLElement | null;
  @query('.spacer') private spacer!: HTMLElement | null;
  @query('.rows') private window!: HTMLElement | null;
  @query('.probe') private probe!: HTMLElement | null;

  /** A store set by the host; comes before `provider` and context. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#sizes.disconnect();
    this.#observed = null;
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    this.#measure();
    this.#seconds.run(countsSeconds(this.#stores.store?.status ?? null));
  }

  protected override updated(): void {
    this.#observeSizes();
    if (!this.container || !this.spacer || !this.window) return;
    const { spacerPx } = this.#scroller;
    this.spacer.style.setProperty('height', `${spacerPx}px`);
    if (this.#scroller.hasMoved) {
      this.container.scrollTop = this.#scroller.scrollTop;
      this.#scroller.applied();
    }
    this.window.style.setProperty('top', `${this.#scroller.offsetOf(this.#drawn().from)}px`);
  }

  protected override render(): TemplateResult {
    const { store } = this.#stores;
    if (!store) return html`${this.#stores.missing ? renderMissingProvider(this.localName) : nothing}`;
    const { task } = this.#rows;
    return html`<div class="summary">
        ${renderCount(task.value?.answer, store.status)}
        <span class="space"></span>
        ${this.#problems.renderButton(store)}
      </div>
      ${renderNotices(store, task.coverage, Date.now())}
      <div class="frame">
        ${this.#renderProgress(store)} ${this.#renderGrid(store)} ${this.#overlay.render(store)} ${this.#renderNewer()}
        ${this.#renderCover(store)}
      </div>`;
  }

  /** One line for both: an answer that is on its way, and activities that are. */
  #renderProgress(store: ActivityStore): TemplateResult {
    const { task } = this.#rows;
    if (task.state === 'pending' && (task.outdated || task.value === undefined)) return renderProgress(true);
    const load = store.status?.load;
    return renderProgress(load?.state === LoadState.loading, load?.share);
  }

  #renderGrid(store: ActivityStore): TemplateResult {
    const { task, total } = this.#rows;
    const zone = store.view.timeZone;
    const newest = this.#rows.rowAt(this.#scroller.visible().from);
    const atMs = newest ? toEpochMs(newest.timeNs) : Date.now();
    const dated = this.#isDated(store, zone);
    const drawn = this.#drawn();
    const label = zoneLabel(zone, atMs, uiLocale());
    return html`<div
      class=${classMap({ scroller: true, wide: dated || label.length > 4, 'has-active': this.#grid.active !== null })}
      role="grid"
      tabindex="0"
      aria-label=${msg('Activities')}
      aria-rowcount=${total + 1}
      aria-busy=${task.state === 'pending'}
      aria-keyshortcuts="+ - Enter"
      aria-activedescendant=${this.#grid.activeId(drawn.from, drawn.to) ?? nothing}
      @scroll=${this.#scrolled}
      @scrollend=${this.#scrollEnded}
      @keydown=${this.#grid.keyDown}
      @focus=${this.#grid.focused}
      @blur=${this.#grid.blurred}
      @click=${this.#grid.clicked}
      @copy=${this.#grid.copied}
      @pointerover=${this.#grid.pointedAt}
      @pointerleave=${() => this.#overlay.leave()}
    >
      <div class="head" role="row" aria-rowindex="1">
        <span role="columnheader"
          >${msg('Time')} <span class="zone">${label}</span>${
            newest && !dated
              ? html`<span class="visually-hidden">, ${formatLongDate(atMs, zone, uiLocale())}</span>`
              : nothing
          }</span
        >
        <span role="columnheader">${msg('Source')}</span>
        <span role="columnheader">${msg('Details')}</span>
      </div>
      <div class="spacer" role="rowgroup">
        <div class=${classMap({ rows: true, outdated: task.outdated })}>${this.#renderRows(store, zone, dated)}</div>
      </div>
      <div class="probe" aria-hidden="true"></div>
    </div>`;
  }

  #renderRows(store: ActivityStore, zone: string, dated: boolean): unknown {
    const { from, to } = this.#drawn();
    const context: RowContext = {
      store,
      zone,
      dated,
      selectedId: store.view.selectedId,
      active: this.#grid.active,
    };
    const rows = Array.from({ length: to - from }, (_, at) => from + at);
    return repeat(
      rows,
      (row) => this.#rows.rowAt(row)?.id ?? row,
      (row) => {
        const activity = this.#rows.rowAt(row);
        return activity
          ? renderRow(context, row, activity, row > 0 ? this.#rows.rowAt(row - 1) : undefined)
          : renderSkeleton(row, this.#grid.active?.row === row);
      },
    );
  }

  #renderNewer(): TemplateResult | typeof nothing {
    const count = this.#rows.newCount;
    if (count === 0) return nothing;
    const shown = formatCount(count, uiLocale());
    return html`<button type="button" class="button primary small newer" @click=${this.#showNewest}>
      ${icon('arrow-up')}${msg(str`${shown} new`)}
    </button>`;
  }

  /** What lies over the rows where there are none. */
  #renderCover(store: ActivityStore): TemplateResult | typeof nothing {
    const { task } = this.#rows;
    if (task.state === 'error' && task.error)
      return html`<div class="cover">${renderError(task.error, task.error.retryable ? task.retry : undefined)}</div>`;
    if (!task.value || this.#rows.total > 0) return nothing;
    return html`<div class="cover">${renderEmptyList(this, store, task.coverage)}</div>`;
  }

  /** Rows that exist as elements. */
  #drawn(): { readonly from: RowIndex; readonly to: RowIndex } {
    const { from, to } = this.#scroller.visible();
    return { from: Math.max(0, from - overscanRows), to: Math.min(this.#rows.total, to + overscanRows) };
  }

  #measure(): void {
    const rowPx = this.probe?.offsetHeight || this.#scroller.rowPx;
    const headPx = this.container?.querySelector<HTMLElement>('.head')?.offsetHeight ?? 0;
    const viewportPx = Math.max(0, (this.container?.clientHeight ?? 0) - headPx);
    this.#followContainer();
    const { total } = this.#rows;
    if (total !== this.#scroller.total || rowPx !== this.#scroller.rowPx || viewportPx !== this.#scroller.viewportPx)
      this.#scroller.resize(total, rowPx, viewportPx);
    const { from, to } = this.#scroller.visible();
    this.#rows.show(from, to);
  }

  #observeSizes(): void {
    if (!this.isConnected || this.container === this.#observed) return;
    this.#sizes.disconnect();
    this.#observed = this.container;
    if (this.container) this.#sizes.observe(this.container);
    if (this.probe) this.#sizes.observe(this.probe);
  }

  /** Rows name their day unless the whole window is of today: by the window, so that no column moves while scrolling. */
  #isDated({ range }: ActivityStore, zone: string): boolean {
    if (range.toNs >= allTime.toNs) return false;
    const today = zonedDay(Date.now(), zone);
    return zonedDay(toEpochMs(range.fromNs), zone) !== today || zonedDay(toEpochMs(range.toNs), zone) !== today;
  }

  #anchor(): { readonly id: string; readonly row: RowIndex } | null {
    if (this.#scroller.isAtTop && !this.#overlay.isPointedAt) return null;
    const row = Math.min(this.#rows.total - 1, Math.ceil(this.#scroller.topPx / this.#scroller.rowPx));
    const activity = this.#rows.rowAt(row);
    return activity ? { id: activity.id, row } : null;
  }

  #shift(rows: number): void {
    this.#scroller.resize(this.#rows.total, this.#scroller.rowPx, this.#scroller.viewportPx);
    if (!this.#scroller.isAtTop) this.#scroller.moveTo(this.#scroller.topPx + rows * this.#scroller.rowPx);
    this.#grid.shift(rows);
  }

  #readingChanged(): void {
    this.#rows.setReading(!this.#scroller.isAtTop || this.#overlay.isPointedAt || this.#grid.isStanding);
  }

  /** The event of a scroll comes later than the scroll: an update in between must not take it back. */
  #followContainer(): boolean {
    if (!this.container || this.#scroller.hasMoved) return false;
    if (Math.abs(this.container.scrollTop - this.#scroller.scrollTop) < 1) return false;
    this.#scroller.scrolled(this.container.scrollTop);
    this.#overlay.hide();
    this.#readingChanged();
    return true;
  }

  readonly #scrolled = (): void => {
    if (this.#followContainer()) this.requestUpdate();
  };

  readonly #scrollEnded = (): void => {
    if (this.#scroller.settle()) this.requestUpdate();
  };

  readonly #showNewest = (): void => {
    const { store } = this.#stores;
    this.#grid.forget();
    this.#scroller.moveTo(0);
    this.#rows.setReading(false);
    if (store && !store.view.live && this.dispatchEvent(new ActivityLiveEvent(true))) store.setLive(true);
    this.requestUpdate();
  };

  /** Another element opened an activity (the details step through them): bring its row into view. */
  async #reveal(id: string): Promise<void> {
    const { from, to } = this.#scroller.visible();
    for (let row = from; row < to; row++) {
      if (this.#rows.rowAt(row)?.id !== id) continue;
      this.#scroller.reveal(row);
      return this.requestUpdate();
    }
    const row = await this.#rows.locate(id).catch(() => null);
    if (row === null || !this.isConnected || this.#stores.store?.view.selectedId !== id) return;
    this.#scroller.reveal(row);
    this.#readingChanged();
    this.requestUpdate();
  }
}
