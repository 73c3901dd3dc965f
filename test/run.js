// `npm test`: every check and every test, and a closing line `N passed, N failed`. What needs one processor only runs two at a time, the rest
// one after the other (`needs` and `narrow` below). `node test/run.js types lint` runs only the named steps, in that order.
import { AsyncLocalStorage } from 'node:async_hooks';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transpile } from './tools/transpile.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const bin = (name) => join(root, 'node_modules', '.bin', name);

/** Where a step's words go: to the screen, or into a list while another step has the screen. */
const kept = new AsyncLocalStorage();
const say = (text) => {
  const words = kept.getStore();
  if (words) words.push(text);
  else process.stdout.write(text);
};

/** Runs a command, shows what it prints, and gives its exit code and output. */
function run(command, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        say(text);
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: String(error) }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** A step that holds or does not. */
const check = (command, args) => async () => {
  const { code } = await run(command, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
};

/** What failed by name, told once more at the end: long output is cut at its beginning. */
const failures = [];
const failedTest = /^ *not ok \d+ - (.+)$|^ *(?:❌|✗) (.+)$/gmu;

/** A step that prints how many tests passed; one that prints nothing, or fails without naming a test, has failed. */
const counted = (pattern, command, args, env) => async () => {
  const { code, output } = await run(command, await (typeof args === 'function' ? args() : args), env);
  const found = [...output.matchAll(pattern)].at(-1);
  const [passed, failed, skipped] = found ? [1, 2, 3].map((at) => Number(found[at] ?? 0)) : [0, 0, 0];
  failures.push(...[...output.matchAll(failedTest)].map(([, tap, browser]) => tap ?? browser));
  return { passed, skipped, failed: failed === 0 && (code !== 0 || passed + skipped === 0) ? 1 : failed };
};

/** Begun first, so that none of them is left alone at the end. What is missing here only comes later. */
const longTests = [
  'trace/attribution',
  'clickhouse/cluster',
  'pipeline/keeper',
  'query/query-engine',
  'query/bad-input',
  'ingest/file-raw',
  'conformance/check-server',
  'pipeline/exports',
  'decode/arrow',
  'demo/protocol',
  'tools/short-names',
  'ingest/sysdig',
].map((name) => `test/${name}.node.test.ts`);

const nodeTests = () => {
  const rest = readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.node.test.ts'))
    .map((name) => `test/${name.replaceAll('\\', '/')}`)
    .filter((name) => !longTests.includes(name))
    .sort();
  return [...longTests, ...rest];
};

const tapSummary = /^# pass (\d+)\n# fail (\d+)\n(?:# cancelled \d+\n)?# skipped (\d+)/gm;

/** What `stories` opens: made once, by whoever asks first. */
let storybook;
const buildStorybook = () =>
  (storybook ??= run(bin('storybook'), [
    ...['build', '-c', 'stories/.storybook', '-o', 'dist/storybook'],
    ...['--quiet', '--disable-telemetry'],
  ]));

const steps = {
  types: check(bin('tsc'), ['-b']),
  lint: check(bin('eslint'), ['-c', 'test/eslint.config.js', '--max-warnings', '0', '.']),
  imports: check(process.execPath, ['--import', 'tsx', 'test/imports.ts']),
  node: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'plain-typescript-'));
    try {
      await transpile(root, folder);
      const args = [
        '--import',
        './test/tools/plain-typescript.js',
        'test/tools/test-files.js',
        '--at-a-time=2',
        ...nodeTests(),
      ];
      return await counted(tapSummary, process.execPath, args, { PLAIN_TYPESCRIPT: folder })();
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  build: async () => {
    const built = await check(bin('rollup'), ['-c', '--silent'])();
    return built.failed ? built : check(process.execPath, ['--import', 'tsx', 'test/tools/metadata/write.ts'])();
  },
  sizes: check(process.execPath, ['test/tools/sizes.js']),
  // Answers must agree with those of a plain array; the times are only told.
  bench: check(process.execPath, [
    ...['--import', 'tsx', 'test/bench/run.ts', '--rows', '20000', '--runs', '3'],
    ...['--peers', 'array', '--quick', '--compare', '--built'],
  ]),
  // The longest first.
  e2e: counted(tapSummary, process.execPath, [
    ...['--import', 'tsx', 'test/tools/test-files.js', '--at-a-time=2'],
    'test/e2e/portal.e2e.ts',
    'test/e2e/investigations.e2e.ts',
    'test/e2e/policies.e2e.ts',
    'test/e2e/copies.e2e.ts',
    'test/e2e/one-file.e2e.ts',
    'test/e2e/access.e2e.ts',
    'test/e2e/cluster.e2e.ts',
    'test/e2e/worker-parts.e2e.ts',
    'test/e2e/strict-policy.e2e.ts',
    'test/e2e/readme-snippets.e2e.ts',
    'test/e2e/languages.e2e.ts',
    'test/e2e/file-pages.e2e.ts',
  ]),
  // The archive as somebody gets it. Needs what `types` and `build` made.
  package: counted(tapSummary, process.execPath, () => [
    '--import',
    'tsx',
    '--test',
    '--test-reporter=tap',
    'test/package/licences.e2e.ts',
    'test/package/installed.e2e.ts',
  ]),
  browser: counted(/browser: (\d+) passed, (\d+) failed, (\d+) skipped/g, bin('wtr'), [
    '--config',
    'test/wtr.config.js',
  ]),
  stories: async () => {
    const built = await buildStorybook();
    if (built.code !== 0) return { passed: 0, failed: 1, skipped: 0 };
    const wanted = (process.env.ENGINES ?? 'chromium').split(',').map((name) => name.trim());
    const sum = { passed: 0, failed: 0, skipped: 0 };
    for (const [script, runs] of [
      ['test/tools/stories.js', wanted.includes('chromium')],
      ['test/tools/stories-in-engines.js', wanted.some((name) => name !== 'chromium')],
    ]) {
      if (!runs) continue;
      const pattern = /stories: (\d+) passed, (\d+) failed(?:, (\d+) skipped)?/g;
      const result = await counted(pattern, process.execPath, [script, 'dist/storybook'])();
      for (const key of Object.keys(sum)) sum[key] += result[key];
    }
    return sum;
  },
};

