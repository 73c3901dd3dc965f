import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ViewState } from '../../src/model/view-state.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { DataChangeEvent, StatusChangeEvent, ViewChangeEvent } from '../../src/store/store-events.js';
import { ActivityStoreEvent } from './events.js';
import { awakeEvent, restOf } from './resting.js';
import { isStoreProvider, storeContext, type StoreProvider } from './store-context.js';

/** What an element offers its controller. Both are the host page's to set; the controller never writes them. */
export interface StoreHost extends ReactiveControllerHost, HTMLElement {
  /** A store set by property comes first. */
  store: ActivityStore | null;
  /** Id of an `activity-provider` anywhere in the same tree or in the document; comes second, the context last. */
  provider: string | null;
}

export interface StoreListeners {
  /** Another store, or none: forget what was known of the old one. */
  readonly storeChanged?: (store: ActivityStore | null) => void;
  readonly viewChanged?: (event: ViewChangeEvent) => void;
  readonly dataChanged?: () => void;
  readonly statusChanged?: () => void;
}

/** Elements may be upgraded before their provider: only after this long is its absence worth a sentence. */
const graceMs = 300;

/** Finds the store of an element, follows it, and lets go of it when the element leaves the page. */
export class StoreController implements ReactiveController {
  readonly #host: StoreHost;
  readonly #listeners = new Set<StoreListeners>();
  #store: ActivityStore | null = null;
  #fromContext: ActivityStore | null = null;
  #leaveContext: (() => void) | undefined;
  #pointedAt: StoreProvider | null = null;
  #graceTimer: ReturnType<typeof setTimeout> | undefined;
  #missing = false;
  #connected = false;
  /** The view that an element saw last before it was put aside, and whether more than that changed since. */
  #seen: ViewState | null = null;
  #missedData = false;

  constructor(host: StoreHost, listeners?: StoreListeners) {
    this.#host = host;
    if (listeners) this.#listeners.add(listeners);
    host.addController(this);
  }

  /** null while none was found. */
  get store(): ActivityStore | null {
    return this.#store;
  }
  /** True once it is clear that nobody provides a store. */
  get missing(): boolean {
    return this.#missing;
  }

  /** For further controllers of the same element. */
  listen(listeners: StoreListeners): void {
    this.#listeners.add(listeners);
    if (this.#store) listeners.storeChanged?.(this.#store);
  }

  hostConnected(): void {
    this.#connected = true;
    this.#host.addEventListener(awakeEvent, this.#awake);
    this.#host.ownerDocument.addEventListener('context-provider', this.#onProviderArrived);
    this.#host.ownerDocument.addEventListener(ActivityStoreEvent.type, this.#onProviderArrived);
    this.#requestContext();
    this.#graceTimer = setTimeout(() => this.#noteMissing(), graceMs);
    this.#resolve();
  }

  hostUpdate(): void {
    this.#resolve();
  }

  hostDisconnected(): void {
    this.#connected = false;
    this.#host.removeEventListener(awakeEvent, this.#awake);
    clearTimeout(this.#graceTimer);
    this.#host.ownerDocument.removeEventListener('context-provider', this.#onProviderArrived);
    this.#host.ownerDocument.removeEventListener(ActivityStoreEvent.type, this.#onProviderArrived);
    this.#pointedAt?.removeEventListener(ActivityStoreEvent.type, this.#onProviderArrived);
    this.#pointedAt = null;
    this.#leaveContext?.();
    this.#leaveContext = undefined;
    this.#fromContext = null;
    this.#missing = false;
    this.#follow(null);
  }

  #requestContext(): void {
    this.#host.dispatchEvent(
      new ContextEvent(
        storeContext,
        this.#host,
        (store, leave) => {
          if (!this.#connected) return leave?.();
          if (leave !== this.#leaveContext) this.#leaveContext?.();
          this.#leaveContext = leave;
          this.#fromContext = store;
          this.#resolve();
        },
        true,
      ),
    );
  }

  /** A provider was upgraded, moved or connected after this element: ask again. */
  readonly #onProviderArrived = (): void => {
    if (!this.#leaveContext) this.#requestContext();
    this.#resolve();
  };

  #resolve(): void {
    if (!this.#connected) return;
    this.#follow(this.#host.store ?? this.#fromProvider() ?? this.#fromContext);
  }

  #fromProvider(): ActivityStore | null {
    const id = this.#host.provider;
    const found = id ? this.#findById(id) : null;
    if (found !== this.#pointedAt) {
      this.#pointedAt?.removeEventListener(ActivityStoreEvent.type, this.#onProviderArrived);
      found?.addEventListener(ActivityStoreEvent.type, this.#onProviderArrived);
      this.#pointedAt = found;
    }
    return found?.activeStore ?? null;
  }

  #findById(id: string): StoreProvider | null {
    const root = this.#host.getRootNode();
    const near = root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id) : null;
    const found = near ?? this.#host.ownerDocument.getElementById(id);
    return isStoreProvider(found) ? found : null;
  }

  #follow(store: ActivityStore | null): void {
    if (store === this.#store) return;
    this.#toggle(this.#store, false);
    this.#store = store;
    this.#seen = null;
    this.#toggle(store, true);
    if (store) this.#missing = false;
    for (const listeners of this.#listeners) listeners.storeChanged?.(store);
    this.#host.requestUpdate();
  }

  #toggle(store: ActivityStore | null, on: boolean): void {
    if (!store) return;
    const change = on ? 'addEventListener' : 'removeEventListener';
    (store as EventTarget)[change](ViewChangeEvent.type, this.#onView);
    (store as EventTarget)[change](DataChangeEvent.type, this.#onData);
    (store as EventTarget)[change](StatusChangeEvent.type, this.#onStatus);
  }

  /** Until when the element is put aside; null: it is not. */
  get rest(): Promise<void> | null {
    return restOf(this.#host);
  }

  readonly #onView = (event: Event): void => {
    if (!(event instanceof ViewChangeEvent)) return;
    if (this.rest) this.#seen ??= event.previous;
    else this.#tellView(event);
  };
  readonly #onData = (): void => {
    if (this.rest) this.#missedData = true;
    else this.#tell('dataChanged');
  };
  readonly #onStatus = (): void => {
    if (!this.rest) this.#tell('statusChanged');
  };

  /** What changed while the element was put aside is one change to it. An activity that was opened elsewhere meanwhile is not gone to. */
  readonly #awake = (): void => {
    const seen = this.#seen;
    if (!this.#store) return;
    const { view } = this.#store;
    this.#seen = null;
    if (seen) this.#tellView(new ViewChangeEvent({ ...seen, selectedId: view.selectedId }, view));
    if (this.#missedData) this.#tell('dataChanged');
    this.#missedData = false;
    this.#tell('statusChanged');
  };

  #tellView(event: ViewChangeEvent): void {
    for (const listeners of this.#listeners) listeners.viewChanged?.(event);
    this.#host.requestUpdate();
  }

  #tell(change: 'dataChanged' | 'statusChanged'): void {
    for (const listeners of this.#listeners) listeners[change]?.();
    this.#host.requestUpdate();
  }

  #noteMissing(): void {
    if (this.#store) return;
    this.#missing = true;
    this.#host.requestUpdate();
  }
}
