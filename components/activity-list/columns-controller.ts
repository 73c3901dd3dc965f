import { html, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { canonicalName } from '../../src/model/attribute-names.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { inlineKey, isRightToLeft } from '../internal/direction.js';
import { msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { clampWidthPx, columnTracks, defaultWidthPx, maxWidthPx, minWidthPx, stepPx } from './column-layout.js';
import type { Columns } from './line-values.js';

const movedFromPx = 3;
const pressedStepPx = 60;

const mostColumns = 40;
/** Below, a row has two lines and shows its summary. */
const narrowPx = 600;

/** Which columns the list shows and how wide they are; their heads, with handles to drag or to move by keys. */
export class ColumnsController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #widths = new Map<string, number>();
  #source: readonly string[] | null = null;
  #columns: Columns = null;
  /** The handle that the tab key stops at. */
  #stop = 0;
  #drag: { readonly attribute: string; readonly startX: number; readonly startPx: number; moved: boolean } | null =
    null;

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.#drag = null;
  }

  /** The columns shown in a list of this width; the same array while they are the same. */
  shown({ view }: ActivityStore, listPx: number): Columns {
    if (listPx < narrowPx) return null;
    return this.chosen(view.columns);
  }

  chosen(columns: readonly string[] | null): Columns {
    if (columns !== this.#source) {
      this.#source = columns;
      const names = [...new Set((columns ?? []).map((name) => canonicalName(name)))].slice(0, mostColumns);
      this.#columns = names.length > 0 ? names : null;
    }
    return this.#columns;
  }

  /** Through CSSOM: strict policies block a `style` attribute. */
  size(container: HTMLElement | null, columns: Columns): void {
    const widthOf = (attribute: string): number => this.#widthOf(attribute);
    const leastPx = (columns ?? []).reduce((sum, attribute) => sum + widthOf(attribute), 0);
    container?.style.setProperty('--_columns', columns ? columnTracks(columns, widthOf) : 'minmax(0, 1fr)');
    container?.style.setProperty('--_columns-width', `${leastPx}px`);
  }

  renderHeads(columns: readonly string[]): readonly TemplateResult[] {
    return columns.map((attribute, at) => {
      const label = attributeLabel(attribute);
      return html`<span
        role="columnheader"
        aria-colindex=${3 + at}
        class="column-head"
        aria-label=${spokenText(label, 60)}
        title=${spokenText(attribute, 80)}
        ><span class="column-name">${renderText(label, 60)}</span
        ><span
          class="handle"
          role="separator"
          tabindex=${at === Math.min(this.#stop, columns.length - 1) ? 0 : -1}
          aria-orientation="vertical"
          aria-label=${msg(str`Width of ${spokenText(label, 60)}`)}
          aria-valuemin=${minWidthPx}
          aria-valuemax=${maxWidthPx}
          aria-valuenow=${this.#widthOf(attribute)}
          @pointerdown=${(event: PointerEvent) => this.#grab(event, attribute)}
          @pointermove=${this.#dragged}
          @pointerup=${this.#released}
          @pointercancel=${this.#dropped}
          @focus=${() => (this.#stop = at)}
          @keydown=${(event: KeyboardEvent) => this.#keyDown(event, attribute, at)}
        ></span
      ></span>`;
    });
  }

  #widthOf(attribute: string): number {
    return this.#widths.get(attribute) ?? defaultWidthPx(attribute);
  }

  #setWidth(attribute: string, widthPx: number): void {
    this.#widths.set(attribute, clampWidthPx(widthPx));
    this.#host.requestUpdate();
  }

  #grab(event: PointerEvent, attribute: string): void {
    if (event.button !== 0) return;
    this.#drag = { attribute, startX: event.clientX, startPx: this.#widthOf(attribute), moved: false };
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    event.preventDefault();
  }

  readonly #dragged = (event: PointerEvent): void => {
    if (!this.#drag) return;
    const byPx = event.clientX - this.#drag.startX;
    if (!this.#drag.moved && Math.abs(byPx) < movedFromPx) return;
    this.#drag.moved = true;
    const outward = isRightToLeft(this.#host) ? -1 : 1;
    this.#setWidth(this.#drag.attribute, this.#drag.startPx + outward * byPx);
  };

  /** Who cannot drag presses it again and again: wider, and from the widest back to the first width. */
  readonly #released = (): void => {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag || drag.moved) return;
    const widest = drag.startPx >= maxWidthPx;
    this.#setWidth(drag.attribute, widest ? defaultWidthPx(drag.attribute) : drag.startPx + pressedStepPx);
  };

  readonly #dropped = (): void => {
    this.#drag = null;
  };

  #keyDown(event: KeyboardEvent, attribute: string, at: number): void {
    const handles = [...(this.#host.shadowRoot?.querySelectorAll<HTMLElement>('.handle') ?? [])];
    switch (inlineKey(event.key, this.#host)) {
      case 'ArrowLeft':
        this.#setWidth(attribute, this.#widthOf(attribute) - stepPx);
        break;
      case 'ArrowRight':
        this.#setWidth(attribute, this.#widthOf(attribute) + stepPx);
        break;
      case 'ArrowUp':
        handles[at - 1]?.focus();
        break;
      case 'ArrowDown':
        handles[at + 1]?.focus();
        break;
      case 'Home':
      case 'Enter':
        this.#setWidth(attribute, defaultWidthPx(attribute));
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
