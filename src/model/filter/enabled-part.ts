import { everything, type Filter } from './ast.js';

/** The filter without what is disabled in it: what is to be evaluated. Matches everything where nothing else is left. */
export function enabledPart(filter: Filter): Filter {
  return hasDisabled(filter) ? (enabledOrNull(filter) ?? everything) : filter;
}

export function hasDisabled(filter: Filter): boolean {
  switch (filter.kind) {
    case 'disabled':
      return true;
    case 'not':
      return hasDisabled(filter.term);
    case 'and':
    case 'or':
      return filter.terms.some(hasDisabled);
    default:
      return false;
  }
}

/** Null: all of it is disabled, so it is no part of what it stands in, be that an *and*, an *or* or a *not*. */
function enabledOrNull(filter: Filter): Filter | null {
  switch (filter.kind) {
    case 'disabled':
      return null;
    case 'not': {
      const term = enabledOrNull(filter.term);
      return term && { kind: 'not', term };
    }
    case 'and':
    case 'or': {
      const terms = filter.terms.map(enabledOrNull).filter((term) => term !== null);
      return terms.length === 0 && filter.terms.length > 0 ? null : { kind: filter.kind, terms };
    }
    default:
      return filter;
  }
}
