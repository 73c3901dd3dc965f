import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { linkIn, linkKey, setLink } from '../../src/link/event-view.js';
import { decodeView, linkOfView, type DroppedFromLink } from '../../src/link/view-link.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ViewChangeEvent } from '../../src/store/store-events.js';

/** Browsers refuse more than some 100 changes of the address in 30 seconds. */
const writeAfterMs = 400;

export interface LinkHost extends ReactiveControllerHost, HTMLElement {
  /** Where in the page's address the view lies; null: it does not. */
  readonly urlState: string | null;
  /** A view to begin with, as a link. */
  readonly link: string | null;
}

/** The view in the page's address, where the host asks for that: read at the start and when the address changes, written as the view changes. */
export class LinkController implements ReactiveController {
  readonly #host: LinkHost;
  /** The one that began with the link: what was found in it since is kept, also while the element is moved. */
  #store: ActivityStore | null = null;
  #heard: ActivityStore | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #known: string | null = null;
  #opened: string | null = null;
  #dropped: readonly DroppedFromLink[] = [];
  /** What of the view is too long for a link, while that is so, and whether it was said. */
  #unfit: readonly DroppedFromLink[] = [];
  #isUnfitSaid = false;

  constructor(host: LinkHost) {
    this.#host = host;
    host.addController(this);
  }

  /** What the last link said and this version could not understand, and what cannot be said in a link. */
  get dropped(): readonly DroppedFromLink[] {
    return this.#isUnfitSaid ? this.#dropped : [...this.#dropped, ...this.#unfit];
  }

  hostConnected(): void {
    window.addEventListener('hashchange', this.#addressChanged);
    window.addEventListener('popstate', this.#addressChanged);
    // Who is moved hears its store again after an update, and nothing else need ask for one.
    this.#host.requestUpdate();
  }

  hostDisconnected(): void {
    window.removeEventListener('hashchange', this.#addressChanged);
    window.removeEventListener('popstate', this.#addressChanged);
    clearTimeout(this.#timer);
    this.#hear(null);
  }

  /** The store that is shown now; a store that was not shown before begins with the link. */
  follow(store: ActivityStore | null): void {
    if (store && store !== this.#store) {
      this.#store = store;
      this.#known = null;
      this.#opened = null;
      this.#unfit = [];
      this.#timer = undefined;
    }
    this.#hear(this.#host.isConnected ? store : null);
    const link = this.#inAddress() ?? this.#host.link;
    if (store && link !== null && this.#known === null && this.#opened !== link) this.#open(store, link, 'replace');
  }

  #hear(store: ActivityStore | null): void {
    if (store === this.#heard) return;
    this.#heard?.removeEventListener(ViewChangeEvent.type, this.#viewChanged);
    this.#heard = store;
    store?.addEventListener(ViewChangeEvent.type, this.#viewChanged);
    // What was about to be written when the element was moved.
    if (store && this.#timer !== undefined) this.#viewChanged();
  }

  /** The address of the page with the view as it is now; null where that is too long, which is said: whoever asks wants it. */
  address(): string | null {
    this.#isUnfitSaid = false;
    return this.#made();
  }

  #made(): string | null {
    if (!this.#heard) return null;
    const { link, dropped } = linkOfView(this.#heard.view);
    if (link !== null) this.#isUnfitSaid = false;
    this.#unfit = dropped;
    this.#host.requestUpdate();
    if (link === null) return null;
    const url = new URL(location.href);
    setLink(url, this.#host.urlState || linkKey, link);
    return url.href;
  }

  readonly forget = (): void => {
    this.#dropped = [];
    this.#isUnfitSaid = true;
    this.#host.requestUpdate();
  };

  #inAddress(): string | null {
    const key = this.#host.urlState;
    return key === null ? null : linkIn(new URL(location.href), key || linkKey);
  }

  #open(store: ActivityStore, link: string, history: 'push' | 'replace'): void {
    const { view, dropped } = decodeView(link);
    this.#opened = link;
    this.#dropped = dropped;
    if (Object.keys(view).length > 0) store.setView(view, history);
    this.#host.requestUpdate();
  }

  readonly #viewChanged = (): void => {
    if (this.#host.urlState === null) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#write, writeAfterMs);
  };

  readonly #write = (): void => {
    this.#timer = undefined;
    const address = this.#made();
    // The last one that could be made stays: no other would open this view.
    if (address === null || address === location.href) return;
    history.replaceState(history.state, '', address);
    this.#known = this.#inAddress();
  };

  readonly #addressChanged = (): void => {
    const link = this.#inAddress();
    if (link === null || link === this.#known || !this.#heard) return;
    this.#known = link;
    this.#open(this.#heard, link, 'push');
  };
}
