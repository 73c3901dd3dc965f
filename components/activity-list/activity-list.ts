import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query } from 'lit/decorators.js';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { formatLongDate } from '../../src/format/times.js';
import { zonedDay, zoneLabel } from '../../src/format/time-zone.js';
import type { Activity } from '../../src/model/activity.js';
import { toEpochMs, type RowIndex } from '../../src/model/units.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
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
import { moveByKey, type GridPosition } from './grid-keys.js';
import { countsSeconds, renderCount, renderNotices } from './list-header.js';
import { listStyles } from './list-styles.js';
import { ProblemsPanel } from './problems-panel.js';
import { RowScroller } from './row-scroller.js';
import { renderRow, renderSkeleton, rowId, valueId, type RowContext } from './row-template.js';
import { rowValues } from './row-values.js';
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
      this.#active = null;
      this.#scroller.moveTo(0);
    },
  });
  readonly #overlay = new ValueOverlay(
    this,
    () => this.frame,
    () => this.#readingChanged(),
  );
  readonly #problems = new ProblemsPanel(this, this.#stores);
  readonly #seconds = new SecondsController(this);
  readonly #sizes = new ResizeObserver(() => this.requestUpdate());
  #observed: HTMLElement | null = null;
  #active: GridPosition | null = null;

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
    this.#active = null;
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
    if (Math.abs(this.container.scrollTop - this.#scroller.scrollTop) >= 1)
      this.container.scrollTop = this.#scroller.scrollTop;
    this.window.style.setProperty('top', `${this.#scroller.offsetOf(this.#drawn().from)}px`);
    // Drawn for the first time, or after it was hidden: only now is its height known.
    if (this.#scroller.viewportPx === 0 && this.container.clientHeight > 0) this.requestUpdate();
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
        ${renderProgress(task.state === 'pending' && (task.outdated || task.value === undefined), undefined)}
        ${this.#renderGrid(store)} ${this.#overlay.render(store)} ${this.#renderNewer()} ${this.#renderCover(store)}
      </div>`;
  }

  #renderGrid(store: ActivityStore): TemplateResult {
    const { task, total } = this.#rows;
    const zone = store.view.timeZone;
    const newest = this.#rows.rowAt(this.#scroller.visible().from);
    const atMs = newest ? toEpochMs(newest.timeNs) : Date.now();
    const dated = this.#isDated(zone);
    return html`<div
      class=${classMap({ scroller: true, dated, 'has-active': this.#active !== null })}
      role="grid"
      tabindex="0"
      aria-label=${msg('Activities')}
      aria-rowcount=${total + 1}
      aria-busy=${task.state === 'pending'}
      aria-keyshortcuts="+ - Enter"
      aria-activedescendant=${this.#activeId() ?? nothing}
      @scroll=${this.#scrolled}
      @scrollend=${this.#scrollEnded}
      @keydown=${this.#keyDown}
      @focus=${this.#focused}
      @blur=${this.#blurred}
      @click=${this.#clicked}
      @pointerover=${this.#pointedAt}
      @pointerleave=${() => this.#overlay.leave()}
    >
      <div class="head" role="row" aria-rowindex="1">
        <span role="columnheader"
          >${msg('Time')} <span class="zone">${zoneLabel(zone, atMs, uiLocale())}</span>${
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
      active: this.#active,
    };
    const rows = Array.from({ length: to - from }, (_, at) => from + at);
    return repeat(
      rows,
      (row) => this.#rows.rowAt(row)?.id ?? row,
      (row) => {
        const activity = this.#rows.rowAt(row);
        return activity
          ? renderRow(context, row, activity, row > 0 ? this.#rows.rowAt(row - 1) : undefined)
          : renderSkeleton(row, this.#active?.row === row);
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

  /** Rows name their day unless all that are seen are of today. */
  #isDated(zone: string): boolean {
    const { from, to } = this.#scroller.visible();
    const today = zonedDay(Date.now(), zone);
    const dayOf = (row: RowIndex): number => {
      const activity = this.#rows.rowAt(row);
      return activity ? zonedDay(toEpochMs(activity.timeNs), zone) : today;
    };
    return dayOf(from) !== today || dayOf(Math.max(from, to - 1)) !== today;
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
    if (this.#active) this.#active = { row: Math.max(0, this.#active.row + rows), value: this.#active.value };
  }

  #readingChanged(): void {
    const navigating = this.#active !== null && this.shadowRoot?.activeElement === this.container;
    this.#rows.setReading(!this.#scroller.isAtTop || this.#overlay.isPointedAt || navigating);
  }

  readonly #scrolled = (): void => {
    if (!this.container || Math.abs(this.container.scrollTop - this.#scroller.scrollTop) < 1) return;
    this.#scroller.scrolled(this.container.scrollTop);
    this.#overlay.hide();
    this.#readingChanged();
    this.requestUpdate();
  };

  readonly #scrollEnded = (): void => {
    if (this.#scroller.settle()) this.requestUpdate();
  };

  readonly #showNewest = (): void => {
    const { store } = this.#stores;
    this.#active = null;
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

  #select(activity: Activity): void {
    if (this.dispatchEvent(new ActivitySelectEvent(activity))) this.#stores.store?.select(activity);
  }

  #activeId(): string | null {
    const active = this.#active;
    const { from, to } = this.#drawn();
    if (!active || active.row < from || active.row >= to) return null;
    return active.value < 0 ? rowId(active.row) : valueId(active.row, active.value);
  }

  #valuesOf(row: RowIndex): number {
    const activity = this.#rows.rowAt(row);
    return activity ? rowValues(activity).length : 0;
  }

  readonly #focused = (): void => {
    if (this.#rows.total === 0) return;
    const { from, to } = this.#scroller.visible();
    if (!this.#active || this.#active.row < from || this.#active.row >= to) {
      const first = Math.ceil(this.#scroller.topPx / this.#scroller.rowPx);
      this.#active = { row: Math.min(first, this.#rows.total - 1), value: -1 };
    }
    this.requestUpdate();
  };

  readonly #blurred = (): void => {
    this.#readingChanged();
  };

  readonly #keyDown = (event: KeyboardEvent): void => {
    const { store } = this.#stores;
    if (!store || event.ctrlKey || event.metaKey || event.altKey || this.#rows.total === 0) return;
    const active = this.#active ?? { row: this.#scroller.visible().from, value: -1 };
    const activity = this.#rows.rowAt(active.row);
    if (event.key === 'Enter' && activity) this.#select(activity);
    else if ((event.key === '+' || event.key === '-') && activity && active.value >= 0) {
      if (!this.#overlay.press(store, event.key === '-')) return;
    } else {
      const target = moveByKey(event.key, active, {
        total: this.#rows.total,
        pageRows: this.#scroller.pageRows,
        valuesOf: (row) => this.#valuesOf(row),
      });
      if (!target) return;
      this.#moveTo(target);
    }
    event.preventDefault();
  };

  #moveTo(target: GridPosition): void {
    this.#active = target;
    this.#scroller.reveal(target.row);
    this.#readingChanged();
    this.requestUpdate();
    void this.updateComplete.then(() => {
      const element = target.value < 0 ? null : this.shadowRoot?.getElementById(valueId(target.row, target.value));
      const activity = this.#rows.rowAt(target.row);
      if (element && activity && this.#active === target) this.#overlay.show(element, activity, target.value, 'keys');
      else this.#overlay.hide();
    });
  }

  #rowOf(
    event: Event,
  ): { readonly row: RowIndex; readonly activity: Activity; readonly value: HTMLElement | null } | null {
    const target = event.target instanceof Element ? event.target : null;
    const row = Number(target?.closest<HTMLElement>('.row')?.dataset['row'] ?? Number.NaN);
    const activity = this.#rows.rowAt(row);
    return activity ? { row, activity, value: target?.closest<HTMLElement>('.value') ?? null } : null;
  }

  readonly #clicked = (event: MouseEvent): void => {
    const hit = this.#rowOf(event);
    // Whoever marks text with the mouse does not want to open the row.
    if (!hit || getSelection()?.toString()) return;
    this.#active = { row: hit.row, value: hit.value ? Number(hit.value.dataset['at']) : -1 };
    this.#select(hit.activity);
    this.requestUpdate();
  };

  readonly #pointedAt = (event: PointerEvent): void => {
    const hit = event.pointerType === 'touch' ? null : this.#rowOf(event);
    if (hit?.value) this.#overlay.show(hit.value, hit.activity, Number(hit.value.dataset['at']), 'pointer');
    else this.#overlay.leave();
  };
}
