import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { icon } from '../internal/icons.js';
import { msg } from '../internal/localise.js';

const saidForMs = 2_000;

/** The button that puts a link to the view on the clipboard, and says so for a moment. */
export class CopyLink implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #address: () => string | null;
  #copied = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, address: () => string | null) {
    this.#host = host;
    this.#address = address;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#say(false);
  }

  render(): TemplateResult {
    return html`<button
      part="button"
      class="button quiet"
      title=${msg('Copy a link to this view')}
      @click=${this.#copy}
    >
      ${icon(this.#copied ? 'check' : 'external')}
      <span class="optional" aria-live="polite">${this.#copied ? msg('Link copied') : msg('Copy link')}</span>
    </button>`;
  }

  readonly #copy = async (): Promise<void> => {
    const address = this.#address();
    if (address === null) return;
    try {
      await navigator.clipboard.writeText(address);
    } catch {
      // Clipboard refused: the address itself holds the view, as soon as it is written.
      return;
    }
    this.#say(true);
    this.#timer = setTimeout(() => this.#say(false), saidForMs);
  };

  #say(copied: boolean): void {
    clearTimeout(this.#timer);
    this.#copied = copied;
    this.#host.requestUpdate();
  }
}
