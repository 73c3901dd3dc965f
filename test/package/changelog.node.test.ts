import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { changelogSections, compareVersions, versionProblems } from '../tools/changelog.js';

const root = new URL('../../', import.meta.url);

test('the changelog begins with the version of the package', () => {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  assert.deepEqual(versionProblems(version, readFileSync(new URL('CHANGELOG.md', root), 'utf8')), []);
});

const changelog = '# Changelog\n\n## 0.2.0 (unreleased)\n\n- New.\n\n## 0.1.0 (2026-01-31)\n\n- First.\n';

test('sections have a version, a date and a text', () => {
  assert.deepEqual(changelogSections(changelog), [
    { version: '0.2.0', date: null, text: '- New.' },
    { version: '0.1.0', date: '2026-01-31', text: '- First.' },
  ]);
});

test('a release needs the tag of its version and a date in the changelog', () => {
  assert.deepEqual(versionProblems('0.2.0', changelog), []);
  assert.deepEqual(versionProblems('0.2.0', changelog, 'v0.2.0'), ['CHANGELOG.md: 0.2.0 has no date yet.']);
  const dated = changelog.replace('unreleased', '2026-03-01');
  assert.deepEqual(versionProblems('0.2.0', dated, 'v0.2.0'), []);
  assert.deepEqual(versionProblems('0.2.0', dated, 'v0.2.1'), ['The tag is v0.2.1, the version is 0.2.0.']);
});

test('a version that the changelog does not begin with, an empty section and a wrong order are found', () => {
  assert.equal(versionProblems('0.3.0', changelog).length, 1);
  assert.equal(versionProblems('0.2.0', '## 0.2.0 (unreleased)\n').length, 1);
  assert.equal(versionProblems('0.1.0', '## 0.1.0 (unreleased)\n\n- A.\n\n## 0.2.0 (2026-01-31)\n\n- B.\n').length, 1);
  assert.throws(() => changelogSections('## Next\n'), /should read/);
});

test('versions compare by their numbers, and one with a suffix comes first', () => {
  assert.ok(compareVersions('0.10.0', '0.9.9') > 0);
  assert.ok(compareVersions('1.0.0', '1.0.0-rc.1') > 0);
  assert.equal(compareVersions('1.2.3', '1.2.3'), 0);
});

test('no job of a release may do more than it needs, and none but the first runs code of the packages that we depend on', () => {
  const workflow = readFileSync(new URL('.github/workflows/release.yml', root), 'utf8');
  const jobs = new Map(
    [...workflow.slice(workflow.indexOf('\njobs:')).matchAll(/^ {2}(\w+):\n((?: {4}.*\n)+)/gm)].map(
      ([, name = '', text = '']) => [name, text],
    ),
  );
  const permissions = (name: string) =>
    /permissions:\n((?: {6}[\w-]+: \w+\n)+)/
      .exec(jobs.get(name) ?? '')?.[1]
      ?.trim()
      .split(/\n\s*/);
  assert.match(workflow, /^permissions: \{\}$/m);
  assert.deepEqual([...jobs.keys()], ['pack', 'publish', 'release']);
  assert.deepEqual(permissions('pack'), ['contents: read']);
  assert.deepEqual(permissions('publish'), ['id-token: write']);
  assert.deepEqual(permissions('release'), ['contents: write']);
  for (const name of ['publish', 'release']) assert.doesNotMatch(jobs.get(name) ?? '', /npm (?:ci|test|run)|checkout/);
  assert.match(jobs.get('pack') ?? '', /persist-credentials: false/);
});
