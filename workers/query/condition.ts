/**
 * The positive tests that filters are made of, each over a whole batch at once. `comm != a` and `comm = a` share one condition; the
 * plan negates.
 */
import type { AttributeValue } from '../../src/model/activity.js';
import { freeTextSearches, type ValueTest } from '../../src/model/filter/clause-test.js';
import type { Batch } from '../columns/batch.js';
import type { CodePart, Column, DenseCodes } from '../columns/column.js';
import type { Dictionaries } from '../columns/dictionary.js';
import { addRow, maskWords, type RowMask } from '../columns/row-mask.js';
import { partOfNumber, type NumberTest } from './number-test.js';
import type { Pace } from './pace.js';
import { scanCodes } from './scan-codes.js';
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
    const mask = new Uint32Array(maskWords(batch.count));
    for (const [name, column] of batch.entries) {
      const dictionary = dictionaries.find(name);
      if (!dictionary || !freeTextSearches(name)) continue;
      addTo(mask, scanColumn(column, batch.count, this.lookup(name).of(dictionary), this.numbers));
    }
    return mask;
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

function scanColumn(column: Column, count: number, table: Uint8Array, numbers: NumberTest): RowMask {
  const ofNumbers = column.numbers ? scanNumbers(column.numbers, count, numbers) : null;
  if (!column.codes) return ofNumbers ?? new Uint32Array(maskWords(count));
  const ofCodes = scanPart(column.codes, count, table);
  if (ofNumbers) addTo(ofCodes, ofNumbers);
  return ofCodes;
}

function scanPart(part: CodePart, count: number, table: Uint8Array): RowMask {
  if (part.kind === 'dense-codes') return scanDense(part, table);
  const mask = new Uint32Array(maskWords(count));
  for (let at = 0; at < part.rows.length; at += 1) if (table[part.codes[at]!] === 1) addRow(mask, part.rows[at]!);
  return mask;
}

/** Tests each value of the batch once; where all of them turn out alike, no row has to be looked at. */
function scanDense({ cells, codes }: DenseCodes, table: Uint8Array): RowMask {
  const passes = new Uint8Array(codes.length);
  let passing = 0;
  for (let at = 1; at < codes.length; at += 1) passing += passes[at] = table[codes[at]!]!;
  return passing === 0 ? new Uint32Array(maskWords(cells.length)) : scanCodes(cells, passes);
}

function addTo(mask: RowMask, more: RowMask): void {
  for (let word = 0; word < mask.length; word += 1) mask[word]! |= more[word]!;
}
