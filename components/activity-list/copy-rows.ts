/**
 * What copying marked rows gives: one line a row, its parts separated by a space, marks as escapes, as they stand in the document. The browser's
 * own text would break the line at every column.
 */

/** Present in all current browsers, but not yet in the types. */
interface ComposedSelection {
  getComposedRanges(options: { shadowRoots: readonly ShadowRoot[] }): readonly StaticRange[];
}
const isComposed = (selection: Selection): selection is Selection & ComposedSelection =>
  'getComposedRanges' in selection;

/** undefined where nothing is marked in these rows, or within one part only: the browser's own text is right then. */
export function markedRowsText(root: ShadowRoot): string | undefined {
  const selection = getSelection();
  if (!selection || !isComposed(selection)) return undefined;
  const marked = selection.getComposedRanges({ shadowRoots: [root] })[0];
  if (!marked || marked.collapsed || !root.contains(marked.startContainer) || !root.contains(marked.endContainer))
    return undefined;
  const range = document.createRange();
  range.setStart(marked.startContainer, marked.startOffset);
  range.setEnd(marked.endContainer, marked.endOffset);
  return rowsText(root, range);
}

/** The same for a range that is at hand. */
export function rowsText(root: ShadowRoot, range: Range): string | undefined {
  let parts = 0;
  const lines: string[] = [];
  for (const row of root.querySelectorAll('.rows > .row')) {
    if (!range.intersectsNode(row)) continue;
    const line: string[] = [];
    for (const part of row.querySelectorAll('.time, .badge, .cell, .joint')) {
      const text = clippedText(part, range);
      if (text === '') continue;
      parts++;
      const isJoined = part.matches('.joined, .joint:not(.arrow)') && line.length > 0;
      if (isJoined) line.push(`${line.pop() ?? ''}${text}`);
      else line.push(text);
    }
    if (line.length > 0) lines.push(line.join(' '));
  }
  return parts > 1 ? lines.join('\n') : undefined;
}

function clippedText(part: Element, range: Range): string {
  const inside = document.createRange();
  inside.selectNodeContents(part);
  if (range.compareBoundaryPoints(Range.START_TO_START, inside) > 0)
    inside.setStart(range.startContainer, range.startOffset);
  if (range.compareBoundaryPoints(Range.END_TO_END, inside) < 0) inside.setEnd(range.endContainer, range.endOffset);
  return range.intersectsNode(part) ? inside.toString().replace(/\s+/g, ' ').trim() : '';
}
