import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { everything } from '../../src/model/filter/ast.js';
import { conjuncts, normalise } from '../../src/model/filter/normalise.js';
import { maxNesting, parseFilter } from '../../src/model/filter/parse.js';
import { filterKey, printFilter } from '../../src/model/filter/print.js';
import { filters } from './generators.js';

/** What a text means, written canonically; it must have been understood as a whole. */
function meaning(text: string): string {
  const parsed = parseFilter(text);
  assert.deepEqual(parsed.errors, [], text);
  assert.equal(parsed.complete, true);
  return printFilter(parsed.filter);
}

describe('Parsing a filter', () => {
  const readings: readonly (readonly [why: string, text: string, meaning: string])[] = [
    ['reads nothing as everything', '   ', ''],
    ['reads a comparison with a quoted value', 'comm = "grep"', 'comm = grep'],
    ['reads a comparison without white space', 'comm!="curl"', 'comm != curl'],
    [
      'joins terms that stand side by side with and',
      'resource="pods" name="woocommerce-6877958" sourceaddresses!="172.20.41.2"',
      'resource = pods and name = woocommerce-6877958 and sourceAddresses != 172.20.41.2',
    ],
    [
      'takes every comparison sign',
      'pid > 1 pid >= 2 pid < 3 pid <= 4 pid == 5',
      'pid > 1 and pid >= 2 and pid < 3 and pid <= 4 and pid = 5',
    ],
    [
      'reads lists, quoted or bare',
      `type in ("command","kubernetes") pid in (1, 2)`,
      'type in (command, kubernetes) and pid in (1, 2)',
    ],
    ['reads lists that exclude', 'comm not in (a, b)', 'comm not in (a, b)'],
    ['reads a list of one as that one', 'comm in ("a") pid not in (1)', 'comm = a and pid != 1'],
    [
      'reads operators made of words',
      'comm contains ur cwd starts with /var cwd startsWith /v cwd startswith /',
      'comm contains ur and cwd starts with /var and cwd starts with /v and cwd starts with /',
    ],
    [
      'reads negated operators made of words',
      'comm not contains ur comm not ends with l',
      'comm not contains ur and comm not ends with l',
    ],
    ['reads existence behind the attribute', 'comm exists tty not exists', 'comm exists and tty not exists'],
    ['reads existence before the attribute', 'exists comm and not exists(tty)', 'comm exists and tty not exists'],
    ['reads single quotes', "container.id='abc123'", 'containerId = abc123'],
    ['reads the curly quotes of word processors', 'comm = “grep” and cwd=‘/a b’', 'comm = grep and cwd = "/a b"'],
    ['reads escaped quotes in quotes', String.raw`cmdline = "echo \"hi\" \\"`, String.raw`cmdline = "echo \"hi\" \\"`],
    ['leaves other backslashes in quotes alone', String.raw`cwd = "C:\temp"`, String.raw`cwd = "C:\\temp"`],
    ['reads bare wildcards as a pattern', 'comm = cu*', 'comm = cu*'],
    ['reads quoted wildcards as themselves', 'comm = "cu*"', 'comm = "cu*"'],
    ['reads escaped spaces in a pattern', String.raw`cmdline = *rm\ -rf*`, String.raw`cmdline = *rm\ -rf*`],
    ['reads escaped wildcards as themselves', String.raw`comm = a\*b`, 'comm = "a*b"'],
    ['reads bare values with signs inside', 'cmdline = --user=root cwd=~/src', 'cmdline = --user=root and cwd = ~/src'],
    ['reads CIDR blocks', 'sourceaddresses != 172.20.0.0/16', 'sourceAddresses != 172.20.0.0/16'],
    ['binds not closer than and, and closer than or', 'not a and b or c', 'not a and b or c'],
    ['binds terms side by side like and', 'a b or c d', 'a and b or c and d'],
    ['reads parentheses', 'a and (b or c)', 'a and (b or c)'],
    ['drops needless parentheses', '((a) and (b and (c)))', 'a and b and c'],
    ['reads signs for and, or, not', '!(comm=a&&pid=1)||x', 'not (comm = a and pid = 1) or x'],
    ['reads connectives in any case', 'a AND b Or NOT c', 'a and b or not c'],
    [
      'folds not into the operator where it has an opposite',
      'not comm = a and not not pid = 1',
      'comm != a and pid = 1',
    ],
    ['takes adjacent words as separate free text', 'foo bar "x y"', 'foo and bar and "x y"'],
    ['reads free text by its name', 'freeText = "x y" and FREETEXT != z', '"x y" and not z'],
    ['drops stars around free text, which is found anywhere anyway', '*shred*', 'shred'],
    ['reads a star alone as everything', '*', ''],
    ['reads not everything as nothing', 'a and not *', 'not *'],
    ['reads attribute names in any case', 'COMM = a and LoginShellID = 5', 'comm = a and loginShellId = 5'],
    [
      'reads aliases',
      'processname = x namespace = y time > 5',
      'processName = x and kubernetes.namespace.name = y and timestamp > 5',
    ],
    [
      'reads aliases of several words',
      'shell id = 5 process name = x login shell id exists',
      'loginShellId = 5 and processName = x and loginShellId exists',
    ],
    ['reads a long alias behind free text', 'evil shell id = 5', 'evil and loginShellId = 5'],
    ['keeps the spelling of unknown attributes', 'My.Label = x', 'My.Label = x'],
    ['reads quoted attribute names', '"my attr" = 1 and "shell id" = 2', '"my attr" = 1 and loginShellId = 2'],
    ['reads a hostile attribute name', '__proto__ = x and constructor exists', '__proto__ = x and constructor exists'],
    ['leaves words that only look like operators alone', 'curl in progress', 'curl and "in" and progress'],
    ['lets a value be called like an operator', 'comm = in and pid = 1', 'comm = in and pid = 1'],
    ['reads an IPv6 address as a bare value', 'clientIp = ::1', 'clientIp = ::1'],
  ];
  for (const [why, text, expected] of readings) it(`${why}: ${text}`, () => assert.equal(meaning(text), expected));

  const mistakes: readonly (readonly [text: string, code: string, at: string, understood: string])[] = [
    ['pid = 1 comm = "cur', 'unclosed-quote', '"cur', 'pid = 1'],
    ['comm =', 'missing-value', '=', ''],
    ['comm = and pid = 5', 'missing-value', '=', 'pid = 5'],
    ['comm contains', 'missing-value', 'contains', ''],
    ['= 5 comm = a', 'missing-attribute', '=', 'comm = a'],
    ['(a or b', 'unclosed-parenthesis', '(', 'a or b'],
    ['comm in (a, b', 'unclosed-parenthesis', '(', 'comm in (a, b)'],
    ['a) b', 'unexpected-parenthesis', ')', 'a and b'],
    ['() a', 'empty-parentheses', '()', 'a'],
    ['comm =~ cur a', 'unknown-operator', '=~', 'a'],
    ['comm like cur a', 'unknown-operator', 'like', 'a'],
    ['comm: curl a', 'unknown-operator', 'comm:', 'a'],
    ['comm:curl a', 'unknown-operator', 'comm:curl', 'a'],
    ['comm <> curl a', 'unknown-operator', '<>', 'a'],
    ['comm = a, b c', 'list-needs-in', 'a, b', 'c'],
    ['comm = (a, b) c', 'list-needs-in', '(', 'c'],
    ['comm in a', 'missing-list', 'in', ''],
    ['comm in () a', 'empty-list', '()', 'a'],
    ['comm in (a b)', 'missing-comma', 'b', 'comm in (a, b)'],
    ['comm in (a,,b)', 'missing-value', ',', 'comm in (a, b)'],
    ['a, b', 'unexpected-comma', ',', 'a and b'],
    ['pid > 5* a', 'pattern-has-no-order', 'pid > 5*', 'a'],
    ['cat*passwd', 'pattern-in-free-text', 'cat*passwd', ''],
    ['freeText > x', 'free-text-operator', '>', ''],
    ['cmdline = f(x) a', 'value-needs-quotes', 'f(x)', 'a'],
    ['a and', 'missing-operand', 'and', 'a'],
    ['a or or b', 'missing-operand', 'or', 'a or b'],
    ['and a', 'missing-term', 'and', 'a'],
    ['or', 'missing-term', 'or', ''],
    ['a not', 'missing-operand', 'not', 'a'],
  ];
  for (const [text, code, at, understood] of mistakes) {
    it(`says what is wrong with ${text}`, () => {
      const { errors, filter, complete } = parseFilter(text);
      assert.deepEqual(
        errors.map((error) => [error.code, text.slice(error.from, error.to)]),
        [[code, at]],
      );
      assert.equal(complete, false);
      assert.equal(printFilter(filter), understood);
      assert.match(errors[0]?.message ?? '', /^.{15,}[.]$/u);
      assert.doesNotMatch(errors[0]?.message ?? '', /undefined/);
    });
  }

  it('suggests contains to those who write like or =~', () => {
    assert.match(parseFilter('comm like x').errors[0]?.message ?? '', /contains/);
    assert.match(parseFilter('comm =~ x').errors[0]?.message ?? '', /contains/);
  });

  it('does not take an attribute that may be a typing mistake for an error', () => {
    assert.equal(parseFilter('com = curl').complete, true);
  });

  it('tells where each term stands, also inside needless parentheses', () => {
    const text = 'comm = a (pid=1 and not x) or*';
    const spans = parseFilter('comm = a (pid=1 and not x) "q r"').terms.map(({ from, to }) => [from, to]);
    assert.deepEqual(spans, [
      [0, 8],
      [10, 15],
      [20, 25],
      [27, 32],
    ]);
    assert.equal(parseFilter(text).terms.length, conjuncts(parseFilter(text).filter).length);
  });

  it('cuts what it quotes in a message', () => {
    const [error] = parseFilter(`a*${'b'.repeat(10_000)}`).errors;
    assert.ok((error?.message.length ?? 0) < 400);
  });

  it('refuses to nest without bound, and says where it stopped', () => {
    const parsed = parseFilter(`a ${'('.repeat(10_000)}b${')'.repeat(10_000)}`);
    assert.deepEqual(
      parsed.errors.map(({ code, from }) => [code, from]),
      [['too-deep', 2 + maxNesting]],
    );
    assert.equal(printFilter(parsed.filter), 'a');
    assert.equal(meaning(`${'('.repeat(maxNesting)}b${')'.repeat(maxNesting)}`), 'b');
    assert.equal(meaning(`${'not '.repeat(10_001)}b`), 'not b');
    assert.equal(parseFilter('('.repeat(10_000)).errors[0]?.code, 'too-deep');
    assert.equal(parseFilter(')'.repeat(10_000)).complete, false);
  });

  const megabyte = 1_000_000;
  for (const [what, text, complete] of [
    ['one word', 'a'.repeat(megabyte), true],
    ['words', 'ab '.repeat(megabyte / 3), true],
    ['first words of long names', 'shell '.repeat(megabyte / 6), true],
    ['opening quotes', '"'.repeat(megabyte + 1), false],
    ['white space', ' '.repeat(megabyte), true],
    ['operators', '= '.repeat(megabyte / 2), false],
    ['signs', '='.repeat(megabyte), false],
    ['commas', ','.repeat(megabyte), false],
    ['a list', `comm in (${'a,'.repeat(megabyte / 2)}b)`, true],
    ['connectives', 'and or '.repeat(megabyte / 7), false],
    ['backslashes', '\\'.repeat(megabyte), true],
    ['open groups one after the other', 'comm = ('.repeat(megabyte / 8), false],
  ] as const) {
    it(`reads a megabyte of ${what}`, () => assert.equal(parseFilter(text).complete, complete));
  }

  it('keeps at most 20 complaints', () => assert.equal(parseFilter('= x '.repeat(1000)).errors.length, 20));

  const soup = fc.array(
    fc.constantFrom(
      'comm',
      'shell',
      'id',
      ' ',
      ' ',
      '=',
      '!=',
      '>',
      'in',
      '(',
      ')',
      ',',
      '"',
      "'",
      'and',
      'or',
      'not',
      'exists',
      'contains',
      'starts',
      'with',
      '*',
      '\\',
      '!',
      '&&',
      '|',
      '~',
      'freeText',
      '5',
      '“',
      ':',
      '\u202e',
      '\ud800',
    ),
    { maxLength: 30 },
  );
  it('never throws, keeps its word about places and terms, and prints what it understood so that it is understood again', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string(),
          soup.map((parts) => parts.join('')),
        ),
        (text) => {
          const parsed = parseFilter(text);
          assert.equal(parsed.complete, parsed.errors.length === 0);
          for (const { from, to } of [...parsed.errors, ...parsed.terms])
            assert.ok(0 <= from && from <= to && to <= text.length);
          assert.deepEqual(
            parsed.terms.map((term) => term.filter),
            conjuncts(parsed.filter),
          );
          assert.deepEqual(normalise(parsed.filter), parsed.filter);
          const again = parseFilter(printFilter(parsed.filter));
          assert.deepEqual(again.errors, []);
          assert.deepEqual(again.filter, parsed.filter);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it('survives any damage to a valid filter', () => {
    const cut = fc.tuple(
      filters.map((filter) => printFilter(filter)),
      fc.nat(),
      fc.nat(3),
      fc.string({ unit: 'binary', maxLength: 2 }),
    );
    fc.assert(
      fc.property(cut, ([text, at, length, put]) => {
        const place = text.length === 0 ? 0 : at % text.length;
        const damaged = text.slice(0, place) + put + text.slice(place + length);
        const parsed = parseFilter(damaged);
        assert.deepEqual(parseFilter(printFilter(parsed.filter)).filter, parsed.filter);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('Printing a filter', () => {
  it('gives text that means the same filter, whatever the filter', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const printed = printFilter(filter);
        const parsed = parseFilter(printed);
        assert.deepEqual(parsed.errors, [], printed);
        assert.deepEqual(parsed.filter, normalise(filter), printed);
        assert.equal(printFilter(parsed.filter), printed);
      }),
      { numRuns: 5000 },
    );
  });

  it('keeps the meaning in the published style too', () => {
    fc.assert(
      fc.property(filters, (filter) => {
        const printed = printFilter(filter, { style: 'published' });
        assert.deepEqual(parseFilter(printed).filter, normalise(filter), printed);
      }),
      { numRuns: 1000 },
    );
  });

  it('quotes every value in the published style', () => {
    const { filter } = parseFilter('comm=curl pid in (1,2) foo not bar');
    assert.equal(
      printFilter(filter, { style: 'published' }),
      'comm = "curl" and pid in ("1", "2") and freeText = "foo" and freeText != "bar"',
    );
  });

  it('normalises once and for all', () => {
    fc.assert(fc.property(filters, (filter) => assert.deepEqual(normalise(normalise(filter)), normalise(filter))));
    assert.deepEqual(normalise({ kind: 'and', terms: [] }), everything);
  });

  it('has one key for filters that differ in order only', () => {
    const key = (text: string): string => filterKey(parseFilter(text).filter);
    assert.equal(key('a and (b or comm in (x, y))'), key('(comm in (y, x) or b) a'));
    assert.notEqual(key('a or b'), key('a and b'));
    assert.notEqual(key('comm = a*'), key('comm = "a*"'));
  });
});
