import { readFileSync } from 'node:fs';
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

/** Everything that the pages load, by path. */
export async function buildFiles(withPeers: boolean): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const html =
    '<!doctype html><meta charset="utf-8"><title>benchmark</title><script type="module" src="/page.js"></script>';
  files.set('/', new TextEncoder().encode(html));
  const add = async (folder: string, more: BuildOptions): Promise<void> => {
    const { outputFiles } = await build({ ...options, ...more, outdir: `/out${folder}` });
    for (const { path, contents } of outputFiles ?? []) files.set(path.replace(/^\/out/, ''), contents);
  };
  await add('/library', { entryPoints: { 'activity-audit.worker': 'workers/api/engine.worker.ts' } });
  await add('', { entryPoints: { page: 'test/bench/page.ts' } });
  await add('/peers', {
    entryPoints: { worker: 'test/bench/peers/worker.ts' },
    external: ['node:*', ...(withPeers ? [] : ['arquero', '@sqlite.org/sqlite-wasm'])],
  });
  const sqlite = `${root}test/bench/peers/node_modules/@sqlite.org/sqlite-wasm/sqlite-wasm/jswasm/sqlite3.wasm`;
  if (withPeers) files.set('/peers/sqlite3.wasm', readFileSync(sqlite));
  return files;
}
