import { isQuotationMark, isWhiteSpace, scanValue } from './scan.js';

const mayPrecedeQuote = '(),=<>!&|';

// A disabled condition is written as a comment: begun by slash and asterisk, ended by asterisk and slash.

/**
 * The place behind the end of the comment that begins at `from`; null where it has none. What stands in quotation marks or behind a backslash
 * ends nothing, and a comment in a comment has its own end. Linear in the length of the text.
 */
export function commentEnd(text: string, from: number): number | null {
  let depth = 1;
  let at = from + 2;
  let before = ' ';
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '\\') {
      before = character;
      at += 2;
      continue;
    }
    if (isQuotationMark(character) && (isWhiteSpace(before) || mayPrecedeQuote.includes(before))) {
      const value = scanValue(text, at);
      if (value?.kind !== 'quoted' || !value.closed) return null;
      before = character;
      at = value.to;
      continue;
    }
    if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
      before = ' ';
      if (depth === 0) return at;
    } else if (text.startsWith('/*', at) && (isWhiteSpace(before) || before === '(')) {
      depth += 1;
      at += 2;
      before = ' ';
    } else {
      before = character;
      at += 1;
    }
  }
  return null;
}
