import type { Filter } from '../../src/model/filter/ast.js';
import { intrinsicAttribute, resolveAttribute } from '../../src/model/filter/attribute-name.js';
import { enabledPart } from '../../src/model/filter/enabled-part.js';
import type { Query } from '../../src/model/query.js';

/** Attributes whose columns a question reads: of every batch, and of those in the asked time. What rows hold is not among them. */
export function touchedAttributes({ filter, scope = [], want }: Query): {
  readonly always: ReadonlySet<string>;
  readonly inTime: ReadonlySet<string>;
  /** All attributes of those in the asked time. */
  readonly all: boolean;
} {
  const clauses = filtered(enabledPart(filter));
  const inTime = [
    ...clauses.filter((attribute) => attribute !== null),
    ...scope.map(({ attribute }) => attribute),
    ...(want.facets ?? []).map(({ attribute }) => attribute),
    ...(want.bins?.breakdown ? [want.bins.breakdown.attribute] : []),
  ];
  // The tree shows what there is at any time.
  return { always: columnsOf(want.tree?.attributes ?? []), inTime: columnsOf(inTime), all: clauses.includes(null) };
}

function columnsOf(attributes: readonly string[]): ReadonlySet<string> {
  return new Set(attributes.map(resolveAttribute).filter((attribute) => !intrinsicAttribute(attribute)));
}

/** null stands for all attributes. */
function filtered(filter: Filter): readonly (string | null)[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.terms.flatMap(filtered);
    case 'not':
      return filtered(filter.term);
    case 'disabled':
      return [];
    case 'text':
      return filter.text === '' ? [] : [null];
    default:
      return [filter.attribute];
  }
}
