/** The values of all attributes as records: each holds values in order of their codes, and the last one grows until it is large enough. */
import type { AttributeValue } from '../../src/model/activity.js';
import type { Dictionaries } from './dictionary.js';
import { damaged } from './sections.js';

/** A record from this size on is finished. */
export const fullBytes = 1_000_000;
/** More values than that were never there. */
const mostGone = 2 ** 28;

/** In the place of values whose codes are not used any more. */
export interface Gone {
  readonly gone: number;
}
export interface Run {
  readonly name: string;
  readonly values: readonly (AttributeValue | Gone)[];
}

/** How much of dictionaries lies in records: what is new of them is written once (`dictionary-encoding.ts`). */
export class DictionaryLog {
  of: Dictionaries | null = null;
  /** Size of each dictionary that the finished records hold. */
  finished: ReadonlyMap<string, number> = new Map<string, number>();
  /** Finished ones. */
  records = 0;

  /**
   * Fills empty dictionaries; writing goes on from there.
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
