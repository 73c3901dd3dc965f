/**
 * `npm run bench:growth [-- --sizes 10000,100000,1000000,10000000] [--runs 5]`
 *
 * Measures the product at one size after the other, each in a browser of its own, and writes growth.json, GROWTH.md and growth.svg from it. A
 * size that was measured before stays in the file until it is measured again; `--sizes none` only writes page and chart anew.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { buildFiles } from './build.js';
import { launch } from './driver.js';
import { growthChart } from './growth-chart.js';
import { growthOf, growthPage, type Growth } from './growth-page.js';
import { measureAll } from './measure.js';
import { startServer } from './server.js';

const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '10000,100000,1000000,10000000' },
    runs: { type: 'string', default: '5' },
  },
});
const path = (name: string): URL => new URL(name, import.meta.url);
const known = path('growth.json');
const growth: Growth[] = existsSync(known) ? (JSON.parse(readFileSync(known, 'utf8')) as Growth[]) : [];
const files = await buildFiles({ entry: 'test/bench/page.ts' });

const write = async (): Promise<void> => {
  writeFileSync(known, `${JSON.stringify(growth, null, 2)}\n`);
  writeFileSync(path('GROWTH.md'), await format(growthPage(growth), { parser: 'markdown' }));
  writeFileSync(path('growth.svg'), growthChart(growth));
};

const sizes = values.sizes === 'none' ? [] : values.sizes.split(',').map(Number);
for (const rows of sizes) {
  console.log(`${rows.toLocaleString('en')} activities ...`);
  const server = await startServer(files, rows);
  const browser = await launch();
  try {
    const context = { browser, server, rows, runs: Number(values.runs), quick: false };
    const { measured, failures } = await measureAll(context, { products: ['product'], peers: [] });
    const [product] = measured;
    if (!product) throw new Error(failures.join(' '));
    const at = growth.findIndex((one) => one.rows === rows);
    growth.splice(
      at < 0 ? growth.length : at,
      at < 0 ? 0 : 1,
      growthOf(rows, new Date().toISOString().slice(0, 10), product),
    );
    growth.sort((a, b) => a.rows - b.rows);
    await write();
    console.log(growth.find((one) => one.rows === rows)?.figures);
  } catch (thrown) {
    console.error(`${rows} could not be measured: ${String(thrown)}`);
    process.exitCode = 1;
  } finally {
    await browser.close();
    server.close();
  }
}
if (sizes.length === 0) await write();
