import type { TreeNode } from '../../src/model/query.js';
import type { Pace } from './pace.js';
import type { Label, ValueLabels } from './value-labels.js';

/** Nodes made between two looks at the clock. */
const stretch = 1024;
/** Among so many siblings, moving them one by one into their places is quickest. */
const fewSiblings = 24;
/** Counts and places fit one double together: up to 2^27 of each. */
const placeRange = 2 ** 26;

const noChildren: readonly TreeNode[] = [];

interface KnownNodes {
  readonly texts: readonly (string | null)[];
  /** Children of node n, by name: `ordered` from `first[n]` to `first[n + 1]` (exclusive). */
  readonly first: Uint32Array;
  readonly ordered: Uint32Array;
}

/** Which nodes of a grouping lie below which, by name. Follows the grouping as it grows, so that an answer brings only the counts. */
export class TreeShape {
  private known: KnownNodes = { texts: [null], first: new Uint32Array(2), ordered: new Uint32Array(0) };

  /** `parents` and `labels` as the grouping has them: 0 is the root, parents come before their children. */
  constructor(
    private readonly levels: readonly ValueLabels[],
    private readonly parents: readonly number[],
    private readonly labels: readonly Label[],
  ) {}

  /** The roots with all that lies below them. Adds the counts of the leaves, and their presence, to the nodes above. */
  async nodes(counts: Float64Array, present: Uint8Array, pace: Pace): Promise<readonly TreeNode[]> {
    // While this rests, another answer may bring more nodes: this one knows only those it counted.
    const known = await this.follow(counts.length, pace);
    const { parents } = this;
    for (let node = counts.length - 1; node > 0; node -= 1) {
      const parent = parents[node]!;
      counts[parent]! += counts[node]!;
      present[parent]! |= present[node]!;
    }
    const made = new Array<TreeNode | undefined>(known.texts.length);
    for (let node = counts.length - 1; node > 0; node -= 1) {
      if (present[node] === 1) {
        made[node] = { value: known.texts[node]!, count: counts[node]!, children: children(known, node, made) };
      }
      if (node % stretch === 0 && pace.due) await pace.rest();
    }
    return children(known, 0, made);
  }

  /** At least the first `size` nodes. */
  private async follow(atLeast: number, pace: Pace): Promise<KnownNodes> {
    if (this.known.texts.length >= atLeast) return this.known;
    const { levels, parents, labels } = this;
    const size = parents.length;
    const ranks: Uint32Array[] = [];
    for (const level of levels) ranks.push(await level.ranks(pace));
    const depths = new Uint8Array(size);
    const byRank = new Uint32Array(size);
    const texts = new Array<string | null>(size).fill(null);
    for (let node = 1; node < size; node += 1) {
      const depth = depths[parents[node]!]!;
      depths[node] = depth + 1;
      byRank[node] = ranks[depth]![labels[node]!]!;
      texts[node] = levels[depth]!.text(labels[node]!);
      if (node % stretch === 0 && pace.due) await pace.rest();
    }
    const everyNode = Uint32Array.from({ length: size - 1 }, (_, at) => at + 1);
    const named = sortedBy(everyNode, byRank).ordered;
    this.known = { texts, ...sortedBy(named, Uint32Array.from(parents.slice(0, size)), size) };
    return this.known;
  }
}

/** By count, then by name. */
function children(
  { first, ordered }: KnownNodes,
  node: number,
  made: readonly (TreeNode | undefined)[],
): readonly TreeNode[] {
  const from = first[node]!;
  const to = first[node + 1]!;
  if (from === to) return noChildren;
  const nodes: TreeNode[] = [];
  for (let at = from; at < to; at += 1) {
    const child = made[ordered[at]!];
    if (child) nodes.push(child);
  }
  return nodes.length <= fewSiblings ? insertByCount(nodes) : sortByCount(nodes);
}

/** Puts items in order of their keys, those of one key as they came. `first[k]`: where the items of key k or above begin. */
function sortedBy(
  items: Uint32Array,
  keys: Uint32Array,
  keyCount = largest(keys) + 1,
): { readonly ordered: Uint32Array<ArrayBuffer>; readonly first: Uint32Array<ArrayBuffer> } {
  const first = new Uint32Array(keyCount + 1);
  for (let at = 0; at < items.length; at += 1) first[keys[items[at]!]! + 1]! += 1;
  for (let key = 0; key < keyCount; key += 1) first[key + 1]! += first[key]!;
  const next = first.slice();
  const ordered = new Uint32Array(items.length);
  for (let at = 0; at < items.length; at += 1) {
    const item = items[at]!;
    ordered[next[keys[item]!]!++] = item;
  }
  return { ordered, first };
}

function largest(keys: Uint32Array): number {
  let most = 0;
  for (let at = 0; at < keys.length; at += 1) if (keys[at]! > most) most = keys[at]!;
  return most;
}

function insertByCount(nodes: TreeNode[]): readonly TreeNode[] {
  for (let at = 1; at < nodes.length; at += 1) {
    const node = nodes[at]!;
    let to = at;
    for (; to > 0 && nodes[to - 1]!.count < node.count; to -= 1) nodes[to] = nodes[to - 1]!;
    nodes[to] = node;
  }
  return nodes;
}

function sortByCount(nodes: readonly TreeNode[]): readonly TreeNode[] {
  const keys = new Float64Array(nodes.length);
  for (let at = 0; at < nodes.length; at += 1) keys[at] = at - nodes[at]!.count * placeRange;
  keys.sort();
  const sorted: TreeNode[] = [];
  for (let at = 0; at < keys.length; at += 1) {
    const below = keys[at]! % placeRange;
    sorted.push(nodes[below < 0 ? below + placeRange : below]!);
  }
  return sorted;
}
