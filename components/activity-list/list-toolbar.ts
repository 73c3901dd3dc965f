import { html, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { ColumnChooser } from './column-chooser.js';
import type { ColumnsController } from './columns-controller.js';
import { renderFindButton } from './find-button.js';
import { renderFoldControl } from './fold-control.js';
import type { GoToParts } from './go-to-form.js';
import { GoToTime } from './go-to-time.js';
import { KeyHelp } from './key-help.js';
import type { LateTools } from './late-tools.js';
import type { ListTools } from './tools-part.js';

export interface ToolbarParts extends GoToParts {
  readonly columns: ColumnsController;
  readonly tools: () => LateTools;
}

/** The buttons above the rows that work on the list as a whole. */
export class ListToolbar {
  readonly goTo: GoToTime;
  readonly help: KeyHelp;
  readonly #chooser: ColumnChooser;
  readonly #host: HTMLElement;
  readonly #tools: () => LateTools;

  constructor(host: ReactiveControllerHost & HTMLElement, part: ListTools, parts: ToolbarParts) {
    this.#host = host;
    this.goTo = new GoToTime(host, part, parts);
    this.help = new KeyHelp(host, part);
    this.#chooser = new ColumnChooser(host, part, parts.columns, () => parts.rows.lines());
    this.#tools = parts.tools;
  }

  render(store: ActivityStore): TemplateResult {
    const { isFinding, openFind } = this.#tools();
    return html`<div class="tools">
      ${renderFoldControl(this.#host, store)} ${renderFindButton(isFinding, openFind)} ${this.goTo.render()}
      ${this.#chooser.render(store)} ${this.help.render()}
    </div>`;
  }
}
