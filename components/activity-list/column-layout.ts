/** How wide columns are, as numbers and as the text that lays the grid out. */
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';

export const minWidthPx = 48;
export const maxWidthPx = 900;
/** One press of a key. */
export const stepPx = 16;

const wide: ReadonlySet<string> = new Set([
  'cmdline',
  'command',
  'output',
  'procExepath',
  'userAgent',
  'directory',
  'cwd',
]);

export function defaultWidthPx(attribute: string): number {
  if (wide.has(attribute)) return 300;
  switch (attributeKind(attribute)) {
    case AttributeKind.number:
      return 92;
    case AttributeKind.time:
      return 176;
    case AttributeKind.address:
      return 140;
    default:
      return 168;
  }
}

export function clampWidthPx(widthPx: number): number {
  return Math.round(Math.max(minWidthPx, Math.min(maxWidthPx, widthPx)));
}

/** Tracks of the grid between source and actions; the last one takes what is left. */
export function columnTracks(columns: readonly string[], widthOf: (attribute: string) => number): string {
  return columns
    .map((attribute, at) =>
      at === columns.length - 1 ? `minmax(${widthOf(attribute)}px, 1fr)` : `${widthOf(attribute)}px`,
    )
    .join(' ');
}

export function moved(columns: readonly string[], attribute: string, to: number): readonly string[] {
  const rest = columns.filter((other) => other !== attribute);
  const at = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, at), attribute, ...rest.slice(at)];
}
