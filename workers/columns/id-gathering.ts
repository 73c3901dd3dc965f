/** Ids of several batches on their way into one. */
import { IdForm, idKey, wordsOfForm } from '../../src/model/id-key.js';
import { PackedIds, textIds, type IdColumn } from './id-column.js';

/** Less than zero where the text of the one row comes before that of the other. */
export function compareIds(a: IdColumn, rowA: number, b: IdColumn, rowB: number): number {
  if (!(a instanceof PackedIds && b instanceof PackedIds && a.form === b.form))
    return a.textAt(rowA) < b.textAt(rowB) ? -1 : 1;
  const width = wordsOfForm(a.form);
  for (let word = 0; word < width; word += 1) {
    const difference = a.words[rowA * width + word]! - b.words[rowB * width + word]!;
    if (difference !== 0) return difference;
  }
  return 0;
}

/** The ids of some rows of some columns. `rowAfter` has, per column and row, its place among `count` ids, or -1. */
export function gatherIds(columns: readonly IdColumn[], rowAfter: readonly Int32Array[], count: number): IdColumn {
  const [first] = columns;
  if (
    first instanceof PackedIds &&
    columns.every((column) => column instanceof PackedIds && column.form === first.form)
  ) {
    const width = wordsOfForm(first.form);
    const words = new Uint32Array(count * width);
    columns.forEach((column, at) => scatterWords((column as PackedIds).words, width, rowAfter[at]!, words));
    return new PackedIds(first.form, words);
  }
  const texts = new Array<string>(count).fill('');
  columns.forEach((column, at) =>
    rowAfter[at]!.forEach((to, row) => {
      if (to >= 0) texts[to] = column.textAt(row);
    }),
  );
  return packIds(texts) ?? textIds(texts);
}

/** Some of the ids. */
export function sliceIds(ids: IdColumn, from: number, to: number): IdColumn {
  if (ids instanceof PackedIds) {
    const width = wordsOfForm(ids.form);
    return new PackedIds(ids.form, ids.words.slice(from * width, to * width));
  }
  const texts = Array.from({ length: to - from }, (_, at) => ids.textAt(from + at));
  return packIds(texts) ?? textIds(texts);
}

function scatterWords(from: Uint32Array, width: number, rowAfter: Int32Array, to: Uint32Array): void {
  for (let row = 0; row < rowAfter.length; row += 1) {
    const after = rowAfter[row]!;
    if (after < 0) continue;
    for (let word = 0; word < width; word += 1) to[after * width + word] = from[row * width + word]!;
  }
}

/** Null unless all have one form that can be packed. */
function packIds(texts: readonly string[]): PackedIds | null {
  const { form } = idKey(texts[0] ?? '');
  if (form === IdForm.text) return null;
  const width = wordsOfForm(form);
  const words = new Uint32Array(texts.length * width);
  for (let row = 0; row < texts.length; row += 1) {
    const key = idKey(texts[row]!);
    if (key.form !== form) return null;
    const at = row * width;
    words[at] = key.word0;
    words[at + 1] = key.word1;
    if (width === 2) continue;
    words[at + 2] = key.word2;
    words[at + 3] = key.word3;
  }
  return new PackedIds(form, words);
}
