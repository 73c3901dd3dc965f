import type { StoreController } from '../internal/store-controller.js';
import { stepText } from './step-text.js';

/** What going back and forward would do, in words, and the keys for it. */
export class HistoryController {
  readonly #store: StoreController;

  constructor(store: StoreController) {
    this.#store = store;
  }

  /** Empty where there is nothing to undo. */
  get undoText(): string {
    const { store } = this.#store;
    const before = store?.viewBeside(-1);
    return store && before ? stepText(before, store.view) : '';
  }
  get redoText(): string {
    const { store } = this.#store;
    const after = store?.viewBeside(1);
    return store && after ? stepText(store.view, after) : '';
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
}
