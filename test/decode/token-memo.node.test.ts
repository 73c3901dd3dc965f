import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hashBytes, randomSeed } from '../../workers/decode/token-hash.js';
import { TokenMemo, unknownToken } from '../../workers/decode/token-memo.js';

interface Token {
  readonly text: string;
  readonly owner: number;
}

const seed = randomSeed();
const tokens: readonly Token[] = Array.from({ length: 3_000 }, (_, at) => ({
  text: 'x'.repeat(at % 11) + String(at >> 1),
  owner: 1 + (at % 5),
}));

function asBytes(text: string): { view: DataView; length: number; hash: number } {
  const bytes = new TextEncoder().encode(text);
  const view = new DataView(new ArrayBuffer(bytes.length + 8));
  new Uint8Array(view.buffer).set(bytes);
  return { view, length: bytes.length, hash: hashBytes(view, 0, bytes.length, seed) };
}

function find(memo: TokenMemo, { text, owner }: Token): number {
  const { view, length, hash } = asBytes(text);
  return memo.find(view, 0, length, hash, owner);
}

describe('tokens that are remembered', () => {
  it('are found by their bytes and their owner, or not at all', () => {
    const memo = new TokenMemo();
    tokens.forEach(({ text, owner }, at) => {
      const { view, length, hash } = asBytes(text);
      memo.add(view, 0, length, hash, owner, at);
    });
    let found = 0;
    for (const [at, token] of tokens.entries()) {
      const result = find(memo, token);
      if (result === unknownToken) continue;
      found += 1;
      assert.equal(result, at, token.text);
      assert.equal(find(memo, { ...token, owner: 9 }), unknownToken);
    }
    assert.ok(found > tokens.length * 0.98, `${found} of ${tokens.length}: an entry may be lost, but few are`);
    assert.equal(find(memo, { text: 'never seen', owner: 1 }), unknownToken);
  });

  it('is expected at a place only where it stands there', () => {
    const memo = new TokenMemo();
    const { view, length, hash } = asBytes('"shell"');
    memo.add(view, 0, length, hash, 1, 7);
    const { place } = memo;
    assert.equal(memo.lengthAt(place), length);
    assert.equal(memo.expect(place, view, 0, length), 7);
    assert.equal(memo.expect(place, view, 0, length - 1), unknownToken, 'not beyond the end');
    assert.equal(memo.expect(place, asBytes('"shelL"').view, 0, length), unknownToken);
  });
});
