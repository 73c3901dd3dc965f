// `npm run sizes`: what a page downloads, minified and compressed, against what it may be. Needs a build.
// Exits with 1 where something is larger than its budget. `--json` for programs.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { rollup } from 'rollup';

const dist = fileURLToPath(new URL('../../dist', import.meta.url));
const folder = join(dist, 'browser');

/** kB of 1,000 bytes, compressed. Names of parts have hashes in them, so that equal code may differ by some bytes. What is wanted may be less than what is enforced; the difference is work to do. */
const budgets = [
  { what: 'page, everything in one file', files: /^activity-audit\.js$/, enforced: 185.8, wanted: 75 },
  { what: 'one more language', files: /^activity-audit\.ja\.js$/, enforced: 31.1 },
  { what: 'worker, before any source', files: /^activity-audit\.worker(-core-.*)?\.js$/, enforced: 25 },
  {
    what: 'worker, first answer from the cache',
    files: /^activity-audit\.worker(-(core|cache|tree)-.*)?\.js$/,
    enforced: 41.6,
  },
  {
    what: 'worker, first answer from a server',
    files: /^activity-audit\.worker(-(core|cache|tree|http-source|stream-decoder)-.*)?\.js$/,
    enforced: 78.9,
  },
  { what: 'worker, all of it', files: /^activity-audit\.worker/, enforced: 212.8 },
  // The page with all languages is most of it, the engine a third; what both use is 11 and there once.
  { what: 'wiki, page and worker in one file', files: /^wiki\/activity-audit\.js$/, enforced: 344.6, wanted: 110 },
];

/** What somebody pays who bundles elements one by one: the four that make a view, with all they share but without the worker; then what each further one adds. */
const modules = fileURLToPath(new URL('../../dist/esm', import.meta.url));
const four = ['filter-bar', 'frequency-graph', 'scope-tree', 'activity-list'];
const view = ['activity-provider', ...four];
const viewBudget = { enforced: 106, wanted: 50 };
const addedBudgets = {
  // The whole view brings all others, the body of a trace when one is asked for.
  'activity-audit': { enforced: 28, wanted: 40 },
  'activity-details': { enforced: 7.1, wanted: 8 },
  'activity-export': { enforced: 4, wanted: 8 },
  'time-bar': { enforced: 7, wanted: 8 },
  'trace-view': { enforced: 2, wanted: 8 },
};

if (!existsSync(folder)) {
  console.error('There is no build to measure. Run: npm run build');
  process.exit(1);
}
const wiki = join('wiki', 'activity-audit.js');
const sizes = [...readdirSync(folder), ...(existsSync(join(dist, wiki)) ? ['wiki/activity-audit.js'] : [])]
  .filter((name) => name.endsWith('.js'))
  .map((name) => {
    const bytes = readFileSync(name.startsWith('wiki/') ? join(dist, wiki) : join(folder, name));
    return { name, minified: bytes.length, compressed: gzipSync(bytes, { level: 9 }).length };
  })
  .sort((a, b) => a.name.localeCompare(b.name));
/** With everything that these files import at once: a browser runs nothing before it has all of that. */
function withImports(names) {
  const wanted = new Set(names);
  for (const name of wanted) {
    if (name.startsWith('wiki/')) continue;
    const code = readFileSync(join(folder, name), 'utf8');
    for (const [, imported] of code.matchAll(/\b(?:import|export)[^'"();]*["']\.\/([^'"]+)["']/g)) wanted.add(imported);
  }
  return wanted;
}
const sums = budgets.map(({ what, files, enforced, wanted }) => {
  const named = sizes.filter(({ name }) => files.test(name)).map(({ name }) => name);
  const all = withImports(named);
  const counted = sizes.filter(({ name }) => all.has(name));
  const compressed = counted.reduce((sum, file) => sum + file.compressed, 0);
  return { what, files: counted.length, compressed, enforced: enforced * 1000, wanted: (wanted ?? enforced) * 1000 };
});

/**
 * Compressed bytes of what a page downloads at once for these elements, bundled by Rollup and minified by esbuild. Parts that are
 * loaded later are left out, and so is the engine where no worker can start; what a part shares with the rest counts here.
 */
async function bundled(tags) {
  const entry = '\0entry';
  const bundle = await rollup({
    input: entry,
    plugins: [
      {
        name: 'entry',
        resolveId: (source) => (source === entry ? source : null),
        load: (id) =>
          id === entry
            ? tags.map((tag) => `import ${JSON.stringify(join(modules, 'components', tag, 'define.js'))};`).join('\n')
            : null,
      },
      nodeResolve({ exportConditions: ['production'] }),
      {
        name: 'minify',
        renderChunk: (code) =>
          transform(code, { minify: true, format: 'esm', target: 'es2022', legalComments: 'none' }),
      },
    ],
    onwarn: () => {},
  });
  const { output } = await bundle.generate({ format: 'es' });
  await bundle.close();
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const wanted = new Set([output[0].fileName]);
  for (const name of wanted) for (const imported of chunks.get(name)?.imports ?? []) wanted.add(imported);
  return [...wanted].reduce((sum, name) => sum + gzipSync(chunks.get(name).code, { level: 9 }).length, 0);
}
const entry = (what, compressed, { enforced, wanted = enforced }) => ({
  what,
  files: 1,
  compressed,
  enforced: enforced * 1000,
  wanted: wanted * 1000,
});
const viewBytes = await bundled(view);
sums.push(entry(`${four.join(', ')}, the store`, viewBytes, viewBudget));
for (const tag of readdirSync(join(modules, 'components'), { withFileTypes: true })
  .filter((place) => existsSync(join(modules, 'components', place.name, 'define.js')))
  .map(({ name }) => name)) {
  if (view.includes(tag)) continue;
  const budget = addedBudgets[tag];
  if (!budget) throw new Error(`<${tag}> has no budget.`);
  sums.push(entry(`${tag}, besides those`, (await bundled([...view, tag])) - viewBytes, budget));
}

const over = sums.filter(({ compressed, files, enforced }) => files === 0 || compressed > enforced);

const kB = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
if (process.argv.includes('--json')) console.log(JSON.stringify({ files: sizes, sums }, null, 2));
else {
  console.log(`${'file'.padEnd(54)}minified  min+gzip  (kB)`);
  for (const { name, minified, compressed } of sizes)
    console.log(`${name.padEnd(54)}${kB(minified)}  ${kB(compressed)}`);
  console.log(`\n${'needed together'.padEnd(68)}min+gzip    wanted    at most`);
  for (const { what, compressed, wanted, enforced } of sums)
    console.log(`${what.padEnd(68)}${kB(compressed)}  ${kB(wanted)}   ${kB(enforced)}`);
}
for (const { what, files, compressed, enforced } of over)
  console.error(
    files === 0
      ? `Nothing was found for "${what}".`
      : `"${what}" is ${kB(compressed).trim()} kB and may be ${kB(enforced).trim()} kB.`,
  );
process.exitCode = over.length ? 1 : 0;
