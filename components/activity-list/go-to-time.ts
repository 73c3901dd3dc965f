import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { EpochNs, RowIndex } from '../../src/model/units.js';
import { icon } from '../internal/icons.js';
import { LateMenu } from '../internal/late-menu.js';
import { msg } from '../internal/localise.js';
import { restOf } from '../internal/resting.js';
import type { GoToParts } from './go-to-form.js';
import type * as listTools from './list-tools.js';
import type { ListTools } from './tools-part.js';

/** The way to any time in the list, behind a button and the key `g`. */
export class GoToTime {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #tools: ListTools;
  readonly #parts: GoToParts;
  readonly #menu: LateMenu<typeof listTools>;

  constructor(host: ReactiveControllerHost & HTMLElement, tools: ListTools, parts: GoToParts) {
    this.#host = host;
    this.#tools = tools;
    this.#parts = parts;
    this.#menu = new LateMenu(host, {
      part: tools,
      create: ({ GoToForm }) => new GoToForm(host, parts, () => this.#menu.hide()),
      button: () => host.shadowRoot?.querySelector<HTMLElement>('.go-to-button'),
      panel: () => host.shadowRoot?.querySelector<HTMLElement>('.go-to'),
      align: 'end',
    });
  }

  show(): void {
    this.#menu.show();
  }

  /** As `ActivityListElement.goToTime` says. Rejects with an `AuditError`. */
  async to(timeNs: EpochNs): Promise<RowIndex | null> {
    const loaded = await this.#tools.wanted();
    if (!loaded) throw this.#tools.error ?? new AuditError(ErrorCode.disposed, 'The list left the page.');
    const row = (await loaded.rowAtTime(this.#parts, timeNs))?.row ?? null;
    if (row !== null) this.#parts.arrive(row, false);
    // Put aside behind a trace it is not drawn until it is seen again.
    if (!restOf(this.#host)) await this.#host.updateComplete;
    return row;
  }

  render(): TemplateResult {
    return html`<button
        type="button"
        part="button"
        class="icon-button small go-to-button"
        aria-haspopup="dialog"
        aria-expanded=${this.#menu.open}
        aria-label=${msg('Go to a time')}
        title=${msg('Go to a time (g)')}
      >
        ${icon('clock')}
      </button>
      <div part="panel" class="popover go-to" popover role="dialog" aria-label=${msg('Go to a time')} tabindex="-1">
        ${this.#menu.render()}
      </div>`;
  }
}
