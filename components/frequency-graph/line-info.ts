/** Whose line it is: a data source, or a value of the attribute by which the graph is broken down. */
import { ActivityType, activityTypes } from '../../src/model/activity.js';
import type { BinSeries } from '../../src/model/query.js';
import { formatCount } from '../../src/format/numbers.js';
import { typeLabel } from '../internal/attribute-label.js';
import { msg, plural, str, uiLocale } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

export interface LineInfo {
  /** Tells lines apart, over answers. */
  readonly key: string;
  /** Class of its line, area, dot and swatch: hue and dashes. */
  readonly look: string;
  readonly type?: ActivityType;
  /** Of the breakdown; null: no value. Absent for data sources and for "other". */
  readonly value?: string | null;
}

/** As many values have a look of their own. */
export const mostValues = 8;

/** Looks by value: a value keeps its own while it is among the most frequent, whatever its rank. */
export class ValueLooks {
  #attribute: string | null = null;
  #slots = new Map<string, number>();

  /** The lines of an answer, in its order. */
  lines(series: readonly BinSeries[], attribute: string | null): readonly LineInfo[] {
    if (attribute !== this.#attribute) this.#slots.clear();
    this.#attribute = attribute;
    this.#assign(series.flatMap(({ value }) => (typeof value === 'string' ? [value] : [])));
    return series.map((one) => this.#lineOf(one));
  }

  #assign(values: readonly string[]): void {
    const kept = new Map([...this.#slots].filter(([value]) => values.includes(value)));
    for (const value of values) {
      if (kept.has(value)) continue;
      const taken = new Set(kept.values());
      const free = Array.from({ length: mostValues }, (_, slot) => slot).find((slot) => !taken.has(slot));
      kept.set(value, free ?? mostValues - 1);
    }
    this.#slots = kept;
  }

  #lineOf({ type, value }: BinSeries): LineInfo {
    if (type !== undefined) return { key: type, look: type, type };
    if (value === undefined) return { key: 'other', look: 'other' };
    if (value === null) return { key: 'absent', look: 'absent', value };
    return { key: `=${value}`, look: `value-${this.#slots.get(value) ?? 0}`, value };
  }
}

/** The lines that are there before any answer is: the chosen data sources. */
export function sourceLines(types: readonly ActivityType[]): readonly LineInfo[] {
  return activityTypes.filter((type) => types.includes(type)).map((type) => ({ key: type, look: type, type }));
}

/** What stands for a line that is no value of its own; null: it is one, and hostile text has to be shown as such. */
export function fixedName({ type, value }: LineInfo): string | null {
  if (type !== undefined) return typeLabel(type);
  if (value === undefined) return msg('Other values');
  return value === null ? msg('No value') : value === '' ? msg('Empty') : null;
}

/** For sentences. */
export function spokenName(line: LineInfo): string {
  return fixedName(line) ?? spokenText(line.value ?? '', 60);
}

/** `3,396 connections`; `shop: 12`. */
export function lineCountText(line: LineInfo, count: number): string {
  const shown = formatCount(count, uiLocale());
  switch (line.type) {
    case ActivityType.command:
      return plural(count, '1 command', str`${shown} commands`);
    case ActivityType.connection:
      return plural(count, '1 connection', str`${shown} connections`);
    case ActivityType.kubernetes:
      return plural(count, '1 kube exec', str`${shown} kube execs`);
    case ActivityType.fileaccess:
      return plural(count, '1 file access', str`${shown} file accesses`);
    default:
      return msg(str`${spokenName(line)}: ${shown}`);
  }
}
