/**
 * The positive tests that filters are made of, each over a whole batch at once. `comm != a` and `comm = a` share one condition; the
 * plan negates.
 */
import type { AttributeValue } from '../../src/model/activity.js';
import { freeTextSearches, type ValueTest } from '../../src/model/filter/clause-test.js';
import type { Batch } from '../columns/batch.js';
import type { CodePart, Column } from '../columns/column.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { addRow, maskWords, type RowMask } from '../columns/row-mask.js';
import { partOfNumber, type NumberTest } from './number-test.js';
import type { Pace } from './pace.js';
import { scanDense } from './scan-dense.js';
import { scanNumbers } from './scan-numbers.js';
import { ValueLookup } from './value-lookup.js';

/** Rows of a batch; `true` for all of them, `false` for none. */
export type Found = RowMask | boolean;

export interface Condition {
  /** Equal for equal conditions, and only for them. */
  readonly key: string;
  /** Whether `scan` is worth remembering. */
  readonly costly: boolean;
  scan(batch: Batch, dictionaries: Dictionaries): Found;
  /** Does beforehand, with rests, what takes long. */
  prepare?(dictionaries: Dictionaries, pace: Pace): Promise<void>;
}

/** One attribute has a value that passes. */
export class AttributeCondition implements Condition {
  readonly costly = true;
  private readonly lookup: ValueLookup;

  constructor(
    readonly key: string,
    private readonly attribute: string,
    passes: (value: AttributeValue) => boolean,
    private readonly numbers: NumberTest,
  ) {
    this.lookup = new ValueLookup(passes);
  }

  async prepare(dictionaries: Dictionaries, pace: Pace): Promise<void> {
    const dictionary = dictionaries.find(this.attribute);
    if (dictionary) await this.lookup.prepare(dictionary, pace);
  }

  scan(batch: Batch, dictionaries: Dictionaries): Found {
    const column = batch.column(this.attribute);
    const dictionary = dictionaries.find(this.attribute);
    if (!column || !dictionary) return false;
    return scanColumn(column, batch.count, this.lookup.of(dictionary), this.numbers);
  }
}

/** Any attribute but a time has a value that passes. */
export class FreeTextCondition implements Condition {
  readonly costly = true;
  private readonly lookups = new Map<string, ValueLookup>();
  private readonly numbers: NumberTest;

  constructor(
    readonly key: string,
    private readonly test: ValueTest,
    text: string,
  ) {
    this.numbers = partOfNumber(text, test);
  }

  async prepare(dictionaries: Dictionaries, pace: Pace): Promise<void> {
    for (const name of dictionaries.names()) {
      const dictionary = dictionaries.find(name);
      if (dictionary && freeTextSearches(name)) await this.lookup(name).prepare(dictionary, pace);
    }
  }

  scan(batch: Batch, dictionaries: Dictionaries): Found {
    let any: RowMask | false = false;
    for (const [name, column] of batch.entries) {
      const dictionary = dictionaries.find(name);
      if (!dictionary || !freeTextSearches(name)) continue;
      const found = scanColumn(column, batch.count, this.lookup(name).of(dictionary), this.numbers);
      if (found === true) return true;
      if (any && found) addTo(any, found);
      else any ||= found;
    }
    return any;
  }

  private lookup(name: string): ValueLookup {
    let lookup = this.lookups.get(name);
    if (!lookup) this.lookups.set(name, (lookup = new ValueLookup((value) => anyElement(value, this.test))));
    return lookup;
  }
}

/** Whether a value, or an element of a list, passes. */
export function anyElement(value: AttributeValue, test: ValueTest): boolean {
  if (typeof value === 'string') return test.text(value);
  return typeof value === 'number' ? test.number(value) : value.some((element) => test.text(element));
}

function scanColumn(column: Column, count: number, table: Uint8Array, numbers: NumberTest): Found {
  const ofNumbers = column.numbers ? scanNumbers(column.numbers, count, numbers) : false;
  const ofCodes = column.codes ? scanPart(column.codes, count, table) : false;
  if (ofNumbers === false || ofCodes === true) return ofCodes;
  if (ofCodes === false) return ofNumbers;
  addTo(ofCodes, ofNumbers);
  return ofCodes;
}

function scanPart(part: CodePart, count: number, table: Uint8Array): Found {
  if (part.kind === 'dense-codes') return scanDense(part, table);
  const mask = new Uint32Array(maskWords(count));
  for (let at = 0; at < part.rows.length; at += 1) if (table[part.codes[at]!] === 1) addRow(mask, part.rows[at]!);
  return mask;
}

function addTo(mask: RowMask, more: RowMask): void {
  for (let word = 0; word < mask.length; word += 1) mask[word]! |= more[word]!;
}
