import { html, nothing, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { msg } from '../internal/localise.js';
import { popoverHead } from '../internal/popover-head.js';
import { PopoverController } from '../internal/popover.js';

const keys = (): readonly (readonly [keys: readonly string[], what: string])[] => [
  [['↑', '↓'], msg('row by row; Page Up, Page Down, Home, End go further')],
  [['→', '←'], msg('value by value; on a fold, open and close it')],
  [['Enter'], msg('open the details, or a fold')],
  [['d'], msg('open the details')],
  [['+', '-'], msg('only this value, leave this value out')],
  [['x'], msg('leave out all like this')],
  [['f'], msg('fold repeats: off, in a row, all')],
  [['t'], msg('trace, or who did this')],
  [['c'], msg('what happened around this')],
  [['y', 'Y'], msg('copy the value, or the value as filter')],
  [['j'], msg('copy the row as JSON')],
  [['/', 'Ctrl F'], msg('find in the list')],
  [['m'], msg('all actions of the row')],
  [['?'], msg('these keys')],
];

/** The keys of the list, behind a button and the key `?`. */
export class KeyHelp {
  readonly #popover: PopoverController;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#popover = new PopoverController(host, {
      button: () => host.shadowRoot?.querySelector<HTMLElement>('.keys-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('.keys'),
      align: 'end',
    });
  }

  show(): void {
    this.#popover.show();
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
        ${this.#popover.open ? this.#renderKeys() : nothing}
      </div>`;
  }

  #renderKeys(): TemplateResult {
    return html`${popoverHead(msg('Keys of the list'), () => this.#popover.hide())}
      <dl>
        ${keys().map(
          ([names, what]) =>
            html`<div>
              <dt>${names.map((name) => html`<kbd>${name}</kbd>`)}</dt>
              <dd>${what}</dd>
            </div>`,
        )}
      </dl>`;
  }
}
