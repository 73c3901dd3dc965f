import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Activity } from '../../src/model/activity.js';
import type { Filter } from '../../src/model/filter/ast.js';
import { conjuncts, negateTerm, toggleDisabled, withTerm } from '../../src/model/filter/edit.js';
import { enabledPart, hasDisabled } from '../../src/model/filter/enabled-part.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { normalise } from '../../src/model/filter/normalise.js';
import { maxNesting, parseFilter } from '../../src/model/filter/parse.js';
import { filterKey, printFilter } from '../../src/model/filter/print.js';
import { largestSupported } from '../../src/model/filter/reduce.js';
import { suggest } from '../../src/model/filter/suggest.js';
import { activities, activity, partlyDisabledFilters } from './generators.js';

function parsed(text: string): Filter {
  const { filter, errors } = parseFilter(text);
  assert.deepEqual(errors, [], text);
  return filter;
}

const meaning = (text: string): string => printFilter(parsed(text));

/** True, false, or null where everything is disabled: a second, independent reading of the rule. */
function threeValued(filter: Filter, about: Activity): boolean | null {
  switch (filter.kind) {
    case 'disabled':
      return null;
    case 'not': {
      const inner = threeValued(filter.term, about);
      return inner === null ? null : !inner;
    }
    case 'and':
    case 'or': {
      const known = filter.terms.map((term) => threeValued(term, about)).filter((one) => one !== null);
      if (known.length === 0 && filter.terms.length > 0) return null;
      return filter.kind === 'and' ? !known.includes(false) : known.includes(true);
    }
    default:
      return compileFilter(filter)(about);
  }
}

