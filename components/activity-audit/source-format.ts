import type { SourceStatus } from '../../src/store/engine-status.js';
import { formatLabel } from '../internal/format-label.js';
import { listText, msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** So many files are named, each by so many characters. */
const mostNamed = 3;
const longestName = 60;

/** What files were taken for. Empty where there is nothing to say. */
export function sourcesText(sources: readonly SourceStatus[]): string {
  return listOf(sources.flatMap(sourceText), mostNamed);
}

/** The first of the names, and how many more there are. */
export function firstOf(names: readonly string[], most: number): string {
  return listOf(
    names.map((name) => spokenText(name, longestName)),
    most,
  );
}

function listOf(texts: readonly string[], most: number): string {
  const rest = texts.length - most;
  return listText([...texts.slice(0, most), ...(rest > 0 ? [msg(str`${rest} more`)] : [])]);
}

/** A file by its name, with what it is read as and how sure that is; nothing while that is not known, or where there is no choice. */
function sourceText({ name: given, formats }: SourceStatus): readonly string[] {
  if (formats.length === 0) return [];
  const name = spokenText(given, longestName);
  const format = listText(formats.map((found) => formatLabel(found.format)));
  const certainties = formats.map(({ certainty }) => certainty);
  if (certainties.includes('likely')) return [msg(str`${name} (${format}, likely)`)];
  return [certainties.includes('certain') ? msg(str`${name} (${format}, certain)`) : `${name} (${format})`];
}
