import type { Filter } from '../../src/model/filter/ast.js';
import { enabledPart } from '../../src/model/filter/enabled-part.js';
import type { Query } from '../../src/model/query.js';
import { columnsOf } from './columns-of.js';
import type { TouchedInTime } from './plain-question.js';

export function touchedAttributes({ filter, scope = [], want }: Query): TouchedInTime {
  const clauses = filtered(enabledPart(filter));
  const inTime = [
    ...clauses.filter((attribute) => attribute !== null),
    ...scope.map(({ attribute }) => attribute),
    ...(want.facets ?? []).map(({ attribute }) => attribute),
    ...(want.bins?.breakdown ? [want.bins.breakdown.attribute] : []),
  ];
  return { inTime: columnsOf(inTime), all: clauses.includes(null) };
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
