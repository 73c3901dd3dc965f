import { css, type ReactiveController, type ReactiveControllerHost } from 'lit';
import { isRightToLeft } from './direction.js';

export interface PopoverOptions {
  /** The button that opens it. */
  readonly button: () => HTMLElement | null | undefined;
  /** The element with the attribute `popover`. */
  readonly panel: () => HTMLElement | null | undefined;
  /** Which edges meet. Default `start`. */
  readonly align?: 'start' | 'end';
  /** Told before the panel shows and after it closed. */
  readonly onToggle?: (open: boolean) => void;
}

const gapPx = 4;
const marginPx = 8;

/**
 * An anchored panel on the native popover: top layer, Escape and light dismissal are the browser's. This puts it beside its button, inside the
 * window, through CSSOM (a `style` attribute is blocked by strict policies), and gives the focus back.
 *
 *     <button id="b" aria-haspopup="true" aria-expanded=${this.menu.open}>…</button>
 *     <div id="p" popover class="popover">…</div>
 */
export class PopoverController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: PopoverOptions;
  #wired: { button: HTMLElement; panel: HTMLElement } | null = null;
  #open = false;
  /** What had the focus when it opened, and has it again. */
  #before: HTMLElement | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, options: PopoverOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get open(): boolean {
    return this.#open;
  }

  show(): void {
    this.#wire();
    if (!this.#open) this.#wired?.panel.showPopover();
  }

  hide(): void {
    if (this.#open) this.#wired?.panel.hidePopover();
  }

  hostUpdated(): void {
    this.#wire();
    // What a panel holds is drawn only while it is open, and may come later still: its size is known only now.
    this.place();
  }

  hostDisconnected(): void {
    this.hide();
    this.#unwire();
    this.#open = false;
    this.#before = null;
  }

  #wire(): void {
    const button = this.#options.button();
    const panel = this.#options.panel();
    if (!button || !panel) return this.#unwire();
    if (this.#wired?.button === button && this.#wired.panel === panel) return;
    this.#unwire();
    this.#wired = { button, panel };
    // The browser then toggles, and does not reopen on the click that dismissed.
    if (button instanceof HTMLButtonElement) button.popoverTargetElement = panel;
    panel.addEventListener('beforetoggle', this.#onBeforeToggle);
    panel.addEventListener('toggle', this.#onToggle);
  }

  #unwire(): void {
    this.#listen(false);
    if (!this.#wired) return;
    const { button, panel } = this.#wired;
    if (button instanceof HTMLButtonElement) button.popoverTargetElement = null;
    panel.removeEventListener('beforetoggle', this.#onBeforeToggle);
    panel.removeEventListener('toggle', this.#onToggle);
    this.#wired = null;
  }

  readonly #onBeforeToggle = (event: ToggleEvent): void => {
    const focused = this.#host.shadowRoot?.activeElement ?? null;
    if (event.newState === 'open') {
      this.#before = focused instanceof HTMLElement ? focused : null;
      this.#options.onToggle?.(true);
    } else if (this.#wired?.panel.contains(focused))
      // In a shadow root the focus is lost with the panel (Chromium 156).
      (this.#before?.isConnected ? this.#before : this.#wired.button).focus();
  };

  readonly #onToggle = (event: ToggleEvent): void => {
    this.#open = event.newState === 'open';
    this.#listen(this.#open);
    if (this.#open) this.place();
    else this.#options.onToggle?.(false);
    this.#host.requestUpdate();
  };

  #listen(on: boolean): void {
    const change = on ? 'addEventListener' : 'removeEventListener';
    globalThis[change]('resize', this.place);
    globalThis[change]('scroll', this.place, { capture: true });
  }

  /** Puts the panel where it belongs; to be called when its content changed its size. */
  readonly place = (): void => {
    if (!this.#wired || !this.#open) return;
    const { button, panel } = this.#wired;
    const anchor = button.getBoundingClientRect();
    const { offsetWidth: width, offsetHeight: height } = panel;
    const toRight = isRightToLeft(this.#host) === (this.#options.align === 'end');
    const left = toRight ? anchor.left : anchor.right - width;
    const below = anchor.bottom + gapPx;
    const above = anchor.top - gapPx - height;
    const top = below + height > innerHeight - marginPx && above >= marginPx ? above : below;
    panel.style.setProperty('left', `${Math.max(marginPx, Math.min(left, innerWidth - width - marginPx))}px`);
    panel.style.setProperty('top', `${Math.max(marginPx, Math.min(top, innerHeight - height - marginPx))}px`);
  };
}

/** For `beforetoggle`: whether the focus is about to be lost with the panel. Who clicked elsewhere has it there already. */
export function closesWithFocus({ newState, currentTarget }: ToggleEvent): boolean {
  const root = currentTarget instanceof Element ? currentTarget.getRootNode() : null;
  return (
    newState === 'closed' &&
    currentTarget instanceof Element &&
    root instanceof ShadowRoot &&
    currentTarget.contains(root.activeElement)
  );
}

export const popoverStyles = css`
  .popover {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 0;
    max-width: calc(100vw - 16px);
    max-height: calc(100vh - 16px);
    overflow: auto;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    box-shadow: var(--_shadow);
  }
  .popover:focus-visible {
    outline-offset: -2px;
  }
`;
