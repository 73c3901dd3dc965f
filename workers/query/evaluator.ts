import type { Dictionaries } from '../columns/dictionary.js';
import type { SnapshotBatch } from '../columns/holdings.js';
import { countRows, keepRows, type RowMask } from '../columns/row-mask.js';
import type { Condition, Found } from './condition.js';
import type { MaskCache } from './mask-cache.js';
import type { Plan } from './plan.js';
import { liveRows, type Selection } from './selection.js';

/** Rows a plan holds for. `own`: nobody else has the mask, it may be written to. */
type Rows = boolean | { readonly mask: RowMask; readonly inverted: boolean; readonly own: boolean };

/** Finds the rows of a batch that a plan holds for. */
export class Evaluator {
  constructor(
    private readonly dictionaries: Dictionaries,
    private readonly masks: MaskCache,
  ) {}

  /** The live rows from `from` to `to` (exclusive) for which the plan holds. */
  select(plan: Plan, held: SnapshotBatch, from: number, to: number): Selection {
    const { uid, batch, dead } = held;
    const whole = from === 0 && to === batch.count;
    const selection = { uid, batch, from, to };
    const rows = from >= to || this.rows(plan, held);
    if (rows === true) return liveRows(held, from, to);
    if (rows === false) return { ...selection, to: from, mask: null, count: 0 };
    if (!rows.inverted && !rows.own && whole && !dead) {
      return { ...selection, mask: rows.mask, count: countRows(rows.mask) };
    }
    const mask = ownMask(rows);
    if (dead) for (let word = 0; word < mask.length; word += 1) mask[word]! &= ~dead[word]!;
    keepRows(mask, from, to);
    return { ...selection, mask, count: countRows(mask) };
  }

  private rows(plan: Plan, held: SnapshotBatch): Rows {
    switch (plan.kind) {
      case 'all':
        return true;
      case 'condition': {
        const found = this.found(plan.condition, held);
        return typeof found === 'boolean' ? found : { mask: found, inverted: false, own: false };
      }
      case 'not': {
        const rows = this.rows(plan.term, held);
        return typeof rows === 'boolean' ? !rows : { ...rows, inverted: !rows.inverted };
      }
      case 'and':
        return this.join(plan.terms, held, false);
      case 'or':
        return this.join(plan.terms, held, true);
    }
  }

  /** Stops at the first term that decides alone: a false one of an *and*, a true one of an *or*. */
  private join(terms: readonly Plan[], held: SnapshotBatch, decisive: boolean): Rows {
    let joined: Rows = !decisive;
    for (const term of terms) {
      const rows = this.rows(term, held);
      if (rows === decisive) return decisive;
      if (typeof rows === 'boolean') continue;
      if (typeof joined === 'boolean') joined = rows;
      else {
        const mask = ownMask(joined);
        if (decisive) unite(mask, rows.mask, rows.inverted);
        else if (!intersect(mask, rows.mask, rows.inverted)) return false;
        joined = { mask, inverted: false, own: true };
      }
    }
    return joined;
  }

  private found(condition: Condition, { uid, batch }: SnapshotBatch): Found {
    if (!condition.costly) return condition.scan(batch, this.dictionaries);
    const known = this.masks.get(uid, condition.key);
    if (known !== undefined) return known;
    const found = condition.scan(batch, this.dictionaries);
    const rows = typeof found === 'boolean' ? found : countRows(found);
    const simplified = rows === 0 ? false : rows === batch.count ? true : found;
    this.masks.set(uid, condition.key, simplified);
    return simplified;
  }
}

function ownMask(rows: Exclude<Rows, boolean>): RowMask {
  const mask = rows.own ? rows.mask : rows.mask.slice();
  if (rows.inverted) for (let word = 0; word < mask.length; word += 1) mask[word] = ~mask[word]!;
  return mask;
}

/** False where nothing is left. */
function intersect(mask: RowMask, other: RowMask, inverted: boolean): boolean {
  let left = 0;
  if (inverted) for (let word = 0; word < mask.length; word += 1) left |= mask[word]! &= ~other[word]!;
  else for (let word = 0; word < mask.length; word += 1) left |= mask[word]! &= other[word]!;
  return left !== 0;
}

function unite(mask: RowMask, other: RowMask, inverted: boolean): void {
  if (inverted) for (let word = 0; word < mask.length; word += 1) mask[word]! |= ~other[word]!;
  else for (let word = 0; word < mask.length; word += 1) mask[word]! |= other[word]!;
}
