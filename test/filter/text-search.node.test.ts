import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { containsIgnoringCase } from '../../src/model/filter/text-search.js';

const inLowerCase = (needle: string, value: string): boolean => value.toLowerCase().includes(needle.toLowerCase());

/** What cases treat in their own way, and what expressions do. */
const character = fc.oneof(
  fc.constantFrom('k', 'K', '\u212a', 'i', 'I', '\u0130', '\u0131', '\u0307', 's', 'S', '\u017f', 'ß', 'Σ', 'σ', 'ς'),
  fc.constantFrom('.', '*', '\\', '[', ']', '(', '^', '$', '|', '/', '-', ' ', '\n', '\0'),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
);
const text = fc.array(character, { maxLength: 12 }).map((characters) => characters.join(''));

describe('looking for a text whatever the case', () => {
  it('finds what is in the lower case of a value', () => {
    fc.assert(
      fc.property(text, text, text, (before, needle, after) => {
        const finds = containsIgnoringCase(needle);
        for (const value of [before, before + needle + after, before + needle.toUpperCase() + after])
          assert.equal(finds(value), inLowerCase(needle, value), JSON.stringify([needle, value]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('knows every character that has a letter of ASCII in its lower case', () => {
    const letters = Array.from({ length: 95 }, (_, at) => String.fromCharCode(32 + at));
    let special = 0;
    for (let code = 0x80; code <= 0x10_ffff; code += 1) {
      const value = `${String.fromCodePoint(code)}x`;
      if (!/[ -~]/.test(value.toLowerCase().slice(0, -1))) continue;
      special += 1;
      for (const letter of letters)
        for (const needle of [letter, `${letter}x`])
          assert.equal(
            containsIgnoringCase(needle)(value),
            inLowerCase(needle, value),
            `${needle} in U+${code.toString(16)}`,
          );
    }
    assert.equal(special, 2);
  });

  it('finds long needles, and such of other scripts', () => {
    assert.equal(containsIgnoringCase('Ab'.repeat(400))(`x${'aB'.repeat(400)}`), true);
    assert.equal(containsIgnoringCase('Ab'.repeat(400))(`x${'aB'.repeat(399)}`), false);
    assert.equal(containsIgnoringCase('ÄÖ')('xäöx'), true);
  });
});
