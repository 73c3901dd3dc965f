import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { cutText, escapeText, isPlainText, segmentText } from '../../src/format/visible-text.js';

const labels = (text: string): string[] =>
  segmentText(text).map((segment) => (segment.kind === 'text' ? segment.text : `<${segment.label}>`));

test('a name that runs backwards shows the mark that turns it', () => {
  assert.deepEqual(labels('x\u202egpj.exe'), ['x', '<RLO>', 'gpj.exe']);
  assert.equal(escapeText('x\u202egpj.exe'), 'x\\u202egpj.exe');
});

test('a terminal colour is one mark, a lonely escape is one of its own', () => {
  assert.deepEqual(labels('\u001b[31mred\u001b'), ['<ESC[31m>', 'red', '<ESC>']);
});

test('line breaks, tabs, zero-width and odd spaces are marks, plain text is none', () => {
  assert.deepEqual(labels('a\r\n\tb\u200bc\u00a0d'), ['a', '<CR>', '<LF>', '<TAB>', 'b', '<ZWSP>', 'c', '<NBSP>', 'd']);
  assert.deepEqual(labels('ls -la "Grüße" 日本語'), ['ls -la "Grüße" 日本語']);
});

test('half a surrogate pair and tag characters do not hide', () => {
  assert.deepEqual(labels('a\ud800b'), ['a', '<U+D800>', 'b']);
  assert.deepEqual(labels('\u{e0041}'), ['<U+E0041>']);
  assert.deepEqual(labels('😀'), ['😀']);
});

test('asking whether a text is plain does not change the next answer', () => {
  assert.equal(isPlainText('a\u202eb'), false);
  assert.deepEqual(labels('\u202eb'), ['<RLO>', 'b']);
  assert.equal(isPlainText('a\u202eb'), false);
});

test('segments give back the input, and what is escaped hides nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const segments = segmentText(text);
      assert.equal(segments.map((segment) => (segment.kind === 'text' ? segment.text : segment.source)).join(''), text);
      assert.ok(segments.every((segment) => segment.kind === 'mark' || isPlainText(segment.text)));
      // U+FFFD stands for itself.
      assert.ok(isPlainText(escapeText(text).replaceAll('\ufffd', '')));
    }),
    { numRuns: 2_000 },
  );
});

test('a cut never leaves half a character', () => {
  assert.deepEqual(cutText('ab😀cd', 3), { text: 'ab', cut: 4 });
  assert.deepEqual(cutText('ab😀cd', 4), { text: 'ab😀', cut: 2 });
  assert.deepEqual(cutText('ab', 4), { text: 'ab', cut: 0 });
});

const folder = new URL('../../../shared/data/bidi-trojan-source/lines.jsonl', import.meta.url);
test(
  'no line of the published bidi attacks is shown as plain text',
  { skip: existsSync(folder) ? false : 'the shared data is not here' },
  () => {
    const hidden = /[\u202a-\u202e\u2066-\u2069]/;
    const lines = readFileSync(folder, 'utf8')
      .split('\n')
      .filter((line) => hidden.test(line) || /\\u20(2|6)/.test(line));
    assert.ok(lines.length > 0);
    for (const line of lines) {
      const text = JSON.stringify(JSON.parse(line));
      assert.equal(isPlainText(text), !hidden.test(text));
      assert.ok(isPlainText(escapeText(text)));
    }
  },
);

const naughty = new URL('../../../shared/data/naughty-blns/', import.meta.url);
test('naughty strings come out visible', { skip: existsSync(naughty) ? false : 'the shared data is not here' }, () => {
  for (const name of readdirSync(naughty).filter((entry) => entry.endsWith('.txt') || entry.endsWith('.json')))
    for (const line of readFileSync(new URL(name, naughty), 'utf8').split('\n'))
      assert.ok(isPlainText(escapeText(line).replaceAll('\ufffd', '')), JSON.stringify(line));
});
