import { Type, type Field } from '@uwdata/flechette';
import { IdForm } from '../../src/model/id-key.js';
import { bytesAt, isPresent, isText, jsonAt, textAt, type ValueContext, type Values } from './arrow-values.js';
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
  const bytes = values.values as unknown as Uint8Array;
  const view = width > 0 ? new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength) : null;
  const plain = isText(type);
  for (let row = 0; row < rows; row += 1) {
    if (!isPresent(values, row)) missing.push(row);
    else if (view) {
      for (let word = 0; word * 4 < width; word += 1) words[row * 4 + word] = view.getUint32(row * width + word * 4);
      forms[row] = width === 16 ? IdForm.lowerHex : IdForm.lowerHex16;
    } else if (plain) {
      const from = Number(values.offsets[row]);
      forms[row] = packId(bytes, from, Number(values.offsets[row + 1]) - from, words, row * 4);
      if (forms[row] === IdForm.text)
        keepText(
          textOf(bytesAt(values, row).length, () => textAt(values, row, context)),
          row,
        );
    } else keepText(presentText(jsonAt(field, values, row, context)), row);
  }
  return { forms, words, texts, missing };

  function keepText(text: string | undefined, row: number): void {
    if (text === undefined) missing.push(row);
    else texts.set(row, text);
  }
}

const textOf = (length: number, read: () => string): string | undefined =>
  length === 0 ? undefined : presentText(read());
