/** The ids of a batch. Gives back exactly the texts that came, case and dashes included. */
import { type IdForm, hashWords, idKey, unpackId, wordsOfForm, type IdKey } from '../../src/model/id-key.js';

export interface IdColumn {
  readonly count: number;
  readonly byteLength: number;
  textAt(row: number): string;
  hashAt(row: number): number;
  equals(row: number, key: IdKey): boolean;
  /** The row with this id, or -1. */
  rowOf(key: IdKey): number;
}

/** All ids have one packable form: 8 or 16 bytes a row. */
export class PackedIds implements IdColumn {
  private readonly width: 2 | 4;

  constructor(
    readonly form: Exclude<IdForm, typeof IdForm.text>,
    /** `wordsOfForm(form)` a row. */
    readonly words: Uint32Array,
  ) {
    this.width = wordsOfForm(form) === 2 ? 2 : 4;
  }

  get count(): number {
    return this.words.length / this.width;
  }

  get byteLength(): number {
    return this.words.byteLength;
  }

  textAt(row: number): string {
    return unpackId(this.form, this.words, row * this.width);
  }

  hashAt(row: number): number {
    const { words } = this;
    const at = row * this.width;
    return this.width === 2
      ? hashWords(this.form, words[at]!, words[at + 1]!, 0, 0)
      : hashWords(this.form, words[at]!, words[at + 1]!, words[at + 2]!, words[at + 3]!);
  }

  equals(row: number, key: IdKey): boolean {
    const { words } = this;
    const at = row * this.width;
    return (
      words[at] === key.word0 &&
      words[at + 1] === key.word1 &&
      this.form === key.form &&
      (this.width === 2 || (words[at + 2] === key.word2 && words[at + 3] === key.word3))
    );
  }

  sameAs(row: number, other: PackedIds, otherRow: number): boolean {
    if (this.form !== other.form) return false;
    const a = row * this.width;
    const b = otherRow * this.width;
    for (let word = 0; word < this.width; word += 1) if (this.words[a + word] !== other.words[b + word]) return false;
    return true;
  }

  rowOf(key: IdKey): number {
    if (key.form !== this.form) return -1;
    const { words, width } = this;
    const { word0 } = key;
    for (let at = 0; at < words.length; at += width) {
      if (words[at] === word0 && this.equals(at / width, key)) return at / width;
    }
    return -1;
  }
}

/** Ids of any kind, one after the other: UTF-8, or UTF-16 code units where one of them is no well-formed text. */
export class TextIds implements IdColumn {
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(
    readonly heap: Uint8Array | Uint16Array,
    /** In units of the heap; one more than there are rows. */
    readonly offsets: Uint32Array,
  ) {}

  get count(): number {
    return this.offsets.length - 1;
  }

  get byteLength(): number {
    return this.heap.byteLength + this.offsets.byteLength;
  }

  textAt(row: number): string {
    const from = this.offsets[row]!;
    const to = this.offsets[row + 1]!;
    if (this.heap instanceof Uint8Array) return this.decoder.decode(this.heap.subarray(from, to));
    let text = '';
    for (let at = from; at < to; at += 1) text += String.fromCharCode(this.heap[at]!);
    return text;
  }

  hashAt(row: number): number {
    return idKey(this.textAt(row)).hash;
  }

  equals(row: number, key: IdKey): boolean {
    return this.textAt(row) === key.text;
  }

  rowOf(key: IdKey): number {
    const units = this.heap instanceof Uint8Array ? new TextEncoder().encode(key.text).length : key.text.length;
    for (let row = 0; row < this.count; row += 1) {
      if (this.offsets[row + 1]! - this.offsets[row]! === units && this.textAt(row) === key.text) return row;
    }
    return -1;
  }
}

export function textIds(ids: readonly string[]): TextIds {
  const offsets = new Uint32Array(ids.length + 1);
  if (ids.some((id) => /\p{Surrogate}/u.test(id))) {
    ids.forEach((id, row) => (offsets[row + 1] = offsets[row]! + id.length));
    const units = new Uint16Array(offsets[ids.length]!);
    ids.forEach((id, row) => {
      for (let at = 0; at < id.length; at += 1) units[offsets[row]! + at] = id.charCodeAt(at);
    });
    return new TextIds(units, offsets);
  }
  const encoder = new TextEncoder();
  const parts = ids.map((id) => encoder.encode(id));
  parts.forEach((part, row) => (offsets[row + 1] = offsets[row]! + part.length));
  const heap = new Uint8Array(offsets[ids.length]!);
  parts.forEach((part, row) => heap.set(part, offsets[row]));
  return new TextIds(heap, offsets);
}
