import { Type, type Field } from '@uwdata/flechette';
import { IdForm } from '../../src/model/id-key.js';
import type { Values } from './arrow-buffers.js';
import { bytesAt, isPresent, isText, jsonAt, textAt, type ValueContext } from './arrow-values.js';
import { packId } from './id-words.js';
import { presentText } from './json.js';

/** The ids of a batch, one a row. */
export interface ReadIds {
  readonly forms: Uint8Array;
  /** Four a row. */
  readonly words: Uint32Array;
  readonly texts: ReadonlyMap<number, string>;
  /** Rows without an id that can be used. */
  readonly missing: readonly number[];
}

/** Texts, or 16 or 8 bytes that stand for twice as many hexadecimal digits. */
export function readIds(field: Field, values: Values, rows: number, context: ValueContext): ReadIds {
  const forms = new Uint8Array(rows);
  const words = new Uint32Array(rows * 4);
  const texts = new Map<number, string>();
  const missing: number[] = [];
  const { type } = field;
  const width = type.typeId === Type.FixedSizeBinary && (type.stride === 16 || type.stride === 8) ? type.stride : 0;
  const { view, bytes, offsets } = values;
  const plain = isText(type);
  if (width === 16) {
    for (let word = 0; word < words.length; word += 1) words[word] = view.getUint32(word * 4);
    forms.fill(IdForm.lowerHex);
  }
  for (let row = 0; row < rows; row += 1) {
    if (!isPresent(values, row)) missing.push(row);
    else if (width === 8) {
      words[row * 4] = view.getUint32(row * 8);
      words[row * 4 + 1] = view.getUint32(row * 8 + 4);
      forms[row] = IdForm.lowerHex16;
    } else if (plain) {
      const from = offsets[row]!;
      forms[row] = packId(bytes, from, offsets[row + 1]! - from, words, row * 4);
      if (forms[row] === IdForm.text)
        keepText(
          textOf(bytesAt(values, row).length, () => textAt(values, row, context)),
          row,
        );
    } else if (width === 0) keepText(presentText(jsonAt(field, values, row, context)), row);
  }
  return { forms, words, texts, missing };

  function keepText(text: string | undefined, row: number): void {
    if (text === undefined) missing.push(row);
    else texts.set(row, text);
  }
}

const textOf = (length: number, read: () => string): string | undefined =>
  length === 0 ? undefined : presentText(read());
