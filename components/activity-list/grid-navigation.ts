import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Activity } from '../../src/model/activity.js';
import type { RowIndex } from '../../src/model/units.js';
import type { StoreController } from '../internal/store-controller.js';
import { requestFilter } from '../internal/value-chip.js';
import { markedRowsText } from './copy-rows.js';
import { moveByKey, type GridPosition } from './grid-keys.js';
import type { RowScroller } from './row-scroller.js';
import { rowId, valueId } from './row-template.js';
import { rowValues } from './row-values.js';
import type { RowsController } from './rows-controller.js';
import type { ValueOverlay } from './value-overlay.js';

export interface GridParts {
  readonly stores: StoreController;
  readonly rows: RowsController;
  readonly scroller: RowScroller;
  readonly overlay: ValueOverlay;
  readonly container: () => HTMLElement | null;
  readonly open: (activity: Activity) => void;
  /** The person began or ended to stand on a row. */
  readonly moved: () => void;
}

interface Hit {
  readonly row: RowIndex;
  readonly activity: Activity;
  readonly value: HTMLElement | null;
}

/** Keys and pointer on the grid: one tab stop, one active row or value, which `aria-activedescendant` names. */
export class GridNavigation implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: GridParts;
  #active: GridPosition | null = null;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: GridParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
  }

  get active(): GridPosition | null {
    return this.#active;
  }
  /** While the person stands on a row by keyboard, it must not move away. */
  get isStanding(): boolean {
    return this.#active !== null && this.#host.shadowRoot?.activeElement === this.#parts.container();
  }

  hostDisconnected(): void {
    this.#active = null;
  }

  forget(): void {
    this.#active = null;
  }

  /** Rows were put in above, or taken away there. */
  shift(rows: number): void {
    if (this.#active) this.#active = { row: Math.max(0, this.#active.row + rows), value: this.#active.value };
  }

  /** Id of the active row or value where it is among the drawn rows. */
  activeId(from: RowIndex, to: RowIndex): string | null {
    const active = this.#active;
    if (!active || active.row < from || active.row >= to) return null;
    return active.value < 0 ? rowId(active.row) : valueId(active.row, active.value);
  }

  readonly focused = (): void => {
    const { rows, scroller } = this.#parts;
    if (rows.total === 0) return;
    const { from, to } = scroller.visible();
    if (!this.#active || this.#active.row < from || this.#active.row >= to) {
      const first = Math.ceil(scroller.topPx / scroller.rowPx);
      this.#active = { row: Math.min(first, rows.total - 1), value: -1 };
    }
    this.#host.requestUpdate();
  };

  readonly blurred = (): void => {
    this.#parts.moved();
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const { stores, rows, scroller } = this.#parts;
    if (!stores.store || event.ctrlKey || event.metaKey || event.altKey || rows.total === 0) return;
    const active = this.#active ?? { row: scroller.visible().from, value: -1 };
    const activity = rows.rowAt(active.row);
    if (event.key === 'Enter' && activity) this.#parts.open(activity);
    else if (event.key === '+' || event.key === '-') {
      const value = activity && rowValues(activity)[active.value];
      if (!value) return;
      requestFilter(this.#host, stores.store, value.attribute, value.value, event.key === '-');
    } else {
      const valuesOf = (row: RowIndex): number => {
        const shown = rows.rowAt(row);
        return shown ? rowValues(shown).length : 0;
      };
      const target = moveByKey(event.key, active, { total: rows.total, pageRows: scroller.pageRows, valuesOf });
      if (!target) return;
      this.#moveTo(target);
    }
    event.preventDefault();
  };

  readonly clicked = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    // Whoever marks text with the mouse does not want to open the row.
    if (!hit || getSelection()?.toString()) return;
    this.#active = { row: hit.row, value: hit.value ? Number(hit.value.dataset['at']) : -1 };
    this.#parts.open(hit.activity);
    this.#parts.moved();
    this.#host.requestUpdate();
  };

  readonly pointedAt = (event: PointerEvent): void => {
    const { overlay } = this.#parts;
    const hit = event.pointerType === 'touch' ? null : this.#hit(event);
    if (hit?.value) overlay.show(hit.value, hit.activity, Number(hit.value.dataset['at']), 'pointer');
    else overlay.leave();
  };

  readonly copied = (event: ClipboardEvent): void => {
    const marked = this.#host.shadowRoot && markedRowsText(this.#host.shadowRoot);
    if (!marked) return;
    event.clipboardData?.setData('text/plain', marked);
    event.preventDefault();
  };

  #moveTo(target: GridPosition): void {
    const { rows, scroller, overlay } = this.#parts;
    this.#active = target;
    scroller.reveal(target.row);
    this.#parts.moved();
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const id = target.value < 0 ? '' : valueId(target.row, target.value);
      const element = this.#host.shadowRoot?.getElementById(id);
      const activity = rows.rowAt(target.row);
      if (element && activity && this.#active === target) overlay.show(element, activity, target.value, 'keys');
      else overlay.hide();
    });
  }

  #hit(event: Event): Hit | null {
    const target = event.target instanceof Element ? event.target : null;
    const row = Number(target?.closest<HTMLElement>('.row')?.dataset['row'] ?? Number.NaN);
    const activity = this.#parts.rows.rowAt(row);
    return activity ? { row, activity, value: target?.closest<HTMLElement>('.value') ?? null } : null;
  }
}
