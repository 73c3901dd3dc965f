// Templates and style sheets as they are shipped: without the white space that makes them readable in the source. As many blanks as lines
// begin with are neither seen nor said by anybody; where a template's text holds a line break, one blank stays.
import { transformSync } from 'esbuild';
import ts from 'typescript';

const markup = new Set(['html', 'svg']);
const isPiece = (node) =>
  ts.isNoSubstitutionTemplateLiteral(node) ||
  ts.isTemplateHead(node) ||
  ts.isTemplateMiddle(node) ||
  ts.isTemplateTail(node);

/** What stands between the marks of a piece of a template (` or `}` before, ` or `${` after), as it was typed. */
const typed = (source, node) => {
  const from = node.getStart(source) + 1;
  const to = node.end - (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) ? 2 : 1);
  return { from, to, text: source.text.slice(from, to) };
};

/** Comments of the markup go too: none of them marks a place for a value, since pieces end there. */
export const shortMarkup = (text) => text.replace(/<!--(?:(?!-->)[^])*-->/g, '').replace(/\s*\n\s*/g, ' ');

export const shortStyles = (text) => transformSync(text, { loader: 'css', minify: true, charset: 'utf8' }).code.trim();

/**
 * @param {string} code TypeScript or JavaScript
 * @returns {string} the same program with shorter templates
 */
export function shortLiterals(code) {
  const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, false);
  const changes = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const { template } = node;
      // A backslash is an escape of the literal: such a piece stays as it is, rather than being read and written again.
      const shorten = (piece, change) => {
        const { from, to, text } = typed(source, piece);
        const shorter = text.includes('\\') ? text : change(text);
        if (!/[\\`]|\$\{/.test(shorter)) changes.push({ from, to, text: shorter });
      };
      if (node.tag.text === 'css' && isPiece(template)) shorten(template, shortStyles);
      if (markup.has(node.tag.text))
        for (const piece of isPiece(template)
          ? [template]
          : [template.head, ...template.templateSpans.map(({ literal }) => literal)])
          shorten(piece, shortMarkup);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  // Inner templates lie between the pieces of outer ones, never in them, so that no two changes overlap.
  return changes
    .sort((a, b) => b.from - a.from)
    .reduce((text, change) => text.slice(0, change.from) + change.text + text.slice(change.to), code);
}

/** For rollup, before TypeScript is turned into JavaScript. */
export const shortLiteralsPlugin = () => ({
  name: 'short-literals',
  transform: (code, id) =>
    /\/(components|src)\/.*\.ts$/.test(id) && /\b(?:css|html|svg)`/.test(code)
      ? { code: shortLiterals(code), map: null }
      : null,
});
