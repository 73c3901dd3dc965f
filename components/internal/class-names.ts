/** The names that hold, for a `class` attribute. No directive: nothing else writes the classes of our elements. */
export function classNames(names: Readonly<Record<string, boolean>>): string {
  let held = '';
  for (const name in names) if (names[name]) held += ` ${name}`;
  return held.slice(1);
}
