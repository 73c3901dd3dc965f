import type { ReactiveControllerHost } from 'lit';
import type { RowIndex } from '../../src/model/units.js';
import { toldElsewhere } from '../../src/model/told-elsewhere.js';
import type { StoreController } from '../internal/store-controller.js';
import { followEdge, type EdgeLines } from './edge-lines.js';
import type { GridNavigation } from './grid-navigation.js';
import type { GridPosition } from './grid-keys.js';
import { pressKey } from './list-keys.js';
import type { MenuPlace } from './list-tools.js';
import type { RowCommands } from './row-commands.js';
import { foldOf, locateOf, type RowLine } from './row-line.js';
import { rowId } from './row-template.js';
import type { RowValue } from './row-values.js';
import type { RowsController } from './rows-controller.js';

export interface InteractionParts {
  readonly stores: StoreController;
  readonly rows: RowsController;
  readonly commands: RowCommands;
  readonly menu: (place: MenuPlace) => void;
  readonly grid: () => GridNavigation;
  readonly edges: () => EdgeLines;
  readonly find: () => void;
  readonly goTo: () => void;
  readonly help: () => void;
  /** Something was pressed in the rows; the click comes later. */
  readonly pressed: () => void;
}

/** From a key, a click or a long press on the rows to what is done. */
export class RowInteraction {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: InteractionParts;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: InteractionParts) {
    this.#host = host;
    this.#parts = parts;
  }

  press(event: KeyboardEvent, at: GridPosition, line: RowLine | undefined, value: RowValue | null): boolean {
    const { stores, commands, find, goTo, help } = this.#parts;
    const { store } = stores;
    if (!store) return false;
    return pressKey(event, at, line, value, {
      store,
      element: this.#host,
      commands,
      find,
      goTo,
      help,
      menu: () => {
        const button = this.#host.shadowRoot?.getElementById(rowId(at.row))?.querySelector<HTMLElement>('.more');
        if (button && line) this.#openMenu(at.row, line, value, button, false);
      },
      edge: () => this.#followEdge(at.row),
      closeAround: (member) => void this.#closeAround(member),
    });
  }

  /** On a row that is here. */
  click(event: MouseEvent, row: RowIndex, line: RowLine): void {
    const { commands } = this.#parts;
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>('button') : null;
    if (button?.matches('.more')) this.#openMenu(row, line, null, button, true);
    else if (button?.matches('.trace')) commands.trace(line);
    else if (foldOf(line)) commands.toggleFold(line);
    else commands.open(line);
  }

  readonly pressed = (event: PointerEvent): void => {
    this.#parts.pressed();
    this.#parts.grid().pressed(event);
  };

  /** Anywhere in the grid. */
  readonly clicked = (event: MouseEvent): void => {
    const edge = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-edge]') : null;
    if (edge) this.#followEdge(Number(edge.dataset['row']));
    else this.#parts.grid().clicked(event);
  };

  /** A long press on a screen without keys and pointer; a mouse keeps the browser's own menu. */
  readonly longPressed = (event: PointerEvent): void => {
    const hit = event.pointerType === 'touch' ? this.#parts.grid().hit(event) : null;
    if (!hit || !(event.target instanceof HTMLElement)) return;
    event.preventDefault();
    this.#openMenu(hit.row, hit.line, hit.value, event.target, false);
  };

  #openMenu(row: RowIndex, line: RowLine, value: RowValue | null, anchor: HTMLElement, byPointer: boolean): void {
    this.#parts.menu({ row, line, value, anchor: anchor.getBoundingClientRect(), byPointer });
  }

  #followEdge(row: RowIndex): void {
    const { store } = this.#parts.stores;
    const edge = row < 0 ? this.#parts.edges().newer : this.#parts.edges().older;
    if (store && edge) followEdge(this.#host, store, edge, () => this.#parts.rows.keepPlace());
  }

  async #closeAround(member: RowLine): Promise<void> {
    this.#parts.commands.toggleFold(member, false);
    const row = await this.#parts.rows.locate(locateOf(member.activity)).catch(toldElsewhere); // The list shows what failed.
    if (row !== null && this.#host.isConnected) this.#parts.grid().stand(row);
  }
}
