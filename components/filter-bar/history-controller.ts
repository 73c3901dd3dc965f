import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ViewState } from '../../src/model/view-state.js';
import type { StoreController } from '../internal/store-controller.js';
import { stepText } from './step-text.js';

/**
 * What going back and forward would do, in words, and the keys for it. It keeps a copy of the places that the store went through while this
 * element was there; of earlier ones it knows only that they exist.
 */
export class HistoryController implements ReactiveController {
  readonly #store: StoreController;
  #places: readonly ViewState[] = [];
  #at = 0;

  constructor(host: ReactiveControllerHost, store: StoreController) {
    this.#store = store;
    host.addController(this);
    store.listen({
      storeChanged: (next) => this.#begin(next ? [next.view] : []),
      viewChanged: ({ previous, view }) => this.#changed(previous, view),
    });
  }

  hostDisconnected(): void {
    this.#begin([]);
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
    const [before, after] = [this.#places[from], this.#places[to]];
    return before && after ? stepText(before, after) : '';
  }

  #begin(places: readonly ViewState[]): void {
    this.#places = places;
    this.#at = 0;
  }

  #changed(previous: ViewState, view: ViewState): void {
    if (this.#places[this.#at] !== previous) return this.#begin([view]);
    if (this.#places[this.#at - 1] === view) this.#at -= 1;
    else if (this.#places[this.#at + 1] === view) this.#at += 1;
    else if (stepText(previous, view) === '' || isPin(previous, view)) this.#places = this.#places.with(this.#at, view);
    else {
      this.#places = [...this.#places.slice(0, this.#at + 1), view];
      this.#at += 1;
    }
  }
}

/** A pause holds the end of the window where it is, and is no step of its own. */
function isPin(previous: ViewState, view: ViewState): boolean {
  const [before, after] = [previous.window, view.window];
  return (
    previous.live !== view.live &&
    before.kind === 'relative' &&
    after.kind === 'relative' &&
    before.lengthMs === after.lengthMs &&
    stepText({ ...previous, window: after }, view) === ''
  );
}
