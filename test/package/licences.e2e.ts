/** Whoever hands on code of others hands on their notices. Needs a build. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { root } from '../hosts/packed.js';
import { banner, licenceOf, licencesFile, packageFolder } from '../tools/licences.js';

const dist = (...path: readonly string[]): string => join(root, 'dist', ...path);
const noticesIn = (folder: string): string => readFileSync(dist(folder, licencesFile), 'utf8');

/** The folders of all packages that source maps of a build name. */
function packagesIn(folder: string): ReadonlySet<string> {
  const found = new Set<string>();
  for (const name of readdirSync(dist(folder)).filter((file) => file.endsWith('.js.map'))) {
    const { sources } = JSON.parse(readFileSync(dist(folder, name), 'utf8')) as { sources: readonly string[] };
    for (const source of sources) {
      const of = packageFolder(resolve(dirname(dist(folder, name)), source));
      if (of !== null) found.add(realpathSync(of));
    }
  }
  return found;
}

test('each package of which the bundle has code has its licence beside the bundle', () => {
  const packages = packagesIn('browser');
  assert.ok(packages.size > 8);
  for (const folder of packages) {
    const { head, text } = licenceOf(folder);
    assert.ok(noticesIn('browser').includes(`${head}\n\n${text}\n`), `${head} is missing`);
  }
});

const heads = (notices: string): readonly string[] =>
  [...notices.matchAll(/^-{80}\n(.+)$/gm)].map(([, head = '']) => head.replace(/ .*/, ''));

test('the one file names the same packages, but for the one that it does without', () => {
  assert.deepEqual(
    heads(noticesIn('wiki')),
    heads(noticesIn('browser')).filter((name) => name !== '@uwdata/flechette'),
  );
});

test('the command names what it has in it', () => {
  const code = readdirSync(dist('command'))
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFileSync(dist('command', name), 'utf8'));
  assert.deepEqual(code.join('\n').match(/from '(?!node:|\.)[^']+'/g), null, 'nothing is left to be installed');
  assert.match(noticesIn('command'), /^activity-audit-elements .* is under Apache-2\.0/);
});

test('the files that are linked by their name say at their beginning whose they are', () => {
  assert.match(banner, /^\/\*! activity-audit-elements \d.*Apache-2\.0.*THIRD-PARTY-LICENSES\.txt \*\/$/);
  for (const file of ['browser/activity-audit.js', 'wiki/activity-audit.js', 'wiki/activity-audit.worker.js'])
    assert.ok(readFileSync(dist(file), 'utf8').startsWith(`${banner}\n`), file);
  assert.ok(readFileSync(dist('command/command.js'), 'utf8').startsWith(`#!/usr/bin/env node\n${banner}\n`));
});
