import { html, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import type { Totals } from '../../src/model/query.js';
import { typeBadge, typeLabel } from '../internal/attribute-label.js';
import { msg, str, uiLocale } from '../internal/localise.js';

export interface SourceMenuOptions {
  readonly types: readonly ActivityType[];
  /** undefined: not counted yet. */
  readonly totals: Totals | undefined;
  readonly choose: (types: readonly ActivityType[]) => void;
}

/** The four data sources, each with its activities in the window. One of them always stays. */
export function sourceMenuTemplate({ types, totals, choose }: SourceMenuOptions): TemplateResult {
  const toggled = (type: ActivityType): readonly ActivityType[] =>
    activityTypes.filter((one) => (one === type) !== types.includes(one));
  return html`<div class="sources" role="group" aria-label=${msg('Data sources')}>
    <div class="menu-heading" aria-hidden="true">${msg('Data sources')}</div>
    ${activityTypes.map((type) => {
      const label = typeLabel(type);
      const chosen = types.includes(type);
      const last = chosen && types.length === 1;
      return html`<div class="source">
        <label class="menu-item" title=${last ? msg('At least one data source stays.') : ''}>
          <input type="checkbox" .checked=${chosen} ?disabled=${last} @change=${() => choose(toggled(type))} />
          <span class="badge ${type}">${typeBadge(type)}</span>
          <span class="name">${label}</span>
          <span class="count">${totals ? formatCount(totals.byType[type], uiLocale()) : '\u2013'}</span>
        </label>
        <button
          type="button"
          class="button quiet small"
          aria-label=${msg(str`Only ${label}`)}
          @click=${() => choose([type])}
        >
          ${msg('only')}
        </button>
      </div>`;
    })}
    <div class="menu-separator"></div>
    <button
      type="button"
      class="menu-item"
      aria-disabled=${types.length === activityTypes.length}
      @click=${() => choose(activityTypes)}
    >
      ${msg('All data sources')}
    </button>
  </div>`;
}
