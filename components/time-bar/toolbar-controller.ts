import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { inlineKey } from '../internal/direction.js';

/**
 * One stop of the Tab key for a whole toolbar: the arrow keys go from button to button, Home and End to the ends. Buttons that are disabled
 * stay reachable, so that focus is not lost where the last step disables its own button.
 */
export class ToolbarController implements ReactiveController {
  readonly #toolbar: () => HTMLElement | null | undefined;
  #current: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost, toolbar: () => HTMLElement | null | undefined) {
    this.#toolbar = toolbar;
    host.addController(this);
  }

  hostUpdated(): void {
    const buttons = this.#buttons();
    const first = buttons[0] ?? null;
    if (!this.#current || !buttons.includes(this.#current)) this.#current = first;
    for (const button of buttons) button.tabIndex = button === this.#current ? 0 : -1;
  }

  readonly focusIn = (event: FocusEvent): void => {
    const button = this.#buttons().find((one) => one === event.target);
    if (button) this.#stopAt(button);
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const buttons = this.#buttons();
    const at = buttons.findIndex((button) => button === event.target);
    if (at < 0) return;
    const bar = buttons[at];
    const target = bar ? this.#targetOf(inlineKey(event.key, bar), at, buttons.length) : null;
    if (target === null) return;
    event.preventDefault();
    const next = buttons.at(target);
    if (!next) return;
    // Firefox tells nobody of a focus that moves in a window which has none itself.
    this.#stopAt(next);
    next.focus();
  };

  #stopAt(button: HTMLElement): void {
    if (button === this.#current) return;
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = button;
    button.tabIndex = 0;
  }

  #targetOf(key: string, at: number, count: number): number | null {
    switch (key) {
      case 'ArrowRight':
        return (at + 1) % count;
      case 'ArrowLeft':
        return at - 1;
      case 'Home':
        return 0;
      case 'End':
        return -1;
      default:
        return null;
    }
  }

  #buttons(): HTMLElement[] {
    const all = this.#toolbar()?.querySelectorAll<HTMLElement>('button') ?? [];
    return [...all].filter((button) => button.checkVisibility());
  }
}
