import type { TraceLine } from './trace-lines.js';

/** Where the keyboard stands: a line, or (from 0) one of its values, the last of which is its certainty. */
export interface TreePosition {
  readonly key: string;
  /** −1: the line itself. */
  readonly value: number;
}

export type TreeAction =
  | { readonly kind: 'move'; readonly to: TreePosition }
  | { readonly kind: 'open' | 'close'; readonly line: TraceLine }
  | { readonly kind: 'siblings'; readonly line: TraceLine };

export interface TreeShape {
  readonly lines: readonly TraceLine[];
  readonly indexOf: (key: string) => number;
  readonly pageRows: number;
  /** Places of the values of a line that can be stood on, its certainty included, in order. */
  readonly placesOf: (line: TraceLine) => readonly number[];
}

/** Where one stands who stood at `value` when that is shown no longer, or in another line: at it, or at what comes before it. */
export function placeAt(places: readonly number[], value: number): number {
  return Math.max(-1, ...places.filter((place) => place <= value));
}

/** What a key means on a treegrid whose rows have values; null where it means nothing. Left and right are those of text that runs to the right. */
export function actByKey(key: string, from: TreePosition, shape: TreeShape): TreeAction | null {
  const { lines } = shape;
  const at = Math.max(0, shape.indexOf(from.key));
  const line = lines[at];
  if (!line) return null;
  const toLine = (wanted: number, value = from.value): TreeAction | null => {
    const target = lines[Math.max(0, Math.min(lines.length - 1, wanted))];
    if (!target) return null;
    return { kind: 'move', to: { key: target.key, value: placeAt(shape.placesOf(target), value) } };
  };
  const places = shape.placesOf(line);
  switch (key) {
    case 'ArrowDown':
      return toLine(at + 1);
    case 'ArrowUp':
      return toLine(at - 1);
    case 'PageDown':
      return toLine(at + shape.pageRows);
    case 'PageUp':
      return toLine(at - shape.pageRows);
    case 'Home':
      return from.value > (places[0] ?? 0) ? toLine(at, places[0]) : toLine(0, -1);
    case 'End':
      return from.value >= 0 ? toLine(at, places.at(-1)) : toLine(lines.length - 1, -1);
    case 'ArrowRight':
      if (from.value < 0 && line.open === false) return { kind: 'open', line };
      return toLine(
        at,
        places.find((place) => place > from.value),
      );
    case 'ArrowLeft':
      if (from.value >= 0) return toLine(at, from.value - 1);
      if (line.open === true) return { kind: 'close', line };
      return line.parentKey === null ? null : toLine(shape.indexOf(line.parentKey), -1);
    case ' ':
      if (line.open === null) return null;
      return { kind: line.open ? 'close' : 'open', line };
    case '*':
      return { kind: 'siblings', line };
    default:
      return null;
  }
}
