import { html, nothing, type LitElement, type ReactiveController, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';

const saidForMs = 2_000;

/** The button that puts a link to the view on the clipboard, and says so for a moment; where that is refused, the link as text to copy. */
export class CopyLink implements ReactiveController {
  readonly #host: LitElement;
  readonly #address: () => string | null;
  #copied = false;
  #refused = false;
  #moveFocus = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: LitElement, address: () => string | null) {
    this.#host = host;
    this.#address = address;
    host.addController(this);
  }

  hostUpdated(): void {
    if (!this.#moveFocus) return;
    this.#moveFocus = false;
    this.#host.renderRoot.querySelector<HTMLElement>(this.#refused ? '#address' : '#copy-link')?.focus();
  }

  hostDisconnected(): void {
    this.#refused = false;
    this.#say(false);
  }

  render(): TemplateResult {
    return html`<button
      id="copy-link"
      part="button"
      class="button quiet"
      title=${msg('Copy a link to this view')}
      @click=${this.#copy}
    >
      ${icon(this.#copied ? 'check' : 'external')}
      <span class="optional" aria-live="polite">${this.#copied ? msg('Link copied') : msg('Copy link')}</span>
    </button>`;
  }

  /** The address of the view as it is now. */
  renderRefused(): TemplateResult | typeof nothing {
    const address = this.#refused ? this.#address() : null;
    if (address === null) return nothing;
    return html`<div part="notice" class="notice warn">
      ${icon('warning')}
      <label class="words"
        >${msg('The browser did not let the link be copied. Copy it here:')}
        <input
          id="address"
          part="field"
          class="input mono"
          readonly
          .value=${address}
          @focus=${(event: Event) => event.target instanceof HTMLInputElement && event.target.select()}
      /></label>
      <button part="button" class="button quiet small" @click=${() => this.#refuse(false)}>${msg('Understood')}</button>
    </div>`;
  }

  readonly #copy = async (): Promise<void> => {
    const address = this.#address();
    if (address === null) return;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Refused, or the page is not secure and has no clipboard.
      return this.#refuse(true);
    }
    this.#refused = false;
    this.#say(true);
    this.#timer = setTimeout(() => this.#say(false), saidForMs);
  };

  /** The focus goes to the address, or back to the button. */
  #refuse(refused: boolean): void {
    this.#refused = refused;
    this.#moveFocus = true;
    this.#host.requestUpdate();
  }

  #say(copied: boolean): void {
    clearTimeout(this.#timer);
    this.#copied = copied;
    this.#host.requestUpdate();
  }
}
