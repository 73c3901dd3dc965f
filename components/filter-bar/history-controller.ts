import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ViewState } from '../../src/model/view-state.js';
import type { ViewChangeEvent } from '../../src/store/store-events.js';
import type { StoreController } from '../internal/store-controller.js';
import { stepText } from './step-text.js';

/**
 * What going back and forward would do, in words, and the keys for it. It keeps a copy of the places that the store went through while this
 * element was there; of earlier ones it knows only that they exist.
 */
export class HistoryController implements ReactiveController {
  readonly #store: StoreController;
  #places: ReadonlyMap<number, ViewState> = new Map();
  #at = 0;

  constructor(host: ReactiveControllerHost, store: StoreController) {
    this.#store = store;
    host.addController(this);
    store.listen({
      storeChanged: (next) => this.#begin(next?.view),
      viewChanged: (event) => this.#changed(event),
    });
  }

  hostDisconnected(): void {
    this.#begin(undefined);
  }

  /** Empty where it is not known. */
  get undoText(): string {
    return this.#between(this.#at - 1, this.#at);
  }
  get redoText(): string {
    return this.#between(this.#at, this.#at + 1);
  }

  undo(): boolean {
    const { store } = this.#store;
    if (!store?.canGoBack) return false;
    store.back();
    return true;
  }

  redo(): boolean {
    const { store } = this.#store;
    if (!store?.canGoForward) return false;
    store.forward();
    return true;
  }

  /** Ctrl or Cmd with Z, with Shift for forward; Ctrl with Y. Returns whether it was one of them and did something. */
  key(event: KeyboardEvent): boolean {
    if (event.altKey || !(event.ctrlKey || event.metaKey)) return false;
    const key = event.key.toLowerCase();
    if (key === 'z') return event.shiftKey ? this.redo() : this.undo();
    return key === 'y' && !event.shiftKey && this.redo();
  }

  #between(from: number, to: number): string {
    const [before, after] = [this.#places.get(from), this.#places.get(to)];
    return before && after ? stepText(before, after) : '';
  }

  #begin(view: ViewState | undefined): void {
    this.#places = new Map(view && [[0, view]]);
    this.#at = 0;
  }

  #changed({ view, step }: ViewChangeEvent): void {
    if (step === 'back') this.#at -= 1;
    else if (step !== 'replace') this.#at += 1;
    // What was ahead is gone with a new step.
    const kept = [...this.#places].filter(([at]) => step !== 'push' || at < this.#at);
    this.#places = new Map([...kept, [this.#at, view]]);
  }
}
