/** The values of all attributes as records: each holds values in order of their codes, and the last one grows until it is large enough. */
import type { AttributeValue } from '../../src/model/activity.js';
import type { Dictionaries, Dictionary } from './dictionary.js';
import { damaged } from './sections.js';

/** A record from this size on is finished. */
const fullBytes = 1_000_000;
/** More values than that were never there. */
const mostGone = 2 ** 28;

/** In the place of values whose codes are not used any more. */
interface Gone {
  readonly gone: number;
}
interface Run {
  readonly name: string;
  readonly values: readonly (AttributeValue | Gone)[];
}

/** Writes what is new of dictionaries, once. */
export class DictionaryLog {
  private of: Dictionaries | null = null;
  /** Size of each dictionary that the finished records hold. */
  private finished = new Map<string, number>();
  private records = 0;

  /** The records before the last are as they were; all are new where the dictionaries are others. Null: unchanged. */
  write(dictionaries: Dictionaries): readonly (Uint8Array | null)[] {
    if (this.of !== dictionaries) {
      this.of = dictionaries;
      this.finished = new Map();
      this.records = 0;
    }
    const notes: (Uint8Array | null)[] = Array.from({ length: this.records }, () => null);
    const runs: Run[] = [];
    const sizes = new Map(this.finished);
    for (const name of dictionaries.names()) {
      const { size } = dictionaries.of(name);
      const from = this.finished.get(name) ?? 1;
      if (size <= from) continue;
      runs.push({ name, values: valuesFrom(dictionaries.of(name), from) });
      sizes.set(name, size);
    }
    const last = new TextEncoder().encode(JSON.stringify(runs));
    notes.push(last);
    if (last.length >= fullBytes) {
      this.finished = sizes;
      this.records += 1;
    }
    return notes;
  }

  /**
   * Fills empty dictionaries; `write` goes on from there.
   * @throws AuditError `storage` where the records do not hold values.
   */
  read(records: readonly Uint8Array[], dictionaries: Dictionaries): void {
    this.of = dictionaries;
    records.forEach((record, at) => {
      for (const { name, values } of runsOf(record)) {
        dictionaries.of(name).restore(each(values));
      }
      if (at === records.length - 1 && record.length < fullBytes) return;
      this.records = at + 1;
      this.finished = new Map(Array.from(dictionaries.names(), (name) => [name, dictionaries.of(name).size]));
    });
  }
}

function valuesFrom(dictionary: Dictionary, from: number): Run['values'] {
  const values: (AttributeValue | Gone)[] = [];
  let gone = 0;
  for (let code = from; code < dictionary.size; code += 1) {
    if (!dictionary.has(code)) {
      gone += 1;
      continue;
    }
    if (gone > 0) values.push({ gone });
    gone = 0;
    values.push(dictionary.value(code));
  }
  return gone > 0 ? [...values, { gone }] : values;
}

function* each(values: Run['values']): Generator<AttributeValue | undefined> {
  for (const value of values) {
    if (typeof value !== 'object' || !('gone' in value)) yield value;
    else for (let left = value.gone; left > 0; left -= 1) yield undefined;
  }
}

function runsOf(record: Uint8Array): readonly Run[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(record));
  } catch {
    damaged('values are no JSON');
  }
  if (!Array.isArray(parsed)) damaged('no values');
  const runs = parsed.filter(isRun);
  if (runs.length < parsed.length) damaged('no values');
  return runs;
}

function isRun(value: unknown): value is Run {
  if (typeof value !== 'object' || value === null || !('name' in value) || !('values' in value)) return false;
  return typeof value.name === 'string' && Array.isArray(value.values) && value.values.every(isValue);
}

function isValue(value: unknown): value is AttributeValue | Gone {
  if (typeof value === 'string' || typeof value === 'number') return true;
  if (typeof value === 'object' && value !== null && 'gone' in value)
    return typeof value.gone === 'number' && Number.isInteger(value.gone) && value.gone > 0 && value.gone < mostGone;
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
