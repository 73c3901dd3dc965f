/** Some rows of a batch. */
export interface ChosenRows {
  /** Ascending. */
  readonly rows: Uint32Array;
  /** A bit for every row of the batch: whether it is one of them. */
  readonly mask: Uint8Array;
}

/** `rows` are some of the `count` rows of a batch. */
export function choose(rows: Uint32Array, count: number): ChosenRows {
  const mask = new Uint8Array((count + 7) >>> 3);
  for (let at = 0; at < rows.length; at += 1) {
    const row = rows[at]!;
    mask[row >> 3]! |= 1 << (row & 7);
  }
  return { rows, mask };
}

/** Whether a row of the mask has a value; null stands for every row. */
export function holdsAny(presence: Uint8Array | null, mask: Uint8Array): boolean {
  if (presence === null) return true;
  for (let at = 0; at < mask.length; at += 1) if ((presence[at]! & mask[at]!) !== 0) return true;
  return false;
}

/** Whether every row of the mask has a value. */
export function holdsAll(presence: Uint8Array | null, mask: Uint8Array): boolean {
  if (presence === null) return true;
  for (let at = 0; at < mask.length; at += 1) if ((mask[at]! & ~presence[at]!) !== 0) return false;
  return true;
}

/** Of what lies in a column and in one inside of it. */
export function inBoth(outer: Uint8Array | null, inner: Uint8Array | null): Uint8Array | null {
  if (outer === null || inner === null) return outer ?? inner;
  return outer.map((bits, at) => bits & (inner[at] ?? 0));
}
