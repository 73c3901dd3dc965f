import { ContextProvider } from '@lit/context';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { BackendSource } from '../../src/model/source.js';
import { isKnownZone } from '../../src/model/time-zone.js';
import { ActivityStore } from '../../src/store/activity-store.js';
import type { HostFetch, StoreOptions, TokenCallback } from '../../src/store/store-options.js';
import { ActivityStoreEvent } from '../internal/events.js';
import { InlineData } from '../internal/inline-data.js';
import { storeContext } from '../internal/store-context.js';
import { themeStyles } from '../internal/theme-styles.js';
import { described, isSame } from './host-data.js';
import { HostFunctions } from './host-functions.js';
import { chooseSource, parseAsOf, parseCacheMode, parseCredentials, parseWindow } from './store-settings.js';

/** Properties of which another value means another investigation, hence another store. */
const storeProperties = [
  'store',
  'source',
  'src',
  'srcKind',
  'file',
  'cacheMode',
  'tenant',
  'user',
  'workerUrl',
  'maxActivities',
  'engine',
  'cacheKey',
  'credentials',
  'asOf',
] as const;

/**
 * No user interface: turns a backend into a store for all elements inside it, or elsewhere on the page by `provider="id"`. The store lives as
 * long as the element is on the page; moving the element keeps it.
 *
 * @element activity-provider
 * @slot - The elements that look at this store; any other content may stand between.
 * @fires activity-store - The store is there (`event.store`), was replaced, or is gone (null).
 */
export class ActivityProviderElement extends LitElement {
  static override styles = [
    themeStyles,
    css`
      :host {
        display: contents;
      }
    `,
  ];

  readonly #inline = new InlineData(this);
  #said: readonly unknown[] = [];
  readonly #context = new ContextProvider(this, { context: storeContext, initialValue: null });
  /** The store that this element made, and therefore disposes of. */
  #own: ActivityStore | null = null;
  #active: ActivityStore | null = null;
  readonly #functions = new HostFunctions(this);

  /** A store of the host's own. It is provided as it is, and never disposed of here. */
  @property({ attribute: false }) store: ActivityStore | null = null;
  /** A backend described by a value; comes before `src` and `file`. */
  @property({ attribute: false }) source: BackendSource | null = null;
  /** Base address of a backend that speaks the open protocol, or what `src-kind` says. */
  @property() src: string | null = null;
  /** What `src` speaks: `open` (default), `sysdig` (the published API) or `sysdig-legacy` (the one before it). */
  @property({ attribute: 'src-kind' }) srcKind: string | null = null;
  /** Addresses of log files, separated by spaces. */
  @property() file: string | null = null;
  /** `session` (default: on disk, encrypted, gone with the session), `persistent` (needs `cacheKey`) or `memory`. */
  @property({ attribute: 'cache-mode' }) cacheMode: string | null = null;
  /** 32 bytes, for the mode `persistent`. */
  @property({ attribute: false }) cacheKey: Uint8Array | null = null;
  /** Part of the cache key: activities of two tenants are never mixed. */
  @property() tenant: string | null = null;
  /** Part of the cache key: what one person may see is kept from the next. */
  @property() user: string | null = null;
  /** Whether cookies go along with requests: `same-origin` (default), `include` or `omit`. */
  @property() credentials: string | null = null;
  /** Gives the bearer token for the backend; asked again when that refuses one. Another function in its place is used from then on. */
  @property({ attribute: false }) token: TokenCallback | null = null;
  /** Makes the requests in place of the browser's own `fetch`. Another function in its place is used from then on. */
  @property({ attribute: false }) fetch: HostFetch | null = null;
  /** Address of the worker's file, where it does not lie beside the bundle. */
  @property({ attribute: 'worker-url' }) workerUrl: string | null = null;
  /** How the engine is started; comes before `worker-url`. */
  @property({ attribute: false }) engine: StoreOptions['engine'] | null = null;
  /** Loading stops there and says so; 2,000,000 by default. */
  @property({ type: Number, attribute: 'max-activities' }) maxActivities: number | null = null;
  /** The first window: `10M`, `1H`, `2W`, `all`, or `from/to` in RFC 3339. */
  @property() window: string | null = null;
  /**
   * Pins the view: it ends at this time (RFC 3339), or, where empty, where its data end; nothing is followed, and the elements say "as of". Files, and
   * activities that stand in the page, are pinned to their data in any case.
   */
  @property({ attribute: 'as-of' }) asOf: string | null = null;
  /** `local`, `UTC` or a named zone. */
  @property({ attribute: 'time-zone' }) timeZone: string | null = null;
  /** `light`, `dark` or `auto`, for all elements inside; the page's own where absent. */
  @property({ reflect: true }) theme: string | null = null;

  /** The store that elements inside see; null while there is nothing to read from. */
  get activeStore(): ActivityStore | null {
    return this.#active;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && !this.#active) this.#replace();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // A move within the page disconnects and connects in one task: only who stays away is gone.
    queueMicrotask(() => {
      if (!this.isConnected) this.#provide(null);
    });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const inline = this.source || this.src || this.file ? null : this.#inline.source;
    // Of a token and a `fetch` only whether there is one: another in its place is used from then on.
    const given = [inline, !this.token, !this.fetch, ...storeProperties.map((name) => this[name])];
    const said = described(given);
    const isAnother = !isSame(said, this.#said);
    this.#said = said;
    if (isAnother) {
      if (this.isConnected) this.#replace();
      return;
    }
    this.#functions.follow();
    const window = changed.has('window') ? parseWindow(this.window) : undefined;
    const zone = changed.has('timeZone') ? this.#zone() : undefined;
    if (zone) this.#active?.setView({ timeZone: zone }, 'replace');
    // A window of the host's begins as the first one did; the store knows which of them can be followed.
    if (window) this.#active?.setView({ window, live: true });
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }

  #zone(): string | undefined {
    const zone = this.timeZone?.trim();
    return zone && isKnownZone(zone) ? zone : undefined;
  }

  #replace(): void {
    if (this.store) return this.#provide(this.store);
    const source = chooseSource(
      this.source,
      this.src,
      this.file,
      this.srcKind,
      parseCredentials(this.credentials),
      this.#inline.source,
    );
    if (!source) return this.#provide(null);
    const mode = parseCacheMode(this.cacheMode);
    const window = parseWindow(this.window);
    const timeZone = this.#zone();
    const asOf = parseAsOf(this.asOf);
    const engine = this.engine ?? (this.workerUrl ? { workerUrl: this.workerUrl } : undefined);
    this.#provide(
      new ActivityStore({
        source,
        ...(this.tenant !== null && { tenant: this.tenant }),
        ...(this.user !== null && { user: this.user }),
        ...((mode || this.cacheKey) && {
          cache: { ...(mode && { mode }), ...(this.cacheKey && { key: this.cacheKey }) },
        }),
        ...(this.maxActivities !== null && this.maxActivities > 0 && { maxActivities: this.maxActivities }),
        ...(engine && { engine }),
        ...(asOf !== undefined && { asOf }),
        access: this.#functions.take(),
        view: { ...(window && { window }), ...(timeZone && { timeZone }) },
      }),
      true,
    );
  }

  #provide(store: ActivityStore | null, isOwn = false): void {
    const previous = this.#own;
    const changed = store !== this.#active;
    this.#own = isOwn ? store : null;
    if (!isOwn) this.#functions.leave();
    this.#active = store;
    if (changed) {
      this.#context.setValue(store);
      this.dispatchEvent(new ActivityStoreEvent(store));
    }
    // After the elements have let go of it.
    if (previous) void previous.dispose();
  }
}
