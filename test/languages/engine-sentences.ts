/** What the engine, its client and the store say to people, as it arrives on the page: with values in it. */
import ts from 'typescript';
import { parseFile, sourceFiles } from './source-messages.js';

export interface Said {
  readonly text: string;
  readonly file: string;
  readonly line: number;
}

/** Stands for a value: no word of any language. */
export const anyValue = '\u27e8\u27e9';

const folders = ['workers', 'src/model', 'src/client', 'src/store'];
/** Technical detail for developers, and what is thrown to be caught by ourselves. */
const forDevelopers = new Set(['detail', 'cause', 'damaged', 'Error', 'TypeError', 'RangeError', 'DOMException']);
/** Files whose literals are syntax, names of attributes, or labels that `knownMessage` translates. */
const otherTexts =
  /src\/model\/(?:attribute-names|number-attributes|catalogue|groupings|filter\/|trace|view-state|coverage)|workers\/columns\/stored-|workers\/columns\/(?:shared-cells|holdings|compaction|batch)|workers\/decode\/falco-fields|workers\/ingest\/(?:sysdig-(?:attributes|filter)|http-offer)|workers\/query\/trace\/|workers\/ingest\/clickhouse\/(?:(?:\w+-)?sql|create-table)\.ts/;

/** A few words with a small letter among them; no path, selector, key or name of an attribute. */
const words = /[A-Za-z]{2,}[,:]? [a-z\u27e8"\u201c(]|^[A-Z][a-z]+ [a-z]|^[a-z]+ [A-Z]{2,}/;
const syntax = /^[\w.-]+\/[\w.+-]+|^[a-z]+(?:\.[a-z]+)+|^\.{1,2}\/|^\s*$/;
/** Statements for a database: people never see them. */
const statement = /^(?:SELECT|KILL|GROUP BY|HAVING|times (?:ASC|DESC)|max\(|\(\u27e8\u27e9 [<>])|^\u27e8\u27e9 AS /;
const mostForms = 24;

/** Every text that an expression can come to, values as `anyValue`. */
function formsOf(node: ts.Expression, constants: ReadonlyMap<string, ts.Expression>, depth = 0): readonly string[] {
  if (depth > 6) return [anyValue];
  const next = (inner: ts.Expression) => formsOf(inner, constants, depth + 1);
  if (ts.isParenthesizedExpression(node)) return next(node.expression);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...next(node.whenTrue), ...next(node.whenFalse)];
  if (ts.isIdentifier(node)) {
    const constant = constants.get(node.text);
    return constant ? next(constant) : [anyValue];
  }
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.PlusToken) return combine([next(node.left), next(node.right)]);
    if (kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken)
      return [...next(node.left), ...next(node.right)];
  }
  if (ts.isTemplateExpression(node))
    return combine([
      [node.head.text],
      ...node.templateSpans.flatMap(({ expression, literal }) => [next(expression), [literal.text]]),
    ]);
  return [anyValue];
}

function combine(parts: readonly (readonly string[])[]): readonly string[] {
  return parts.reduce<readonly string[]>(
    (all, forms) => all.flatMap((text) => forms.map((form) => text + form)).slice(0, mostForms),
    [''],
  );
}

/** Strings and templates that are named and used by their name. */
function constantsOf(source: ts.SourceFile): ReadonlyMap<string, ts.Expression> {
  const found = new Map<string, ts.Expression>();
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer) {
      const { initializer } = node;
      const isText =
        ts.isStringLiteralLike(initializer) ||
        ts.isTemplateExpression(initializer) ||
        (ts.isConditionalExpression(initializer) && formsOf(initializer, new Map()).some((text) => words.test(text)));
      if (isText && !found.has(node.name.text)) found.set(node.name.text, initializer);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isForDevelopers(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return forDevelopers.has(parent.name.getText());
  if (ts.isNewExpression(parent) || ts.isCallExpression(parent)) {
    // Why nothing is cached is told to people, in another sentence.
    const told = parent.getSourceFile().fileName.startsWith('workers/cache/');
    return forDevelopers.has(parent.expression.getText()) && !told;
  }
  return (
    ts.isTypeNode(parent) ||
    ts.isImportDeclaration(parent) ||
    ts.isExportDeclaration(parent) ||
    ts.isElementAccessExpression(parent) ||
    ts.isCaseClause(parent)
  );
}

function saidIn(file: string): readonly Said[] {
  const source = parseFile(file);
  const constants = constantsOf(source);
  const found: Said[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
    const isOuter = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    const isSum = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
    if (isOuter || isSum) {
      if (isForDevelopers(node)) return;
      const texts = formsOf(node, constants).filter(
        (text) => words.test(text) && !syntax.test(text) && !statement.test(text),
      );
      const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
      for (const text of texts) found.push({ text, file, line });
      if (isOuter) {
        // What a value inside can come to was put in already.
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

export function engineSentences(): readonly Said[] {
  return folders.flatMap((folder) =>
    sourceFiles(folder)
      .filter((file) => !otherTexts.test(file))
      .flatMap(saidIn),
  );
}