describe('A disabled condition', () => {
  const readings: readonly (readonly [why: string, text: string, meaning: string])[] = [
    ['alone', '/* comm = "grep" */', '/* comm = grep */'],
    ['without white space', '/*comm="grep"*/', '/* comm = grep */'],
    ['between others', 'pid = 1 /* comm = grep */ uid = 0', 'pid = 1 and /* comm = grep */ and uid = 0'],
    ['behind and', 'pid = 1 and /* comm = grep */', 'pid = 1 and /* comm = grep */'],
    ['in an or', 'pid = 1 or /* comm = grep */', 'pid = 1 or /* comm = grep */'],
    ['several as one', '/* comm = grep and pid = 1 */', '/* comm = grep and pid = 1 */'],
    ['negated outside', 'not /* comm = grep */', '/* comm != grep */'],
    ['twice over', '/* /* comm = grep */ */', '/* comm = grep */'],
    ['with another inside', '/* comm = grep /* pid = 1 */ */', '/* comm = grep and /* pid = 1 */ */'],
    ['with its marks in quotation marks', '/* cmdline = "a */ b /* c" */', '/* cmdline = "a */ b /* c" */'],
    ['with an escaped end in a pattern', String.raw`/* cwd = /a*\/b */`, String.raw`/* cwd = \/a*\/b */`],
    ['with an apostrophe in a word', "/* it's */ pid = 1", `/* "it's" */ and pid = 1`],
    ['as everything', '/* * */', '/* * */'],
  ];
  for (const [why, text, expected] of readings) it(`is read ${why}`, () => assert.equal(meaning(text), expected));

  it('begins only where a condition may begin: a value may look like one', () => {
    assert.equal(meaning('directory = /*'), 'directory = /*');
    assert.equal(meaning('directory in (/*, /etc/*)'), 'directory in (/*, /etc/*)');
    assert.equal(meaning('"/* x */"'), '"/* x */"');
  });

  const mistakes: readonly (readonly [text: string, code: string, part: string])[] = [
    ['pid = 1 and /* comm = grep', 'unclosed-comment', '/*'],
    ['/* comm = "grep */', 'unclosed-comment', '/*'],
    ['comm = grep */', 'unexpected-comment-end', '*/'],
    ['/* */', 'empty-comment', '/* */'],
    ['pid = 1 /* comm = */', 'missing-value', '='],
    ['/* (comm = grep */', 'unclosed-parenthesis', '('],
  ];
  for (const [text, code, part] of mistakes) {
    it(`says what is wrong with ${text}`, () => {
      const { errors, complete } = parseFilter(text);
      const [problem] = errors;
      assert.ok(problem && !complete);
      assert.equal(problem.code, code);
      assert.equal(text.slice(problem.from, problem.to), part);
      assert.match(problem.message, /^[A-Z“].*\.$/);
    });
  }

  it('stands at its place in the text', () => {
    const text = 'pid = 1 and /* comm = grep */ and uid = 0';
    assert.deepEqual(
      parseFilter(text).terms.map(({ from, to }) => text.slice(from, to)),
      ['pid = 1', '/* comm = grep */', 'uid = 0'],
    );
  });

  it('is written so that it is read back, whatever it holds', () => {
    fc.assert(
      fc.property(partlyDisabledFilters, (filter) => {
        const normal = normalise(filter);
        const { filter: again, errors } = parseFilter(printFilter(normal));
        assert.deepEqual(errors, []);
        assert.deepEqual(again, normal);
        assert.deepEqual(normalise(normal), normal);
      }),
      { numRuns: 3000 },
    );
  });

  it('matters to nothing: not to what matches, to caches or to backends', () => {
    fc.assert(
      fc.property(partlyDisabledFilters, activities, (filter, about) => {
        assert.equal(compileFilter(filter)(about), threeValued(filter, about) ?? true);
        const grammar = { accepts: () => true, or: true, not: true, nesting: true };
        const { pushed, rest } = largestSupported(filter, grammar);
        assert.ok(!hasDisabled(rest) && (pushed === null || !hasDisabled(pushed)));
        assert.equal(filterKey(filter), filterKey(enabledPart(filter)));
        assert.equal(printFilter({ kind: 'disabled', term: filter }, { style: 'published' }), '');
      }),
      { numRuns: 1000 },
    );
  });

  it('is neutral in and, or and not', () => {
    const grep = activity({ comm: 'grep', pid: 1 });
    const holds = (text: string): boolean => compileFilter(parsed(text))(grep);
    assert.equal(holds('comm = grep and /* pid = 2 */'), true);
    assert.equal(holds('comm = curl or /* pid = 1 */'), false);
    assert.equal(holds('/* comm = curl */'), true);
    assert.equal(holds('not (comm = curl or /* pid = 1 */)'), true);
    assert.equal(holds('comm = grep and not /* pid = 1 */'), true);
    assert.equal(holds('comm = grep and (/* pid = 2 */ or /* pid = 3 */)'), true);
  });

  it('is switched off and on again at its place', () => {
    const filter = parsed('comm = grep and pid = 1 and uid = 0');
    const off = toggleDisabled(filter, 1);
    assert.equal(printFilter(off), 'comm = grep and /* pid = 1 */ and uid = 0');
    assert.deepEqual(toggleDisabled(off, 1), filter);
    assert.equal(printFilter(negateTerm(off, 1)), 'comm = grep and /* pid != 1 */ and uid = 0');
  });

  it('stays one condition while it is off, also where it is a group', () => {
    const off = toggleDisabled(parsed('(comm = a or comm = b) and pid = 1'), 0);
    assert.equal(conjuncts(off).length, 2);
    assert.equal(printFilter(off), '/* comm = a or comm = b */ and pid = 1');
    assert.equal(printFilter(toggleDisabled(off, 0)), '(comm = a or comm = b) and pid = 1');
  });

  it('makes way where the same is asked for again', () => {
    const off = parsed('/* comm = grep */ and pid = 1');
    assert.equal(printFilter(withTerm(off, 'comm', 'grep', false)), 'pid = 1 and comm = grep');
  });

  it('is completed like any other', () => {
    const text = 'pid = 1 /* comm = gr */';
    const inside = suggest(text, text.indexOf('gr') + 2);
    assert.equal(inside.expects, 'value');
    assert.equal(text.slice(inside.from, inside.to), 'gr');
    assert.equal(suggest(`${text} `, text.length + 1).expects, 'connective');
  });

  it('is refused where it is nested too deep, in reasonable time', () => {
    const nested = (depth: number): string => `${'/* '.repeat(depth)}a${' */'.repeat(depth)}`;
    assert.equal(parseFilter(nested(5000)).errors.at(-1)?.code, 'too-deep');
    assert.equal(meaning(nested(maxNesting)), '/* a */');
  });
});
