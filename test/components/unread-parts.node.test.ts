import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { unreadParts, withUnread } from '../../components/filter-bar/unread-parts.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { printFilter } from '../../src/model/filter/print.js';

const partsOf = (text: string): readonly string[] => unreadParts(text, parseFilter(text));

test('a condition that could not be read is named as it was written, without what joins it to others', () => {
  assert.deepEqual(partsOf('comm = a and pid > and x = 1 and comm in ()'), ['pid >', 'comm in ()']);
  assert.deepEqual(partsOf('comm = a and pid > and comm in () and uid <'), ['pid >', 'comm in ()', 'uid <']);
  assert.deepEqual(partsOf('comm = "abc'), ['comm = "abc']);
  assert.deepEqual(partsOf('pid > && comm = "a'), ['pid >', 'comm = "a']);
  assert.deepEqual(partsOf('(comm = a) and (pid >) x = 1'), ['(pid >)']);
  assert.deepEqual(partsOf('comm = a or pid >'), ['or pid >']);
  assert.deepEqual(partsOf('comm = a and pid = 2'), []);
  assert.deepEqual(partsOf(''), []);
});

test('whatever stands beside it, a filter means what it did', () => {
  const piece = fc.constantFrom(
    ...[
      'comm',
      'pid',
      '=',
      '>',
      'in',
      '(',
      ')',
      'and',
      'or',
      'not',
      '"',
      "'",
      'a b',
      '*',
      ',',
      '/*',
      '*/',
      '~',
      'x = 1',
    ],
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join(' ');
      const parsed = parseFilter(text);
      const printed = printFilter(parsed.filter);
      const parts = unreadParts(text, parsed);
      for (const part of parts) assert.ok(text.includes(part));
      assert.equal(printFilter(parseFilter(withUnread(printed, parts)).filter), printed);
    }),
    { numRuns: 2_000, ...(process.env['SEED'] && { seed: Number(process.env['SEED']) }) },
  );
});
