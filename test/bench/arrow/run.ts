/**
 * `npm run bench:arrow [-- --rows 200000] [--runs 5] [--json FILE]`
 *
 * The same activities come once as lines and once as Arrow streams from a server on this machine, in turn, each time into an empty engine.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { buildFiles } from '../build.js';
import { launch, open, rest, step, type Context } from '../driver.js';
import { linePages, pageRows } from '../pages.js';
import { startServer } from '../server.js';
import { inTurn } from '../turns.js';
import { arrowPages, kept } from './arrow-pages.js';
import type { DecodeDone } from './decode.worker.js';
import { arrowDifferences, arrowReport, type FormatFigures } from './report.js';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '200000' },
    runs: { type: 'string', default: '5' },
    json: { type: 'string' },
  },
});
const rows = Number(values.rows);
const runs = Number(values.runs);
const formats = [
  {
    name: 'lines',
    format: kept(linePages),
    loadMs: [] as number[],
    decodeMs: [] as number[],
    laterPageMs: [] as number[],
    checksums: [] as string[],
  },
  {
    name: 'arrow',
    format: kept(arrowPages),
    loadMs: [] as number[],
    decodeMs: [] as number[],
    laterPageMs: [] as number[],
    checksums: [] as string[],
  },
];
type Measured = (typeof formats)[number];

const files = await buildFiles({ entry: 'test/bench/arrow/page.ts', decode: true });
const server = await startServer(
  files,
  rows,
  formats.map(({ format }) => format),
);
const browser = await launch();
const context: Context = { browser, server, rows, runs, quick: false };
const starts = Array.from({ length: Math.ceil(rows / pageRows) }, (_, page) => String(rows - page * pageRows));

/** Every time in a fresh page, which is gone afterwards. */
async function inFreshPage<Done>(name: string, ...asked: [step: string, ...unknown[]]): Promise<Done> {
  const page = await open(context, name);
  await rest(context);
  const done = await step<Done>(page, ...asked);
  await page.close();
  return done;
}

async function measure(one: Measured, isCounted: boolean): Promise<void> {
  const { name, format } = one;
  const loaded = await inFreshPage<{ ms: number; checksum: string }>(name, 'load', format.base, rows);
  one.checksums.push(loaded.checksum);
  const decoded = await inFreshPage<DecodeDone>(`${name}-decode`, 'decode', format.base, format.mediaType, starts);
  if (decoded.activities !== rows) throw new Error(`${decoded.activities} of ${rows} activities were decoded`);
  if (!isCounted) return;
  one.loadMs.push(loaded.ms);
  one.decodeMs.push(decoded.ms);
  one.laterPageMs.push(decoded.laterPageMs);
}

try {
  // The first round has the pages written, and is not counted.
  for (let run = 0; run <= runs; run += 1) for (const one of inTurn(formats, run)) await measure(one, run > 0);
} finally {
  await browser.close();
  server.close();
}
const figuresOf = (name: string): FormatFigures => {
  const one = formats.find((format) => format.name === name)!;
  const bodies = [...one.format.bodies.values()];
  const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);
  return {
    bytes: sum(bodies.map(({ length }) => length)),
    gzipBytes: sum(bodies.map((body) => gzipSync(body).length)),
    loadMs: one.loadMs,
    decodeMs: one.decodeMs,
    laterPageMs: one.laterPageMs,
    checksums: one.checksums,
  };
};
const figures = { rows, lines: figuresOf('lines'), arrow: figuresOf('arrow') };
console.log(arrowReport(figures));
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(figures, null, 1)}\n`);
const differences = arrowDifferences(figures);
for (const difference of differences) console.error(`DIFFERENT: ${difference}`);
process.exitCode = differences.length > 0 ? 1 : 0;
