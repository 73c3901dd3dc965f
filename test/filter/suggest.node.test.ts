import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../src/model/catalogue.js';
import { intrinsicNames } from '../../src/model/filter/attribute-name.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';
import { applySuggestion, suggest, type Suggestion } from '../../src/model/filter/suggest.js';
import { filters } from './generators.js';

/** A text with `|` at the caret. */
function at(marked: string): { text: string; suggestion: Suggestion } {
  const text = marked.replace('|', '');
  return { text, suggestion: suggest(text, marked.indexOf('|'), { attributes: ['My Label', 'comm'] }) };
}

describe('Suggesting at the caret', () => {
  for (const [marked, expects, replaced, prefix] of [
    ['|', 'attribute', '', ''],
    ['co|', 'attribute', 'co', 'co'],
    ['co|mm = a', 'attribute', 'comm', 'co'],
    ['comm |', 'operator', '', ''],
    ['comm co|', 'operator', 'co', 'co'],
    ['comm starts w|', 'operator', 'starts w', 'starts w'],
    ['comm not |', 'operator', 'not ', 'not '],
    ['comm !|', 'operator', '!', '!'],
    ['shell id |', 'operator', '', ''],
    ['comm =|', 'value', '', ''],
    ['comm = |', 'value', '', ''],
    ['comm = cu|rl x', 'value', 'curl', 'cu'],
    ['comm = "a b|', 'value', '"a b', 'a b'],
    ['comm = "a| and pid = 1', 'value', '"a', 'a'],
    ['comm in (|', 'value', '', ''],
    ['comm in (a, b|', 'value', 'b', 'b'],
    ['comm in (a, |)', 'value', '', ''],
    ['comm in (a |', 'connective', ' ', ''],
    ['comm in |', 'connective', '', ''],
    ['comm in (a, b) |', 'connective', '', ''],
    ['comm = "curl"|', 'connective', '', ''],
    ['comm = curl |', 'connective', '', ''],
    ['comm = curl an|', 'connective', 'an', 'an'],
    ['comm exists |', 'connective', '', ''],
    ['(comm = a or |)', 'attribute', '', ''],
    ['comm = a and not |', 'attribute', '', ''],
    ['free |', 'connective', '', ''],
  ] as const) {
    it(`expects ${/^[aeiou]/.test(expects) ? 'an' : 'a'} ${expects}: ${marked}`, () => {
      const { text, suggestion } = at(marked);
      assert.equal(suggestion.expects, expects);
      assert.equal(text.slice(suggestion.from, suggestion.to), replaced);
      assert.equal(suggestion.prefix, prefix);
    });
  }

  const offered = (marked: string): readonly string[] => at(marked).suggestion.candidates.map(({ text }) => text);

  it('names the attribute whose values are wanted', () => {
    const { suggestion } = at('shell id = 5|');
    assert.equal(suggestion.expects === 'value' && suggestion.attribute, 'loginShellId');
  });
  it('offers attributes by name, label and alias, and those that were seen', () => {
    assert.equal(offered('comm|')[0], 'comm');
    assert.ok(offered('working|').includes('cwd'));
    assert.ok(offered('proc.n|').includes('comm'));
    assert.ok(offered('my|').includes('My Label'));
    assert.equal(offered('|').filter((name) => name === 'comm').length, 1);
  });
  it('offers only operators that fit the attribute', () => {
    assert.ok(offered('pid |').includes('>='));
    assert.ok(!offered('pid |').includes('contains'));
    assert.ok(!offered('comm |').includes('>='));
    assert.deepEqual(offered('comm st|'), ['starts with']);
  });
  it('offers the data sources', () => assert.deepEqual(offered('type = con|'), ['connection']));
  it('offers connectives first behind a condition', () =>
    assert.deepEqual(offered('comm = a |').slice(0, 2), ['and', 'or']));

  for (const [marked, choice, expected] of [
    ['co|', 'comm', 'comm |'],
    ['co| = a', 'comm', 'comm |= a'],
    ['my|', 'My Label', '"My Label" |'],
    ['comm = cu|', 'curl', 'comm = curl |'],
    ['comm = cu|', 'a "b"', String.raw`comm = "a \"b\"" |`],
    ['comm = cu|', 'a*', 'comm = "a*" |'],
    ['comm = "cu| and x', 'curl', 'comm = curl |and x'],
    ['comm in (a, b|', 'b c', 'comm in (a, "b c"|'],
    ['comm in (a |', ',', 'comm in (a, |'],
    ['comm in |', '(', 'comm in (|'],
    ['comm |', 'not in', 'comm not in (|'],
    ['comm |', 'starts with', 'comm starts with |'],
    ['comm = "a"|', 'and', 'comm = "a" and |'],
    ['(comm = c|)', 'curl', '(comm = curl|)'],
  ] as const) {
    it(`takes ${choice} at ${marked}`, () => {
      const { text, suggestion } = at(marked);
      const candidate = suggestion.candidates.find((offer) => offer.text === choice) ?? choice;
      const applied = applySuggestion(text, suggestion, candidate);
      assert.equal(`${applied.text.slice(0, applied.caret)}|${applied.text.slice(applied.caret)}`, expected);
    });
  }

  it('answers at every place of every text, and a value taken there is the value meant', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      filters.map((filter) => printFilter(filter)),
    );
    fc.assert(
      fc.property(texts, fc.nat(), fc.string({ unit: 'binary', maxLength: 5 }), (text, where, value) => {
        const caret = text.length === 0 ? 0 : where % (text.length + 1);
        const suggestion = suggest(text, caret);
        assert.ok(0 <= suggestion.from && suggestion.from <= suggestion.to && suggestion.to <= text.length);
        assert.ok(suggestion.from <= caret && caret <= suggestion.to);
        const applied = applySuggestion(text, suggestion, value);
        assert.ok(applied.caret <= applied.text.length);
      }),
      { numRuns: 2000 },
    );
    const { text, suggestion } = at('comm = |');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        const { filter, errors } = parseFilter(applySuggestion(text, suggestion, value).text);
        assert.deepEqual(errors, []);
        assert.deepEqual(filter, {
          kind: 'comparison',
          attribute: 'comm',
          operator: '=',
          value: { text: value, pattern: false },
        });
      }),
    );
  });
});

describe('The catalogue', () => {
  it('gives no two attributes one name or alias, in any case', () => {
    const owners = new Map<string, string>([...intrinsicNames.keys()].map((name) => [name, `intrinsic ${name}`]));
    for (const { name, aliases } of catalogue) {
      for (const spelling of [name, ...aliases]) {
        const key = spelling.toLowerCase();
        assert.ok(!owners.has(key) || owners.get(key) === name, `“${spelling}” means ${owners.get(key)} and ${name}`);
        owners.set(key, name);
      }
    }
  });
  it('writes aliases in lower case with single spaces', () => {
    for (const alias of catalogue.flatMap(({ aliases }) => aliases)) assert.match(alias, /^[^\sA-Z]+( [^\sA-Z]+)*$/);
  });
});
