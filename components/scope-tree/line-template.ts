import { html, nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { isPlainText } from '../../src/format/visible-text.js';
import { Certainty } from '../../src/model/coverage.js';
import type { TermState } from '../../src/model/filter/edit.js';
import { classNames } from '../internal/class-names.js';
import { icon } from '../internal/icons.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { renderValueActions } from '../internal/value-chip.js';
import { renderText } from '../internal/visible-text.js';
import { entityText, longestName, noLabelText } from './tree-labels.js';
import type { TreeLine } from './tree-lines.js';

export interface LineContext {
  readonly certainty: Certainty;
  /** Activities in all. */
  readonly total: number;
  readonly linePx: number;
  readonly search: string;
  readonly activeKey: string;
  /** The line that offers + and −. */
  readonly actingKey: string | null;
  readonly scopeKey: string | null;
  readonly state: (line: TreeLine) => TermState;
  readonly filter: (line: TreeLine, negated: boolean) => void;
}

export function lineName(line: TreeLine): string {
  return line.attribute === null ? msg('Everything') : entityText(line.attribute, line.value);
}

/** Speech control goes by the words that are seen, in their order: the name and the number come first. */
function spokenCount(name: string, { count }: TreeLine, certainty: Certainty): string {
  const shown = formatCount(count, uiLocale());
  switch (certainty) {
    case Certainty.exact:
      return plural(count, str`${name}, ${shown} activity`, str`${name}, ${shown} activities`);
    case Certainty.atLeast:
      return plural(count, str`${name}, ${shown} activity or more`, str`${name}, ${shown} activities or more`);
    case Certainty.sampled:
      return plural(
        count,
        str`${name}, ${shown} activity in the sample`,
        str`${name}, ${shown} activities in the sample`,
      );
    case Certainty.unknown:
      return msg(str`${name}, number not known`);
  }
}

/** What a screen reader says of it. */
function spokenLine(line: TreeLine, certainty: Certainty, state: TermState): string {
  const said = spokenCount(lineName(line), line, certainty);
  if (state === 'included') return msg(str`${said}, filtered for`);
  return state === 'excluded' ? msg(str`${said}, left out by the filter`) : said;
}

/** A lower bound says so, and what is not known is never zero. */
function renderCount({ count }: TreeLine, certainty: Certainty): unknown {
  if (certainty === Certainty.unknown) return '\u2013';
  const shown = formatCount(count, uiLocale());
  return certainty === Certainty.atLeast ? html`<span class="bound"></span>${shown}` : shown;
}

function renderFound(text: string, search: string): unknown {
  const at = text.toLowerCase().indexOf(search);
  // Lower case may be longer than what it is of; then the places do not fit.
  if (at < 0 || text.toLowerCase().length !== text.length || !isPlainText(text)) return renderText(text, longestName);
  const end = at + search.length;
  return html`${text.slice(0, at)}<mark>${text.slice(at, end)}</mark>${renderText(text.slice(end), longestName)}`;
}

function renderName(line: TreeLine, search: string, state: TermState): TemplateResult {
  if (line.attribute === null) return html`<span class="name">${msg('Everything')}</span>`;
  const wanted = line.found ? search.trim().toLowerCase() : '';
  if (line.value === null || line.value === '') {
    const text = line.value === null ? noLabelText(line.attribute) : msg('empty');
    return html`<span class="name bucket"
      ><span class="value ${state}">${wanted ? renderFound(text, wanted) : text}</span></span
    >`;
  }
  return html`<span class="name mono"
    ><span class="value ${state}"
      >${wanted ? renderFound(line.value, wanted) : renderText(line.value, longestName)}</span
    ></span
  >`;
}

function renderActions(line: TreeLine, context: LineContext, state: TermState): TemplateResult | typeof nothing {
  if (context.actingKey !== line.key || line.attribute === null) return nothing;
  const { attribute } = line;
  const run = (negated: boolean): void => context.filter(line, negated);
  return html`<span class="actions"
    ><span class="value-actions" role="group" aria-label=${msg(str`Filter by ${lineName(line)}`)}
      >${
        line.value === null
          ? renderBucketActions(noLabelText(attribute), state, run)
          : renderValueActions(attribute, line.value, state, run)
      }</span
    ></span
  >`;
}

function renderBucketActions(name: string, state: TermState, run: (negated: boolean) => void): TemplateResult {
  const include = state === 'included' ? msg(str`Stop filtering for: ${name}`) : msg(str`Only: ${name}`);
  const exclude = state === 'excluded' ? msg(str`Stop leaving out: ${name}`) : msg(str`Leave out: ${name}`);
  const button = (negated: boolean, label: string, pressed: boolean): TemplateResult =>
    html`<button
      type="button"
      class=${`value-action ${negated ? 'exclude' : 'include'}`}
      aria-pressed=${pressed}
      aria-label=${label}
      title=${label}
      @click=${(event: Event) => {
        event.stopPropagation();
        run(negated);
      }}
    >
      ${icon(negated ? 'minus' : 'plus')}
    </button>`;
  return html`${button(false, include, state === 'included')}${button(true, exclude, state === 'excluded')}`;
}

/** `index` is the line's place among all lines, in sight or not. */
export function renderLine(line: TreeLine, index: number, context: LineContext): TemplateResult {
  const { certainty, total, linePx } = context;
  const state = context.state(line);
  const share = total > 0 ? Math.ceil((line.count / total) * 1000) / 1000 : 0;
  const chosen = line.key === context.scopeKey;
  const name = lineName(line);
  return html`<div
    id=${`line-${index}`}
    part="row"
    class=${classNames({
      line: true,
      root: line.attribute === null,
      zero: line.count === 0 && certainty !== Certainty.unknown,
      chosen: chosen && line.attribute !== null,
      active: line.key === context.activeKey,
    })}
    role="treeitem"
    data-index=${index}
    aria-level=${line.level}
    aria-posinset=${line.position}
    aria-setsize=${line.setSize}
    aria-expanded=${line.expandable ? line.expanded : nothing}
    aria-selected=${chosen}
    aria-label=${spokenLine(line, certainty, state)}
    .style=${`inset-block-start:${index * linePx}px;--level:${line.level - 1};--share:${share}`}
  >
    <span class="twist">${line.expandable ? icon('chevron-right') : nothing}</span>
    <span class="label" title=${name}>${renderName(line, context.search, state)}</span>
    ${renderActions(line, context, state)}
    <span class="count tabular">${' '}${renderCount(line, certainty)}</span>
  </div>`;
}
