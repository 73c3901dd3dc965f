// `npm test`: every check and every test, and a closing line `N passed, N failed`. What needs one processor only runs two at a time, the rest
// one after the other. `node test/run.js types lint` runs only the named steps, in that order.
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

/** A step that prints how many tests passed; one that prints nothing, or fails without naming a test, has failed. */
const counted = (pattern, command, args, env) => async () => {
  const { code, output } = await run(command, await (typeof args === 'function' ? args() : args), env);
  const found = [...output.matchAll(pattern)].at(-1);
  const [passed, failed, skipped] = found ? [1, 2, 3].map((at) => Number(found[at] ?? 0)) : [0, 0, 0];
  return { passed, skipped, failed: failed === 0 && (code !== 0 || passed + skipped === 0) ? 1 : failed };
};

const nodeTests = () =>
  readdirSync(join(root, 'test'), { recursive: true })
    .filter((name) => name.endsWith('.node.test.ts'))
    .map((name) => join('test', name))
    .sort();

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
        '--test',
        '--test-reporter=tap',
        // Left to itself, Node keeps one processor free: on two that is half of them.
        '--test-concurrency=2',
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
  e2e: counted(tapSummary, process.execPath, () => [
    '--import',
    'tsx',
    '--test',
    '--test-reporter=tap',
    '--test-concurrency=2',
    'test/e2e/portal.e2e.ts',
    'test/e2e/investigations.e2e.ts',
    'test/e2e/worker-parts.e2e.ts',
    'test/e2e/languages.e2e.ts',
    'test/e2e/strict-policy.e2e.ts',
    'test/e2e/policies.e2e.ts',
    'test/e2e/access.e2e.ts',
    'test/e2e/cluster.e2e.ts',
    'test/e2e/readme-snippets.e2e.ts',
  ]),
  // The archive as somebody gets it. Needs what `types` and `build` made.
  package: counted(tapSummary, process.execPath, () => [
    '--import',
    'tsx',
    '--test',
    '--test-reporter=tap',
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
const take = async (names) => {
  for (const name of names) {
    say(`\n== ${name}\n`);
    const begin = Date.now();
    const result = await steps[name]();
    for (const key of Object.keys(sum)) sum[key] += result[key];
    const seconds = ((Date.now() - begin) / 1000).toFixed(0);
    rows.push(
      `${name.padEnd(8)} ${result.passed} passed, ${result.failed} failed, ${result.skipped} skipped (${seconds} s)`,
    );
  }
};
if (wanted.length) await take(wanted);
else {
  const beside = ['lint', 'imports'];
  const first = ['types', 'build', 'sizes'];
  const words = [];
  const built = take(['types', 'build']);
  const aside = kept.run(words, async () => {
    await take(beside);
    // The stories tell what the build's manifest says of the elements.
    await built;
    say('\n== the Storybook that stories opens\n');
    await buildStorybook();
  });
  await built;
  await take(['sizes']);
  await aside;
  process.stdout.write(words.join(''));
  await take(Object.keys(steps).filter((name) => !first.includes(name) && !beside.includes(name)));
}
console.log(`\n${rows.join('\n')}\n`);
console.log(`${sum.passed} passed, ${sum.failed} failed${sum.skipped ? `, ${sum.skipped} skipped` : ''}`);
process.exitCode = sum.failed || !sum.passed ? 1 : 0;
