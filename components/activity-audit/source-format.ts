import type { SourceStatus } from '../../src/store/engine-status.js';
import { formatLabel } from '../internal/format-label.js';
import { listText, msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** So many files are named, each by so many characters. */
const mostNamed = 3;
const longestName = 60;

/** What files were taken for: the first of them by name, and how many more there are. Empty where there is nothing to say. */
export function sourcesText(sources: readonly SourceStatus[]): string {
  const files = sources.flatMap(sourceText);
  const rest = files.length - mostNamed;
  return listText([...files.slice(0, mostNamed), ...(rest > 0 ? [msg(str`${rest} more`)] : [])]);
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
