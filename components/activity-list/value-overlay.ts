import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { TermState } from '../../src/model/filter/edit.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { isRightToLeft } from '../internal/direction.js';
import { msg, str } from '../internal/localise.js';
import { renderValueActions, requestFilter, valueState } from '../internal/value-chip.js';
import { spokenText } from '../internal/visible-text.js';
import type { RowValue } from './row-values.js';

interface Target {
  readonly element: HTMLElement;
  readonly value: RowValue;
  readonly by: 'pointer' | 'touch' | 'keys';
}

const leaveAfterMs = 150;

/**
 * One pair of + and − for all values of the list, laid over what follows the value that is pointed at, tapped or focused. One pair, because two
 * buttons at each of some hundred values would cost more than the rows themselves.
 */
export class ValueOverlay implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #frame: () => HTMLElement | null;
  readonly #toggled: (byPointer: boolean) => void;
  #target: Target | null = null;
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  /** `frame` is the positioned element that the overlay lies in; `toggled` tells whether the pointer is at a value. */
  constructor(
    host: ReactiveControllerHost & HTMLElement,
    frame: () => HTMLElement | null,
    toggled: (byPointer: boolean) => void,
  ) {
    this.#host = host;
    this.#frame = frame;
    this.#toggled = toggled;
    host.addController(this);
  }

  get isPointedAt(): boolean {
    return this.#target !== null && this.#target.by !== 'keys';
  }
  get isTouched(): boolean {
    return this.#target?.by === 'touch';
  }

  isAt(element: HTMLElement): boolean {
    return this.isTouched && this.#target?.element === element;
  }

  hostDisconnected(): void {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
    this.#target = null;
    removeEventListener('pointerdown', this.#pressed, true);
  }

  /** After whatever else renders in this turn: reading sizes in between would cost a layout of its own. */
  hostUpdated(): void {
    if (this.#target) queueMicrotask(this.#place);
  }

  /** `element` shows the value. */
  show(element: HTMLElement, value: RowValue, by: Target['by']): void {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
    if (this.#target?.element === element && this.#target.value === value && this.#target.by === by) return;
    this.#target = { element, value, by };
    if (by === 'touch') addEventListener('pointerdown', this.#pressed, true);
    this.#toggled(by !== 'keys');
    this.#host.requestUpdate();
  }

  /** The pointer went elsewhere; it may come back, or be on its way to the buttons. */
  leave(): void {
    if (this.#target?.by === 'pointer') this.#leaveTimer ??= setTimeout(this.hide, leaveAfterMs);
  }

  readonly stay = (): void => {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
  };

  readonly hide = (): void => {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
    removeEventListener('pointerdown', this.#pressed, true);
    if (!this.#target) return;
    this.#target = null;
    this.#toggled(false);
    this.#host.requestUpdate();
  };

  /** A tap in the rows is dealt with there. */
  readonly #pressed = (event: PointerEvent): void => {
    const frame = this.#frame();
    if (frame && !event.composedPath().includes(frame)) this.hide();
  };

  render(store: ActivityStore): TemplateResult | typeof nothing {
    if (!this.#target) return nothing;
    const { attribute, value } = this.#target.value;
    const state: TermState = valueState(store, attribute, value);
    return html`<div
      class="value-actions overlay"
      role="group"
      aria-label=${msg(str`Filter by ${spokenText(attributeLabel(attribute), 80)}`)}
      @pointerenter=${this.stay}
      @pointerleave=${() => this.leave()}
    >
      ${renderValueActions(attribute, value, state, (negated) =>
        requestFilter(this.#host, store, attribute, value, negated),
      )}
    </div>`;
  }

  readonly #place = (): void => {
    const frame = this.#frame();
    const overlay = frame?.querySelector<HTMLElement>('.overlay');
    if (!frame || !overlay || !this.#target) return;
    if (!this.#target.element.isConnected) return this.hide();
    const box = frame.getBoundingClientRect();
    const value = this.#target.element.getBoundingClientRect();
    if (value.bottom < box.top || value.top > box.bottom) return this.hide();
    const { offsetWidth } = overlay;
    // The row's own buttons stay within reach: whoever is on the way to them must not meet a − instead.
    const buttons = this.#target.element.closest('.row')?.querySelector('.actions')?.getBoundingClientRect();
    const beside = buttons && buttons.top < value.bottom && buttons.bottom > value.top ? buttons : null;
    const left = isRightToLeft(this.#host)
      ? Math.max(value.left - offsetWidth - 2, (beside?.right ?? box.left) + 2) - box.left
      : Math.min(value.right + 2, (beside?.left ?? box.right) - offsetWidth - 2) - box.left;
    const top = value.top - box.top + (value.height - overlay.offsetHeight) / 2;
    overlay.style.setProperty('left', `${Math.max(0, Math.min(left, box.width - offsetWidth - 4))}px`);
    overlay.style.setProperty('top', `${top}px`);
  };
}
