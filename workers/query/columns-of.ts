import { intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';

/** The columns that these attributes lie in. */
export function columnsOf(attributes: readonly string[]): ReadonlySet<string> {
  return new Set(attributes.map(resolveAttribute).filter((attribute) => !intrinsicAttribute(attribute)));
}
