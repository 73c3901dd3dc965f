import type { Activity, AttributeValue } from '../../src/model/activity.js';
import { AttributeKind, attributeKind } from '../../src/model/attribute-names.js';
import { catalogue } from '../../src/model/catalogue.js';
import { timeLimits } from '../../src/model/reading.js';
import { ZoneStamp } from './zone-stamp.js';

/** More attributes than this share one last column, as JSON. */
export const mostColumns = 500;

/**
 * Text that a spreadsheet program could take for a formula: one of `= + - @` first, in any width, also behind white space or characters without
 * width; or a tab or line break first, which some programs drop.
 */
const startsFormula =
  /^(?:[\t\r\n]|[\s\u0000-\u001f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212\ufe62\ufe63\ufe66\ufe6b])/;
/** What separates cells in programs that were set up for another country, or that ask, too: unquoted, it would let a formula begin in the middle of a text. */
const needsQuotes = /[",;|\t\r\n]|^\s|\s$/;

/** A text as one cell of RFC 4180. What could start a formula gets an apostrophe in front, which says to those programs: text. */
export function csvCell(text: string): string {
  const safe = startsFormula.test(text) ? `'${text}` : text;
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const fixed = ['time_utc', 'time_local', 'id', 'type'];
const rest = 'other_attributes';

/** Writes activities as CSV: times, id and type, then one column for every attribute that occurs. */
export class CsvWriter {
  readonly #columns: readonly string[];
  readonly #inColumns: ReadonlySet<string>;
  readonly #hasRest: boolean;
  readonly #utc = new ZoneStamp('UTC');
  readonly #local: ZoneStamp;

  constructor(attributes: ReadonlySet<string>, timeZone: string) {
    const order = new Map(catalogue.map(({ name }, at) => [name, at]));
    const rank = (name: string): number => order.get(name) ?? Number.MAX_SAFE_INTEGER;
    const names = [...attributes].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
    this.#columns = names.slice(0, mostColumns);
    this.#inColumns = new Set(this.#columns);
    this.#hasRest = names.length > mostColumns;
    this.#local = new ZoneStamp(timeZone);
  }

  head(): string {
    const taken = new Set([...fixed, rest]);
    const names = this.#columns.map((name) => (taken.has(name) ? `attribute:${name}` : name));
    const [utc = '', local = '', ...others] = fixed;
    return line([
      utc,
      csvCell(`${local} (${this.#local.zone})`),
      ...others,
      ...names.map(csvCell),
      ...(this.#hasRest ? [rest] : []),
    ]);
  }

  row({ id, type, timeNs, attributes }: Activity): string {
    return line([
      this.#utc.of(timeNs),
      this.#local.of(timeNs),
      csvCell(id),
      type,
      ...this.#columns.map((name) => this.#cell(name, attributes.get(name))),
      ...(this.#hasRest ? [csvCell(this.#others(attributes))] : []),
    ]);
  }

  #cell(name: string, value: AttributeValue | undefined): string {
    if (value === undefined) return '';
    if (typeof value === 'number') return String(value);
    if (typeof value === 'object') return csvCell(value.join(', '));
    return isTime(name, value) ? this.#utc.of(BigInt(value)) : csvCell(value);
  }

  #others(attributes: Activity['attributes']): string {
    const members: string[] = [];
    for (const [name, value] of attributes)
      if (!this.#inColumns.has(name)) members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`);
    return members.length > 0 ? `{${members.join(',')}}` : '';
  }
}

function line(cells: readonly string[]): string {
  return `${cells.join(',')}\r\n`;
}

/** Nanoseconds in digits that are a moment: written like the other times, since 19 digits do not survive a spreadsheet. */
function isTime(name: string, value: string): boolean {
  return attributeKind(name) === AttributeKind.time && /^\d{1,19}$/.test(value) && BigInt(value) <= timeLimits.maxNs;
}
