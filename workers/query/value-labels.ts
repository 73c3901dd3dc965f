import { intrinsicAttribute, IntrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import type { Batch } from '../columns/batch.js';
import { eachNumber } from '../columns/column.js';
import { valueText, type Dictionaries, type Dictionary } from '../columns/dictionary.js';

import { mergedWith } from './paced-sort.js';
import type { Pace } from './pace.js';

/** Position of a text in the labels of an attribute; 0: no value. */
export type Label = number;

/** The texts that the values of one attribute show as, each once: a number, a text and a list that print alike have one label. */
export class ValueLabels {
  private readonly attribute: string;
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
  ofBatch(batch: Batch, dictionaries: Dictionaries): Uint32Array {
    const labels = new Uint32Array(batch.count);
    switch (this.intrinsic) {
      case IntrinsicAttribute.type:
        return labels.fill(this.label(batch.type));
      case IntrinsicAttribute.id:
        return labels.map((_, row) => this.label(batch.ids.textAt(row)));
      case IntrinsicAttribute.timestamp:
        return labels.map((_, row) => this.label(String(batch.timeAt(row))));
      default:
        this.fill(labels, batch, dictionaries);
        return labels;
    }
  }

  private fill(labels: Uint32Array, batch: Batch, dictionaries: Dictionaries): void {
    const column = batch.column(this.attribute);
    const dictionary = dictionaries.find(this.attribute);
    if (!column || !dictionary) return;
    if (column.numbers) eachNumber(column.numbers, (row, value) => (labels[row] = this.label(String(value))));
    const { codes } = column;
    if (!codes) return;
    if (codes.kind === 'sparse-codes') {
      for (let at = 0; at < codes.rows.length; at += 1)
        labels[codes.rows[at]!] = this.ofCode(codes.codes[at]!, dictionary);
      return;
    }
    if (this.byCode.length < dictionary.size) this.grow(dictionary.size);
    const own = codes.codes.map((code) => (code === 0 ? 0 : this.byCode[code]! || this.ofCode(code, dictionary)));
    for (let row = 0; row < labels.length; row += 1) {
      const cell = codes.cells[row]!;
      if (cell !== 0) labels[row] = own[cell]!;
    }
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
