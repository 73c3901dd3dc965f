// Which names of members are the worker's own business, so that the build may shorten them. In a file apart because it can be got wrong: a
// name may only be shortened where nobody outside the worker's TypeScript ever says it.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const files = (folder, pattern) =>
  readdirSync(folder, { recursive: true })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));

/** Runs over every node of a file that somebody could read a name from. */
function eachNode(path, visit) {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, false);
  const walk = (node, parent) => {
    visit(node, parent);
    ts.forEachChild(node, (child) => walk(child, node));
  };
  walk(source, null);
}

/** A member can also be reached by a text that is its name, or written in a text of quoted names. A sentence is neither. */
const wordsIn = (text) =>
  /^[\w$]+$/.test(text) ? [text] : text.includes('"') ? (text.match(/[A-Za-z_$][\w$]*/g) ?? []) : [];
const isText = (node) =>
  ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node);

/** A name by which a member is declared, read, written, or taken out; null for every other node. */
function memberName(node, parent) {
  if (ts.isBindingElement(node) && parent && ts.isObjectBindingPattern(parent)) return node.propertyName ?? node.name;
  const isNamed =
    ts.isPropertyAccessExpression(node) ||
    ts.isShorthandPropertyAssignment(node) ||
    ts.isPropertyAssignment(node) ||
    ts.isEnumMember(node) ||
    isMember(node);
  return isNamed ? node.name : null;
}

/** Every name of a member that a file says, in whatever way. */
function namesSaid(path, into) {
  eachNode(path, (node, parent) => {
    const name = memberName(node, parent);
    if (name) into.add(name.text);
    else if (isText(node)) for (const word of wordsIn(node.text)) into.add(word);
  });
}

/** Files that handle data from outside as it came: what they take apart by name has names that others gave. */
const isForeign = (path) => /^workers\/(ingest|decode)\//.test(path);
/** Files that write what outlives a release: names in it must be the same in the next one. */
const isStored = (path) => /^workers\/(cache\/|.*\/stored-[^/]*$)/.test(path);

const isMember = (node) =>
  (ts.isPropertyDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isMethodSignature(node) ||
    ts.isAccessor(node) ||
    (ts.isParameter(node) && ts.canHaveModifiers(node) && ts.getModifiers(node) !== undefined)) &&
  ts.isIdentifier(node.name);

const isKey = (node) => ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node);

/**
 * Names of members that `workers/` declares in classes, interfaces and types, each with its short form. Left as they are, and hence safe:
 *
 * - whatever `src/model` and `src/protocol` say: that is what crosses the thread;
 * - whatever the packages in the worker say, and whatever the language and the browser have (TypeScript's own declarations of them);
 * - whatever is a text anywhere: a member that is read or tested by a text, a field of JSON, a tag of a union;
 * - the shapes in the files that write what is stored, and what those and the ones that read data from outside take apart;
 * - whatever a module exports: modules that are loaded later are taken apart by these names.
 *
 * Short forms are words that nobody says at all.
 */
export function shortNames() {
  const own = files('workers', /\.ts$/);
  const shared = [...files('src/model', /\.ts$/), ...files('src/protocol', /\.ts$/)];
  const foreign = [
    ...files(fileURLToPath(new URL('.', import.meta.resolve('typescript'))), /^lib\..*\.d\.ts$/),
    fileURLToPath(import.meta.resolve('comlink')),
    fileURLToPath(import.meta.resolve('idb')),
    fileURLToPath(import.meta.resolve('eventsource-parser')),
    ...files(fileURLToPath(new URL('.', import.meta.resolve('@uwdata/flechette'))), /\.js$/),
  ];
  const kept = new Set();
  for (const path of [...shared, ...foreign]) namesSaid(path, kept);
  const said = new Map();
  const declared = new Set();
  for (const path of own) {
    eachNode(path, (node, parent) => {
      if (ts.isIdentifier(node)) said.set(node.text, (said.get(node.text) ?? 0) + 1);
      if (isText(node)) for (const word of wordsIn(node.text)) kept.add(word);
      if (isMember(node)) declared.add(node.name.text);
      if ((isForeign(path) || isStored(path)) && ts.isBindingElement(node) && memberName(node, parent))
        kept.add(memberName(node, parent).text);
      if (isStored(path) && (isKey(node) || ts.isPropertySignature(node))) kept.add(node.name.text);
      if (ts.canHaveModifiers(node) && ts.getModifiers(node)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
        for (const { name } of node.declarationList?.declarations ?? [node]) if (name) kept.add(name.text);
      if (ts.isExportSpecifier(node) || ts.isNamespaceExport(node)) kept.add(node.name.text);
    });
  }
  const names = [...declared].filter((name) => !kept.has(name));
  // The most frequent first; the order of names decides among equals, so that equal sources give equal files.
  names.sort((a, b) => said.get(b) - said.get(a) || (a < b ? -1 : 1));
  const short = shortForms(new Set([...kept, ...said.keys()]));
  return Object.fromEntries(names.map((name) => [name, short.next().value]));
}

/** `aa`, `ba`, ...: words of two letters, then of three. */
function* shortForms(taken) {
  const letters = 'etnriaoscludfpmhg_vybxwkTSELjRqADzNPCIMOFBVHUJGWKQXYZ';
  for (let length = 2; ; length += 1)
    for (let at = 0; at < letters.length ** length; at += 1) {
      let word = '';
      for (let rest = at, count = 0; count < length; count += 1, rest = Math.floor(rest / letters.length))
        word += letters[rest % letters.length];
      if (!taken.has(word)) yield word;
    }
}
