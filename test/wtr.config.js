import { createReadStream, existsSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { engines, launchers, missingEngines } from './tools/browsers.js';
import { underStrictPolicy } from './tools/strict-policy.js';
import { summaryReporter } from './tools/summary-reporter.js';

const rootDir = fileURLToPath(new URL('..', import.meta.url));
const dataDir = join(rootDir, '../shared/data');

/** Real logs for the tests, where the folder is there: GET /shared-data/<path>; 404 where it is not. */
async function sharedData(ctx, next) {
  if (!ctx.path.startsWith('/shared-data/')) return next();
  const file = normalize(join(dataDir, decodeURIComponent(ctx.path.slice('/shared-data/'.length))));
  if (!file.startsWith(dataDir + sep) || !existsSync(file) || !statSync(file).isFile()) return;
  ctx.type = 'application/octet-stream';
  ctx.body = createReadStream(file);
}

/** Nothing changes while tests run: the modules that one file has loaded, the next one takes from the browser's cache. */
async function keepModules(ctx, next) {
  await next();
  if (ctx.status === 200 && /\.[jt]s$/.test(ctx.path) && !process.argv.includes('--watch'))
    ctx.set('cache-control', 'max-age=3600');
}

/** What an engine lacks is skipped in it (`tools/engine-gaps.js`). On the first line, so that the numbers of lines stay. */
const leaveOutGaps = {
  name: 'leave-out-gaps',
  transform: ({ path, body }) =>
    path.endsWith('.test.ts') ? `import '/test/tools/engine-gaps-hook.js'; ${body}` : undefined,
};

if (!engines.length) {
  for (const { sentence } of missingEngines) console.error(sentence);
  process.exit(1);
}

export default {
  rootDir,
  files: [`${rootDir}test/**/*.test.ts`, `!${rootDir}test/**/*.node.test.ts`],
  concurrency: 2,
  nodeResolve: { exportConditions: ['production', 'default'] },
  plugins: [leaveOutGaps, esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${rootDir}tsconfig.json` })],
  middleware: [keepModules, underStrictPolicy, sharedData],
  browsers: await launchers(),
  reporters: [
    defaultReporter({ reportTestResults: true, reportTestProgress: !process.env.CI }),
    summaryReporter({ missingEngines }),
  ],
  // A browser that starts while everything else does too takes its time.
  browserStartTimeout: 120_000,
  // Bounds, not expectations: Firefox and WebKit draw without help of hardware here, and one file after the other.
  testFramework: { config: { timeout: engines.some((name) => name !== 'chromium') ? 60_000 : 15_000 } },
  testsFinishTimeout: engines.some((name) => name !== 'chromium') ? 600_000 : 120_000,
};
