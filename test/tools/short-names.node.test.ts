import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { shortNames } from './short-names.js';

/** Every name under which a module of the worker gives something away, by the compiler's own reading. */
function exportedNames(): ReadonlySet<string> {
  const files = readdirSync('workers', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const program = ts.createProgram(
    files.map((name) => join('workers', name)),
    { noResolve: true, noLib: true },
  );
  const checker = program.getTypeChecker();
  const modules = program.getSourceFiles().flatMap((file) => checker.getSymbolAtLocation(file) ?? []);
  return new Set(modules.flatMap((module) => checker.getExportsOfModule(module).map(({ name }) => name)));
}

test('a name under which a part of the worker gives something away is left as it is: who loads the part asks by it', () => {
  const exported = exportedNames();
  assert.ok(exported.has('upkeep') && exported.has('Holdings'), 'the names are read');
  const lost = Object.keys(shortNames()).filter((name) => exported.has(name));
  assert.deepEqual(lost, []);
});

test('a name that crosses the thread or is stored is left as it is', () => {
  const shortened = new Set(Object.keys(shortNames()));
  for (const path of ['src/protocol/engine-api.ts', 'src/model/activity.ts', 'workers/cache/manifest.ts']) {
    const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertySignature(node) && ts.isIdentifier(node.name))
        assert.ok(!shortened.has(node.name.text), `${node.name.text} of ${path}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
});
