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

/** Where it stands between the marks of a piece of a template (` or `}` before, ` or `${` after). */
const typed = (source, node) => ({
  from: node.getStart(source) + 1,
  to: node.end - (ts.isTemplateHead(node) || ts.isTemplateMiddle(node) ? 2 : 1),
});

/** Comments of the markup go too: none of them marks a place for a value, since pieces end there. */
export const shortMarkup = (text) => text.replace(/<!--(?:(?!-->)[^])*-->/g, '').replace(/[\t ]*\n[\t\n ]*/g, ' ');

export const shortStyles = (text) => transformSync(text, { loader: 'css', minify: true, charset: 'utf8' }).code.trim();

/** What to put where, last first. */
function shorterPieces(code) {
  const source = ts.createSourceFile('source.ts', code, ts.ScriptTarget.Latest, false);
  const changes = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ts.isIdentifier(node.tag)) {
      const { template } = node;
      // Each piece is taken as it is meant, and written with the characters that its escapes stand for; where that would need escapes again it
      // stays as it is.
      const shorten = (piece, change) => {
        const shorter = change(piece.text);
        if (!/[\\`]|\$\{/.test(shorter)) changes.push({ ...typed(source, piece), text: shorter });
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
  return changes.sort((a, b) => b.from - a.from);
}

/**
 * @param {string} code TypeScript or JavaScript
 * @returns {string} the same program with shorter templates
 */
export const shortLiterals = (code) =>
  shorterPieces(code).reduce((text, change) => text.slice(0, change.from) + change.text + text.slice(change.to), code);

/** Which line of the source each stretch of the shorter text is of: without it, debuggers point below what they mean. */
function lineMap(code, id) {
  const mappings = [[]];
  let line = 0;
  let column = 0;
  let shorterColumn = 0;
  const mark = () => mappings.at(-1).push([shorterColumn, 0, line, column]);
  /** `kept` is in both texts; else it is only in the source. */
  const pass = (text, kept) => {
    const lines = text.split('\n');
    for (const [at, { length }] of lines.entries()) {
      if (at > 0) {
        line += 1;
        column = 0;
        if (kept) {
          mappings.push([]);
          shorterColumn = 0;
        }
      }
      if (kept) mark();
      column += length;
      if (kept) shorterColumn += length;
    }
  };
  let from = 0;
  for (const change of shorterPieces(code).reverse()) {
    pass(code.slice(from, change.from), true);
    mark();
    pass(code.slice(change.from, change.to), false);
    const added = change.text.split('\n');
    for (let more = added.length; more > 1; more -= 1) mappings.push([]);
    shorterColumn = added.length > 1 ? added.at(-1).length : shorterColumn + change.text.length;
    from = change.to;
  }
  pass(code.slice(from), true);
  return { version: 3, sources: [id], sourcesContent: [code], names: [], mappings };
}

/** For rollup, before TypeScript is turned into JavaScript. */
export const shortLiteralsPlugin = () => ({
  name: 'short-literals',
  transform: (code, id) =>
    /\/(components|src)\/.*\.ts$/.test(id) && /\b(?:css|html|svg)`/.test(code)
      ? { code: shortLiterals(code), map: lineMap(code, id) }
      : null,
});
