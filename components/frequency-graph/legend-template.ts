import { html, svg, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { Certainty } from '../../src/model/coverage.js';
import type { Totals } from '../../src/model/query.js';
import { typeBadge, typeLabel } from '../internal/attribute-label.js';
import { msg, str, uiLocale } from '../internal/localise.js';

export interface LegendOptions {
  readonly types: readonly ActivityType[];
  readonly hidden: ReadonlySet<ActivityType>;
  readonly totals: Totals | undefined;
  readonly certainty: Certainty | undefined;
  readonly toggle: (type: ActivityType) => void;
  /** Only this one; all again where it is alone already. */
  readonly isolate: (type: ActivityType) => void;
}

/** The line as it is in the picture: hue and dashes. */
export function swatchTemplate(type: ActivityType): TemplateResult {
  return html`<svg class="swatch" width="20" height="10" aria-hidden="true" focusable="false">
    ${svg`<path class="line ${type}" d="M0.5 5H19.5" />`}
  </svg>`;
}

/** Unknown is never zero, and a lower bound says so. */
function totalText(count: number | undefined, certainty: Certainty | undefined): string {
  if (count === undefined || certainty === Certainty.unknown) return '\u2013';
  const shown = formatCount(count, uiLocale());
  return certainty === Certainty.atLeast ? `\u2265\u2009${shown}` : shown;
}

export function legendTemplate({ types, hidden, totals, certainty, toggle, isolate }: LegendOptions): TemplateResult {
  const click = (type: ActivityType) => (event: MouseEvent) =>
    event.altKey || event.ctrlKey || event.metaKey ? isolate(type) : toggle(type);
  const keyDown = (type: ActivityType) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.altKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    isolate(type);
  };
  return html`<div class="legend" role="group" aria-label=${msg('Lines')}>
    ${activityTypes
      .filter((type) => types.includes(type))
      .map((type) => {
        const label = typeLabel(type);
        const count = totalText(totals?.byType[type], certainty);
        return html`<button
          type="button"
          class="series"
          aria-pressed=${!hidden.has(type)}
          title=${msg(str`Show or hide ${label}. With Alt or a double click: only ${label}.`)}
          @click=${click(type)}
          @dblclick=${() => isolate(type)}
          @keydown=${keyDown(type)}
        >
          ${swatchTemplate(type)}<span class="name">${label}</span><span class="short name">${typeBadge(type)}</span
          ><span class="count">${count}</span>
        </button>`;
      })}
  </div>`;
}
