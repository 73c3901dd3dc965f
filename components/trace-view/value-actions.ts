import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { isRightToLeft } from '../internal/direction.js';
import { msg, str } from '../internal/localise.js';
import { renderValueActions, requestFilter, valueState } from '../internal/value-chip.js';
import { spokenText } from '../internal/visible-text.js';
import { lineValues } from './line-facts.js';
import type { TraceLine } from './trace-lines.js';
import type { TraceValue } from './trace-values.js';

const leaveAfterMs = 150;

/** One pair of + and − for all values of the tree, laid over what follows the value that is pointed at or stood on. */
export class ValueActions implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #frame: () => HTMLElement | null;
  #target: { readonly element: HTMLElement; readonly value: TraceValue } | null = null;
  #by: 'pointer' | 'keys' = 'pointer';
  #leaveTimer: ReturnType<typeof setTimeout> | undefined;

  /** `frame` is the positioned element that the buttons lie in. */
  constructor(host: ReactiveControllerHost & HTMLElement, frame: () => HTMLElement | null) {
    this.#host = host;
    this.#frame = frame;
    host.addController(this);
  }

  hostDisconnected(): void {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
    this.#target = null;
  }

  hostUpdated(): void {
    this.#place();
  }

  readonly show = (
    target: { readonly element: HTMLElement; readonly line: TraceLine; readonly at: number } | null,
    by: 'pointer' | 'keys',
  ): void => {
    const value = target && lineValues(target.line)[target.at];
    if (!target || !value) return by === 'pointer' ? this.leave() : this.hide();
    this.stay();
    if (this.#target?.element === target.element && this.#target.value === value) return;
    this.#target = { element: target.element, value };
    this.#by = by;
    this.#host.requestUpdate();
  };

  /** The pointer went elsewhere; it may come back, or be on its way to the buttons. */
  readonly leave = (): void => {
    if (this.#target && this.#by === 'pointer') this.#leaveTimer ??= setTimeout(this.hide, leaveAfterMs);
  };

  readonly stay = (): void => {
    clearTimeout(this.#leaveTimer);
    this.#leaveTimer = undefined;
  };

  readonly hide = (): void => {
    this.stay();
    if (!this.#target) return;
    this.#target = null;
    this.#host.requestUpdate();
  };

  render(store: ActivityStore): TemplateResult | typeof nothing {
    if (!this.#target) return nothing;
    const { attribute, value } = this.#target.value;
    return html`<div
      class="value-actions overlay"
      role="group"
      aria-label=${msg(str`Filter by ${spokenText(attributeLabel(attribute), 80)}`)}
      @pointerenter=${this.stay}
      @pointerleave=${this.leave}
    >
      ${renderValueActions(attribute, value, valueState(store, attribute, value), (negated) =>
        requestFilter(this.#host, store, attribute, value, negated),
      )}
    </div>`;
  }

  #place(): void {
    const frame = this.#frame();
    const overlay = frame?.querySelector<HTMLElement>('.overlay');
    if (!frame || !overlay || !this.#target) return;
    if (!this.#target.element.isConnected) return this.hide();
    const box = frame.getBoundingClientRect();
    const value = this.#target.element.getBoundingClientRect();
    if (value.bottom < box.top || value.top > box.bottom) return this.hide();
    const after = isRightToLeft(this.#host) ? value.left - overlay.offsetWidth - 2 : value.right + 2;
    const left = Math.min(after - box.left, box.width - overlay.offsetWidth - 4);
    const top = value.top - box.top + (value.height - overlay.offsetHeight) / 2;
    overlay.style.setProperty('left', `${Math.max(0, left)}px`);
    overlay.style.setProperty('top', `${top}px`);
  }
}
