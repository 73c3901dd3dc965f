/** What was measured of one engine. */

/** Milliseconds of each run. */
export interface Series {
  readonly workerMs?: readonly number[];
  readonly ms: readonly number[];
}
export interface Measured {
  readonly name: string;
  /** By question. */
  readonly first: Readonly<Record<string, Series>>;
  readonly narrowed: Readonly<Record<string, Series>>;
  readonly append: readonly number[];
  /** The median of `ingests`. */
  readonly ingestMs: number;
  readonly ingests?: readonly number[];
  readonly figures: Readonly<Record<string, number>>;
  /** Checksum of every answer by question and variant. */
  readonly checksums: Readonly<Record<string, string>>;
}
