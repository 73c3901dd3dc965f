import { html, nothing, type TemplateResult } from 'lit';
import { printFilter } from '../../src/model/filter/print.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel } from '../internal/attribute-label.js';
import { icon } from '../internal/icons.js';
import { msg, str } from '../internal/localise.js';
import { renderValueActions, requestFilter, valueState } from '../internal/value-chip.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import type { CopyController } from './copy-controller.js';

export interface DetailValue {
  readonly attribute: string;
  /** As filters compare it. */
  readonly value: string;
  /** Tells this value from every other one of the activity. */
  readonly key: string;
  /** In place of the value itself. */
  readonly shown?: unknown;
  readonly maxLength?: number;
}

/** `comm = "curl"`: what the filter bar reads back as exactly this value. */
export function termText(attribute: string, value: string): string {
  return printFilter(
    { kind: 'comparison', attribute, operator: '=', value: { text: value, pattern: false } },
    { style: 'published' },
  );
}

/** A value with its four buttons: only this, not this, copy, copy as a filter. A tap puts the focus on it, which shows them where nothing hovers. */
export function renderDetailValue(
  host: EventTarget,
  store: ActivityStore,
  copies: CopyController,
  { attribute, value, key, shown, maxLength }: DetailValue,
): TemplateResult {
  const state = valueState(store, attribute, value);
  const label = spokenText(attributeLabel(attribute), 80);
  const copyButton = (what: string, text: string, name: string, symbol: 'copy' | 'filter') =>
    html`<button
      type="button"
      class="value-action ${what}"
      aria-label=${name}
      title=${name}
      @click=${() => void copies.copy(`${what} ${key}`, text)}
    >
      ${icon(copies.done === `${what} ${key}` ? 'check' : symbol)}
    </button>`;
  return html`<span class="chip ${state}" tabindex="-1"
    ><span class="value mono">${shown ?? renderText(value, maxLength)}</span
    ><span class="value-actions"
      >${renderValueActions(attribute, value, state, (negated) => requestFilter(host, store, attribute, value, negated))}${copyButton('copy', value, msg(str`Copy ${label}`), 'copy')}${copyButton('term', termText(attribute, value), msg(str`Copy ${label} as a filter`), 'filter')}</span
    >${value === '' ? html`<span class="muted">${msg('empty')}</span>` : nothing}</span
  >`;
}
