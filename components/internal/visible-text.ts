/**
 * Text of events on the screen. Everything in it may have been written by an attacker, so what does not print, or changes how its neighbours
 * read, becomes a small labelled mark, and each value is isolated (`.value` in the styles) so that right-to-left text cannot reorder what
 * stands around it.
 *
 * Copying: a selection across rows copies what is in the DOM, which is the escape of the mark (`\u202e`), drawn too small to see, while the
 * label one sees is generated content and is not copied. So a paste shows plainly that something was there, runs nothing, and never differs
 * silently from the screen. The exact bytes are what the copy button of the details gives.
 */
import { css, html, nothing, type TemplateResult } from 'lit';
import {
  cutText,
  escapeText,
  isPlainText,
  MarkMeaning,
  segmentText,
  type TextSegment,
} from '../../src/format/visible-text.js';
import { msg, str } from './localise.js';

function meaningText(mark: Extract<TextSegment, { kind: 'mark' }>): string {
  switch (mark.meaning) {
    case MarkMeaning.control:
      return msg(str`control character ${mark.label}`);
    case MarkMeaning.lineBreak:
      return msg(str`line break ${mark.label}`);
    case MarkMeaning.tab:
      return msg('tab');
    case MarkMeaning.terminal:
      return msg(str`terminal sequence ${mark.escaped}`);
    case MarkMeaning.bidi:
      return msg(str`changes the direction of text: ${mark.label}`);
    case MarkMeaning.zeroWidth:
      return msg(str`character without width ${mark.label}`);
    case MarkMeaning.space:
      return msg(str`unusual space ${mark.label}`);
    case MarkMeaning.invisible:
      return msg(str`invisible character ${mark.label}`);
    case MarkMeaning.replacement:
      return msg('a character that could not be read');
  }
}

function renderMark(mark: Extract<TextSegment, { kind: 'mark' }>): TemplateResult {
  return html`<span class="mark" data-label=${mark.label} title=${meaningText(mark)}
    ><span>${mark.escaped}</span></span
  >`;
}

/** At most `maxLength` characters (default: all) of a value; a cut is shown by an ellipsis. */
export function renderText(text: string, maxLength = Number.POSITIVE_INFINITY): unknown {
  const { text: shown, cut } = cutText(text, maxLength);
  const end = cut > 0 ? '\u2026' : nothing;
  if (isPlainText(shown)) return cut > 0 ? html`${shown}${end}` : shown;
  return html`${segmentText(shown).map((segment) => (segment.kind === 'text' ? segment.text : renderMark(segment)))}${end}`;
}

/** For `aria-label` and `title`: one line, cut, nothing hidden in it. */
export function spokenText(text: string, maxLength = 200): string {
  const { text: shown, cut } = cutText(text, maxLength);
  return escapeText(shown) + (cut > 0 ? '\u2026' : '');
}

export const visibleTextStyles = css`
  .value {
    unicode-bidi: isolate;
    direction: ltr;
  }
  .mark {
    position: relative;
    display: inline-block;
    margin: 0 1px;
    padding: 0 3px;
    border-radius: var(--_radius-sm);
    background: var(--_warn-soft);
    color: var(--_warn);
    font-family: var(--_font);
    line-height: 14px;
    white-space: nowrap;
    unicode-bidi: isolate;
  }
  .mark::before {
    content: attr(data-label);
    font-size: var(--_size-2xs);
    font-weight: 600;
    letter-spacing: 0.02em;
  }
  .mark > span {
    position: absolute;
    inset: 0;
    overflow: hidden;
    color: transparent;
    font-size: 1px;
  }
  @media (forced-colors: active) {
    .mark {
      border: 1px solid CanvasText;
    }
  }
`;
