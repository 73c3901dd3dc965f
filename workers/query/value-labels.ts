import { intrinsicAttribute, IntrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import type { Batch } from '../columns/batch.js';
import { eachNumber, type CodeArray, type DenseCodes } from '../columns/column.js';
import { valueText, type Dictionaries, type Dictionary } from '../columns/dictionary.js';

import { mergedWith } from './paced-sort.js';
import type { Pace } from './pace.js';

/** Position of a text in the labels of an attribute; 0: no value. */
export type Label = number;

/** One label a row: `labels[cell]` of its cell, or the cell itself where `labels` is null. Different cells have different labels. */
export interface RowLabels {
  readonly cells: CodeArray;
  readonly labels: Uint32Array | null;
}

/** Labels by the cells of another column of the batch, or of the column itself. */
export interface ToldLabels {
  /** `null`: every row has the one label. */
  readonly by: DenseCodes | null;
  readonly labelOf: (cell: number) => Label;
}

/** The texts that the values of one attribute show as, each once: a number, a text and a list that print alike have one label. */
export class ValueLabels {
  readonly attribute: string;
  private readonly intrinsic: IntrinsicAttribute | undefined;
  private readonly texts: string[] = [''];
  private readonly byText = new Map<string, Label>();
  private byCode = new Uint32Array(256);
  /** Labels in order of their texts, and the place of each label in it. */
  private inOrder: readonly Label[] = [];
  private placeOf = new Uint32Array(1);

  constructor(attribute: string) {
    this.attribute = resolveAttribute(attribute);
    this.intrinsic = intrinsicAttribute(attribute);
  }

  /** The text of a label; `null` for 0. */
  text(label: Label): string | null {
    return label === 0 ? null : this.texts[label]!;
  }

  /** For each label its place in the order of their texts, by code units; the label 0 stands behind all of them. */
  async ranks(pace: Pace): Promise<Uint32Array> {
    const { texts } = this;
    const size = texts.length;
    const known = this.inOrder.length;
    if (this.placeOf.length === size && known === size - 1) return this.placeOf;
    const added = Array.from({ length: size - 1 - known }, (_, at) => known + 1 + at);
    const byText = (a: Label, b: Label): number => (texts[a]! < texts[b]! ? -1 : 1);
    const inOrder = await mergedWith(this.inOrder, added, byText, pace);
    const placeOf = new Uint32Array(size);
    for (let at = 0; at < inOrder.length; at += 1) placeOf[inOrder[at]!] = at;
    placeOf[0] = size;
    this.inOrder = inOrder;
    this.placeOf = placeOf;
    return placeOf;
  }

  /** The label of every row of a batch. */
  ofBatch(batch: Batch, dictionaries: Dictionaries): RowLabels {
    const each = (label: (row: number) => Label): RowLabels => {
      const cells = new Uint32Array(batch.count);
      for (let row = 0; row < cells.length; row += 1) cells[row] = label(row);
      return { cells, labels: null };
    };
    switch (this.intrinsic) {
      case IntrinsicAttribute.type: {
        const label = this.label(batch.type);
        return each(() => label);
      }
      case IntrinsicAttribute.id:
        return each((row) => this.label(batch.ids.textAt(row)));
      case IntrinsicAttribute.timestamp:
        return each((row) => this.label(String(batch.timeAt(row))));
      default:
        return this.ofColumn(batch, dictionaries);
    }
  }

  /** Without a look at the rows; null where that would tell something wrong. */
  told(batch: Batch, dictionaries: Dictionaries): ToldLabels | null {
    if (this.intrinsic) return null;
    const column = batch.column(this.attribute);
    const dictionary = dictionaries.find(this.attribute);
    if (!column || !dictionary) return { by: null, labelOf: () => 0 };
    const { codes, numbers } = column;
    if (codes?.kind !== 'dense-codes' || numbers || !dictionary.plain) return null;
    const labels = this.ofCodes(codes.codes, dictionary);
    const { told } = codes;
    if (!told) return { by: codes, labelOf: (cell) => labels[cell]! };
    const { by, table } = told;
    return { by, labelOf: (cell) => labels[table[by ? cell : 0]!]! };
  }

  private ofColumn(batch: Batch, dictionaries: Dictionaries): RowLabels {
    const column = batch.column(this.attribute);
    const dictionary = dictionaries.find(this.attribute);
    if (!column || !dictionary) return { cells: new Uint8Array(batch.count), labels: Uint32Array.of(0) };
    const { codes, numbers } = column;
    // In a dictionary of texts alone, every code has a label of its own.
    if (codes?.kind === 'dense-codes' && !numbers && dictionary.plain) {
      return { cells: codes.cells, labels: this.ofCodes(codes.codes, dictionary) };
    }
    const cells = new Uint32Array(batch.count);
    if (numbers) eachNumber(numbers, (row, value) => (cells[row] = this.label(String(value))));
    if (codes?.kind === 'sparse-codes') {
      for (let at = 0; at < codes.rows.length; at += 1)
        cells[codes.rows[at]!] = this.ofCode(codes.codes[at]!, dictionary);
    } else if (codes) {
      const labels = this.ofCodes(codes.codes, dictionary);
      for (let row = 0; row < cells.length; row += 1) {
        const cell = codes.cells[row]!;
        if (cell !== 0) cells[row] = labels[cell]!;
      }
    }
    return { cells, labels: null };
  }

  private ofCodes(codes: Uint32Array, dictionary: Dictionary): Uint32Array {
    if (this.byCode.length < dictionary.size) this.grow(dictionary.size);
    const labels = new Uint32Array(codes.length);
    for (let at = 1; at < codes.length; at += 1) labels[at] = this.ofCode(codes[at]!, dictionary);
    return labels;
  }

  private ofCode(code: number, dictionary: Dictionary): Label {
    if (code >= this.byCode.length) this.grow(dictionary.size);
    return (this.byCode[code] ||= this.label(valueText(dictionary.value(code))));
  }

  private label(text: string): Label {
    const known = this.byText.get(text);
    if (known !== undefined) return known;
    const label = this.texts.push(text) - 1;
    this.byText.set(text, label);
    return label;
  }

  private grow(size: number): void {
    const byCode = new Uint32Array(Math.max(size, this.byCode.length * 2));
    byCode.set(this.byCode);
    this.byCode = byCode;
  }
}
