// Whether `package.json`'s version and CHANGELOG.md agree.  node --import tsx test/tools/changelog.ts [TAG]
// With a tag (`v1.2.3`) also whether it is that version's and the version's section has a date; prints the section.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);

export interface ChangelogSection {
  readonly version: string;
  /** `YYYY-MM-DD`, or null while it is unreleased. */
  readonly date: string | null;
  readonly text: string;
}

/** Sections from the newest to the oldest. A heading that is none of a version is an error. */
export function changelogSections(changelog: string): readonly ChangelogSection[] {
  return changelog
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [heading = '', ...lines] = section.split('\n');
      const found = /^(\d+\.\d+\.\d+(?:-[\w.]+)?) \((unreleased|\d{4}-\d\d-\d\d)\)$/.exec(heading.trim());
      const [, version, when] = found ?? [];
      if (version === undefined || when === undefined)
        throw new Error(
          `CHANGELOG.md: "## ${heading}" should read "## 1.2.3 (unreleased)" or "## 1.2.3 (2026-01-31)".`,
        );
      return { version, date: when === 'unreleased' ? null : when, text: lines.join('\n').trim() };
    });
}

/** Greater than 0 where `a` is the newer version. A version with a suffix comes before the one without. */
export function compareVersions(a: string, b: string): number {
  const parts = (version: string) => version.split(/[.-]/, 3).map(Number);
  const [left, right] = [parts(a), parts(b)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.includes('-')) - Number(a.includes('-'));
}

/** What is wrong, as sentences. */
export function versionProblems(version: string, changelog: string, tag?: string): readonly string[] {
  const sections = changelogSections(changelog);
  const [newest, ...older] = sections;
  const problems: string[] = [];
  if (newest?.version !== version)
    problems.push(`package.json says ${version}, CHANGELOG.md begins with ${newest?.version ?? 'nothing'}.`);
  if (newest?.text === '') problems.push(`CHANGELOG.md says nothing about ${newest.version}.`);
  for (const [at, { version: own, date }] of older.entries()) {
    if (date === null) problems.push(`CHANGELOG.md: ${own} is not the newest version and has no date.`);
    if (compareVersions(sections[at]?.version ?? '', own) <= 0)
      problems.push(`CHANGELOG.md: ${sections[at]?.version} stands before ${own} and is not newer.`);
  }
  if (tag !== undefined) {
    if (tag !== `v${version}`) problems.push(`The tag is ${tag}, the version is ${version}.`);
    if (newest?.date === null) problems.push(`CHANGELOG.md: ${newest.version} has no date yet.`);
  }
  return problems;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  const changelog = readFileSync(new URL('CHANGELOG.md', root), 'utf8');
  const problems = versionProblems(version, changelog, process.argv[2]);
  for (const problem of problems) console.error(problem);
  if (!problems.length) console.log(changelogSections(changelog)[0]?.text);
  process.exitCode = problems.length ? 1 : 0;
}
