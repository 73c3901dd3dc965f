import { idFormAt, type ActivityBlock } from '../../src/model/activity-block.js';
import { IdForm, hashWords, idKey, unpackId, type IdKey } from '../../src/model/id-key.js';

/** The id of one row of a block after the other: nothing is made anew for a row. */
export class BlockKey implements IdKey {
  form: IdForm = IdForm.text;
  hash = 0;
  word0 = 0;
  word1 = 0;
  word2 = 0;
  word3 = 0;
  private words: Uint32Array = new Uint32Array(4);
  private row = 0;
  private known: string | null = null;

  get text(): string {
    return this.known ?? unpackId(this.form, this.words, this.row * 4);
  }

  set({ ids }: ActivityBlock, row: number): this {
    const form = idFormAt(ids, row);
    if (form === IdForm.text) return this.setText(ids.texts.get(row) ?? '');
    const { words } = ids;
    this.form = form;
    this.words = words;
    this.row = row;
    this.known = null;
    this.word0 = words[row * 4]!;
    this.word1 = words[row * 4 + 1]!;
    this.word2 = words[row * 4 + 2]!;
    this.word3 = words[row * 4 + 3]!;
    this.hash = hashWords(form, this.word0, this.word1, this.word2, this.word3);
    return this;
  }

  /** Whatever the block says, ids that can be packed are: equal ids have equal keys. */
  private setText(text: string): this {
    const { form, hash, word0, word1, word2, word3 } = idKey(text);
    this.form = form;
    this.hash = hash;
    this.word0 = word0;
    this.word1 = word1;
    this.word2 = word2;
    this.word3 = word3;
    this.known = text;
    return this;
  }
}
