const isData = (value: unknown): boolean =>
  typeof value !== 'bigint' &&
  (Object(value) !== value || Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/**
 * What a host says by its values, as it is now: data as text, then what is more than data (workers, files, stores, functions), each as itself.
 * Frameworks make new objects at every render that say the same.
 */
export function described(values: readonly unknown[]): readonly unknown[] {
  const others: unknown[] = [];
  const text = JSON.stringify(values, (_, member: unknown) => {
    if (isData(member)) return member;
    return member instanceof Uint8Array ? [...member] : String(others.push(member));
  });
  return [text, ...others];
}

/** Whether two descriptions say the same. */
export const isSame = (one: readonly unknown[], other: readonly unknown[]): boolean =>
  one.length === other.length && one.every((part, at) => part === other[at]);
