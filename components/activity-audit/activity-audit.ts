import { LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, query, state } from 'lit/decorators.js';
import { html } from 'lit/static-html.js';
import { BackendKind, type BackendSource, type FileSource } from '../../src/model/source.js';
import { CacheState } from '../../src/store/engine-status.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { formatBytes } from '../../src/format/numbers.js';
import { buttonStyles } from '../internal/buttons.js';
import { icon } from '../internal/icons.js';
import { localized, msg, str, uiLocale } from '../internal/localise.js';
import { StoreController } from '../internal/store-controller.js';
import { densityStyles, themeStyles, tokens } from '../internal/tokens.js';
import { ActivitySelectEvent, type ActivityStoreEvent } from '../internal/events.js';
import { ActivityFilesEvent, ActivityLayoutEvent } from './audit-events.js';
import { auditStyles } from './audit-styles.js';
import { DropController } from './drop-controller.js';
import { FollowController } from './follow-controller.js';
import { partTag } from './part-tags.js';
import { detailsWidth, SplitController } from './split-controller.js';

/**
 * The whole view in one tag: filter, window, graph, list and details, laid out for a page, a column or a phone.
 *
 * @element activity-audit
 * @fires activity-files - A person dropped or chose files; prevent it to open them yourself.
 * @fires activity-layout - The border of the details was moved.
 * @fires activity-select - An activity was opened, or the details were closed.
 * @fires activity-filter - A + or − was pressed at a value.
 * @fires activity-range - A window was chosen.
 */
@localized()
export class ActivityAuditElement extends LitElement {
  static override styles = [tokens, themeStyles, densityStyles, buttonStyles, auditStyles];

  readonly #outer = new StoreController(this);
  readonly #following = new FollowController(this);
  readonly #drop = new DropController(this, (files) => this.#filesGiven(files));
  readonly #split = new SplitController(this, (width) => this.dispatchEvent(new ActivityLayoutEvent(width)));

  /** The store of the provider inside this view. */
  @state() private innerStore: ActivityStore | null = null;
  /** Files that are shown in place of the host's backend. */
  @state() private opened: FileSource | null = null;
  @state() private openedNames: readonly string[] = [];

  /** A store of the host's own; comes before every other source. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** Id of an `activity-provider` on the page. */
  @property() provider: string | null = null;
  /** Base address of a backend that speaks the open protocol. */
  @property() src: string | null = null;
  /** Addresses of log files, separated by spaces. */
  @property() file: string | null = null;
  /** A backend described by a value; comes before `src` and `file`. */
  @property({ attribute: false }) source: BackendSource | null = null;
  /** The first window: a preset such as `1H`, or `from/to` in RFC 3339. */
  @property() window: string | null = null;
  /** `local`, `UTC` or a named zone. */
  @property({ attribute: 'time-zone' }) timeZone: string | null = null;
  /** Part of the cache key. */
  @property() tenant: string | null = null;
  @property() user: string | null = null;
  /** `session` (default), `persistent` or `memory`. */
  @property({ attribute: 'cache-mode' }) cacheMode: string | null = null;
  /** Address of the worker's file, where it does not lie beside the bundle. */
  @property({ attribute: 'worker-url' }) workerUrl: string | null = null;
  /** `light`, `dark` or `auto`; the page's own where absent. */
  @property({ reflect: true }) theme: string | null = null;
  /** `compact`, `normal` or `comfortable`. */
  @property({ reflect: true }) density: string | null = null;
  /** Width of the details in pixels. */
  @property({ type: Number, attribute: 'details-width' }) detailsWidth: number = detailsWidth.initial;

  @query('#files') private fileInput!: HTMLInputElement | null;

  /** The store that this view shows: the host's, the one of its own backend, or the one around it. */
  get activeStore(): ActivityStore | null {
    return (this.opened ? this.innerStore : (this.store ?? this.innerStore)) ?? this.#outer.store;
  }

