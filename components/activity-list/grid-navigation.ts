import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { RowIndex } from '../../src/model/units.js';
import { inlineKey } from '../internal/direction.js';
import type { StoreController } from '../internal/store-controller.js';
import { markedRowsText } from './copy-rows.js';
import { KeptFocus } from './kept-focus.js';
import { moveByKey, type GridPosition } from './grid-keys.js';
import { lineValues, type Columns } from './line-values.js';
import { foldOf, type RowLine } from './row-line.js';
import type { RowScroller } from './row-scroller.js';
import { rowId, valueId } from './row-template.js';
import type { RowValue } from './row-values.js';
import type { RowsController } from './rows-controller.js';
import type { ValueOverlay } from './value-overlay.js';

export interface GridParts {
  readonly stores: StoreController;
  readonly rows: RowsController;
  readonly scroller: RowScroller;
  readonly overlay: ValueOverlay;
  readonly columns: () => Columns;
  readonly container: () => HTMLElement | null;
  /** A key that moves nothing; true where something was done. Without a line on what is no row. */
  readonly press: (
    event: KeyboardEvent,
    at: GridPosition,
    line: RowLine | undefined,
    value: RowValue | null,
  ) => boolean;
  /** A click on a row, or on a button in it. */
  readonly click: (event: MouseEvent, row: RowIndex, line: RowLine, value: RowValue | null) => void;
  /** The person began or ended to stand on a row. */
  readonly moved: () => void;
}

interface Hit {
  readonly row: RowIndex;
  readonly line: RowLine;
  readonly element: HTMLElement | null;
  readonly at: number;
  readonly value: RowValue | null;
}

