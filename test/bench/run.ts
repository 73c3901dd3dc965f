/**
 * `npm run bench [-- --rows 1000000] [--peers array,arquero] [--runs 7] [--json FILE] [--record] [--compare]`
 *
 * The product and its peers answer the same questions over the same activities, each in a page and a worker of its own in one Chromium, in turn.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildFiles } from './build.js';
import { compareWithRecorded, recordedPath } from './compare.js';
import { launch } from './driver.js';
import { measureAll } from './measure.js';
import { report } from './report.js';
import { startServer } from './server.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    peers: { type: 'string', default: 'array,arquero,crossfilter,sqlite,duckdb' },
    runs: { type: 'string', default: '7' },
    json: { type: 'string' },
    record: { type: 'boolean', default: false },
    compare: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    built: { type: 'boolean', default: false },
  },
});
const rows = Number(values.rows);
const runs = Number(values.runs);
const here = new URL('.', import.meta.url);
const installed = existsSync(new URL('peers/node_modules', here));
const wanted = values.peers.split(',').filter((name) => name !== '');
const peers = wanted.filter((name) => installed || name === 'array');
for (const name of wanted.filter((peer) => !peers.includes(peer)))
  console.log(`${name} is not installed and left out. Install it with: npm ci --prefix test/bench/peers`);

const files = await buildFiles({
  entry: 'test/bench/page.ts',
  peers: installed ? 'installed' : 'own',
  built: values.built,
});
const server = await startServer(files, rows);
const browser = await launch();
const version = await browser.version();
// The same code once more: what lies between the two is noise.
const products = values.quick ? ['product'] : ['product', 'control'];
const outcome = await measureAll({ browser, server, rows, runs, quick: values.quick }, { products, peers }).finally(
  async () => {
    await browser.close();
    server.close();
  },
);
const { measured, samples, failures, restless } = outcome;
const { text, differences } = report({ measured, samples, rows, runs });
console.log(text);
if (restless.length > 0) console.log(`\nThe browser was not at rest before: ${restless.join(', ')}`);
const result = { rows, runs, chromium: version, measured, samples, restless };
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 1)}\n`);
if (values.record) writeFileSync(recordedPath, `${JSON.stringify({ rows, measured }, null, 1)}\n`);
if (values.compare && existsSync(recordedPath))
  console.log(compareWithRecorded(measured, readFileSync(recordedPath, 'utf8')));
for (const failure of failures) console.error(failure);
for (const difference of differences) console.error(`DIFFERENT: ${difference}`);
process.exitCode = failures.length > 0 || differences.length > 0 ? 1 : 0;
