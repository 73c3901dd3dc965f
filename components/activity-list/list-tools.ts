/** What somebody works with in the list, besides its rows: the part that is loaded on the first sign of interest. */
import type { nothing, ReactiveControllerHost, TemplateResult } from 'lit';
import type { ViewState } from '../../src/model/view-state.js';
import type { RowIndex } from '../../src/model/units.js';
import { chooserStyles } from './chooser-styles.js';
import { ContextStrip } from './context-strip.js';
import { renderFindBar } from './find-bar.js';
import { FindController, type FindParts } from './find-controller.js';
import { MatchMarks } from './match-marks.js';
import { panelStyles } from './panel-styles.js';
import { problemsStyles } from './problems-styles.js';
import type { RowCommands } from './row-commands.js';
import type { RowLine } from './row-line.js';
import { rowMenuItems } from './row-menu-items.js';
import { RowMenu } from './row-menu.js';
import type { RowValue } from './row-values.js';

export { ColumnMenu } from './column-menu.js';
export { GoToForm } from './go-to-form.js';
export { keyTable } from './key-table.js';
export { ProblemsList } from './problems-list.js';
export { rowAtTime } from './time-arrival.js';

export const styles = [problemsStyles, chooserStyles, panelStyles];

export interface MenuPlace {
  readonly row: RowIndex;
  readonly line: RowLine;
  readonly value: RowValue | null;
  /** In client coordinates. */
  readonly anchor: DOMRect;
  readonly byPointer: boolean;
}

/** The menu of a row, the search in the rows, the way back from the surroundings of one. */
export class RowTools {
  readonly menu: RowMenu;
  readonly find: FindController;
  readonly context: ContextStrip;
  readonly #leave: () => void;

  /** `leave` gives the focus back to the rows. */
  constructor(host: ReactiveControllerHost & HTMLElement, find: FindParts, leave: () => void) {
    this.menu = new RowMenu(host, leave);
    this.find = new FindController(host, find);
    this.context = new ContextStrip(host);
    this.#leave = leave;
    new MatchMarks(host, () => this.find.text);
  }

  openMenu(commands: RowCommands, view: ViewState, { row, line, value, anchor, byPointer }: MenuPlace): void {
    void this.menu.open(row, anchor, rowMenuItems(commands, view, line, value), byPointer);
  }

  renderFind(): TemplateResult | typeof nothing {
    return renderFindBar(this.find, () => {
      this.find.close();
      this.#leave();
    });
  }
}
