import type { AttributeValue } from '../../src/model/activity.js';
import type { Dictionaries, Dictionary } from './dictionary.js';
import { fullBytes, type DictionaryLog, type Gone, type Run } from './stored-dictionaries.js';

/** The records before the last are as they were; all are new where the dictionaries are others. Null: unchanged. */
export function encodeNewValues(log: DictionaryLog, dictionaries: Dictionaries): readonly (Uint8Array | null)[] {
  if (log.of !== dictionaries) {
    log.of = dictionaries;
    log.finished = new Map();
    log.records = 0;
  }
  const notes: (Uint8Array | null)[] = Array.from({ length: log.records }, () => null);
  const runs: Run[] = [];
  const sizes = new Map(log.finished);
  for (const name of dictionaries.names()) {
    const { size } = dictionaries.of(name);
    const from = log.finished.get(name) ?? 1;
    if (size <= from) continue;
    runs.push({ name, values: valuesFrom(dictionaries.of(name), from) });
    sizes.set(name, size);
  }
  const last = new TextEncoder().encode(JSON.stringify(runs));
  notes.push(last);
  if (last.length >= fullBytes) {
    log.finished = sizes;
    log.records += 1;
  }
  return notes;
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
