import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { currentPages } from './tools/element-table.js';

const root = new URL('..', import.meta.url);
const readme = readFileSync(new URL('README.md', root), 'utf8');

test('the tables of elements are those that the source gives (npm run docs:elements writes them)', async () => {
  for (const [file, current] of await currentPages())
    assert.equal(readFileSync(new URL(file, root), 'utf8'), current, `${file} is not current`);
});

test('every file and picture that the README links is there', () => {
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map((found) => found[1] ?? '');
  assert.ok(links.length > 3);
  for (const link of links) assert.ok(existsSync(fileURLToPath(new URL(link, root))), `${link} is missing`);
});

test('every command that the README names is a script of the package', () => {
  const { scripts } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
    scripts: Record<string, string>;
  };
  for (const [, name = ''] of readme.matchAll(/npm run ([\w:-]+)/g))
    assert.ok(name in scripts, `npm run ${name} does not exist`);
});
