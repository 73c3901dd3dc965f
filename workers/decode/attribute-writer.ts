import { AttributeKind, canonicalName, findAttributeName } from '../../src/model/attribute-names.js';
import type { AttributeValue } from '../../src/model/activity.js';
import { isUnsetUid } from './normalise.js';
import { parseTime } from './rfc3339.js';

/** Longer texts are cut; a command line cannot be longer than this, an attack on our memory can. */
export const maxValueLength = 1 << 20;

interface Known {
  readonly kind: AttributeKind;
  /** Whether the catalogue has it. */
  readonly catalogued: boolean;
}

/** Names come from events: without a bound the caches could fill the memory. */
const cachedNames = 5000;
const known = new Map<string, Known>();

function lookUp(name: string): Known {
  let found = known.get(name);
  if (found === undefined) {
    const definition = findAttributeName(name);
    found = { kind: definition?.kind ?? AttributeKind.text, catalogued: definition !== undefined };
    if (known.size < cachedNames) known.set(name, found);
  }
  return found;
}

const canonicalNames = new Map<string, string>();

function cachedCanonicalName(name: string): string {
  let canonical = canonicalNames.get(name);
  if (canonical === undefined) {
    canonical = canonicalName(name);
    if (canonicalNames.size < cachedNames) canonicalNames.set(name, canonical);
  }
  return canonical;
}

/** Collects the attributes of one activity: checks each value against its kind, leaves absent ones out, remembers what it had to drop. */
export class AttributeWriter {
  readonly attributes = new Map<string, AttributeValue>();
  /** A sentence for each value that was left out or cut. */
  readonly remarks: string[] = [];

  /** Under a canonical name. Absent: undefined, null, the empty text, `<NA>`, the empty list, an unset login uid. */
  set(name: string, value: unknown): this {
    if (value === undefined || value === null || value === '' || value === '<NA>') return this;
    switch (lookUp(name).kind) {
      case AttributeKind.number:
        this.setNumber(name, value);
        break;
      case AttributeKind.textList:
        this.setList(name, Array.isArray(value) ? (value as readonly unknown[]) : [value]);
        break;
      case AttributeKind.addressList:
        // Proxies write a chain of addresses as one text.
        if (typeof value === 'string') this.setList(name, value.split(','));
        else this.setList(name, Array.isArray(value) ? (value as readonly unknown[]) : [value]);
        break;
      case AttributeKind.time: {
        const timeNs = parseTime(value);
        if (timeNs === null) this.drop(name, 'is no time', value);
        // Zero, or what a language has for it, like the first day of the year 1: it has not happened.
        else if (timeNs > 0n) this.attributes.set(name, String(timeNs));
        break;
      }
      default:
        this.setText(name, value);
    }
    return this;
  }

  /** Under a name that came with the event: its canonical form where there is one. What is there already stays. */
  setForeign(name: string, value: unknown): this {
    const canonical = cachedCanonicalName(name);
    return this.attributes.has(canonical) ? this : this.set(canonical, value);
  }

  has(name: string): boolean {
    return this.attributes.has(name);
  }

  private setNumber(name: string, value: unknown): void {
    if ((name === 'userLoginUid' || name === 'uid') && isUnsetUid(value)) return;
    if (typeof value === 'number' && Number.isFinite(value)) this.attributes.set(name, value);
    else if (typeof value === 'string' && /^-?\d{1,17}(\.\d{1,17})?$/.test(value) && isExact(value)) {
      this.attributes.set(name, Number(value));
    } else this.drop(name, 'is no number that can be kept exactly', value);
  }

  private setText(name: string, value: unknown): void {
    if (typeof value === 'string') this.attributes.set(name, this.bounded(name, value));
    else if (typeof value === 'number') {
      if (!Number.isFinite(value)) this.drop(name, 'is no finite number', value);
      else this.attributes.set(name, lookUp(name).catalogued ? String(value) : value);
    } else if (typeof value === 'boolean') this.attributes.set(name, String(value));
    else if (Array.isArray(value)) this.setList(name, value as readonly unknown[]);
    else this.drop(name, 'is an object', value);
  }

  private setList(name: string, values: readonly unknown[]): void {
    const texts: string[] = [];
    for (const value of values) {
      if (typeof value === 'string') {
        const text = value.trim();
        if (text !== '' && text !== '<NA>') texts.push(this.bounded(name, text));
      } else if (typeof value === 'number' || typeof value === 'boolean') texts.push(String(value));
      else if (value !== null) return this.drop(name, 'is a list of objects', value);
    }
    if (texts.length > 0) this.attributes.set(name, texts);
  }

  private bounded(name: string, text: string): string {
    if (text.length <= maxValueLength) return text;
    this.remarks.push(`The value of "${name}" has ${text.length} characters and was cut after ${maxValueLength}.`);
    return text.slice(0, maxValueLength);
  }

  private drop(name: string, why: string, value: unknown): void {
    const shown = typeof value === 'string' || typeof value === 'number' ? ` (${String(value).slice(0, 100)})` : '';
    this.remarks.push(`The value of "${name.slice(0, 100)}" was left out: it ${why}${shown}.`);
  }
}

function isExact(digits: string): boolean {
  const number = Number(digits);
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER;
}
