import type { SourceStatus } from '../../src/store/engine-status.js';
import { formatLabel } from '../internal/format-label.js';
import { listText, msg, str } from '../internal/localise.js';

/** A file by its name, with what it is read as and how sure that is; nothing while that is not known, or where there is no choice. */
export function sourceText({ name, formats }: SourceStatus): readonly string[] {
  if (formats.length === 0) return [];
  const format = listText(formats.map((found) => formatLabel(found.format)));
  const certainties = formats.map(({ certainty }) => certainty);
  if (certainties.includes('likely')) return [msg(str`${name} (${format}, likely)`)];
  return [certainties.includes('certain') ? msg(str`${name} (${format}, certain)`) : `${name} (${format})`];
}