/** Keys and pointer on the grid: one tab stop, one active row or value, which `aria-activedescendant` names. */
export class GridNavigation implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #parts: GridParts;
  #active: GridPosition | null = null;
  #byTouch = false;

  constructor(host: ReactiveControllerHost & HTMLElement, parts: GridParts) {
    this.#host = host;
    this.#parts = parts;
    host.addController(this);
    new KeptFocus(host, () => {
      parts.container()?.focus();
      // On no row, so that what arrives goes on appearing.
      this.forget();
    });
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

  valuesOf(row: RowIndex): readonly RowValue[] {
    const line = this.#parts.rows.lineAt(row);
    return line ? lineValues(line, this.#parts.columns()) : [];
  }

  /** Stands on a row, in sight. */
  stand(row: RowIndex): void {
    this.#parts.scroller.bring(row);
    this.#moveTo({ row, value: -1 });
  }

  readonly focused = (): void => {
    const { rows, scroller } = this.#parts;
    if (rows.total === 0) return;
    const { from, to } = scroller.visible();
    if (!this.#active || this.#active.row < from - scroller.lead || this.#active.row >= to + scroller.trail)
      this.#active = { row: scroller.firstWhole, value: -1 };
    this.#host.requestUpdate();
  };

  readonly blurred = (): void => {
    this.#parts.moved();
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const { stores, rows, scroller } = this.#parts;
    if (!stores.store || event.target !== event.currentTarget) return;
    const active = this.#active ?? { row: scroller.firstWhole, value: -1 };
    const line = rows.lineAt(active.row);
    if (this.#parts.press(event, active, line, this.valuesOf(active.row)[active.value] ?? null)) {
      event.preventDefault();
      return;
    }
    if (event.metaKey || event.altKey || rows.total === 0) return;
    if (event.ctrlKey && event.key !== 'Home' && event.key !== 'End') return;
    const { total } = rows;
    const { pageRows, lead, trail } = scroller;
    const valuesOf = (row: RowIndex): number => this.valuesOf(row).length;
    const from = event.ctrlKey ? { row: active.row, value: -1 } : active;
    const target = moveByKey(inlineKey(event.key, flowOf(this.#host)), from, {
      total,
      lead,
      trail,
      pageRows,
      valuesOf,
    });
    if (!target) return;
    this.#moveTo(target);
    event.preventDefault();
  };

  /** What pointed: of a click only some browsers tell it. */
  readonly pressed = ({ pointerType }: PointerEvent): void => {
    this.#byTouch = pointerType === 'touch';
  };

  readonly clicked = (event: MouseEvent): void => {
    const hit = this.#hit(event);
    const onButton = event.target instanceof Element && event.target.closest('button') !== null;
    // Whoever marks text with the mouse does not want to open the row.
    if (!hit || (!onButton && getSelection()?.toString())) return;
    const isTaken = this.#byTouch && this.#touch(onButton ? null : hit);
    this.#active = { row: hit.row, value: hit.at };
    if (!isTaken) this.#parts.click(event, hit.row, hit.line, hit.value);
    this.#parts.moved();
    this.#host.requestUpdate();
  };

  readonly pointedAt = (event: PointerEvent): void => {
    const { overlay } = this.#parts;
    const hit = event.pointerType === 'touch' ? null : this.#hit(event);
    if (hit?.element && hit.value) overlay.show(hit.element, hit.value, 'pointer');
    else overlay.leave();
  };

  readonly copied = (event: ClipboardEvent): void => {
    const marked = this.#host.shadowRoot && markedRowsText(this.#host.shadowRoot);
    if (!marked) return;
    event.clipboardData?.setData('text/plain', marked);
    event.preventDefault();
  };

  /** The row and the value that an event is about. */
  hit(event: Event): Pick<Hit, 'row' | 'line' | 'value'> | null {
    return this.#hit(event);
  }

  /** Where nothing hovers, the first tap on a value shows its + and −, the next one anywhere takes them away. True where that was all it did. */
  #touch(hit: Hit | null): boolean {
    const { overlay } = this.#parts;
    if (hit?.element && hit.value && !overlay.isAt(hit.element)) {
      overlay.show(hit.element, hit.value, 'touch');
      return true;
    }
    const wasShown = overlay.isTouched;
    overlay.hide();
    return wasShown && hit !== null;
  }

  #moveTo(target: GridPosition): void {
    const { rows, scroller, overlay } = this.#parts;
    this.#active = target;
    scroller.reveal(target.row);
    this.#parts.moved();
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const id = target.value < 0 ? '' : valueId(target.row, target.value);
      const element = this.#host.shadowRoot?.getElementById(id);
      const value = rows.lineAt(target.row) && this.valuesOf(target.row)[target.value];
      if (element) this.#bringSideways(element);
      if (element && value && this.#active === target) overlay.show(element, value, 'keys');
      else overlay.hide();
    });
  }

  /** Columns may be wider than the list. */
  #bringSideways(element: HTMLElement): void {
    const container = this.#parts.container();
    if (!container || container.scrollWidth <= container.clientWidth) return;
    const [inside, outside] = [element.getBoundingClientRect(), container.getBoundingClientRect()];
    // Scrolled by differences, which mean the same in both directions of text.
    if (inside.left < outside.left) container.scrollLeft += inside.left - outside.left - 8;
    else if (inside.right > outside.right)
      container.scrollLeft += Math.min(inside.right - outside.right + 40, inside.left - outside.left - 8);
  }

  #hit(event: Event): Hit | null {
    const target = event.target instanceof Element ? event.target : null;
    const row = Number(target?.closest<HTMLElement>('.row')?.dataset['row'] ?? Number.NaN);
    const line = this.#parts.rows.lineAt(row);
    if (!line) return null;
    const element = target?.closest<HTMLElement>('.value') ?? null;
    const at = element ? Number(element.dataset['at']) : -1;
    return { row, line, element, at, value: this.valuesOf(row)[at] ?? null };
  }
}

/** What left and right walk through: the values of a row, or columns. */
export function flowOf(host: HTMLElement): Element {
  return host.shadowRoot?.querySelector('.row > .details') ?? host;
}

/** Whether left and right open and close here, rather than go from value to value. `key` is named as where text runs to the right. */
export function opensByArrow(key: string, { value }: GridPosition, line: RowLine | undefined): boolean {
  if (!line || value >= 0) return false;
  const fold = foldOf(line);
  if (key === 'ArrowRight') return fold !== null && !fold.unfolded;
  return key === 'ArrowLeft' && (fold?.unfolded === true || line.fold?.part === 'member');
}
