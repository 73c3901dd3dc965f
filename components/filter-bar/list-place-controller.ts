import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface ListPlaceOptions {
  readonly list: () => HTMLElement | null | undefined;
  /** The list hangs below its lower edge. */
  readonly box: () => HTMLElement | null | undefined;
  /** The list begins where this does, if there is room. */
  readonly field: () => HTMLElement | null | undefined;
  readonly open: () => boolean;
  readonly close: () => void;
}

const gapPx = 4;
const maxWidthPx = 520;

/**
 * Shows a list in the top layer, so that no host can cut it off, and puts it below the field. A list that scrolled away from its field would
 * hang in the air: it closes.
 */
export class ListPlaceController implements ReactiveController {
  readonly #options: ListPlaceOptions;

  constructor(host: ReactiveControllerHost, options: ListPlaceOptions) {
    this.#options = options;
    host.addController(this);
  }

  hostUpdated(): void {
    const list = this.#options.list();
    if (!list) return;
    const open = this.#options.open();
    if (open !== list.matches(':popover-open')) list.togglePopover(open);
    this.#listen(open);
    if (open) this.#place(list);
  }

  hostDisconnected(): void {
    this.#listen(false);
  }

  #listen(on: boolean): void {
    const change = on ? 'addEventListener' : 'removeEventListener';
    globalThis[change]('scroll', this.#scrolled, { capture: true });
    globalThis[change]('resize', this.#options.close);
  }

  readonly #scrolled = (event: Event): void => {
    const list = this.#options.list();
    const field = this.#options.field();
    const own = event.composedPath().some((target) => target === list || target === field);
    if (!own) this.#options.close();
  };

  #place(list: HTMLElement): void {
    const box = this.#options.box()?.getBoundingClientRect();
    const field = this.#options.field()?.getBoundingClientRect();
    if (!box || !field) return;
    const left = Math.max(box.left, Math.min(field.left, box.right - maxWidthPx));
    list.style.setProperty('left', `${left}px`);
    list.style.setProperty('top', `${box.bottom + gapPx}px`);
    list.style.setProperty('width', `${Math.min(maxWidthPx, box.right - left)}px`);
    list.querySelector('.option.active')?.scrollIntoView({ block: 'nearest' });
  }
}
