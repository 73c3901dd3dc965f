import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import esbuild from 'rollup-plugin-esbuild';
import { banner, licences } from './test/tools/licences.js';
import { litPolicy } from './test/tools/lit-policy.js';
import { integrity, oneFile, threeChunks } from './test/tools/one-file.js';
import { shortLiteralsPlugin } from './test/tools/short-literals.js';
import { shortNames } from './test/tools/short-names.js';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const packages = Object.keys(dependencies);
const external = (id) => packages.some((name) => id === name || id.startsWith(`${name}/`));
const ts = (options = {}) => esbuild({ tsconfig: 'tsconfig.json', target: 'es2022', sourceMap: true, ...options });
/** The same for the worker, whose members have short names where nobody else says them (`test/tools/short-names.js`). */
const tsShort = (options = {}) => {
  const mangleCache = shortNames();
  return ts({ mangleProps: new RegExp(`^(?:${Object.keys(mangleCache).join('|')})$`), mangleCache, ...options });
};
const resolve = () => nodeResolve({ exportConditions: ['production'] });
/** Of all comments the one stays that names the licence. */
const minify = () =>
  terser({ ecma: 2022, module: true, compress: { passes: 3 }, format: { comments: /^! activity-audit-elements/ } });
const entryBanner = ({ isEntry }) => (isEntry ? banner : '');

const elements = readdirSync('components').filter((name) => {
  try {
    return statSync(join('components', name, 'define.ts')).isFile();
  } catch {
    return false;
  }
});

/** In the one-file build the worker lies beside the bundle under its own name, and the same file serves where no worker can start. */
const workerFile = './activity-audit.worker.js';
const workerBeside = () => ({
  name: 'worker-beside',
  resolveId: (source) => (source === workerFile ? { id: source, external: true } : null),
  transform: (code, id) =>
    id.endsWith('src/client/worker-place.ts')
      ? {
          code: code
            .replaceAll('../../workers/api/engine.worker.ts', workerFile)
            .replaceAll('../../workers/api/engine.js', workerFile),
          map: null,
        }
      : null,
});

/** The source names the worker's TypeScript file, as development servers need it; what we ship names the file that comes of it. */
const workerCompiled = () => ({
  name: 'worker-compiled',
  transform: (code, id) =>
    id.endsWith('src/client/worker-place.ts')
      ? { code: code.replaceAll('engine.worker.ts', 'engine.worker.js'), map: null }
      : null,
});

const copies = (pairs) => ({
  name: 'copies',
  buildStart() {
    for (const [from] of pairs) this.addWatchFile(from);
  },
  writeBundle() {
    for (const [from, to] of pairs) {
      mkdirSync(dirname(to), { recursive: true });
      copyFileSync(from, to);
    }
  },
});

const page = 'dist/demo/page';

/** Parts have their content's hash in their names: those of earlier builds would pile up. */
const removeWorkerParts = (folder) => {
  for (const name of existsSync(folder) ? readdirSync(folder) : [])
    if (name.startsWith('activity-audit.worker-')) rmSync(join(folder, name));
};

