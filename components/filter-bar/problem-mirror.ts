import { html, type TemplateResult } from 'lit';
import type { FilterProblem } from '../../src/model/filter/problem.js';

/** A piece of the text; marked where the parser stumbled. */
export interface MirrorSegment {
  readonly text: string;
  readonly wrong: boolean;
}

/** The text cut where problems begin and end; the pieces joined are the text. */
export function mirrorSegments(
  text: string,
  problems: readonly Pick<FilterProblem, 'from' | 'to'>[],
): readonly MirrorSegment[] {
  const segments: MirrorSegment[] = [];
  let at = 0;
  for (const { from, to } of [...problems].sort((a, b) => a.from - b.from)) {
    const start = Math.max(at, Math.min(from, text.length));
    const end = Math.min(Math.max(to, from + 1), text.length);
    if (end <= start) continue;
    if (start > at) segments.push({ text: text.slice(at, start), wrong: false });
    segments.push({ text: text.slice(start, end), wrong: true });
    at = end;
  }
  if (at < text.length) segments.push({ text: text.slice(at), wrong: false });
  return segments;
}

/**
 * The same text in the same place as the field's, invisible but for the underlines. A field cannot mark a part of its own text.
 */
export function mirrorTemplate(text: string, problems: readonly FilterProblem[]): TemplateResult {
  // A problem at the very end (a missing value) needs something to underline.
  const atEnd = problems.some(({ from }) => from >= text.length);
  // The last character gives an empty last line its height. White space counts here, hence no line breaks.
  // prettier-ignore
  return html`<div class="mirror" aria-hidden="true">${mirrorSegments(text, problems).map(({ text: piece, wrong }) =>
    wrong ? html`<span class="wrong-part">${piece}</span>` : piece,
  )}${atEnd ? html`<span class="wrong-part">${'\u00a0\u00a0'}</span>` : ''}${'\u200b'}</div>`;
}
