import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type BuildOptions } from 'esbuild';

const root = fileURLToPath(new URL('../..', import.meta.url));
const options: BuildOptions = {
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  write: false,
  absWorkingDir: root,
  tsconfig: `${root}tsconfig.json`,
  conditions: ['production'],
};

export interface Built {
  /** The module that the page runs. */
  readonly entry: string;
  /** Which peers' worker comes along: none, those that need no installation, or all. */
  readonly peers?: 'own' | 'installed';
  /** With the worker that only decodes. */
  readonly decode?: boolean;
  /** With the names of the source, for a profile: not the files that are shipped. */
  readonly named?: boolean;
  /** The worker lies in `dist` and is the one to measure. */
  readonly built?: boolean;
}

/** The worker as it is shipped, in as many files: what a page waits for when it opens is mostly how many there are. */
function shippedWorker(built: boolean): readonly (readonly [path: string, contents: Uint8Array])[] {
  if (!built || !existsSync(`${root}dist/browser/activity-audit.worker.js`)) {
    const rollup = ['node_modules/rollup/dist/bin/rollup', '-c', '--silent', '--configWorker'];
    const { status, stderr } = spawnSync(process.execPath, rollup, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(`the worker could not be built: ${stderr}`);
  }
  return readdirSync(`${root}dist/browser`)
    .filter((name) => /^activity-audit\.worker.*\.js$/.test(name))
    .map((name) => [`/library/${name}`, readFileSync(`${root}dist/browser/${name}`)]);
}

/** Everything that the pages load, by path. */
export async function buildFiles({
  entry,
  peers,
  decode = false,
  named = false,
  built = false,
}: Built): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const html =
    '<!doctype html><meta charset="utf-8"><title>benchmark</title><script type="module" src="/page.js"></script>';
  files.set('/', new TextEncoder().encode(html));
  const add = async (folder: string, more: BuildOptions): Promise<void> => {
    const { outputFiles } = await build({ ...options, ...more, minify: !named, outdir: `/out${folder}` });
    for (const { path, contents } of outputFiles ?? []) files.set(path.replace(/^\/out/, ''), contents);
  };
  if (named) await add('/library', { entryPoints: { 'activity-audit.worker': 'workers/api/engine.worker.ts' } });
  else for (const [path, contents] of shippedWorker(built)) files.set(path, contents);
  await add('', { entryPoints: { page: entry } });
  await add('/kernels', { entryPoints: { kernels: 'test/bench/kernels.worker.ts' } });
  if (decode) await add('/decode', { entryPoints: { decode: 'test/bench/arrow/decode.worker.ts' } });
  if (peers === undefined) return files;
  const installed = peers === 'installed';
  await add('/peers', {
    entryPoints: { worker: 'test/bench/peers/worker.ts' },
    external: [
      'node:*',
      ...(installed
        ? []
        : ['arquero', '@sqlite.org/sqlite-wasm', 'crossfilter2', '@duckdb/duckdb-wasm', 'apache-arrow']),
    ],
  });
  if (!installed) return files;
  const modules = `${root}test/bench/peers/node_modules`;
  files.set('/peers/sqlite3.wasm', readFileSync(`${modules}/@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm`));
  const duckdb = `${modules}/@duckdb/duckdb-wasm/dist`;
  files.set('/peers/duckdb.wasm', readFileSync(`${duckdb}/duckdb-eh.wasm`));
  files.set('/peers/duckdb.worker.js', readFileSync(`${duckdb}/duckdb-browser-eh.worker.js`));
  return files;
}