/** What the worker always runs is one file; a part that is loaded later brings what only it needs. */
const workerCore = (id, { getModuleInfo }) => {
  if (getModuleInfo(id)?.isEntry) return null;
  // Words that several parts share: not worth a file.
  if (id.endsWith('workers/ingest/backend.ts')) return 'core';
  // Closer looks at groups need of them what the first answer needs, and come later.
  if (
    /workers\/query\/(tree|tree-shape|group-tree|groupings?|path-counts|path-steps|columns-of|from-summary|bring-touched|node-index|paced-sort|value-labels)\.ts$|src\/model\/(trace|attribute-names|filter\/attribute-name)\.ts$/.test(
      id,
    )
  )
    return 'tree';
  // Whoever asks a server needs all of these, and each file is a request.
  if (
    /workers\/(ingest\/(guarded-fetch|http-(connection|failure|following|page-watch|reading|row-ids|stall|stream|tries))|pipeline\/(follower|loader|reading))\.ts$|eventsource-parser/.test(
      id,
    )
  )
    return 'servers';
  // What reads pushes on a thread of its own is the same that reads them here, and a filter's words are read by what tests them.
  if (/workers\/(api\/reader|pipeline\/(reader-api|reading-thread|read-pushes))\.ts$|trusted-url\.ts$/.test(id))
    return 'read-pushes';
  // Whoever has a problem to tell of has read something.
  if (id.endsWith('src/model/problem-kind.ts')) return 'stream-decoder';
  if (/src\/model\/filter\/(literal|clause-test)\.ts$/.test(id)) return 'clause-test';
  if (/src\/model\/(filter\/(ast|glob|normalise|enabled-part)|ip-address)\.ts$/.test(id)) return 'normalise';
  const seen = new Set();
  const waiting = [id];
  let opens = false;
  let decodes = false;
  for (let at = 0; at < waiting.length; at += 1) {
    const info = getModuleInfo(waiting[at]);
    if (!info || seen.has(info.id)) continue;
    seen.add(info.id);
    if (info.isEntry) return 'core';
    opens ||= info.id.endsWith('workers/pipeline/cache.ts');
    decodes ||= info.id.endsWith('workers/decode/stream-decoder.ts');
    waiting.push(...info.importers);
  }
  // Every engine opens a cache: what other parts need of its code, they take from there.
  if (opens) return 'cache';
  return decodes && id.includes('/workers/decode/') ? 'stream-decoder' : null;
};

/**
 * A file that did not come is not asked for again by some browsers, as long as the worker lives: under another address it is. What lies in
 * a part is only in that part, so nothing is there twice.
 */
const askAgain = {
  name: 'ask-again',
  renderDynamicImport: () => ({
    left: '((part) => import(part).catch(() => import(`${part}?again=${Date.now()}`)))(',
    right: ')',
  }),
};

/** For bundler users: one file in, one file out; packages stay imports. */
const modules = {
  input: [
    'components/index.ts',
    'components/define.ts',
    ...elements.map((name) => `components/${name}/define.ts`),
    'src/headless.ts',
    'src/link.ts',
    'workers/api/engine.worker.ts',
  ],
  external,
  output: { dir: 'dist/esm', format: 'es', preserveModules: true, preserveModulesRoot: '.', sourcemap: true },
  plugins: [
    workerCompiled(),
    // Whoever bundles these files has no tool that shortens what stands in templates.
    shortLiteralsPlugin(),
    ts(),
    copies([
      ['stories/protocol/openapi.json', 'dist/openapi.json'],
      ...['bootstrap', 'material', 'primer'].map((name) => [
        `components/themes/${name}.css`,
        `dist/themes/${name}.css`,
      ]),
    ]),
  ],
};

/** For portals: the page in one file, the worker and its parts beside it. */
const browser = {
  input: { 'activity-audit': 'components/bundle.ts' },
  // A language is a file of its own, loaded from beside this one when it is first needed.
  output: {
    dir: 'dist/browser',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'activity-audit.[name].js',
    banner: entryBanner,
    // What bundlers load later is in the file here: a portal serves one, with one hash.
    manualChunks: (id) => (id.includes('/languages/') ? null : 'activity-audit'),
    sourcemap: true,
  },
  plugins: [
    resolve(),
    litPolicy(),
    workerBeside(),
    shortLiteralsPlugin(),
    ts(),
    minify(),
    licences('dist/browser'),
    integrity('dist/browser', ['activity-audit.js', 'activity-audit.ja.js']),
  ],
};
/**
 * The worker: a first file that names the others, what always runs, and parts that are loaded when first needed. Only the first one's name
 * is fixed, and no other file imports it: whatever address it is given, files of two releases never meet.
 */
const worker = {
  input: { 'activity-audit.worker': 'workers/api/engine.worker.ts' },
  output: {
    dir: 'dist/browser',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: 'activity-audit.worker-[name]-[hash:6].js',
    manualChunks: workerCore,
    onlyExplicitManualChunks: true,
    sourcemap: true,
  },
  plugins: [
    { name: 'remove-worker-parts', buildStart: () => removeWorkerParts('dist/browser') },
    resolve(),

    tsShort(),
    askAgain,
    // Without the line that names the licence: the worker's core is counted by the byte.
    minify(),
    licences('dist/browser'),
  ],
};

