import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { msg } from '../internal/localise.js';

/** At least; whole sentences stay until they are read. */
const saidForMs = 2_500;
const letterMs = 65;

/** Puts exact text on the clipboard, and says so: on the screen, and to who listens. */
export class ClipboardController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  #said: (() => string) | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#timer);
    this.#said = null;
  }

  async copy(text: string, said: () => string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      this.say(said);
    } catch {
      // Not a secure page, or a page that forbids it.
      this.say(() => msg('This page does not allow copying.'));
    }
  }

  say(sentence: () => string): void {
    this.#said = sentence;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(
      () => {
        this.#said = null;
        this.#host.requestUpdate();
      },
      Math.max(saidForMs, sentence().length * letterMs),
    );
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    return html`<div class="said" role="status" ?data-active=${this.#said !== null}>${this.#said?.() ?? nothing}</div>`;
  }
}
