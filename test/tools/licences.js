// What the licences of packages ask of those who hand their code on: in a bundle none of their comments is left, so a file beside it has the notices of
// all packages that are really in it.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const licencesFile = 'THIRD-PARTY-LICENSES.txt';

const { name, version, license } = JSON.parse(readFileSync('package.json', 'utf8'));
/** For the first line of a bundle; the mark keeps it where others minify it again. */
export const banner = `/*! ${name} ${version}, ${license}, ${licencesFile} */`;

/** The folder of the package that a module is of; null for our own. */
export const packageFolder = (id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0] ?? null;

/** Its licence as it came; a package without one stops the build, and somebody has to look. */
export function licenceOf(folder) {
  const description = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter((file) => /^(?:licen[cs]e|notice|copying)\b/i.test(file));
  if (!files.some((file) => !/^notice/i.test(file))) throw new Error(`${description.name} has no licence in it.`);
  const text = files.map((file) => readFileSync(join(folder, file), 'utf8').trim()).join('\n\n');
  return { head: `${description.name} ${description.version} (${description.license})`, text };
}

/** A folder may be filled by several builds, one after the other. */
const foldersOf = new Map();

/** Comes before whatever takes chunks apart. */
export const licences = (into) => ({
  name: 'licences',
  generateBundle(_options, bundle) {
    const found = foldersOf.get(into) ?? new Set();
    foldersOf.set(into, found);
    for (const { modules = {} } of Object.values(bundle))
      for (const [id, { renderedLength }] of Object.entries(modules)) {
        const folder = renderedLength > 0 && packageFolder(id);
        if (folder) found.add(folder);
      }
  },
  writeBundle() {
    const parts = [...foldersOf.get(into)]
      .map(licenceOf)
      .sort((a, b) => (a.head < b.head ? -1 : 1))
      .map(({ head, text }) => `${'-'.repeat(80)}\n${head}\n\n${text}\n`);
    mkdirSync(into, { recursive: true });
    writeFileSync(
      join(into, licencesFile),
      [
        `${name} ${version} is under ${license}. Parts of these packages are in the files of this folder:\n`,
        ...parts,
      ].join('\n'),
    );
  },
});