/** `npx activity-audit-elements`: a file for Node with a part for each word, the protocol's own file beside them. */
const command = {
  input: { command: 'src/command/command.ts' },
  external: /^node:/,
  output: {
    dir: 'dist/command',
    format: 'es',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-part.js',
    banner: ({ isEntry }) => (isEntry ? `#!/usr/bin/env node\n${banner}` : ''),
  },
  plugins: [
    resolve(),
    ts({ sourceMap: false }),
    licences('dist/command'),
    copies([
      ['stories/protocol/openapi.json', 'dist/openapi.json'],
      ...['server', 'counts', 'filter'].map((name) => [
        `stories/protocol/reference-${name}.js`,
        `dist/reference-${name}.js`,
      ]),
    ]),
  ],
};

/** The one file speaks English; another language is a file beside it, made by the build before. */
const languagesBeside = {
  name: 'languages-beside',
  resolveId: (source) =>
    source.startsWith('./languages/')
      ? { id: source.replace('./languages/', './activity-audit.'), external: true }
      : null,
  writeBundle: () => copyFileSync('dist/browser/activity-audit.ja.js', 'dist/wiki/activity-audit.ja.js'),
};

/** For a page elsewhere, such as one of a wiki: everything in one file, the worker within. */
const wiki = {
  input: { page: 'components/bundle.ts', engine: 'workers/api/engine.worker.ts' },
  output: {
    dir: 'dist/wiki',
    format: 'es',
    manualChunks: threeChunks('components/bundle.ts', 'workers/api/engine.worker.ts'),
  },
  plugins: [
    resolve(),
    litPolicy(),
    licences('dist/wiki'),
    languagesBeside,
    shortLiteralsPlugin(),
    ...oneFile({ file: 'activity-audit.js', workerFile: 'activity-audit.worker.js', banner }),
    tsShort({ include: /\/workers\/.*\.ts$/ }),
    ts({ exclude: /\/(workers|node_modules)\// }),
    minify(),
    integrity('dist/wiki', ['activity-audit.js', 'activity-audit.ja.js', 'activity-audit.worker.js']),
  ],
};

/** Without a network the demo's worker needs its parts too; their names are those of this build. */
const workerPartsOffline = {
  name: 'worker-parts-offline',
  transform(code, id) {
    if (!id.endsWith('stories/demo/page/offline-shell.ts')) return null;
    const files = readdirSync('dist/browser').filter((name) => /^activity-audit\.worker.*\.js$/.test(name));
    return { code: code.replace("'activity-audit.worker.js'", files.map((name) => `'${name}'`).join(', ')), map: null };
  },
};

/** The demo: a small portal that uses the two files above as any page would, and its server. */
const demoPage = {
  input: {
    portal: 'stories/demo/page/portal.ts',
    events: 'stories/demo/page/events.ts',
    'offline-shell': 'stories/demo/page/offline-shell.ts',
  },
  output: { dir: page, format: 'es', entryFileNames: '[name].js' },
  external: ['./activity-audit.js'],
  plugins: [
    resolve(),
    workerPartsOffline,
    ts(),
    copies([
      ['stories/demo/page/index.html', `${page}/index.html`],
      ['stories/demo/page/events.html', `${page}/events.html`],
      ['stories/demo/page/portal.css', `${page}/portal.css`],
      ['stories/demo/page/favicon.svg', `${page}/favicon.svg`],
    ]),
    {
      name: 'library-beside',
      writeBundle() {
        removeWorkerParts(page);
        for (const name of readdirSync('dist/browser')) copyFileSync(join('dist/browser', name), join(page, name));
      },
    },
  ],
};
const demoServer = {
  input: { server: 'stories/demo/server.ts' },
  external: /^node:/,
  output: { dir: 'dist/demo', format: 'es', entryFileNames: '[name].js' },
  plugins: [resolve(), ts()],
};

export default (options) =>
  options.configWorker
    ? [worker]
    : options.configDemo
      ? [browser, worker, demoPage, demoServer]
      : [modules, browser, worker, wiki, command, demoPage, demoServer];
