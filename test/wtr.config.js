import { createReadStream, existsSync, statSync } from 'node:fs';
import { join, normalize, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { launcher } from './tools/browsers.js';
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

export default {
  rootDir,
  files: [`${rootDir}test/**/*.test.ts`, `!${rootDir}test/**/*.node.test.ts`],
  concurrency: 2,
  nodeResolve: { exportConditions: ['production', 'default'] },
  plugins: [esbuildPlugin({ ts: true, target: 'es2022', tsconfig: `${rootDir}tsconfig.json` })],
  middleware: [underStrictPolicy, sharedData],
  browsers: [await launcher()],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: !process.env.CI }), summaryReporter()],
  testFramework: { config: { timeout: 15_000 } },
  testsFinishTimeout: 120_000,
};
