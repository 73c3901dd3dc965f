import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { shortLiterals } from './short-literals.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sources = readdirSync(join(root, 'components'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, code: readFileSync(join(root, 'components', name), 'utf8') }));

/** Every expression between the pieces of templates, and everything that is no template, in order. */
function outsideOfTemplates(code: string): string[] {
  const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, false);
  const tokens: string[] = [];
  const visit = (node: ts.Node): void => {
    const isPiece =
      ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node) || ts.isNoSubstitutionTemplateLiteral(node);
    if (node.getChildCount(source) === 0 && !isPiece) tokens.push(node.getText(source));
    node.getChildren(source).forEach(visit);
  };
  visit(source);
  return tokens;
}

describe('templates as they are shipped', () => {
  it('keep one blank where the text of a template had a line break', () => {
    assert.equal(shortLiterals('html`<p>\n    one\n    two ${x}\n  </p>`'), 'html`<p> one two ${x} </p>`');
  });

  it('keep blanks that are part of a line', () => {
    const code = 'html`<pre>a  b</pre>`';
    assert.equal(shortLiterals(code), code);
  });

  it('are shortened inside one another too', () => {
    assert.equal(
      shortLiterals('html`<ul>\n${a.map((b) => html`<li>\n  ${b}</li>`)}\n</ul>`'),
      'html`<ul> ${a.map((b) => html`<li> ${b}</li>`)} </ul>`',
    );
  });

  it('lose what style sheets say for readers only', () => {
    assert.equal(shortLiterals('css`\n/* why */\n.a {\n  inset-inline: 0px;\n}\n`'), 'css`.a{inset-inline:0px}`');
  });

  it('are written with the characters that their escapes stand for', () => {
    const style = "css`\n.a::before { content: '\\\\2026\\\\2009'; }\n`";
    assert.equal(shortLiterals(style), 'css`.a:before{content:"\u2026\u2009"}`');
    assert.equal(shortLiterals('html`<b>\n  a\\u2009\n</b>`'), 'html`<b> a\u2009 </b>`');
  });

  it('stay as they are where they need an escape, or hold values between style rules', () => {
    for (const code of [
      "css`\n.a::before { content: '\\\\\\\\'; }\n`",
      'html`\n  a\\\\b`',
      'css`\n.a {\n  ${b}\n}`',
      'other`\n  x\n`',
    ])
      assert.equal(shortLiterals(code), code);
  });

  it('change nothing but templates, in every file of the elements', () => {
    let shortened = 0;
    for (const { name, code } of sources) {
      const short = shortLiterals(code);
      if (short.length < code.length) shortened += 1;
      assert.deepEqual(outsideOfTemplates(short), outsideOfTemplates(code), name);
    }
    assert.ok(shortened > 20);
  });
});