/** Steps of one processor, in the order in which they are begun: two at a time. */
const narrow = ['build', 'lint', 'types', 'imports', 'sizes', 'package', 'storybook', 'bench'];
/** Steps that use all there is: one after the other, beside one narrow step at most. */
const wide = ['node', 'e2e', 'browser', 'stories'];
/** What has to be there first. The stories tell what the build's manifest says of the elements. */
const needs = {
  sizes: ['build'],
  package: ['build', 'types'],
  storybook: ['build'],
  bench: ['build'],
  e2e: ['build'],
  stories: ['storybook'],
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in steps));
if (unknown.length) {
  console.error(`No such step: ${unknown.join(', ')}. Steps: ${Object.keys(steps).join(', ')}`);
  process.exit(1);
}
if (!existsSync(join(root, 'node_modules'))) {
  console.error('The packages are not installed. Run: npm ci');
  process.exit(1);
}
const sum = { passed: 0, failed: 0, skipped: 0 };
const rows = [];
const take = async (name) => {
  say(`\n== ${name}\n`);
  const begin = Date.now();
  if (name === 'storybook') await buildStorybook();
  else {
    const result = await steps[name]();
    for (const key of Object.keys(sum)) sum[key] += result[key];
    const seconds = ((Date.now() - begin) / 1000).toFixed(0);
    rows.push(
      `${name.padEnd(8)} ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds} s)`,
    );
  }
};

/** All steps. What a narrow one says is shown in one piece at its end. */
const takeAll = async () => {
  const waiting = [...narrow, ...wide];
  const running = new Map();
  const done = new Set();
  const begin = (name) => {
    waiting.splice(waiting.indexOf(name), 1);
    const words = [];
    const step = narrow.includes(name)
      ? kept.run(words, () => take(name)).then(() => void process.stdout.write(words.join('')))
      : take(name);
    running.set(
      name,
      step.then(() => {
        running.delete(name);
        done.add(name);
      }),
    );
  };
  while (waiting.length || running.size) {
    const isWideRunning = [...running.keys()].some((name) => wide.includes(name));
    const next = waiting.find((name) => (needs[name] ?? []).every((needed) => done.has(needed)));
    if (next && !isWideRunning && running.size < 2) begin(next);
    else await Promise.race(running.values());
  }
};

if (wanted.length) for (const name of wanted) await take(name);
else await takeAll();
console.log(`\n${rows.join('\n')}\n`);
if (failures.length) console.log(`Failed:\n  ${failures.join('\n  ')}\n`);
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed || !sum.passed ? 1 : 0;
