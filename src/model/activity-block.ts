/**
 * Activities of one data source as columns: what a decoder gives that needs no object per activity. Plain data, written once, by whoever
 * decodes; whoever holds activities takes the values over, each position once.
 */
import type { ActivityType, AttributeValue } from './activity.js';
import type { IdForm } from './id-key.js';

export interface ActivityBlock {
  readonly type: ActivityType;
  /** Rows, in the order of arrival. */
  readonly count: number;
  /**
   * Per row: how many activities of the same stretch of input, in whatever form they are given, came before it. Ascending. Numbers that are in
   * no block belong to the activities that are given as objects, in their order.
   */
  readonly arrivals: Uint32Array;
  /** Nanoseconds since the epoch, one a row, within `timeLimits`. */
  readonly timesNs: BigInt64Array;
  readonly ids: IdBlock;
  /** An attribute is in at most one of `values` and once in it, and at most once in `numbers`; a row has it in one of them. */
  readonly values: readonly ValueBlock[];
  readonly numbers: readonly NumberBlock[];
}

/** One id a row, packed where it can be: see `idKey`. */
export interface IdBlock {
  readonly forms: Uint8Array;
  /** Four a row; zeros where the form is text. */
  readonly words: Uint32Array;
  /** By row: the ids whose form is text. */
  readonly texts: ReadonlyMap<number, string>;
}

/** Values of one attribute of which many rows share each. */
export interface ValueBlock {
  /** Canonical. */
  readonly name: string;
  /** Position in `distinct`, one a row; 0 where the row has no value. */
  readonly positions: Uint32Array;
  /**
   * `distinct[0]` stands for none; a value may be there more than once. Grows only, and is the same array in all blocks of a stream, so that a reader may
   * remember what it made of each position.
   */
  readonly distinct: readonly AttributeValue[];
}

/** Finite numbers of one attribute that the catalogue calls a number, one a row; NaN where the row has none. */
export interface NumberBlock {
  /** Canonical. */
  readonly name: string;
  readonly numbers: Float64Array;
}

export function idFormAt(ids: IdBlock, row: number): IdForm {
  return ids.forms[row] as IdForm;
}
