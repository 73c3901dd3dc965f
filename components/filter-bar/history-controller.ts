import { requestStep } from '../internal/intents.js';
import type { StoreController } from '../internal/store-controller.js';
import { stepText } from './step-text.js';

/** What going back and forward would do, in words, and the keys for it. */
export class HistoryController {
  readonly #host: EventTarget;
  readonly #store: StoreController;

  constructor(host: EventTarget, store: StoreController) {
    this.#host = host;
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
    return requestStep(this.#host, this.#store.store, -1);
  }

  redo(): boolean {
    return requestStep(this.#host, this.#store.store, 1);
  }

  /** Ctrl or Cmd with Z, with Shift for forward; Ctrl with Y. Returns whether it was one of them and did something. */
  key(event: KeyboardEvent): boolean {
    if (event.altKey || !(event.ctrlKey || event.metaKey)) return false;
    const key = event.key.toLowerCase();
    if (key === 'z') return event.shiftKey ? this.redo() : this.undo();
    return key === 'y' && !event.shiftKey && this.redo();
  }
}
