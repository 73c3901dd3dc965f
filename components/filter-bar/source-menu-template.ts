import { html, type TemplateResult } from 'lit';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import type { Certainty } from '../../src/model/coverage.js';
import type { Totals } from '../../src/model/query.js';
import { typeBadge, typeLabel } from '../internal/attribute-label.js';
import { msg, str } from '../internal/localise.js';
import { countTemplate } from './count-template.js';

/** How many of each data source match, and what that is worth. */
export interface CountedSources {
  readonly totals: Totals;
  readonly certainty: Certainty;
}

export interface SourceMenuOptions {
  readonly types: readonly ActivityType[];
  /** Nothing: not counted yet. */
  readonly counted: CountedSources | null | undefined;
  readonly choose: (types: readonly ActivityType[]) => void;
}

/** The four data sources, each with its activities in the window. One of them always stays. */
export function sourceMenuTemplate({ types, counted, choose }: SourceMenuOptions): TemplateResult {
  const toggled = (type: ActivityType): readonly ActivityType[] =>
    activityTypes.filter((one) => (one === type) !== types.includes(one));
  return html`<div class="sources" role="group" aria-label=${msg('Data sources')}>
    <div class="menu-heading" aria-hidden="true">${msg('Data sources')}</div>
    ${activityTypes.map((type) => {
      const label = typeLabel(type);
      const chosen = types.includes(type);
      const last = chosen && types.length === 1;
      return html`<div class="source">
        <label part="option" class="menu-item" title=${last ? msg('At least one data source stays.') : ''}>
          <input type="checkbox" .checked=${chosen} ?disabled=${last} @change=${() => choose(toggled(type))} />
          <span part="badge" class="badge ${type}">${typeBadge(type)}</span>
          <span class="name">${label}</span>
          <span class="count"
            >${counted ? countTemplate(counted.totals.byType[type], counted.certainty) : '\u2013'}</span
          >
        </label>
        <button
          type="button"
          part="button"
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
      part="option"
      class="menu-item"
      aria-disabled=${types.length === activityTypes.length}
      @click=${() => choose(activityTypes)}
    >
      ${msg('All data sources')}
    </button>
  </div>`;
}
