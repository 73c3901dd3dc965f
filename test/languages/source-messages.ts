/** The messages of the source: what `msg()`, `plural()` and `phrase` are given, and what other rooms keep for `knownMessage()`. */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export interface SourceMessage {
  readonly text: string;
  readonly file: string;
  readonly line: number;
  /** Whether it counts something: its translation has a text for each plural category. */
  readonly counts: boolean;
}

export function parseFile(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
}

/** TypeScript files below a folder, without the languages themselves. */
export function sourceFiles(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.parentPath.endsWith('/languages'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

/** `{0} of {1}` of a literal or a template; null for anything else. */
export function textOf(node: ts.Node | undefined): string | null {
  if (!node) return null;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTaggedTemplateExpression(node)) return textOf(node.template);
  if (ts.isTemplateExpression(node))
    return node.head.text + node.templateSpans.map(({ literal }, at) => `{${at}}${literal.text}`).join('');
  return null;
}

export interface Extraction {
  readonly messages: readonly SourceMessage[];
  /** Calls whose message nobody can read from the source. */
  readonly unreadable: readonly string[];
}

export function messagesIn(file: string): Extraction {
  const source = parseFile(file);
  const messages: SourceMessage[] = [];
  const unreadable: string[] = [];
  const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const add = (node: ts.Node, text: string | null, counts: boolean) => {
    if (text === null) unreadable.push(`${file}:${lineOf(node)}`);
    else messages.push({ text, file, line: lineOf(node), counts });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const [first, second, third] = node.arguments;
      if (node.expression.text === 'msg') add(node, contextOf(second) ?? textOf(first), false);
      else if (node.expression.text === 'plural') {
        add(node, textOf(third), true);
        if (textOf(second) === null) unreadable.push(`${file}:${lineOf(node)}`);
      }
    } else if (ts.isTaggedTemplateExpression(node) && node.tag.getText(source) === 'phrase')
      add(node, textOf(node), false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { messages, unreadable };
}

/** The id of `msg(text, { id })`, which is the text with its context. */
function contextOf(options: ts.Node | undefined): string | null {
  if (!options || !ts.isObjectLiteralExpression(options)) return null;
  const id = options.properties.find((property) => property.name?.getText() === 'id');
  return id && ts.isPropertyAssignment(id) ? textOf(id.initializer) : null;
}
