import { arrowFailure } from './arrow-failure.js';
import { decodeUtf8 } from './utf8.js';

/** Tables and vector elements that one message may hold: without a bound, tables that share each other could be walked for ever. */
const mostParts = 500_000;

/**
 * The metadata of one Arrow message, read with every offset checked. The library reads it without checks and believes the lengths, so it is
 * given only what was walked here before.
 */
export class Flatbuffer {
  readonly view: DataView;
  #parts = 0;

  constructor(bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  root(): FlatTable {
    return new FlatTable(this, this.offsetAt(0));
  }

  /** The position that the offset at `at` leads to. */
  offsetAt(at: number): number {
    this.need(at, 4);
    return at + this.view.getInt32(at, true);
  }

  /** Throws unless `length` bytes from `at` on are there. */
  need(at: number, length: number): void {
    if (!(at >= 0) || !(length >= 0) || at + length > this.view.byteLength) {
      throw arrowFailure(`an offset in its metadata leads to byte ${at}, and there are ${this.view.byteLength}`);
    }
  }

  spend(parts: number): void {
    this.#parts += parts;
    if (this.#parts > mostParts) throw arrowFailure(`its metadata has more than ${mostParts} parts`);
  }
}

export class FlatTable {
  readonly #buffer: Flatbuffer;
  readonly #at: number;
  readonly #vtable: number;
  readonly #slotsLength: number;

  constructor(buffer: Flatbuffer, at: number) {
    buffer.spend(1);
    buffer.need(at, 4);
    const vtable = at - buffer.view.getInt32(at, true);
    buffer.need(vtable, 4);
    const length = buffer.view.getUint16(vtable, true);
    buffer.need(vtable, length);
    if (length >= 0x8000) throw arrowFailure(`a table of its metadata has ${length} bytes of slots`);
    this.#buffer = buffer;
    this.#at = at;
    this.#vtable = vtable;
    this.#slotsLength = length;
  }

  /** Where the value of the slot lies, so that `length` bytes can be read; null where the table has none. */
  place(slot: number, length: number): number | null {
    const entry = 4 + slot * 2;
    if (entry + 2 > this.#slotsLength) return null;
    const offset = this.#buffer.view.getUint16(this.#vtable + entry, true);
    if (offset === 0) return null;
    if (offset >= 0x8000) throw arrowFailure(`a value of its metadata lies ${offset} bytes behind its table`);
    this.#buffer.need(this.#at + offset, length);
    return this.#at + offset;
  }

  byte(slot: number): number {
    const at = this.place(slot, 1);
    return at === null ? 0 : this.#buffer.view.getUint8(at);
  }

  short(slot: number): number {
    const at = this.place(slot, 2);
    return at === null ? 0 : this.#buffer.view.getInt16(at, true);
  }

  int(slot: number): number {
    const at = this.place(slot, 4);
    return at === null ? 0 : this.#buffer.view.getInt32(at, true);
  }

  /** Throws for one that a number cannot hold. */
  long(slot: number): number {
    const at = this.place(slot, 8);
    return at === null ? 0 : longAt(this.#buffer.view, at);
  }

  table(slot: number): FlatTable | null {
    const at = this.place(slot, 4);
    return at === null ? null : new FlatTable(this.#buffer, this.#buffer.offsetAt(at));
  }

  tables(slot: number): FlatTable[] {
    const { at, count } = this.vector(slot, 4);
    const tables: FlatTable[] = [];
    for (let index = 0; index < count; index += 1) {
      tables.push(new FlatTable(this.#buffer, this.#buffer.offsetAt(at + index * 4)));
    }
    return tables;
  }

  text(slot: number): string {
    const { at, count } = this.vector(slot, 1);
    const { view } = this.#buffer;
    return decodeUtf8(new Uint8Array(view.buffer, view.byteOffset + at, count)).text;
  }

  /** Position of the first element and their number. */
  vector(slot: number, stride: number): { readonly at: number; readonly count: number } {
    const place = this.place(slot, 4);
    if (place === null) return { at: 0, count: 0 };
    const at = this.#buffer.offsetAt(place);
    this.#buffer.need(at, 4);
    const count = this.#buffer.view.getInt32(at, true);
    this.#buffer.need(at + 4, count * stride);
    this.#buffer.spend(stride === 1 ? count >> 6 : count);
    return { at: at + 4, count };
  }
}

export function longAt(view: DataView, at: number): number {
  const value = view.getInt32(at + 4, true) * 2 ** 32 + view.getUint32(at, true);
  if (!Number.isSafeInteger(value)) throw arrowFailure(`its metadata holds the length ${value}`);
  return value;
}
