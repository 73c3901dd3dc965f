import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { formatDateTime, TimePrecision } from '../../src/format/times.js';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import type { ActivityStore } from '../../src/store/activity-store.js';
import { attributeLabel, sectionLabel } from '../internal/attribute-label.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { renderText, spokenText } from '../internal/visible-text.js';
import type { CopyController } from './copy-controller.js';
import type { Heading } from './detail-layout.js';
import type { DetailAttribute } from './detail-sections.js';
import { renderDetailValue } from './detail-value.js';
import { outcomeText } from './session-facts.js';

/** Longer values are folded to `foldedLength` until the person asks for all of it. */
const foldsAbove = 600;
const foldedLength = 300;
/** More elements of a list are folded. */
const listedValues = 20;

export interface AttributeView {
  readonly host: EventTarget;
  readonly store: ActivityStore;
  readonly copies: CopyController;
  /** Nanoseconds instead of milliseconds. */
  readonly exactTime: boolean;
  /** Keys of what is shown whole. */
  readonly unfolded: ReadonlySet<string>;
  readonly fold: (key: string) => void;
}

export function headingLabel(heading: Heading): string {
  return heading === 'ids' ? msg('Process and user') : sectionLabel(heading);
}

/** A name and its values, one chip each. */
export function renderAttribute(
  view: AttributeView,
  { name, values, isInferred = false }: DetailAttribute,
  label = name === 'statusCode' ? msg('Outcome') : attributeLabel(name),
): TemplateResult {
  const unfolded = view.unfolded.has(name);
  const shown = unfolded ? values : values.slice(0, listedValues);
  const length = values.length === 1 ? (values[0]?.length ?? 0) : 0;
  const folds = length > foldsAbove || values.length > listedValues;
  const all = length > foldsAbove ? length : values.length;
  const count = formatCount(all, uiLocale());
  const more =
    length > foldsAbove
      ? plural(all, str`Show ${count} character`, str`Show all ${count} characters`)
      : plural(all, str`Show ${count} value`, str`Show all ${count} values`);
  return html`<div class="attribute">
    <dt title=${spokenText(name)}>${renderText(label, 120)}</dt>
    <dd>
      ${values.length === 0 ? html`<span class="muted">${msg('empty list')}</span>` : nothing}
      ${shown.map((value, at) => renderValue(view, name, value, at, unfolded))}
      ${
        folds
          ? html`<button type="button" class="link fold" aria-expanded=${unfolded} @click=${() => view.fold(name)}>
              ${unfolded ? msg('Show less') : more}
            </button>`
          : nothing
      }
      ${isInferred ? html`<span class="inferred muted">${msg('from another source')}</span>` : nothing}
    </dd>
  </div>`;
}

function renderValue(
  view: AttributeView,
  attribute: string,
  value: string,
  at: number,
  unfolded: boolean,
): TemplateResult {
  const shown = shownAs(view, attribute, value);
  return renderDetailValue(view.host, view.store, view.copies, {
    attribute,
    value,
    key: `${at} ${attribute}`,
    ...(!unfolded && value.length > foldsAbove && { maxLength: foldedLength }),
    ...(shown !== null && { shown }),
  });
}

/** Times in the zone of the view, codes with their meaning; null: the value itself. */
function shownAs({ store, exactTime }: AttributeView, attribute: string, value: string): string | null {
  const precision = exactTime ? TimePrecision.nanoseconds : TimePrecision.milliseconds;
  if (isTime(attribute, value)) return formatDateTime(BigInt(value), store.view.timeZone, uiLocale(), precision);
  const outcome = attribute === 'statusCode' ? outcomeText(value) : null;
  return outcome === null ? null : `${value} \u00b7 ${outcome}`;
}

/** Nanoseconds in digits, few enough to be a moment. */
function isTime(attribute: string, value: string): boolean {
  return attributeKind(attribute) === AttributeKind.time && /^\d{1,19}$/.test(value);
}
