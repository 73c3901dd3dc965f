import type { AttributeValue } from '../../src/model/activity.js';
import type { ActivityBlock, ValueBlock } from '../../src/model/activity-block.js';
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
  /** The next portion of a push; the one behind the last is what is left at the end. */
  | { readonly kind: 'portion'; readonly push: number };

/** A list of values that grows: of it, what was not sent yet. */
interface PackedValues extends Omit<ValueBlock, 'distinct'> {
  readonly list: number;
  readonly more: readonly AttributeValue[];
}
export interface PackedBlock extends Omit<ActivityBlock, 'values'> {
  readonly values: readonly PackedValues[];
}
export interface PackedDecoded extends Omit<Decoded, 'blocks'> {
  readonly blocks: readonly PackedBlock[];
}

/** Packs what a thread decodes: values that went over once do not go again. */
export class Packer {
  readonly #lists = new WeakMap<readonly AttributeValue[], { readonly list: number; sent: number }>();
  #next = 0;

  pack({ blocks = [], ...rest }: Decoded): PackedDecoded {
    return {
      ...rest,
      blocks: blocks.map((block) => ({ ...block, values: block.values.map((one) => this.#values(one)) })),
    };
  }

  #values({ distinct, ...rest }: ValueBlock): PackedValues {
    let known = this.#lists.get(distinct);
    if (!known) this.#lists.set(distinct, (known = { list: this.#next++, sent: 0 }));
    const more = distinct.slice(known.sent);
    known.sent = distinct.length;
    return { ...rest, list: known.list, more };
  }
}

/** Unpacks in the order of packing. */
export class Unpacker {
  readonly #lists = new Map<number, AttributeValue[]>();

  unpack({ blocks, ...rest }: PackedDecoded): Decoded {
    if (blocks.length === 0) return rest;
    return {
      ...rest,
      blocks: blocks.map((block) => ({ ...block, values: block.values.map((one) => this.#values(one)) })),
    };
  }

  #values({ list, more, ...rest }: PackedValues): ValueBlock {
    let distinct = this.#lists.get(list);
    if (!distinct) this.#lists.set(list, (distinct = []));
    for (const value of more) distinct.push(value);
    return { ...rest, distinct };
  }
}

/** The memory of what was packed, to be moved rather than copied. */
export function buffersOf({ blocks }: PackedDecoded): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  for (const { arrivals, timesNs, ids, values, numbers } of blocks) {
    for (const { buffer } of [arrivals, timesNs, ids.forms, ids.words]) buffers.add(buffer);
    for (const { positions } of values) buffers.add(positions.buffer);
    for (const column of numbers) buffers.add(column.numbers.buffer);
  }
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