  /** Reads files in the worker and shows them in place of what was shown; a second time adds to them. */
  openFiles(files: readonly File[]): void {
    const inputs = files.map((blob) => ({ name: blob.name, blob }));
    const store = this.activeStore;
    this.openedNames = [...this.openedNames, ...files.map((file) => file.name)];
    // The store's status tells of a file that cannot be read.
    if (store?.options.source.kind === BackendKind.file) void store.addFiles(inputs).catch(() => {});
    else this.opened = { kind: BackendKind.file, files: inputs };
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('detailsWidth')) this.#split.set(this.detailsWidth);
  }

  protected override render(): TemplateResult {
    const body = this.#renderView();
    const source = this.opened ?? this.source;
    if (!source && ((this.store && !this.opened) || (!this.src && !this.file))) return body;
    return html`<${partTag('activity-provider')}
      id="provider"
      .source=${source}
      .src=${source ? null : this.src}
      .file=${source ? null : this.file}
      .window=${this.opened ? null : this.window}
      .timeZone=${this.timeZone}
      .tenant=${this.tenant}
      .user=${this.user}
      .cacheMode=${this.cacheMode}
      .workerUrl=${this.workerUrl}
      @activity-store=${this.#storeArrived}
      >${body}</${partTag('activity-provider')}
    >`;
  }

  protected override updated(): void {
    this.#following.follow(this.activeStore);
    this.style.setProperty('--_details-width', `${this.#split.width}px`);
  }

  #renderView(): TemplateResult {
    const store = this.activeStore;
    // Parts inside find the provider around them; a store of the host's own is handed down.
    const own = this.opened ? null : this.store;
    const pointed = this.opened || this.src || this.file || this.source ? null : this.provider;
    const open = (store?.view.selectedId ?? null) !== null;
    return html`<div class="view" @keydown=${this.#keyDown}>
        <div>
          ${this.#renderOpened()}
          <div class="tools">
            <${partTag('filter-bar')} no-history .store=${own} .provider=${pointed}></${partTag('filter-bar')}>
          </div>
        </div>
        <div class="time">
          <${partTag('time-bar')} .store=${own} .provider=${pointed}></${partTag('time-bar')}>
        </div>
        <div class="graph">
          <${partTag('frequency-graph')} .store=${own} .provider=${pointed}></${partTag('frequency-graph')}>
        </div>
        <div class="body ${open ? 'open' : ''}">
          <${partTag('activity-list')} class="list" .store=${own} .provider=${pointed}></${partTag('activity-list')}>
          ${open ? this.#renderDivider() : nothing}
          ${
            open
              ? html`<${partTag('activity-details')} class="details" .store=${own} .provider=${pointed}></${partTag('activity-details')}>`
              : nothing
          }
        </div>
        ${this.#renderFoot(store)}
      </div>
      <input id="files" type="file" multiple hidden @change=${this.#filesChosen} />
      ${this.#drop.active ? this.#renderDrop() : nothing}`;
  }

  #renderDivider(): TemplateResult {
    const split = this.#split;
    return html`<div
      class="divider"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label=${msg('Width of the details')}
      aria-valuemin=${detailsWidth.min}
      aria-valuemax=${detailsWidth.max}
      aria-valuenow=${split.width}
      @pointerdown=${split.pointerDown}
      @pointermove=${split.pointerMove}
      @pointerup=${split.pointerUp}
      @dblclick=${split.reset}
      @keydown=${split.keyDown}
    ></div>`;
  }

  #renderOpened(): TemplateResult | typeof nothing {
    if (!this.opened) return nothing;
    const names = this.openedNames.join(', ');
    return html`<div class="opened" role="status">
      ${icon('file')}
      <span class="names">${msg(str`Shown from files opened here: ${names}`)}</span>
      <button class="button quiet small" @click=${this.#closeFiles}>${msg('Close the files')}</button>
    </div>`;
  }

  #renderDrop(): TemplateResult {
    return html`<div class="drop">
      <p>${msg('Drop log files to read them here')}</p>
      <p class="muted">${msg('Kubernetes audit, Falco, Tetragon, Tracee; nothing leaves this page')}</p>
    </div>`;
  }

  #renderFoot(store: ActivityStore | null): TemplateResult {
    const status = store?.status;
    const notice = status?.cache.notice;
    const cache =
      status && (status.cache.state === CacheState.writing || status.cache.state === CacheState.reading)
        ? msg(str`Kept on this device, encrypted: ${formatBytes(status.cache.bytes, uiLocale())}`)
        : status
          ? msg('Kept in memory only')
          : '';
    return html`<div class="foot">
      <span class="optional">${cache}</span>
      ${notice ? html`<span class="warn" role="status">${notice}</span>` : nothing}
      ${store?.enginePlace === 'page' ? html`<span class="warn">${msg('No worker could be started: counting happens on the page.')}</span>` : nothing}
      <span class="space"></span>
      ${
        status && status.cache.state === CacheState.writing
          ? html`<button class="link optional" @click=${() => void store?.clear().catch(() => {})}>
              ${msg('Erase what is kept')}
            </button>`
          : nothing
      }
      <button class="link" @click=${() => this.fileInput?.click()}>${msg('Open log files…')}</button>
    </div>`;
  }

  readonly #storeArrived = (event: ActivityStoreEvent): void => {
    this.innerStore = event.store;
  };

  readonly #closeFiles = (): void => {
    this.opened = null;
    this.openedNames = [];
  };

  readonly #filesChosen = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = '';
    if (files.length) this.#filesGiven(files);
  };

  #filesGiven(files: readonly File[]): void {
    if (this.dispatchEvent(new ActivityFilesEvent(files))) this.openFiles(files);
  }

  /** Escape closes the details from anywhere in the view where it means nothing else. */
  readonly #keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented || !this.activeStore?.selected) return;
    if (this.dispatchEvent(new ActivitySelectEvent(null))) this.activeStore.select(null);
  };
}
