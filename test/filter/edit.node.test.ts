import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Clause, Filter } from '../../src/model/filter/ast.js';
import {
  addValue,
  conjuncts,
  negateTerm,
  termState,
  toggleTerm,
  withTerm,
  withoutTerm,
} from '../../src/model/filter/edit.js';
import { matches } from '../../src/model/filter/evaluate.js';
import { normalise } from '../../src/model/filter/normalise.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import { largestSupported, type FilterGrammar } from '../../src/model/filter/reduce.js';
import { activities, filters } from './generators.js';

const filterOf = (text: string): Filter => parseFilter(text).filter;

describe('Editing a filter', () => {
  const include = (filter: Filter, attribute: string, value: string | null): Filter =>
    withTerm(filter, attribute, value, false);
  const exclude = (filter: Filter, attribute: string, value: string | null): Filter =>
    withTerm(filter, attribute, value, true);

  for (const [before, what, edit, after] of [
    ['', '+ on a value', (f: Filter) => include(f, 'comm', 'curl'), 'comm = curl'],
    ['', '- on a value', (f: Filter) => exclude(f, 'comm', 'curl'), 'comm != curl'],
    [
      'pid = 1',
      '+ on a value of another attribute',
      (f: Filter) => include(f, 'comm', 'curl'),
      'pid = 1 and comm = curl',
    ],
    ['comm = a pid = 1', '+ on a second value', (f: Filter) => include(f, 'comm', 'b'), 'comm in (a, b) and pid = 1'],
    [
      'comm != a pid = 1',
      '- on a second value',
      (f: Filter) => exclude(f, 'comm', 'b'),
      'comm not in (a, b) and pid = 1',
    ],
    ['comm != a pid = 1', '+ on what was ruled out', (f: Filter) => include(f, 'comm', 'a'), 'comm = a and pid = 1'],
    [
      'comm not in (a, b)',
      '+ on one of those ruled out',
      (f: Filter) => include(f, 'comm', 'a'),
      'comm != b and comm = a',
    ],
    ['comm = a pid = 1', '- on what was asked for', (f: Filter) => exclude(f, 'comm', 'a'), 'comm != a and pid = 1'],
    ['comm in (a, b)', '- on one of those asked for', (f: Filter) => exclude(f, 'comm', 'a'), 'comm = b and comm != a'],
    ['comm = a', '+ once more', (f: Filter) => include(f, 'comm', 'a'), 'comm = a'],
    [
      'groups = a',
      '+ on a second element of a list',
      (f: Filter) => include(f, 'groups', 'b'),
      'groups = a and groups = b',
    ],
    ['groups = a', 'adding an alternative', (f: Filter) => addValue(f, 'groups', 'b'), 'groups in (a, b)'],
    ['', '+ on a missing value', (f: Filter) => include(f, 'tty', null), 'tty not exists'],
    ['tty not exists', '- on a missing value', (f: Filter) => exclude(f, 'tty', null), 'tty exists'],
    [
      'comm = "a*"',
      '+ on text that looks like a pattern',
      (f: Filter) => include(f, 'comm', 'b*'),
      'comm in ("a*", "b*")',
    ],
    ['comm = a*', '+ beside a pattern', (f: Filter) => include(f, 'comm', 'a*'), 'comm in (a*, "a*")'],
    ['a or b', '+ beside an or', (f: Filter) => include(f, 'comm', 'c'), '(a or b) and comm = c'],
    ['comm = a', '+ by an alias', (f: Filter) => include(f, 'Process', 'b'), 'comm in (a, b)'],
    ['comm = a x', '+ a second time', (f: Filter) => toggleTerm(f, 'comm', 'a', false), 'x'],
    ['comm not in (a, b, c)', '- a second time', (f: Filter) => toggleTerm(f, 'comm', 'b', true), 'comm not in (a, c)'],
    ['comm = a', '- toggled on what was asked for', (f: Filter) => toggleTerm(f, 'comm', 'a', true), 'comm != a'],
    ['a b c', 'taking away the second term', (f: Filter) => withoutTerm(f, 1), 'a and c'],
    ['a b c', 'taking away a term that is not there', (f: Filter) => withoutTerm(f, 7), 'a and b and c'],
    ['a comm = b', 'negating the second term', (f: Filter) => negateTerm(f, 1), 'a and comm != b'],
    ['a (b or c)', 'negating a group', (f: Filter) => negateTerm(f, 1), 'a and not (b or c)'],
  ] as const) {
    it(`${what} makes “${after}” of “${before}”`, () => assert.equal(printFilter(edit(filterOf(before))), after));
  }

  const clicks = fc.tuple(
    filters,
    fc.constantFrom('comm', 'groups', 'pid'),
    fc.option(fc.constantFrom('a', 'b a', '*', '5')),
    fc.boolean(),
  );

  it('shows what was clicked as filtered, and undoes it on the second click', () => {
    fc.assert(
      fc.property(clicks, ([filter, attribute, value, negated]) => {
        fc.pre(printFilter(filter) !== 'not *');
        const state = negated ? 'excluded' : 'included';
        const on = withTerm(filter, attribute, value, negated);
        assert.equal(termState(on, attribute, value), state);
        assert.deepEqual(withTerm(on, attribute, value, negated), on);
        assert.notEqual(termState(toggleTerm(on, attribute, value, negated), attribute, value), state);
      }),
      { numRuns: 2000 },
    );
  });

  it('never lets an activity with a value through once the value is ruled out', () => {
    fc.assert(
      fc.property(clicks, activities, ([filter, attribute, value], about) => {
        fc.pre(value !== null);
        const narrowed = withTerm(filter, attribute, value, true);
        if (about.attributes.get(attribute) === value) assert.equal(matches(narrowed, about), false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Reducing a filter for a smaller grammar', () => {
  const plain: FilterGrammar = {
    accepts: (clause: Clause) =>
      clause.kind === 'comparison' && !clause.value.pattern && /^(=|!=|<|>)=?$/.test(clause.operator),
    or: true,
    not: false,
    nesting: false,
  };

  for (const [text, pushed, rest] of [
    ['comm = a pid > 5 free', 'comm = a and pid > 5', 'free'],
    ['comm = a or pid = 5', 'comm = a or pid = 5', ''],
    ['comm = a or free', null, 'comm = a or free'],
    ['comm = a (pid = 1 or pid = 2)', 'comm = a', 'pid = 1 or pid = 2'],
    ['free (pid = 1 or pid = 2)', 'pid = 1 or pid = 2', 'free'],
    ['not (comm = a b)', null, 'not (comm = a and b)'],
    ['', null, ''],
    ['not *', null, 'not *'],
  ] as const) {
    it(`pushes ${pushed ?? 'nothing'} of “${text}”`, () => {
      const reduced = largestSupported(filterOf(text), plain);
      assert.equal(reduced.pushed && printFilter(reduced.pushed), pushed);
      assert.equal(printFilter(reduced.rest), rest);
    });
  }

  it('gives parts that together are the whole, and pushes nothing that is refused', () => {
    const grammars = fc.record({
      accepts: fc.constantFrom(
        plain.accepts,
        () => true,
        (clause: Clause) => clause.kind !== 'text',
      ),
      or: fc.boolean(),
      not: fc.boolean(),
      nesting: fc.boolean(),
    });
    const kinds = (filter: Filter): readonly Filter[] =>
      filter.kind === 'and' || filter.kind === 'or'
        ? [filter, ...filter.terms.flatMap(kinds)]
        : filter.kind === 'not'
          ? [filter, ...kinds(filter.term)]
          : [filter];
    fc.assert(
      fc.property(filters, grammars, activities, (filter, grammar, about) => {
        const { pushed, rest } = largestSupported(filter, grammar);
        assert.equal((pushed === null || matches(pushed, about)) && matches(rest, about), matches(filter, about));
        if (!pushed) return;
        assert.deepEqual(normalise(pushed), pushed);
        for (const part of kinds(pushed)) {
          if (part.kind === 'or') assert.ok(grammar.or);
          else if (part.kind === 'not') assert.ok(grammar.not);
          else if (part.kind === 'disabled') assert.fail('a backend was given what is disabled');
          else if (part.kind !== 'and') assert.ok(grammar.accepts(part));
        }
        if (!grammar.nesting) {
          const flat = pushed.kind === 'or' ? pushed.terms : conjuncts(pushed);
          const groups = flat.filter((term) =>
            ['and', 'or'].includes(term.kind === 'not' ? term.term.kind : term.kind),
          );
          assert.deepEqual(groups, []);
        }
        assert.equal(
          conjuncts(pushed).length + conjuncts(rest).length,
          Math.max(1, conjuncts(normalise(filter)).length),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
