import { html, svg, type nothing, type TemplateResult } from 'lit';
import { formatCount } from '../../src/format/numbers.js';
import { Certainty } from '../../src/model/coverage.js';
import { typeBadge } from '../internal/attribute-label.js';
import { msg, str, uiLocale } from '../internal/localise.js';
import { renderText } from '../internal/visible-text.js';
import { fixedName, spokenName, type LineInfo } from './line-info.js';

export interface LegendOptions {
  readonly lines: readonly LineInfo[];
  readonly hidden: ReadonlySet<string>;
  /** Activities of the line in the window; undefined: not counted. */
  readonly total: (line: LineInfo) => number | undefined;
  readonly certainty: Certainty | undefined;
  readonly toggle: (key: string) => void;
  /** Only this one; all again where it is alone already. */
  readonly isolate: (key: string) => void;
  /** What stands beside a value, e.g. + and −. */
  readonly actions: (line: LineInfo) => TemplateResult | typeof nothing;
}

const maxNameLength = 40;

/** The line as it is in the picture: hue and dashes. */
export function swatchTemplate({ look }: LineInfo): TemplateResult {
  return html`<svg class="swatch" width="20" height="10" aria-hidden="true" focusable="false">
    ${svg`<path class="line ${look}" d="M0.5 5H19.5" />`}
  </svg>`;
}

export function lineNameTemplate(line: LineInfo): unknown {
  return fixedName(line) ?? renderText(line.value ?? '', maxNameLength);
}

/** Unknown is never zero, and a lower bound says so. */
function totalText(count: number | undefined, certainty: Certainty | undefined): string {
  if (count === undefined || certainty === Certainty.unknown) return '\u2013';
  const shown = formatCount(count, uiLocale());
  return certainty === Certainty.atLeast ? `\u2265\u2009${shown}` : shown;
}

export function legendTemplate(options: LegendOptions): TemplateResult {
  const { lines, hidden, total, certainty, toggle, isolate, actions } = options;
  const click = (key: string) => (event: MouseEvent) =>
    event.altKey || event.ctrlKey || event.metaKey ? isolate(key) : toggle(key);
  const keyDown = (key: string) => (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.altKey || event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    isolate(key);
  };
  return html`<div part="legend" class="legend" role="group" aria-label=${msg('Lines')}>
    ${lines.map((line) => {
      const { key, type } = line;
      const name = lineNameTemplate(line);
      const short = type === undefined ? name : typeBadge(type);
      return html`<span class="entry"
        ><button
          type="button"
          class="series"
          aria-pressed=${!hidden.has(key)}
          title=${msg(str`Show or hide ${spokenName(line)}. With Alt or a double click: only ${spokenName(line)}.`)}
          @click=${click(key)}
          @dblclick=${() => isolate(key)}
          @keydown=${keyDown(key)}
        >
          ${swatchTemplate(line)}<span class="name">${name}</span><span class="short name">${short}</span
          ><span class="count">${totalText(total(line), certainty)}</span></button
        >${actions(line)}</span
      >`;
    })}
  </div>`;
}
