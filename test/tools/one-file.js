// The build of the one-file bundle: the view and its worker in one module, what both use once. The worker is started from the text of functions
// that lie in the module itself (`Function.prototype.toString`), so nothing is fetched, and nothing is evaluated on the page.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const place = 'src/client/worker-place.ts';
const arrow = 'workers/decode/arrow.ts';
/** Backends that could send Arrow are asked for lines: the decoder is a tenth of the file, and all it brings is speed. */
const noArrow = `export class ArrowLoader {
  readonly load = (): Promise<never> => Promise.reject(new Error('This build reads no Arrow.'));
  rest(): void {}
}`;
const offered = 'workers/pipeline/offered-questions.ts';
/** Servers of the open protocol that count are loaded, as all others are. */
const unoffered = 'workers/pipeline/unoffered-questions.ts';
/** Names of the bundle's own; no other name begins so. */
const names = {
  shared: '$audit_shared',
  engine: '$audit_engine',
  here: '$audit_here',
  given: '$audit_given',
  passed: '$audit_',
};

/** Replaces what must be there. */
function put(code, pattern, replacement) {
  if (!pattern.test(code)) throw new Error(`${place} no longer has ${pattern}, which the one-file build replaces.`);
  return code.replace(pattern, () => replacement);
}

/** What this build has in place of files of the worker. */
function placeInOneFile(code, workerFile) {
  let placed = code.replaceAll('../../workers/api/engine.worker.ts', workerFile);
  placed = put(
    placed,
    /export const workerText: .+ = null;/,
    `declare const ${names.shared}: () => unknown;
     declare const ${names.engine}: (shared: unknown) => { createEngine(): EngineApi };
     declare const ${names.here}: unknown;
     export const workerText: (() => string) | null = () => \`(\${${names.engine}})((\${${names.shared}})())\`;`,
  );
  return put(
    placed,
    /const \{ createEngine \} = await import\([^)]*\);\s*return createEngine\(\);/,
    `return await ${names.engine}(${names.here}).createEngine();`,
  );
}

/** Everything that a module needs, loaded at once or later. */
function reachable(entry, getModuleInfo) {
  const seen = new Set([entry]);
  for (const id of seen) {
    const info = getModuleInfo(id);
    for (const next of [...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? [])]) seen.add(next);
  }
  return seen;
}

/** Three chunks: what only the page needs, what only the engine needs, and what both do, which needs neither. */
export function threeChunks(pageEntry, engineEntry) {
  let parts;
  return (id, { getModuleInfo, getModuleIds }) => {
    if (!parts) {
      const entry = (end) => [...getModuleIds()].find((one) => one.endsWith(end));
      parts = {
        page: reachable(entry(pageEntry), getModuleInfo),
        engine: reachable(entry(engineEntry), getModuleInfo),
      };
    }
    if (!parts.engine.has(id)) return 'page';
    return parts.page.has(id) ? 'shared' : 'engine';
  };
}

/** The code of a chunk with its imports and exports as those of a function: they become `const {…} = shared` and `return {…}`. */
function asBody(chunk, parse, source, keepsExports = false) {
  let body = '';
  let from = 0;
  let exported = '';
  for (const node of parse(chunk.code).body) {
    let text;
    if (node.type === 'ImportDeclaration') {
      const taken = node.specifiers.map(({ type, imported, local }) => {
        if (type !== 'ImportSpecifier')
          throw new Error(`The one-file build cannot take apart: import of ${node.source.value}`);
        return imported.name === local.name ? local.name : `${imported.name}:${local.name}`;
      });
      text = taken.length ? `const{${taken.join()}}=${source};` : '';
    } else if (node.type === 'ExportNamedDeclaration' && node.source && keepsExports) {
      // What the page hands on of the shared part is taken out of it first.
      const passed = node.specifiers.map(({ local, exported: { name } }, at) => [
        local.name,
        `${names.passed}${node.start}_${at}`,
        name,
      ]);
      const taken = passed.map(([from, here]) => `${from}:${here}`).join();
      text = `const{${taken}}=${source};export{${passed.map(([, here, name]) => `${here} as ${name}`).join()}};`;
    } else if (node.type.startsWith('Export') && !keepsExports) {
      if (node.type !== 'ExportNamedDeclaration' || node.declaration || node.source)
        throw new Error(`The one-file build cannot take apart: ${chunk.code.slice(node.start, node.end).slice(0, 80)}`);
      exported += node.specifiers.map(({ local, exported: { name } }) => `${name}:${local.name}`).join() + ',';
      text = '';
    } else continue;
    body += chunk.code.slice(from, node.start) + text;
    from = node.end;
  }
  body += chunk.code.slice(from);
  return keepsExports ? body : `${body.replace(/;?\s*$/, ';')}return{${exported.replace(/,$/, '')}}`;
}

/** `folder/file` is the bundle, `folder/workerFile` the same worker as a file, for pages that allow that and no text. */
export function oneFile({ workerFile, file, banner }) {
  return [
    {
      name: 'worker-in-one-file',
      load: (id) => {
        if (id.endsWith(place)) return placeInOneFile(readFileSync(id, 'utf8'), `./${workerFile}`);
        if (id.endsWith(offered)) return readFileSync(id.replace(offered, unoffered), 'utf8');
        return id.endsWith(arrow) ? noArrow : null;
      },
    },
    {
      name: 'one-file',
      generateBundle(_options, bundle) {
        const chunk = (name) => Object.values(bundle).find((one) => one.type === 'chunk' && one.name === name);
        const [page, shared, engine] = ['page', 'shared', 'engine'].map(chunk);
        const others = Object.values(bundle).filter((one) => ![page, shared, engine].includes(one));
        if (!page || !shared || !engine || others.length)
          throw new Error(`Three chunks were expected: ${Object.keys(bundle).join(', ')}`);
        const parse = (code) => this.parse(code);
        const sharedText = `()=>{${asBody(shared, parse, '')}}`;
        const engineText = `${names.given}=>{${asBody(engine, parse, names.given)}}`;
        const pageText = asBody(page, parse, names.here, true);
        for (const name of Object.keys(bundle)) delete bundle[name];
        const source = `${banner}\nconst ${names.shared}=${sharedText},${names.engine}=${engineText},${names.here}=${names.shared}();${pageText}`;
        if (parse(source).body.some((node) => node.source)) throw new Error('The one file still imports another.');
        this.emitFile({ type: 'asset', fileName: file, source });
        this.emitFile({
          type: 'asset',
          fileName: workerFile,
          source: `${banner}\n(${engineText})((${sharedText})());\n`,
        });
      },
    },
  ];
}

/** Writes what `integrity="…"` has to say about each file beside the files, and prints it for the one that is linked from elsewhere. */
export const integrity = (folder, files) => ({
  name: 'integrity',
  writeBundle() {
    const hashes = {};
    for (const file of files) {
      const path = join(folder, file);
      if (!existsSync(path)) continue;
      const bytes = readFileSync(path);
      hashes[file] = `sha384-${createHash('sha384').update(bytes).digest('base64')}`;
      const kB = (length) => (length / 1000).toFixed(1);
      console.log(`${path}: ${kB(gzipSync(bytes, { level: 9 }).length)} kB compressed, integrity="${hashes[file]}"`);
    }
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'integrity.json'), `${JSON.stringify(hashes, null, 2)}\n`);
  },
});
