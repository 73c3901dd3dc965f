/** Above the attributes: what it is, where it stands in the list, and the way to its neighbours and out. */
import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import type { Activity } from '../../src/model/activity.js';
import { countText } from '../internal/coverage-text.js';
import { icon, type IconName } from '../internal/icons.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { activityJson, type CopyController } from './copy-controller.js';
import type { Neighbours } from './neighbours.js';

export function renderHeader(title: unknown, steps: unknown, close: () => void): TemplateResult {
  return html`<header role="none" part="head">${title} ${steps} ${iconButton('close', msg('Close'), close)}</header>`;
}

/** `neighbours`: undefined while they are not known, and a step is taken as soon as they are; null where there are none. */
export function renderSteps(
  activity: Activity,
  neighbours: Neighbours | null | undefined,
  copies: CopyController,
  move: (by: 1 | -1) => void,
): TemplateResult {
  const isKnown = neighbours !== undefined;
  return html`${neighbours ? renderPosition(neighbours) : nothing}
    <span class="steps">
      ${step('chevron-up', msg('Newer activity'), 'K', isKnown && !neighbours?.newer, () => move(-1))}
      ${step('chevron-down', msg('Older activity'), 'J', isKnown && !neighbours?.older, () => move(1))}
      ${iconButton(copies.done === 'json' ? 'check' : 'copy', msg('Copy as JSON'), () => {
        void copies.copy('json', activityJson(activity));
      })}
    </span>`;
}

function renderPosition({ row, total, certainty }: Neighbours): TemplateResult | typeof nothing {
  if (row === null) return nothing;
  const position = formatCount(row + 1, uiLocale());
  return html`<span class="position tabular">${msg(str`${position} of ${countText(total, certainty)}`)}</span>`;
}

/** Said in place of a position that stays unknown. */
export function renderUnplaced(retry: () => void): TemplateResult {
  return html`<p part="notice" class="notice" role="status">
    ${msg('Its place in the list could not be found.')}
    <button type="button" class="link" @click=${retry}>${msg('Retry')}</button>
  </p>`;
}

const iconButton = (symbol: IconName, label: string, run: () => void): TemplateResult =>
  html`<button type="button" part="button" class="icon-button" aria-label=${label} title=${label} @click=${run}>
    ${icon(symbol)}
  </button>`;

/** Stays focusable at the ends of the list, so that the focus is not lost on the way. */
function step(symbol: IconName, label: string, key: string, atEnd: boolean, run: () => void): TemplateResult {
  return html`<button
    type="button"
    part="button"
    class="icon-button"
    aria-label=${label}
    aria-keyshortcuts=${key}
    title=${`${label} (${key})`}
    aria-disabled=${atEnd}
    @click=${run}
  >
    ${icon(symbol)}
  </button>`;
}
