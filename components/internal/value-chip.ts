/** A value with + and −, which lie over what follows it while the pointer or the focus is there, and move nothing. */
import { css, html, nothing, type TemplateResult } from 'lit';
import { termState, type TermState } from '../../src/model/filter/edit.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel } from './attribute-label.js';
import { ActivityFilterEvent } from './events.js';
import { icon } from './icons.js';
import { msg, str } from './localise.js';
import { renderText, spokenText } from './visible-text.js';

/** Announces the intent and, unless a host prevented it, changes the view's filter. */
export function announceFilter(host: EventTarget, store: ActivityStore | null, event: ActivityFilterEvent): void {
  if (host.dispatchEvent(event)) store?.setView({ filterText: event.applyTo(store.view.filterText) });
}

export function requestFilter(
  host: EventTarget,
  store: ActivityStore | null,
  attribute: string,
  value: string | null,
  negated: boolean,
): void {
  announceFilter(host, store, new ActivityFilterEvent(attribute, value, negated));
}

/** Whether the view's filter names the value. */
export function valueState(store: ActivityStore | null, attribute: string, value: string | null): TermState {
  return store ? termState(store.parsed.filter, attribute, value) : 'none';
}

/** The two buttons alone; `requested` runs with `negated`. */
export function renderValueActions(
  attribute: string,
  value: string,
  state: TermState,
  requested: (negated: boolean) => void,
): TemplateResult {
  const label = spokenText(attributeLabel(attribute), 80);
  const shown = spokenText(value, 80);
  const include =
    state === 'included' ? msg(str`Stop filtering for ${label} ${shown}`) : msg(str`Only ${label} ${shown}`);
  const exclude =
    state === 'excluded' ? msg(str`Stop leaving out ${label} ${shown}`) : msg(str`Leave out ${label} ${shown}`);
  const press = (negated: boolean) => (event: Event) => {
    event.stopPropagation();
    requested(negated);
  };
  return html`<button
      type="button"
      class="value-action include"
      aria-pressed=${state === 'included'}
      aria-label=${include}
      title=${include}
      @click=${press(false)}
    >
      ${icon('plus')}</button
    ><button
      type="button"
      class="value-action exclude"
      aria-pressed=${state === 'excluded'}
      aria-label=${exclude}
      title=${exclude}
      @click=${press(true)}
    >
      ${icon('minus')}
    </button>`;
}

export interface ValueChip {
  readonly attribute: string;
  /** As filters compare it. */
  readonly value: string;
  /** In place of the value itself, e.g. a time in the view's zone. */
  readonly shown?: unknown;
  readonly maxLength?: number;
  /** Adds a button that copies; it looks done while `copied`. */
  readonly copy?: { readonly copied: boolean; readonly run: () => void };
}

/** A value in the details: text that can be selected, and its two buttons. */
export function renderValueChip(host: EventTarget, store: ActivityStore | null, chip: ValueChip): TemplateResult {
  const state = valueState(store, chip.attribute, chip.value);
  // A tap puts the focus on it, which is what shows the buttons where nothing hovers.
  return html`<span class="chip ${state}" tabindex="-1"
    ><span class="value mono">${chip.shown ?? renderText(chip.value, chip.maxLength)}</span
    ><span class="value-actions">
      ${renderValueActions(chip.attribute, chip.value, state, (negated) =>
        requestFilter(host, store, chip.attribute, chip.value, negated),
      )}${
        chip.copy
          ? html`<button
              type="button"
              class="value-action copy"
              aria-label=${msg(str`Copy ${spokenText(attributeLabel(chip.attribute), 80)}`)}
              title=${msg('Copy the exact value')}
              @click=${chip.copy.run}
            >
              ${icon(chip.copy.copied ? 'check' : 'copy')}
            </button>`
          : nothing
      }</span
    >${chip.value === '' ? html`<span class="muted">${msg('empty')}</span>` : nothing}</span
  >`;
}

export const valueChipStyles = css`
  .chip {
    position: relative;
    display: inline-block;
    max-width: 100%;
    border-radius: var(--_radius-sm);
  }
  .chip > .value {
    padding: 1px var(--_space-1);
    margin: 0 calc(-1 * var(--_space-1));
    border-radius: var(--_radius-sm);
    overflow-wrap: anywhere;
    white-space: pre-wrap;
    box-decoration-break: clone;
    -webkit-box-decoration-break: clone;
  }
  .chip:hover > .value,
  .chip:focus-within > .value {
    background: var(--_hover);
  }
  .chip.included > .value,
  .value.included {
    background: var(--_accent-soft);
    box-shadow: inset 0 -1.5px 0 var(--_accent);
  }
  .chip.excluded > .value,
  .value.excluded {
    background: var(--_danger-soft);
    text-decoration: line-through;
    text-decoration-color: var(--_danger);
  }
  .chip > .value-actions {
    position: absolute;
    z-index: 2;
    top: calc((var(--_leading) - 28px) / 2);
    inset-inline-start: calc(100% + 2px);
    opacity: 0;
  }
  .chip:not(:hover, :focus-within) > .value-actions {
    pointer-events: none;
  }
  .chip:hover > .value-actions,
  .chip:focus-within > .value-actions {
    opacity: 1;
  }
  .chip:focus-visible {
    outline: none;
  }
  .value-actions {
    display: inline-flex;
    padding: 1px;
    gap: 1px;
    border: 1px solid var(--_border-strong);
    border-radius: var(--_radius);
    background: var(--_raised);
    box-shadow: 0 1px 3px var(--_shadow-colour);
  }
  .value-action {
    display: grid;
    place-items: center;
    width: 24px;
    height: 24px;
    padding: 0;
    border: 0;
    border-radius: var(--_radius-sm);
    background: none;
    color: var(--_muted);
    cursor: pointer;
  }
  .value-action .icon {
    width: 14px;
    height: 14px;
    stroke-width: 1.75;
  }
  .value-action:hover {
    color: var(--_text);
    background: var(--_hover);
  }
  .value-action.include[aria-pressed='true'] {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  .value-action.exclude[aria-pressed='true'] {
    color: var(--_surface);
    background: var(--_danger);
  }
  .value-action:focus-visible {
    outline-offset: -1px;
  }
  @media (forced-colors: active) {
    .value.included,
    .chip.included > .value {
      text-decoration: underline 2px;
    }
    .value-action[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media (hover: none) {
    .value-action {
      width: 44px;
      height: 36px;
    }
    .chip > .value-actions {
      top: calc((var(--_leading) - 40px) / 2);
    }
  }
`;
