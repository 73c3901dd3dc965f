/** Above the attributes: what it is, where it stands in the list, and the way to its neighbours and out. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import type { Activity } from '../../src/model/activity.js';
import { icon, type IconName } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { activityJson, type CopyController } from './copy-controller.js';
import type { Neighbours } from './neighbours.js';

export function renderHeader(title: unknown, steps: unknown, close: () => void): TemplateResult {
  return html`<header role="none" part="head">${title} ${steps} ${iconButton('close', msg('Close'), close)}</header>`;
}

/** `neighbours`: undefined while they are not known; null where nothing is selected. */
export function renderSteps(
  activity: Activity,
  neighbours: Neighbours | null | undefined,
  copies: CopyController,
  select: (neighbour: Activity) => void,
): TemplateResult {
  const row = neighbours?.row ?? null;
  const position = row === null ? '' : formatCount(row + 1, uiLocale());
  const total = formatCount(neighbours?.total ?? 0, uiLocale());
  return html`${row === null ? nothing : html`<span class="position tabular">${msg(str`${position} of ${total}`)}</span>`}
    <span class="steps">
      ${step('chevron-up', msg('Newer activity'), 'K', neighbours?.newer ?? null, select)}
      ${step('chevron-down', msg('Older activity'), 'J', neighbours?.older ?? null, select)}
      ${iconButton(copies.done === 'json' ? 'check' : 'copy', msg('Copy as JSON'), () => {
        void copies.copy('json', activityJson(activity));
      })}
    </span>`;
}

const iconButton = (symbol: IconName, label: string, run: () => void): TemplateResult =>
  html`<button type="button" part="button" class="icon-button" aria-label=${label} title=${label} @click=${run}>
    ${icon(symbol)}
  </button>`;

/** Stays focusable at the ends of the list, so that the focus is not lost on the way. */
function step(
  symbol: IconName,
  label: string,
  key: string,
  target: Activity | null,
  select: (neighbour: Activity) => void,
): TemplateResult {
  return html`<button
    type="button"
    part="button"
    class="icon-button"
    aria-label=${label}
    aria-keyshortcuts=${key}
    title=${`${label} (${key})`}
    aria-disabled=${target === null}
    @click=${() => target && select(target)}
  >
    ${icon(symbol)}
  </button>`;
}
