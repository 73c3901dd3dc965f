import { IdForm, hashWords, idKey, unpackId, wordsOfForm, type IdKey } from '../../src/model/id-key.js';
import { PackedIds, textIds, type IdColumn } from './id-column.js';

/** The ids of rows that go on arriving: no object a row. */
export class OpenIds {
  private forms = new Uint8Array(64);
  /** Four a row. */
  private words = new Uint32Array(256);
  private readonly texts = new Map<number, string>();
  private textUnits = 0;
  count = 0;

  get byteLength(): number {
    return this.forms.byteLength + this.words.byteLength + this.texts.size * 48 + this.textUnits * 2;
  }

  add(key: IdKey): void {
    const row = this.count;
    if (row === this.forms.length) this.grow();
    this.forms[row] = key.form;
    const { words } = this;
    words[row * 4] = key.word0;
    words[row * 4 + 1] = key.word1;
    words[row * 4 + 2] = key.word2;
    words[row * 4 + 3] = key.word3;
    if (key.form === IdForm.text) {
      this.texts.set(row, key.text);
      this.textUnits += key.text.length;
    }
    this.count += 1;
  }

  textAt(row: number): string {
    return this.texts.get(row) ?? unpackId(this.forms[row] as IdForm, this.words, row * 4);
  }

  hashAt(row: number): number {
    const text = this.texts.get(row);
    if (text !== undefined) return idKey(text).hash;
    const { words } = this;
    const at = row * 4;
    return hashWords(this.forms[row] as IdForm, words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }

  equals(row: number, key: IdKey): boolean {
    if (this.forms[row] !== key.form) return false;
    if (key.form === IdForm.text) return this.texts.get(row) === key.text;
    const { words } = this;
    const at = row * 4;
    return (
      words[at] === key.word0 &&
      words[at + 1] === key.word1 &&
      words[at + 2] === key.word2 &&
      words[at + 3] === key.word3
    );
  }

  /** Less than zero where the text of row `a` comes before that of row `b`. */
  compare(a: number, b: number): number {
    const form = this.forms[a];
    if (form === IdForm.text || form !== this.forms[b]) return this.textAt(a) < this.textAt(b) ? -1 : 1;
    const { words } = this;
    for (let word = 0; word < 4; word += 1) {
      const difference = words[a * 4 + word]! - words[b * 4 + word]!;
      if (difference !== 0) return difference;
    }
    return 0;
  }

  /** The column of these rows, in this order. */
  column(order: Uint32Array): IdColumn {
    const form = this.forms[order[0]!] as IdForm;
    if (form === IdForm.text || order.some((row) => this.forms[row] !== form))
      return textIds(Array.from(order, (row) => this.textAt(row)));
    const width = wordsOfForm(form);
    const words = new Uint32Array(order.length * width);
    for (let at = 0; at < order.length; at += 1) {
      const from = order[at]! * 4;
      for (let word = 0; word < width; word += 1) words[at * width + word] = this.words[from + word]!;
    }
    return new PackedIds(form, words);
  }

  clear(): void {
    this.texts.clear();
    this.textUnits = this.count = 0;
  }

  private grow(): void {
    const forms = new Uint8Array(this.count * 2);
    const words = new Uint32Array(this.count * 8);
    forms.set(this.forms);
    words.set(this.words);
    this.forms = forms;
    this.words = words;
  }
}
