/** Words that a person reads and that no translation reaches: in the text and the spoken attributes of templates, and in what is said elsewhere. */
import ts from 'typescript';
import { parseFile } from './source-messages.js';

/** Attributes that are read out or shown. */
const spoken =
  /^[.?]?(?:aria-label|aria-description|aria-roledescription|aria-valuetext|aria-placeholder|title|placeholder|alt|label|summary)$/i;
/** Names, syntax and units, the same in every language. */
const universal = new Set(['CSV', 'NDJSON', 'JSON', 'SHA', 'UTC', 'Ctrl', 'ns', 'ms', 'PID', 'UID']);

export interface LiteralText {
  readonly file: string;
  readonly line: number;
  readonly text: string;
}

const hasWords = (text: string): boolean =>
  text
    .replace(/&[a-z]+;/g, ' ')
    .split(/[^\p{L}\p{M}]+/u)
    .some((word) => word.length > 1 && !universal.has(word));

/** What stands at each place of a template: text, the value of an attribute, or the inside of a tag. */
interface Place {
  readonly kind: 'text' | 'tag' | 'value' | 'comment' | 'raw';
  readonly attribute: string;
}

/** Literal words of `html` templates. A small reader of markup: it follows quotes, comments and `<code>`, which holds syntax. */
function* wordsOfTemplate(template: ts.TemplateLiteral): Iterable<readonly [node: ts.Node, text: string]> {
  let place: Place = { kind: 'text', attribute: '' };
  let quote = '';
  let raw = 0;
  const holes = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const chunks = ts.isTemplateExpression(template)
    ? [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)]
    : [template.text];
  for (const [at, chunk] of chunks.entries()) {
    let text = '';
    let value = '';
    let name = '';
    const words: string[] = [];
    for (let i = 0; i < chunk.length; i++) {
      const c = chunk[i] ?? '';
      if (place.kind === 'comment') {
        if (chunk.startsWith('-->', i)) place = { kind: 'text', attribute: '' };
      } else if (place.kind === 'text') {
        if (chunk.startsWith('<!--', i)) place = { kind: 'comment', attribute: '' };
        else if (c === '<') {
          if (raw === 0) words.push(text);
          text = '';
          if (/^<(?:code|kbd|style)\b/.test(chunk.slice(i))) raw++;
          else if (/^<\/(?:code|kbd|style)\b/.test(chunk.slice(i))) raw--;
          place = { kind: 'tag', attribute: '' };
          name = '';
        } else text += c;
      } else if (place.kind === 'tag') {
        if (c === '>') place = { kind: 'text', attribute: '' };
        else if (c === '=') {
          quote = /["']/.test(chunk[i + 1] ?? '') ? (chunk[++i] ?? '') : '';
          place = { kind: 'value', attribute: name };
          value = '';
        } else name = /[\s/]/.test(c) ? '' : name + c;
      } else if (place.kind === 'value') {
        const ends: boolean = quote === '' ? /[\s>]/.test(c) : c === quote;
        if (!ends) value += c;
        else {
          if (spoken.test(place.attribute)) words.push(value);
          value = '';
          name = '';
          place = { kind: c === '>' ? 'text' : 'tag', attribute: '' };
        }
      }
    }
    if (place.kind === 'text' && raw === 0) words.push(text);
    if (place.kind === 'value' && spoken.test(place.attribute)) words.push(value);
    for (const each of words) if (hasWords(each)) yield [template, each.trim()];
    const hole = holes[at]?.expression;
    const shown: boolean =
      (place.kind === 'text' && raw === 0) || (place.kind === 'value' && spoken.test(place.attribute));
    if (hole && shown) yield* wordsOfExpression(hole);
    if (place.kind === 'value' && quote === '' && !/^[^\s>]/.test(chunks[at + 1] ?? ''))
      place = { kind: 'tag', attribute: '' };
  }
}

/** Literals that an expression can come to. */
function* wordsOfExpression(node: ts.Expression): Iterable<readonly [node: ts.Node, text: string]> {
  if (ts.isParenthesizedExpression(node)) yield* wordsOfExpression(node.expression);
  else if (ts.isConditionalExpression(node)) {
    yield* wordsOfExpression(node.whenTrue);
    yield* wordsOfExpression(node.whenFalse);
  } else if (ts.isBinaryExpression(node)) {
    yield* wordsOfExpression(node.left);
    yield* wordsOfExpression(node.right);
  } else if (ts.isStringLiteralLike(node)) {
    if (hasWords(node.text)) yield [node, node.text];
  } else if (ts.isTemplateExpression(node)) {
    const fixed = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)].join(' ');
    if (hasWords(fixed)) yield [node, fixed.trim()];
    for (const span of node.templateSpans) yield* wordsOfExpression(span.expression);
  }
}

/** A sentence, or a few words that begin one: what no key, class or selector looks like. */
const sentence = /^[A-Z\u201c"][^.:;#{}<>()=]*\s\S|^[a-z]+(?: [a-z]+){2,}[.:]$/u;
/** What takes messages, and what a person does not read. */
const takers = new Set(['msg', 'plural', 'knownMessage', 'filled', 'css']);

export function literalText(file: string): readonly LiteralText[] {
  const source = parseFile(file);
  const found: LiteralText[] = [];
  const add = (node: ts.Node, text: string) =>
    found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1, text });
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    if (ts.isCallExpression(node)) {
      const called = node.expression.getText(source);
      if (takers.has(called) || called.startsWith('console.')) return;
      const [name, value] = node.arguments;
      if (called.endsWith('.setAttribute') && name && ts.isStringLiteral(name) && value && spoken.test(name.text))
        for (const [at, text] of wordsOfExpression(value)) add(at, text);
    }
    if (ts.isNewExpression(node) && /Error|Exception|RegExp/.test(node.expression.getText(source))) return;
    if (ts.isTaggedTemplateExpression(node)) {
      const tag = node.tag.getText(source);
      if (tag === 'css' || tag === 'str' || tag === 'phrase') return;
      if (tag === 'html' || tag === 'svg' || tag === 'staticHtml') {
        for (const [at, text] of wordsOfTemplate(node.template)) add(at, text);
        if (ts.isTemplateExpression(node.template))
          for (const span of node.template.templateSpans) visit(span.expression);
        return;
      }
    }
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      /\.(?:title|ariaLabel|textContent|placeholder|ariaValueText)$/.test(node.left.getText(source))
    )
      for (const [at, text] of wordsOfExpression(node.right)) add(at, text);
    if (ts.isStringLiteralLike(node) && sentence.test(node.text) && hasWords(node.text)) add(node, node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
