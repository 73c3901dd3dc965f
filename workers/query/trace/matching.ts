/**
 * Which requests and which first processes belong together, over all ways to pair them at once. Every request takes at most one process,
 * every process is taken by at most one request; the likelihood of a way is the product of its pairs' weights.
 */

/** A possible pair. `weight`: how much likelier both belong together than that neither belongs to anybody. */
export interface Edge {
  readonly left: number;
  readonly right: number;
  readonly weight: number;
}

/** Beyond so many on both sides of a group the sums are approximated: they double with each. */
const mostExact = 12;
const rounds = 60;

/** The probability of each edge. */
export function pairProbabilities(edges: readonly Edge[]): Float64Array {
  const found = new Float64Array(edges.length);
  for (const group of connected(edges)) {
    const lefts = numbered(group.map((at) => edges[at]!.left));
    const rights = numbered(group.map((at) => edges[at]!.right));
    const local = group.map((at) => ({
      left: lefts.get(edges[at]!.left)!,
      right: rights.get(edges[at]!.right)!,
      weight: edges[at]!.weight,
    }));
    const smaller = Math.min(lefts.size, rights.size);
    const probabilities =
      smaller > mostExact
        ? approximate(local, lefts.size, rights.size)
        : lefts.size <= rights.size
          ? exact(
              local.map(({ left, right, weight }) => ({ left: right, right: left, weight })),
              rights.size,
              lefts.size,
            )
          : exact(local, lefts.size, rights.size);
    for (const [at, edge] of group.entries()) found[edge] = probabilities[at]!;
  }
  return found;
}

/** Positions of the edges of each group that hangs together. */
function connected(edges: readonly Edge[]): readonly number[][] {
  const group = new Map<string, number>();
  const parents: number[] = [];
  const find = (of: number): number => {
    let at = of;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]!]!;
    return at;
  };
  const node = (key: string): number => {
    let at = group.get(key);
    if (at === undefined) {
      group.set(key, (at = parents.length));
      parents.push(at);
    }
    return find(at);
  };
  for (const { left, right } of edges) {
    const ofLeft = node(`l${left}`);
    const ofRight = node(`r${right}`);
    parents[ofLeft] = ofRight;
  }
  const groups = new Map<number, number[]>();
  for (const [at, { left }] of edges.entries()) {
    const root = node(`l${left}`);
    const list = groups.get(root);
    if (list) list.push(at);
    else groups.set(root, [at]);
  }
  return [...groups.values()];
}

function numbered(values: readonly number[]): ReadonlyMap<number, number> {
  const numbers = new Map<number, number>();
  for (const value of values) if (!numbers.has(value)) numbers.set(value, numbers.size);
  return numbers;
}

/** Lefts one after the other; a state is the set of rights that are taken. Sums from both sides meet at each edge. */
function exact(edges: readonly Edge[], lefts: number, rights: number): Float64Array {
  const byLeft: number[][] = Array.from({ length: lefts }, () => []);
  for (const [at, { left }] of edges.entries()) byLeft[left]!.push(at);
  const states = 1 << rights;
  const before: Float64Array[] = [new Float64Array(states)];
  before[0]![0] = 1;
  for (let left = 0; left < lefts; left += 1) {
    const from = before[left]!;
    const to = from.slice();
    for (const at of byLeft[left]!) {
      const { right, weight } = edges[at]!;
      const bit = 1 << right;
      for (let state = 0; state < states; state += 1)
        if ((state & bit) === 0) to[state | bit]! += from[state]! * weight;
    }
    before.push(scaled(to));
  }
  const found = new Float64Array(edges.length);
  let after = new Float64Array(states).fill(1);
  for (let left = lefts - 1; left >= 0; left -= 1) {
    const from = before[left]!;
    const next = after.slice();
    const sums: number[] = [];
    let total = 0;
    for (let state = 0; state < states; state += 1) total += from[state]! * after[state]!;
    for (const at of byLeft[left]!) {
      const { right, weight } = edges[at]!;
      const bit = 1 << right;
      let sum = 0;
      for (let state = 0; state < states; state += 1) {
        if ((state & bit) !== 0) continue;
        const taken = weight * after[state | bit]!;
        sum += from[state]! * taken;
        next[state]! += taken;
      }
      sums.push(sum);
      total += sum;
    }
    for (const [index, at] of byLeft[left]!.entries()) found[at] = total > 0 ? sums[index]! / total : 0;
    after = scaled(next);
  }
  return found;
}

/** Only proportions count; without this the products would leave the range of numbers. */
function scaled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  if (most > 0) for (let at = 0; at < values.length; at += 1) values[at]! /= most;
  return values;
}

/** Belief propagation: each side tells the other how free it is, until that settles. Exact where there are no rings of pairs. */
function approximate(edges: readonly Edge[], lefts: number, rights: number): Float64Array {
  let fromLeft = new Float64Array(edges.length).fill(1);
  let fromRight = new Float64Array(edges.length).fill(1);
  for (let round = 0; round < rounds; round += 1) {
    const atLeft = new Float64Array(lefts).fill(1);
    const atRight = new Float64Array(rights).fill(1);
    for (const [at, { left, right, weight }] of edges.entries()) {
      atLeft[left]! += weight * fromRight[at]!;
      atRight[right]! += weight * fromLeft[at]!;
    }
    const nextLeft = new Float64Array(edges.length);
    const nextRight = new Float64Array(edges.length);
    for (const [at, { left, right, weight }] of edges.entries()) {
      // Half of the old: undamped, the messages may swing for ever.
      nextLeft[at] = (fromLeft[at]! + 1 / Math.max(1, atLeft[left]! - weight * fromRight[at]!)) / 2;
      nextRight[at] = (fromRight[at]! + 1 / Math.max(1, atRight[right]! - weight * fromLeft[at]!)) / 2;
    }
    fromLeft = nextLeft;
    fromRight = nextRight;
  }
  return Float64Array.from(edges, ({ weight }, at) => {
    const odds = weight * fromLeft[at]! * fromRight[at]!;
    return odds / (1 + odds);
  });
}
