/** For a backend with a smaller filter language: the part it can take, and what is left to do here. */
import { everything, type Clause, type Filter } from './ast.js';
import { enabledPart } from './enabled-part.js';
import { conjunction, conjuncts, normalise } from './normalise.js';

export interface FilterGrammar {
  /** Whether a single condition can be written. Its attribute is canonical; `negated` and `!=` included. */
  readonly accepts: (clause: Clause) => boolean;
  readonly or: boolean;
  readonly not: boolean;
  /** Parentheses: *or* inside *and*, *not* before a group. Without them `or` is possible only between plain conditions. */
  readonly nesting: boolean;
}

export interface ReducedFilter {
  /** Null where the backend cannot help. */
  readonly pushed: Filter | null;
  /** What has to be applied to the backend's answer; matches everything where nothing is left. */
  readonly rest: Filter;
}

/** `pushed` and `rest` together are the filter, as far as it is not disabled. Only conjuncts are split: half of an *or* is no answer to it. */
export function largestSupported(filter: Filter, grammar: FilterGrammar): ReducedFilter {
  const normal = normalise(enabledPart(filter));
  const terms = conjuncts(normal);
  const pushed: Filter[] = [];
  const rest: Filter[] = [];
  for (const term of terms) (isSupported(term, grammar, grammar.nesting) ? pushed : rest).push(term);
  if (pushed.length === 0) {
    // Alone, a flat *or* needs no parentheses.
    const alone = terms.findIndex((term) => isSupported(term, grammar, true) && isFlatOr(term));
    const term = terms[alone];
    return term
      ? { pushed: term, rest: conjunction(terms.filter((_, index) => index !== alone)) }
      : { pushed: null, rest: normal };
  }
  return { pushed: conjunction(pushed), rest: rest.length === 0 ? everything : conjunction(rest) };
}

function isSupported(filter: Filter, grammar: FilterGrammar, nesting: boolean): boolean {
  switch (filter.kind) {
    case 'and':
      return nesting && filter.terms.length > 0 && filter.terms.every((term) => isSupported(term, grammar, nesting));
    case 'or':
      return (
        nesting &&
        grammar.or &&
        filter.terms.length > 0 &&
        filter.terms.every((term) => isSupported(term, grammar, grammar.nesting))
      );
    case 'disabled':
      return false;
    case 'not':
      return grammar.not && (nesting || !isGroup(filter.term)) && isSupported(filter.term, grammar, nesting);
    default:
      return grammar.accepts(filter);
  }
}

const isGroup = (filter: Filter): boolean => filter.kind === 'and' || filter.kind === 'or';

function isFlatOr(filter: Filter): boolean {
  return filter.kind === 'or' && filter.terms.every((term) => !isGroup(term.kind === 'not' ? term.term : term));
}
