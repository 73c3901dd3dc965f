/** One step of the investigation in a few words, for the buttons that take it back. */
import type { Filter } from '../../src/model/filter/ast.js';
import { conjuncts } from '../../src/model/filter/edit.js';
import { isEverything } from '../../src/model/filter/normalise.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import type { ViewState } from '../../src/model/view-state.js';
import { listText, msg, str } from '../internal/localise.js';
import { spokenText } from '../internal/visible-text.js';

/** `comm = ab`; `without comm = ab`; `time window`. Empty where nothing that the history keeps is different. */
export function stepText(before: ViewState, after: ViewState): string {
  const parts: string[] = [];
  if (before.setAside !== after.setAside) parts.push(msg('what happened around'));
  else if (before.filterText !== after.filterText) parts.push(filterStepText(before.filterText, after.filterText));
  if (before.window !== after.window && before.setAside === after.setAside) parts.push(msg('time window'));
  if (before.types !== after.types) parts.push(msg('data sources'));
  if (before.scope !== after.scope) parts.push(msg('scope'));
  if (before.grouping !== after.grouping) parts.push(msg('grouping'));
  if (before.traceId !== after.traceId) parts.push(msg('trace'));
  return listText(parts);
}

function filterStepText(before: string, after: string): string {
  const [from, to] = [termsOf(before), termsOf(after)];
  const added = [...to].filter(([text]) => !from.has(text));
  const removed = [...from].filter(([text]) => !to.has(text));
  const [only] = added;
  if (added.length === 1 && removed.length === 1 && only) {
    const [[gone]] = removed as [[string, Filter]];
    const [text, term] = only;
    if (term.kind === 'disabled' && printFilter(term.term) === gone) return msg(str`switched off ${shown(gone)}`);
    if (gone === printFilter({ kind: 'disabled', term })) return msg(str`switched on ${shown(text)}`);
  }
  if (added.length > 0) return listText(added.map(([text]) => shown(text)));
  if (removed.length > 0) return msg(str`without ${listText(removed.map(([text]) => shown(text)))}`);
  return msg('filter text');
}

function termsOf(filterText: string): ReadonlyMap<string, Filter> {
  const terms = conjuncts(parseFilter(filterText).filter).filter((term) => !isEverything(term));
  return new Map(terms.map((term) => [printFilter(term), term]));
}

const shown = (text: string): string => spokenText(text, 60);
