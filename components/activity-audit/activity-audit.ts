import { LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { html } from 'lit/static-html.js';
import type { FilterStorage } from '../../src/model/filter/saved-filter.js';
import type { GroupingChoice } from '../../src/model/groupings.js';
import type { BackendSource } from '../../src/model/source.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import type { HostFetch, StoreOptions, TokenCallback } from '../../src/store/store-options.js';
import { buttonStyles } from '../internal/buttons.js';
import { InlineData } from '../internal/inline-data.js';
import { localized } from '../internal/language-controller.js';
import { msg } from '../internal/localise.js';
import { stateStyles } from '../internal/states.js';
import { StoreController } from '../internal/store-controller.js';
import { densityStyles } from '../internal/density-styles.js';
import { themeStyles } from '../internal/theme-styles.js';
import { tokens } from '../internal/tokens.js';
import type { ActivityStoreEvent } from '../internal/events.js';
import { renderDrop, renderLinkLosses, renderOpenedFiles } from './audit-notices.js';
import { closeByEscape } from './close-by-escape.js';
import { CopyLink } from './copy-link.js';
import { ActivityLayoutEvent } from './audit-events.js';
import { auditStyles } from './audit-styles.js';
import { narrowStyles } from './narrow-styles.js';
import { FocusController } from './focus-controller.js';
import { FollowController } from './follow-controller.js';
import { renderFoot } from './foot.js';
import { GroupsPanel } from './groups-panel.js';
import { Layout, LayoutController } from './layout-controller.js';
import { LinkController } from './link-controller.js';
import { MainArea } from './main-area.js';
import { OpenedFiles } from './opened-files.js';
import { renderNoSource } from './no-source.js';
import { renderProvider } from './own-provider.js';
import { innerParts, partTag } from './part-tags.js';
import { SplitController } from './split-controller.js';

/**
 * The whole view in one tag: groups, filter, window, graph, list, trace and details, laid out for a page, a column or a phone.
 *
 * @element activity-audit
 * @fires activity-files - A person dropped or chose files; prevent it to open them yourself.
 * @fires activity-layout - A border was moved, or the groups were opened or closed.
 * @fires activity-select - An activity was opened, or the details were closed.
 * @fires activity-filter - A + or − was pressed at a value.
 * @fires activity-range - A window was chosen.
 * @fires activity-trace - The trace of an activity was asked for, or closed.
 * @fires activity-context - What happened around an activity was asked for, or the way back from it.
 * @fires activity-history - A step back or forward was asked for, with the view it leads to.
 * @fires activity-fold - Another way of folding repeats was chosen.
 * @fires activity-columns - Other columns were chosen.
 * @fires activity-live - Live was switched on or off.
 * @fires activity-scope - An entity was chosen, or left.
 * @fires activity-grouping - A grouping was chosen.
 * @fires activity-filter-text - The filter was changed.
 * @fires activity-types - Data sources were chosen.
 * @fires activity-time-zone - A zone was chosen.
 * @fires activity-export - The person started an export; prevent it to take over.
 * @fires activity-export-end - An export is done, was stopped or failed.
 * @fires activity-store - A source of its own has a store, or it is gone (null).
 * @csspart button - Every button with a frame, and of an icon alone in bars and panels. What reads as a link or a heading, and what belongs to a chip, a row, a value, a choice or the legend, follows the tokens.
 * @csspart choices - A row of buttons of which one is pressed.
 * @csspart field - Every field to type in, but for the filter itself, whose frame is `box`.
 * @csspart panel - What opens over the page: menus, lists, dialogs.
 * @csspart option - A line of a menu or list.
 * @csspart badge - The name of a data source.
 * @csspart notice - A sentence about the state of things.
 * @csspart state - What stands in place of data: nothing found, failed, no provider.
 * @csspart head - The names of the columns.
 * @csspart row - One row.
 * @csspart chip - One condition of the filter.
 * @csspart box - The field of the filter with its conditions.
 * @csspart summary - What is said above the rows.
 * @csspart plot - The picture of the graph (SVG).
 * @csspart legend - The lines of the graph with their numbers.
 * @csspart read-out - What is said about the bin that is pointed at.
 * @csspart section - A group of attributes.
 * @csspart toolbar - A bar of tools.
 * @csspart foot - The line at the bottom.
 * @csspart drop - What shows where files are dropped.
 * @csspart divider - A border that can be moved.
 * @csspart drawer - The groups where they lie over the list.
 * @csspart filter - The filter bar.
 * @csspart export - The export button.
 * @csspart time - The time bar.
 * @csspart graph - The graph.
 * @csspart trace - The trace.
 * @csspart list - The list.
 * @csspart details - The details.
 * @csspart groups - The tree of groups.
 */
export class ActivityAuditElement extends LitElement {
  static {
    localized(this);
  }

  static override styles = [tokens, themeStyles, densityStyles, buttonStyles, stateStyles, auditStyles, narrowStyles];

  readonly #outer = new StoreController(this);
  readonly #following = new FollowController(this, () => this.#main.follow(this.activeStore?.view ?? null));
  readonly #opened = new OpenedFiles(this, () => this.activeStore);
  readonly #inline = new InlineData(this);
  readonly #layout = new LayoutController(this);
  readonly #link = new LinkController(this);
  readonly #copyLink = new CopyLink(this, () => this.#link.address());
  readonly #details = new SplitController(this, {
    side: 'end',
    min: 280,
    initial: 380,
    max: 760,
    label: () => msg('Width of the details'),
    onWidth: () => this.#layoutChanged(),
  });
  readonly #main = new MainArea(this);
  readonly #groups = new GroupsPanel(this, this.#layout, () => this.#layoutChanged());

  /** The store of the provider inside this view. */
  @state() private innerStore: ActivityStore | null = null;

  /** A store of the host's own; comes before every other source. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** Base address of a backend that speaks the open protocol, or what `src-kind` says. */
  @property() src: string | null = null;
  /** What `src` speaks: `open` (default), `sysdig` or `sysdig-legacy`. */
  @property({ attribute: 'src-kind' }) srcKind: string | null = null;
  /** Addresses of log files, separated by spaces. */
  @property() file: string | null = null;
  /** A backend described by a value; comes before `src` and `file`. */
  @property({ attribute: false }) source: BackendSource | null = null;
  /** The first window: a preset such as `1H`, or `from/to` in RFC 3339. */
  @property() window: string | null = null;
  /**
   * Pins the view: it ends at this time (RFC 3339), or, where empty, where its data end; nothing is followed, and it says "as of". Files, and
   * activities that stand in the page, are pinned to their data in any case.
   */
  @property({ attribute: 'as-of' }) asOf: string | null = null;
  /** `local`, `UTC` or a named zone. */
  @property({ attribute: 'time-zone' }) timeZone: string | null = null;
  /** Part of the cache key. */
  @property() tenant: string | null = null;
  /** Part of the cache key: what one person may see is kept from the next. */
  @property() user: string | null = null;
  /** `session` (default), `persistent` or `memory`. */
  @property({ attribute: 'cache-mode' }) cacheMode: string | null = null;
  /** Whether cookies go along with requests: `same-origin` (default), `include` or `omit`. */
  @property() credentials: string | null = null;
  /** Gives the bearer token for the backend; asked again when that refuses one. */
  @property({ attribute: false }) token: TokenCallback | null = null;
  /** Makes the requests in place of the browser's own `fetch`. */
  @property({ attribute: false }) fetch: HostFetch | null = null;
  /** Address of the worker's file, where it does not lie beside the bundle. */
  @property({ attribute: 'worker-url' }) workerUrl: string | null = null;
  /** How the engine is started; comes before `worker-url`. */
  @property({ attribute: false }) engine: StoreOptions['engine'] | null = null;
  /** Loading stops there and says so; 2,000,000 by default. */
  @property({ type: Number, attribute: 'max-activities' }) maxActivities: number | null = null;
  /** 32 bytes, for the cache mode `persistent`. */
  @property({ attribute: false }) cacheKey: Uint8Array | null = null;
  /** `light`, `dark` or `auto`; the page's own where absent. */
  @property({ reflect: true }) theme: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;
  /** Width of the details in pixels. */
  @property({ type: Number, attribute: 'details-width' }) detailsWidth: number | null = null;
  /** Width of the groups in pixels. */
  @property({ type: Number, attribute: 'groups-width' }) groupsWidth: number | null = null;
  /** `shown` (default) or `hidden`: the groups beside the list, where there is room for them. */
  @property() groups: string | null = null;
  /** Groupings of the host's own, offered before the usual ones. */
  @property({ attribute: false }) groupings: readonly GroupingChoice[] = [];
  /** Attribute whose most frequent values have a line each in the graph to begin with; absent: one line per data source. */
  @property() breakdown: string | null = null;
  /** Where saved filters are kept; the browser's own storage, by backend, tenant and user, where absent. */
  @property({ attribute: false }) filterStorage: FilterStorage | null = null;
  /** A view to begin with, as `encodeView` made it. */
  @property() link: string | null = null;
  /**
   * Keeps the view in the page's address: the name after `#` under which it lies (`audit` where empty), or `?name` for the query. Absent: the
   * address is left alone.
   */
  @property({ attribute: 'url-state' }) urlState: string | null = null;

  @query('#files') private fileInput!: HTMLInputElement | null;

  constructor() {
    super();
    new FocusController(this, {
      covers: () => this.#detailsCover,
      details: () => this.renderRoot.querySelector<HTMLElement>('.details'),
      main: () => this.renderRoot.querySelector<HTMLElement>('.list:not(.aside)'),
    });
  }

  /** The store that this view shows: the host's, the one of its own backend, or the one around it. */
  get activeStore(): ActivityStore | null {
    return (this.#opened.source ? this.innerStore : (this.store ?? this.innerStore)) ?? this.#outer.store;
  }

  /** On a phone the details are a sheet over the list. */
  get #detailsCover(): boolean {
    return (this.activeStore?.view.selectedId ?? null) !== null && this.#layout.current === Layout.narrow;
  }

  /** Reads files in the worker and shows them in place of what was shown; a second time adds to them. */
  openFiles(files: readonly File[]): void {
    this.#opened.open(files);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('detailsWidth') && this.detailsWidth !== null) this.#details.set(this.detailsWidth);
    if (changed.has('groupsWidth') && this.groupsWidth !== null) this.#groups.split.set(this.groupsWidth);
    if (changed.has('groups')) this.#groups.shown = this.groups !== 'hidden';
  }

  protected override render(): TemplateResult {
    const body = this.#renderView();
    const files = this.#opened.source;
    const source = files ?? this.source ?? this.#inlineSource;
    if (!source && ((this.store && !files) || (!this.src && !this.file))) return body;
    return renderProvider(this, { source, isOpened: files !== null, body, arrived: this.#storeArrived });
  }

  protected override updated(): void {
    const store = this.activeStore;
    this.#following.follow(store);
    this.#main.follow(store?.view ?? null);
    this.#link.follow(store);
    this.style.setProperty('--_details-width', `${this.#details.width}px`);
    this.style.setProperty('--_groups-width', `${this.#groups.split.width}px`);
  }

  /** What stands in the page counts where nothing else is named. */
  get #inlineSource(): BackendSource | null {
    return this.store || this.src || this.file ? null : this.#inline.source;
  }

  get #hasNoSource(): boolean {
    return (
      this.#outer.missing && !this.#opened.source && !this.source && !this.src && !this.file && !this.#inlineSource
    );
  }

  #renderView(): TemplateResult {
    // Parts inside find the provider around them; a store of the host's own is handed down.
    const files = this.#opened.source;
    const store = files ? null : this.store;
    const provider = files || this.src || this.file || this.source || this.#inlineSource ? null : this.provider;
    const covered = this.#groups.isDrawerOpen || this.#detailsCover;
    // One word for the whole view; its parts would each say the same.
    const view = this.#hasNoSource
      ? renderNoSource(provider, this.#openFiles)
      : html`<div class="view" @keydown=${this.#keyDown}>
        <div class="top" ?inert=${covered}>
          ${files ? renderOpenedFiles(this.#opened.names, this.#layout.current === Layout.narrow ? 1 : 3, this.#opened.close) : nothing}
          ${renderLinkLosses(this.#link.dropped, this.#link.forget)} ${this.#copyLink.renderRefused()}
          <div part="toolbar" class="tools">
            ${this.#groups.renderButton()}
            <${partTag('filter-bar')} part="filter" exportparts=${innerParts} class="filter" no-history .filterStorage=${this.filterStorage} .store=${store} .provider=${provider}></${partTag('filter-bar')}>
            ${this.urlState === null ? nothing : this.#copyLink.render()}
            <${partTag('activity-export')} part="export" exportparts=${innerParts} .store=${store} .provider=${provider}></${partTag('activity-export')}>
          </div>
        </div>
        <div class="middle">
          ${this.#groups.render(html`<${partTag('scope-tree')} part="groups" exportparts=${innerParts} .groupings=${this.groupings} .store=${store} .provider=${provider}></${partTag('scope-tree')}>`)}
          <div class="main" ?inert=${this.#groups.isDrawerOpen}>${this.#main.render({
            store,
            provider,
            view: this.activeStore?.view ?? null,
            covered: this.#detailsCover,
            divider: this.#details,
            breakdown: this.breakdown,
          })}</div>
        </div>
        ${renderFoot(this.activeStore, covered, this.#openFiles)}
      </div>`;
    return html`${view}
      <input id="files" type="file" multiple hidden @change=${this.#opened.chosen} />
      ${this.#opened.hovered ? renderDrop() : nothing}`;
  }

  #layoutChanged(): void {
    this.dispatchEvent(new ActivityLayoutEvent(this.#details.width, this.#groups.split.width, this.#groups.shown));
  }

  readonly #storeArrived = (event: ActivityStoreEvent): void => {
    this.innerStore = event.store;
  };

  readonly #openFiles = (): void => this.fileInput?.click();

  readonly #keyDown = (event: KeyboardEvent): void => {
    if (!this.#groups.isDrawerOpen && this.activeStore) closeByEscape(event, this, this.activeStore);
  };
}
