import { html, nothing, type TemplateResult } from 'lit';
import { activityTypes, type ActivityType } from '../../src/model/activity.js';
import { Certainty, type Coverage } from '../../src/model/coverage.js';
import type { Scope } from '../../src/model/query.js';
import type { TimeRange } from '../../src/model/time-range.js';
import { attributeLabel, typeLabel } from '../internal/attribute-label.js';
import { coverageText } from '../internal/coverage-text.js';
import { icon } from '../internal/icons.js';
import { listText, msg, str } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import { missingText, rangeText } from './export-text.js';

/** What a file is of. */
export interface ShownQuestion {
  readonly range: TimeRange;
  readonly timeZone: string;
  /** As it is applied. Empty: none. */
  readonly filter: string;
  readonly types: readonly ActivityType[];
  readonly scope: Scope;
  readonly coverage: Coverage;
}

const longestFilter = 200;
const longestStep = 60;

/** Window, filter, data sources and scope, and how sure it is that nothing is missing. */
export function renderQuestion({ range, timeZone, filter, types, scope, coverage }: ShownQuestion): TemplateResult {
  const missing = missingText(coverage, range, timeZone);
  return html`<p>${rangeText(range, timeZone)}</p>
    <p class="filter">
      ${filter ? html`<span class="value mono">${renderText(filter, longestFilter)}</span>` : msg('No filter')}
    </p>
    ${types.length < activityTypes.length ? html`<p class="part">${listText(types.map(typeLabel))}</p>` : nothing}
    ${scope.map(
      ({ attribute, value }) =>
        html`<p class="part">
          ${spokenText(attributeLabel(attribute), longestStep)}:
          ${
            value === null
              ? msg('no value')
              : html`<span class="value mono">${renderText(value, longestStep) || msg('empty')}</span>`
          }
        </p>`,
    )}
    ${coverage.certainty === Certainty.exact ? html`<p class="sure">${msg(str`Coverage: ${coverageText(coverage)}.`)}</p>` : nothing}
    ${missing.map((sentence) => html`<p class="missing">${icon('info')}<span>${sentence}</span></p>`)}`;
}
