/** The values of all attributes as records: each holds values in order of their codes, and the last one grows until it is large enough. */
import type { AttributeValue } from '../../src/model/activity.js';
import type { Dictionaries } from './dictionary.js';
import { damaged } from './sections.js';

/** A record from this size on is finished. */
const fullBytes = 1_000_000;

interface Run {
  readonly name: string;
  readonly values: readonly AttributeValue[];
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
      const values: AttributeValue[] = [];
      for (let code = from; code < size; code += 1) values.push(dictionaries.of(name).value(code));
      runs.push({ name, values });
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
        dictionaries.of(name).restore(values);
      }
      if (at === records.length - 1 && record.length < fullBytes) return;
      this.records = at + 1;
      this.finished = new Map(Array.from(dictionaries.names(), (name) => [name, dictionaries.of(name).size]));
    });
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

function isValue(value: unknown): value is AttributeValue {
  if (typeof value === 'string' || typeof value === 'number') return true;
  return Array.isArray(value) && value.every((element) => typeof element === 'string');
}
