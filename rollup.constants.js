// The worker's words: `ErrorCode.storage` becomes 'storage' where it is said, so that no list of all codes, kinds and states has to be there.
// Only for constants that cannot be anything else: `export const X = { name: 'text', ... } as const` of the shared rooms, by imported name.
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

const rooms = ['src/model', 'src/protocol'];
const parse = (path, text) => ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);

/** The literal texts of `{ ... } as const`; null where there is anything else in it. */
function literals(expression) {
  if (!expression || !ts.isAsExpression(expression) || !ts.isObjectLiteralExpression(expression.expression))
    return null;
  const found = new Map();
  for (const member of expression.expression.properties) {
    const isPlain = ts.isPropertyAssignment(member) && ts.isIdentifier(member.name);
    if (!isPlain || !ts.isStringLiteral(member.initializer)) return null;
    found.set(member.name.text, member.initializer.text);
  }
  return found;
}

/** By file, by name. */
function constants() {
  const found = new Map();
  for (const room of rooms)
    for (const name of readdirSync(room, { recursive: true }).filter((file) => file.endsWith('.ts'))) {
      const path = join(room, name);
      for (const statement of parse(path, readFileSync(path, 'utf8')).statements) {
        if (!ts.isVariableStatement(statement)) continue;
        for (const { name: constant, initializer } of statement.declarationList.declarations) {
          const texts = literals(initializer);
          if (texts) found.set(`${path.split(sep).join('/')} ${constant.text}`, texts);
        }
      }
    }
  return found;
}

/** Before TypeScript is compiled, line by line as it was. */
export function spellConstants() {
  const known = constants();
  return {
    name: 'spell-constants',
    transform(code, id) {
      const path = relative('.', id).split(sep).join('/');
      if (!/^(workers|src)\/.*\.ts$/.test(path)) return null;
      const source = parse(path, code);
      const inScope = new Map();
      for (const statement of source.statements) {
        if (!ts.isImportDeclaration(statement) || !statement.importClause?.namedBindings) continue;
        const { namedBindings } = statement.importClause;
        if (!ts.isNamedImports(namedBindings)) continue;
        const from = join(path, '..', statement.moduleSpecifier.text).split(sep).join('/').replace(/\.js$/, '.ts');
        for (const { name, propertyName } of namedBindings.elements) {
          const texts = known.get(`${from} ${(propertyName ?? name).text}`);
          if (texts) inScope.set(name.text, texts);
        }
      }
      for (const [key, texts] of known) {
        const [file, name] = key.split(' ');
        if (file === path) inScope.set(name, texts);
      }
      // A parameter or a local of that name is another thing: a file that has one is left alone where it is concerned.
      const everyNode = (node, visit) => {
        visit(node);
        ts.forEachChild(node, (child) => everyNode(child, visit));
      };
      everyNode(source, (node) => {
        const isLocal = ts.isParameter(node) || ts.isBindingElement(node) || ts.isVariableDeclaration(node);
        if (isLocal && ts.isIdentifier(node.name) && !known.has(`${path} ${node.name.text}`))
          inScope.delete(node.name.text);
      });
      const edits = [];
      everyNode(source, (node) => {
        if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return;
        const text = inScope.get(node.expression.text)?.get(node.name.text);
        if (text !== undefined) edits.push({ from: node.getStart(source), to: node.end, text: `'${text}'` });
      });
      if (edits.length === 0) return null;
      let spelled = code;
      for (const { from, to, text } of edits.reverse()) spelled = spelled.slice(0, from) + text + spelled.slice(to);
      return { code: spelled, map: null };
    },
  };
}
