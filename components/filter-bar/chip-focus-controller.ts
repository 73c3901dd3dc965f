import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { inlineKey } from '../internal/direction.js';

export interface ChipFocusOptions {
  readonly chips: () => HTMLElement | null | undefined;
  /** Where the arrow key leads behind the last chip. */
  readonly field: () => HTMLElement | null | undefined;
  readonly negate: (index: number) => void;
  readonly toggle: (index: number) => void;
  readonly addValue: (index: number) => void;
  readonly remove: (index: number) => void;
}

/**
 * All chips are one stop of the Tab key. Left and right go from button to button, up and down from condition to condition; Delete removes, `n`,
 * `!` and Alt+1 turn a condition around, `d` switches it off and on, `o` adds another value.
 */
export class ChipFocusController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: ChipFocusOptions;
  #current: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost, options: ChipFocusOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    const buttons = this.#buttons();
    if (!this.#current || !buttons.includes(this.#current)) this.#current = buttons.at(-1) ?? null;
    for (const button of buttons) button.tabIndex = button === this.#current ? 0 : -1;
  }

  /** Returns whether there is a chip to go to. */
  focusLast(): boolean {
    const last = [...this.#buttons()].reverse().find((button) => button.classList.contains('term'));
    last?.focus();
    return last !== undefined;
  }

  readonly focusIn = (event: FocusEvent): void => {
    const button = this.#buttons().find((one) => one === event.target);
    if (!button) return;
    if (this.#current) this.#current.tabIndex = -1;
    this.#current = button;
    button.tabIndex = 0;
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || (event.altKey && event.code !== 'Digit1')) return;
    const buttons = this.#buttons();
    const at = buttons.findIndex((button) => button === event.target);
    const index = Number(buttons[at]?.closest<HTMLElement>('.chip')?.dataset['index'] ?? Number.NaN);
    if (at < 0 || Number.isNaN(index)) return;
    const chip = buttons[at];
    switch (event.altKey || !chip ? '!' : inlineKey(event.key, chip)) {
      case 'ArrowUp':
        this.#focusRow(index - 1, buttons[at]);
        break;
      case 'ArrowDown':
        this.#focusRow(index + 1, buttons[at]);
        break;
      case 'ArrowLeft':
        buttons[Math.max(0, at - 1)]?.focus();
        break;
      case 'ArrowRight':
        (buttons[at + 1] ?? this.#options.field())?.focus();
        break;
      case 'Home':
        buttons[0]?.focus();
        break;
      case 'End':
        this.#options.field()?.focus();
        break;
      case 'Backspace':
      case 'Delete':
        this.#options.remove(index);
        void this.#focusAfterRemoval(index);
        break;
      case 'd':
      case 'D':
        this.#options.toggle(index);
        break;
      case 'o':
      case 'O':
        this.#options.addValue(index);
        break;
      case 'n':
      case 'N':
      case '!':
        this.#options.negate(index);
        break;
      default:
        return;
    }
    event.preventDefault();
  };

  /** The same button of another condition, or its text where it has none like it. */
  #focusRow(index: number, from: HTMLElement | undefined): void {
    const row = this.#options.chips()?.querySelector(`[data-index='${index}']`);
    const same = from && row?.querySelector<HTMLElement>(`button.${from.classList.item(0) ?? 'term'}`);
    (same ?? row?.querySelector<HTMLElement>('.term'))?.focus();
  }

  async #focusAfterRemoval(index: number): Promise<void> {
    await this.#host.updateComplete;
    const terms = this.#buttons().filter((button) => button.classList.contains('term'));
    (terms[Math.min(index, terms.length - 1)] ?? this.#options.field())?.focus();
  }

  #buttons(): HTMLElement[] {
    return [...(this.#options.chips()?.querySelectorAll<HTMLElement>('button') ?? [])];
  }
}
