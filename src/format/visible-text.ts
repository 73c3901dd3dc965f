/**
 * Text that somebody else wrote, cut into what may be shown as it is and what must be shown as a mark: control characters, ANSI escape
 * sequences, bidirectional controls, zero-width and other characters that print nothing or change how their neighbours are read.
 */
export type TextSegment =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'mark';
      /** The characters themselves. */
      readonly source: string;
      /** Short name inside the mark, e.g. `RLO`, `ESC[31m`. */
      readonly label: string;
      /** What copying the mark gives: an escape as programmers write it, `\u202e`. */
      readonly escaped: string;
      readonly meaning: MarkMeaning;
    };

export const MarkMeaning = {
  control: 'control',
  lineBreak: 'line-break',
  tab: 'tab',
  terminal: 'terminal',
  bidi: 'bidi',
  zeroWidth: 'zero-width',
  space: 'space',
  invisible: 'invisible',
  replacement: 'replacement',
} as const;
export type MarkMeaning = (typeof MarkMeaning)[keyof typeof MarkMeaning];

const { control, lineBreak, tab, bidi, zeroWidth, space, invisible, replacement } = MarkMeaning;

const names: ReadonlyMap<number, readonly [label: string, meaning: MarkMeaning]> = new Map([
  [0x00, ['NUL', control]],
  [0x07, ['BEL', control]],
  [0x08, ['BS', control]],
  [0x09, ['TAB', tab]],
  [0x0a, ['LF', lineBreak]],
  [0x0b, ['VT', lineBreak]],
  [0x0c, ['FF', lineBreak]],
  [0x0d, ['CR', lineBreak]],
  [0x1b, ['ESC', control]],
  [0x7f, ['DEL', control]],
  [0x85, ['NEL', lineBreak]],
  [0xa0, ['NBSP', space]],
  [0xad, ['SHY', zeroWidth]],
  [0x034f, ['CGJ', zeroWidth]],
  [0x061c, ['ALM', bidi]],
  [0x115f, ['HCF', invisible]],
  [0x1160, ['HJF', invisible]],
  [0x180e, ['MVS', zeroWidth]],
  [0x200b, ['ZWSP', zeroWidth]],
  [0x200c, ['ZWNJ', zeroWidth]],
  [0x200d, ['ZWJ', zeroWidth]],
  [0x200e, ['LRM', bidi]],
  [0x200f, ['RLM', bidi]],
  [0x2028, ['LS', lineBreak]],
  [0x2029, ['PS', lineBreak]],
  [0x202a, ['LRE', bidi]],
  [0x202b, ['RLE', bidi]],
  [0x202c, ['PDF', bidi]],
  [0x202d, ['LRO', bidi]],
  [0x202e, ['RLO', bidi]],
  [0x202f, ['NNBSP', space]],
  [0x2060, ['WJ', zeroWidth]],
  [0x2066, ['LRI', bidi]],
  [0x2067, ['RLI', bidi]],
  [0x2068, ['FSI', bidi]],
  [0x2069, ['PDI', bidi]],
  [0x3000, ['IDSP', space]],
  [0x3164, ['HF', invisible]],
  [0xfeff, ['BOM', zeroWidth]],
  [0xffa0, ['HWHF', invisible]],
  [0xfffd, ['\ufffd', replacement]],
]);

/** CSI and OSC sequences as one mark; then every other character that is not simply seen. */
const special =
  /\u001b\[[0-?]{0,32}[ -/]{0,8}[@-~]|[\u0000-\u001f\u007f-\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffd]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\u{1bca0}|\u{1bca1}|\u{1bca2}|\u{1bca3}|[\u{1d173}-\u{1d17a}\u{e0000}-\u{e0fff}]/gu;

const isPlain = /^[\u0020-\u007e]*$/;

function escapeCode(code: number): string {
  switch (code) {
    case 0x09:
      return '\\t';
    case 0x0a:
      return '\\n';
    case 0x0d:
      return '\\r';
    default:
      return code < 0x100
        ? `\\x${code.toString(16).padStart(2, '0')}`
        : code < 0x10000
          ? `\\u${code.toString(16).padStart(4, '0')}`
          : `\\u{${code.toString(16)}}`;
  }
}

function toMark(source: string): TextSegment {
  const code = source.codePointAt(0) ?? 0;
  if (code === 0x1b && source.length > 1)
    return {
      kind: 'mark',
      source,
      label: `ESC${source.slice(1)}`,
      escaped: `\\x1b${source.slice(1)}`,
      meaning: 'terminal',
    };
  const named = names.get(code);
  const hex = code.toString(16).toUpperCase().padStart(4, '0');
  const label = named?.[0] ?? (code < 0x20 ? `^${String.fromCharCode(code + 0x40)}` : `U+${hex}`);
  const meaning = named?.[1] ?? (code < 0xa0 ? control : isWideSpace(code) ? space : invisible);
  return { kind: 'mark', source, label, escaped: code === 0xfffd ? '\ufffd' : escapeCode(code), meaning };
}

const isWideSpace = (code: number): boolean => (code >= 0x2000 && code <= 0x200a) || code === 0x205f;

/** Whether the whole text may be shown as it is. */
export function isPlainText(text: string): boolean {
  if (isPlain.test(text)) return true;
  // `search` neither reads nor moves the position that a global expression keeps.
  return text.search(special) < 0;
}

/** In order, without loss: the texts and the sources of the marks joined are the input. */
export function segmentText(text: string): readonly TextSegment[] {
  if (isPlain.test(text)) return text === '' ? [] : [{ kind: 'text', text }];
  const segments: TextSegment[] = [];
  let end = 0;
  for (const match of text.matchAll(special)) {
    if (match.index > end) segments.push({ kind: 'text', text: text.slice(end, match.index) });
    segments.push(toMark(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) segments.push({ kind: 'text', text: text.slice(end) });
  return segments;
}

/** One line without any hidden character: marks as escapes (`\u202e`). For labels, titles and plain copies. */
export function escapeText(text: string): string {
  return isPlain.test(text)
    ? text
    : segmentText(text)
        .map((segment) => (segment.kind === 'text' ? segment.text : segment.escaped))
        .join('');
}

/** At most so many UTF-16 units, never half a surrogate pair. `cut` tells how many were left out. */
export function cutText(text: string, maxLength: number): { readonly text: string; readonly cut: number } {
  if (text.length <= maxLength) return { text, cut: 0 };
  const code = text.charCodeAt(maxLength - 1);
  const length = code >= 0xd800 && code < 0xdc00 ? maxLength - 1 : maxLength;
  return { text: text.slice(0, length), cut: text.length - length };
}
