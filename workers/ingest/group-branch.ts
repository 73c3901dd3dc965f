import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { TreeNode } from '../../src/model/query.js';

/** Groups that a page is sent at most; more would be megabytes that nobody reads. */
export const mostGroups = 50_000;

export function refuseGroups(attributes: readonly string[]): never {
  throw new AuditError(
    ErrorCode.badRequest,
    `There are more than ${mostGroups} groups by ${attributes.join(', ')} in this time: choose a coarser grouping, or a shorter time.`,
  );
}

/** A group tree that is put together from combinations of values. */
export class GroupBranch {
  readonly #below = new Map<string | null, GroupBranch>();
  count = 0;

  constructor(private readonly value: string | null = null) {}

  /** `values`: outermost first; null: none. */
  add([value, ...deeper]: readonly (string | null)[], count: number): void {
    this.count += count;
    if (value === undefined) return;
    let branch = this.#below.get(value);
    if (!branch) this.#below.set(value, (branch = new GroupBranch(value)));
    branch.add(deeper, count);
  }

  children(): readonly TreeNode[] {
    return [...this.#below.values()]
      .map((branch) => ({ value: branch.value, count: branch.count, children: branch.children() }))
      .sort((a, b) => {
        if (a.count !== b.count) return b.count - a.count;
        if (a.value === null || b.value === null) return a.value === null ? 1 : -1;
        return a.value < b.value ? -1 : 1;
      });
  }
}
