/**
 * Text for GitHub-flavoured Markdown, also inside its tables. Ours is escaped character by character. What events say goes into code spans: no
 * links, images, emphasis, HTML or automatic links arise there, and the fence is longer than any run of backticks in the value. A table is cut
 * into cells before spans are read, and `\|` is the one way to write a bar there; after a backslash it would not be read the same by everybody, so
 * there the span ends and the bar stands between two spans as a character reference.
 */
import type { Pieces } from './report-document.js';
import { visibleLine } from './visible-line.js';

/** Characters that mean something to Markdown, and what makes links by itself of `://` and `@`. */
export function markdownWords(text: string): string {
  return visibleLine(text).replace(/[\\`*_{}[\]<>#|~!&$@^=]|:(?=\/\/)/g, '\\$&');
}

function span(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const touching = text.startsWith('`') || text.endsWith('`');
  // One space on both sides would be taken away, unless there is nothing else.
  const spaced = text.startsWith(' ') && text.endsWith(' ') && text.trim() !== '';
  const padding = touching || spaced ? ' ' : '';
  return fence + padding + text.replaceAll('|', '\\|') + padding + fence;
}

/** A value as code; empty where the value is. */
export function markdownValue(value: string): string {
  const text = visibleLine(value);
  if (text === '') return '';
  return text
    .split(/(?<=\\)\|/)
    .map((part) => (part === '' ? '' : span(part)))
    .join('&#124;');
}

export function markdownPieces(pieces: Pieces): string {
  return pieces
    .map((piece) => (typeof piece === 'string' ? markdownWords(piece) : markdownValue(piece.value)))
    .join('');
}
