import type { Filter } from '../../src/model/filter/ast.js';
import { printAttribute, printFilter, printValue } from '../../src/model/filter/print.js';

/** One condition, taken apart as far as a chip shows its parts differently. */
export interface ChipParts {
  /** The condition as text, as it would be typed. */
  readonly text: string;
  /** Whether it leaves out what it names. */
  readonly negated: boolean;
  /** Kept, but without effect. */
  readonly disabled: boolean;
  /** null: the condition is no plain "attribute operator value". */
  readonly parts: { readonly attribute: string; readonly operator: string; readonly value: string } | null;
}

export function chipParts(term: Filter): ChipParts {
  return term.kind === 'disabled'
    ? { ...enabledParts(term.term), disabled: true }
    : { ...enabledParts(term), disabled: false };
}

function enabledParts(term: Filter): Omit<ChipParts, 'disabled'> {
  const text = printFilter(term);
  switch (term.kind) {
    case 'comparison':
      return {
        text,
        negated: term.operator === '!=',
        parts: { attribute: term.attribute, operator: term.operator, value: printValue(term.value) },
      };
    case 'membership': {
      const value = `(${term.values.map(printValue).join(', ')})`;
      return {
        text,
        negated: term.negated,
        parts: { attribute: term.attribute, operator: term.negated ? 'not in' : 'in', value },
      };
    }
    case 'existence':
      return {
        text,
        negated: term.negated,
        parts: { attribute: term.attribute, operator: term.negated ? 'not exists' : 'exists', value: '' },
      };
    case 'not':
      return { text, negated: true, parts: null };
    case 'and':
    case 'or':
      // Beside other conditions it stands in parentheses.
      return { text: `(${text})`, negated: false, parts: null };
    case 'text':
    case 'disabled':
      return { text, negated: false, parts: null };
  }
}

/** Whether one more value can be added to it: it names values of one attribute. */
export function takesValues(term: Filter): boolean {
  if (term.kind === 'disabled') return takesValues(term.term);
  return (
    term.kind === 'membership' || (term.kind === 'comparison' && (term.operator === '=' || term.operator === '!='))
  );
}

/** The condition as text with room for one more value, and where in it that is; null where it takes none. */
export function openList(term: Filter): { readonly text: string; readonly caret: number } | null {
  if (term.kind === 'disabled') return openList(term.term);
  if (!takesValues(term) || (term.kind !== 'membership' && term.kind !== 'comparison')) return null;
  const values = term.kind === 'membership' ? term.values : [term.value];
  const negated = term.kind === 'membership' ? term.negated : term.operator === '!=';
  const text = `${printAttribute(term.attribute)} ${negated ? 'not in' : 'in'} (${values.map(printValue).join(', ')}, )`;
  return { text, caret: text.length - 1 };
}

/** The values that the condition names already. */
export function namedValues(term: Filter | undefined): readonly string[] {
  switch (term?.kind) {
    case 'disabled':
      return namedValues(term.term);
    case 'membership':
      return term.values.map(({ text }) => text);
    case 'comparison':
      return [term.value.text];
    default:
      return [];
  }
}
