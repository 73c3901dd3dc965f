/** What a host describes by a value. Frameworks make a new one at every render: what it says counts, not which object says it. */

const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A copy that stays as it is when the host changes its own. What is more than data (workers, files, stores, functions, keys) is kept itself. */
export function keptData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(keptData);
  return isPlain(value)
    ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, keptData(member)]))
    : value;
}

/** Whether both say the same. What is more than data is the same only as itself. */
export function sameData(one: unknown, other: unknown): boolean {
  if (one instanceof URL && other instanceof URL) return one.href === other.href;
  const comparable =
    (Array.isArray(one) && Array.isArray(other)) ||
    (one instanceof Uint8Array && other instanceof Uint8Array) ||
    (isPlain(one) && isPlain(other));
  if (!comparable) return Object.is(one, other);
  const [before, after] = [Object.entries<unknown>(one), new Map(Object.entries<unknown>(other))];
  return (
    before.length === after.size && before.every(([name, value]) => after.has(name) && sameData(value, after.get(name)))
  );
}
