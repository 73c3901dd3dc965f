import { segmentText } from '../format/visible-text.js';

export type VisiblePart = { readonly kind: 'text' | 'mark'; readonly text: string };

/** Brackets of marks. In a value they are marked themselves, so that no text can pretend to hold a mark. */
const open = '\u27e6';
const close = '\u27e7';

/** A value on one line, nothing hidden in it: what does not print is a mark with its name. */
export function visibleParts(text: string): readonly VisiblePart[] {
  return segmentText(text).flatMap((segment): readonly VisiblePart[] => {
    if (segment.kind === 'mark') return [{ kind: 'mark', text: segment.label }];
    return segment.text
      .split(/([\u27e6\u27e7])/)
      .filter((part) => part !== '')
      .map((part) =>
        part === open || part === close
          ? { kind: 'mark', text: part === open ? 'U+27E6' : 'U+27E7' }
          : { kind: 'text', text: part },
      );
  });
}

/** The same as plain text: `rm \u27e6RLO\u27e7txt.exe`. */
export function visibleLine(text: string): string {
  return visibleParts(text)
    .map((part) => (part.kind === 'text' ? part.text : `${open}${part.text}${close}`))
    .join('');
}
