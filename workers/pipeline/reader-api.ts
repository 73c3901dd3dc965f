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
  /** The next portion of a push. */
  | { readonly kind: 'portion'; readonly push: number };

/** The list of an attribute's values, which grows: of it, what was not sent yet. */
interface PackedValues extends Omit<ValueBlock, 'distinct'> {
  /** So many were sent before. None: a list begins, and nothing refers to that of before any more. */
  readonly sent: number;
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
  /** By attribute. */
  readonly #lists = new Map<string, { readonly distinct: readonly AttributeValue[]; sent: number }>();

  pack({ blocks = [], ...rest }: Decoded): PackedDecoded {
    return {
      ...rest,
      blocks: blocks.map((block) => ({ ...block, values: block.values.map((one) => this.#values(one)) })),
    };
  }

  #values({ distinct, ...rest }: ValueBlock): PackedValues {
    let known = this.#lists.get(rest.name);
    if (known?.distinct !== distinct) this.#lists.set(rest.name, (known = { distinct, sent: 0 }));
    const { sent } = known;
    known.sent = distinct.length;
    return { ...rest, sent, more: distinct.slice(sent) };
  }
}

/** Unpacks in the order of packing. */
export class Unpacker {
  /** By attribute. */
  readonly #lists = new Map<string, AttributeValue[]>();

  unpack({ blocks, ...rest }: PackedDecoded): Decoded {
    if (blocks.length === 0) return rest;
    return {
      ...rest,
      blocks: blocks.map((block) => ({ ...block, values: block.values.map((one) => this.#values(one)) })),
    };
  }

  #values({ sent, more, ...rest }: PackedValues): ValueBlock {
    let distinct = this.#lists.get(rest.name);
    if (!distinct || sent === 0) this.#lists.set(rest.name, (distinct = []));
    for (const value of more) distinct.push(value);
    return { ...rest, distinct };
  }
}

/** The memory of what was packed, to be moved rather than copied. */
export function buffersOf(portion: readonly PackedDecoded[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBufferLike>();
  for (const { arrivals, timesNs, ids, values, numbers } of portion.flatMap(({ blocks }) => blocks)) {
    for (const { buffer } of [arrivals, timesNs, ids.forms, ids.words]) buffers.add(buffer);
    for (const { positions } of values) buffers.add(positions.buffer);
    for (const column of numbers) buffers.add(column.numbers.buffer);
  }
  return [...buffers].filter((buffer) => buffer instanceof ArrayBuffer);
}
