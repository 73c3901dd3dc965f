import { nothing, type ReactiveController, type ReactiveControllerHost } from 'lit';
import type { Part, PartModule } from './part.js';
import { PopoverController, type PopoverOptions } from './popover.js';

export interface Menu {
  /** As it is when it opens. */
  reset(): void;
  /** Its field, or what else a person begins with, takes the focus. */
  focus(): void;
  render(): unknown;
}

export interface LateMenuOptions<Loaded extends PartModule> extends Pick<PopoverOptions, 'button' | 'panel' | 'align'> {
  readonly part: Part<Loaded>;
  readonly create: (loaded: Loaded) => Menu;
}

/** A menu in a popover, whose code comes when it is first wanted. Each time it opens it is as new, and takes the focus once. */
export class LateMenu<Loaded extends PartModule> implements ReactiveController {
  readonly #options: LateMenuOptions<Loaded>;
  readonly #popover: PopoverController;
  #menu: Menu | null = null;
  #takesFocus = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: LateMenuOptions<Loaded>) {
    this.#options = options;
    this.#popover = new PopoverController(host, {
      button: options.button,
      panel: options.panel,
      ...(options.align && { align: options.align }),
      onToggle: (open) => {
        this.#takesFocus = open;
        this.#menu?.reset();
      },
    });
    host.addController(this);
  }

  get open(): boolean {
    return this.#popover.open;
  }

  show(): void {
    this.#popover.show();
  }

  hide(): void {
    this.#popover.hide();
  }

  hostUpdated(): void {
    if (!this.#takesFocus || !this.open || !this.#menu) return;
    this.#takesFocus = false;
    this.#menu.focus();
  }

  /** What stands in the panel. */
  render(): unknown {
    if (!this.open) return nothing;
    const { part, create } = this.#options;
    return part.render((loaded) => (this.#menu ??= create(loaded)).render());
  }
}
