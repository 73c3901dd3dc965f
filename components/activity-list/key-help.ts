import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { msg } from '../internal/localise.js';
import { PopoverController } from '../internal/popover.js';
import type { ListTools } from './tools-part.js';

/** The keys of the list, behind a button and the key `?`. */
export class KeyHelp {
  readonly #tools: ListTools;
  readonly #popover: PopoverController;
  readonly #panel: () => HTMLElement | null | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, tools: ListTools) {
    this.#tools = tools;
    this.#panel = () => host.shadowRoot?.querySelector<HTMLElement>('.keys');
    this.#popover = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('.keys-button'),
      panel: () => this.#panel(),
      align: 'end',
    });
  }

  show(): void {
    this.#popover.show();
    // Asked for by a key, from elsewhere: who listens is to hear of it.
    this.#panel()?.focus();
  }

  render(): TemplateResult {
    return html`<button
        type="button"
        part="button"
        class="icon-button small keys-button"
        aria-haspopup="dialog"
        aria-expanded=${this.#popover.open}
        aria-label=${msg('Keys of the list')}
        title=${msg('Keys of the list (?)')}
      >
        <span aria-hidden="true">?</span>
      </button>
      <div part="panel" class="popover keys" popover role="dialog" aria-label=${msg('Keys of the list')} tabindex="-1">
        ${this.#popover.open ? this.#tools.render(({ keyTable }) => keyTable(() => this.#popover.hide())) : nothing}
      </div>`;
  }
}
