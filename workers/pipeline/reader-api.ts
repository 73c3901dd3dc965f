import type { AttributeValue } from '../../src/model/activity.js';
import type { ActivityBlock } from '../../src/model/activity-block.js';
import type { Decoded, WireFormat } from '../../src/model/reading.js';
import type { Bytes } from '../../src/model/units.js';

/** What the thread that only reads is asked. Every `portion` has one answer, in the order of asking. */
export type ReaderRequest =
  /** Begins with a push: its bytes, and where its portions end. */
  | {
      readonly kind: 'push';
      readonly push: number;
      readonly bytes: Uint8Array;
      readonly ends: readonly Bytes[];
      readonly source: string;
      readonly format?: WireFormat;
    }
  /** The next portion of a push. */
  | { readonly kind: 'portion'; readonly push: number };

/** Columns as one array: a message of a few arrays is written and read in half the time of one of many. */
interface PackedColumns<Cells extends Uint32Array | Float64Array> {
  readonly names: readonly string[];
  readonly cells: Cells;
  /** Where each column begins. */
  readonly starts: readonly number[];
}

/** The lists of values grow: of each, what was not sent yet. */
export interface PackedBlock extends Omit<ActivityBlock, 'values' | 'numbers'> {
  readonly values: PackedColumns<Uint32Array>;
  /** By column: so many of its values were sent before. None: a list begins, and nothing refers to that of before any more. */
  readonly sent: readonly number[];
  /** By column, where there are any. */
  readonly more: ReadonlyMap<number, readonly AttributeValue[]>;
  readonly numbers: PackedColumns<Float64Array>;
}
export interface PackedDecoded extends Omit<Decoded, 'blocks'> {
  readonly blocks: readonly PackedBlock[];
}

/** Packs what a thread decodes: values that went over once do not go again. */
export class Packer {
  /** By attribute. */
  readonly #lists = new Map<string, { readonly distinct: readonly AttributeValue[]; sent: number }>();

  pack({ blocks = [], ...rest }: Decoded): PackedDecoded {
    return { ...rest, blocks: blocks.map((block) => this.#block(block)) };
  }

  #block({ values, numbers, ...rest }: ActivityBlock): PackedBlock {
    const more = new Map<number, readonly AttributeValue[]>();
    const sent = values.map(({ name, distinct }, column) => {
      let known = this.#lists.get(name);
      if (known?.distinct !== distinct) this.#lists.set(name, (known = { distinct, sent: 0 }));
      const before = known.sent;
      known.sent = distinct.length;
      if (known.sent > before) more.set(column, distinct.slice(before));
      return before;
    });
    const positions = values.map((one) => one.positions);
    const cells = numbers.map((one) => one.numbers);
    return {
      ...rest,
      sent,
      more,
      values: { names: values.map(({ name }) => name), ...inOne(positions, Uint32Array) },
      numbers: { names: numbers.map(({ name }) => name), ...inOne(cells, Float64Array) },
    };
  }
}

/** Unpacks in the order of packing. */
export class Unpacker {
  /** By attribute. */
  readonly #lists = new Map<string, AttributeValue[]>();

  unpack({ blocks, ...rest }: PackedDecoded): Decoded {
    return blocks.length === 0 ? rest : { ...rest, blocks: blocks.map((block) => this.#block(block)) };
  }

  #block({ values, numbers, sent, more, ...rest }: PackedBlock): ActivityBlock {
    const { count } = rest;
    return {
      ...rest,
      values: values.names.map((name, column) => {
        const start = values.starts[column]!;
        const positions = values.cells.subarray(start, start + count);
        return { name, positions, distinct: this.#list(name, sent[column]!, more.get(column) ?? []) };
      }),
      numbers: numbers.names.map((name, column) => {
        const start = numbers.starts[column]!;
        return { name, numbers: numbers.cells.subarray(start, start + count) };
      }),
    };
  }

  #list(name: string, sent: number, more: readonly AttributeValue[]): readonly AttributeValue[] {
    let list = this.#lists.get(name);
    if (!list || sent === 0) this.#lists.set(name, (list = []));
    for (const value of more) list.push(value);
    return list;
  }
}

/** Columns of equal length as one array: that which they lie in, where it is one, and a copy otherwise. */
function inOne<Cells extends Uint32Array | Float64Array>(
  columns: readonly Cells[],
  Cells: { readonly BYTES_PER_ELEMENT: number; new (cells: ArrayBufferLike | number): Cells },
): Omit<PackedColumns<Cells>, 'names'> {
  const [first] = columns;
  if (first && columns.every(({ buffer }) => buffer === first.buffer)) {
    const cells = new Cells(first.buffer);
    return { cells, starts: columns.map(({ byteOffset }) => byteOffset / Cells.BYTES_PER_ELEMENT) };
  }
  const length = first?.length ?? 0;
  const cells = new Cells(length * columns.length);
  columns.forEach((column, at) => cells.set(column, at * length));
  return { cells, starts: columns.map((_, at) => at * length) };
}

/** The memory of what was packed, to be moved rather than copied. */
export function buffersOf(portion: readonly PackedDecoded[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  for (const { arrivals, timesNs, ids, values, numbers } of portion.flatMap(({ blocks }) => blocks))
    for (const { buffer } of [arrivals, timesNs, ids.forms, ids.words, values.cells, numbers.cells])
      buffers.add(buffer);
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
