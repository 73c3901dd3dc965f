/**
 * Puts containers together that one request may be for.
 * @returns the group of each container: a list that all members share, in the order in which the containers came
 */
export function unitKeys(
  containers: readonly string[],
  together: readonly (readonly string[])[],
): ReadonlyMap<string, readonly string[]> {
  const parents = new Map(containers.map((key) => [key, key]));
  const find = (of: string): string => {
    let at = of;
    for (let up = parents.get(at)!; up !== at; up = parents.get(at)!) at = up;
    parents.set(of, at);
    return at;
  };
  for (const [first, ...others] of together) {
    if (first === undefined) continue;
    for (const other of others) parents.set(find(other), find(first));
  }
  const groups = new Map<string, string[]>();
  for (const key of containers) {
    const root = find(key);
    const group = groups.get(root);
    if (group) group.push(key);
    else groups.set(root, [key]);
  }
  return new Map(containers.map((key) => [key, groups.get(find(key))!]));
}
