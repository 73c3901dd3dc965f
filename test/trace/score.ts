/**
 * npm run score:trace -- [--recording main] [--variant NAME] [--shape NAME] [--seed N] [--json] [--wrong] [--missed] [--why ROW]
 * Exits with 1 where a target is missed.
 */
import { parseArgs } from 'node:util';
import { explain } from './explain.js';
import { recordingNames } from './recording.js';
import { createScene, type Scene } from './scene.js';
import {
  attributionsOf,
  falseClaims,
  ratio,
  scoreOf,
  shortfalls,
  sumOf,
  type JudgedRow,
  type Score,
} from './scoring.js';
import { shapes, variants } from './variants.js';

const { values: options } = parseArgs({
  options: {
    recording: { type: 'string' },
    variant: { type: 'string' },
    shape: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
    wrong: { type: 'boolean', default: false },
    missed: { type: 'boolean', default: false },
    why: { type: 'string' },
    lines: { type: 'boolean', default: false },
  },
});

const chosen = <Name extends string>(
  names: readonly Name[],
  wanted: string | undefined,
  what: string,
): readonly Name[] => {
  const found = names.filter((name) => wanted === undefined || name === wanted);
  if (found.length === 0) throw new Error(`No ${what} is called ${wanted}. There are: ${names.join(', ')}`);
  return found;
};

function* scenes(): Generator<Scene> {
  const names = chosen(
    variants.map(({ name }) => name),
    options.variant,
    'variant',
  );
  const wantedShapes = chosen(shapes, options.shape, 'shape');
  for (const recording of chosen(recordingNames, options.recording, 'recording'))
    for (const shape of wantedShapes)
      for (const variant of variants.filter(({ name }) => names.includes(name)))
        yield createScene(recording, variant, shape, Number(options.seed));
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${(ratio(part, whole) * 100).toFixed(1)}%`;

const columns: readonly (readonly [title: string, width: number, value: (score: Score) => string])[] = [
  ['rows', 7, ({ rows }) => String(rows)],
  ['claims right', 13, ({ claimed, wrong }) => percent(claimed - wrong, claimed)],
  ['wrong/1000', 11, ({ wrong, rows }) => ratio(wrong * 1000, rows).toFixed(2)],
  ['recall', 8, ({ found, knowable }) => percent(found, knowable)],
  ['of all', 8, ({ foundOfAll, ofSessions }) => percent(foundOfAll, ofSessions)],
  ['unknowable', 11, ({ unknowable }) => String(unknowable)],
  ['ambiguous', 10, ({ ambiguous, unknowable }) => percent(ambiguous, unknowable)],
  ['nobody\u2019s: none', 15, ({ none, nobodys }) => percent(none, nobodys)],
];
const nameWidth = 34;
const printRow = (name: string, cells: readonly string[]): void => {
  console.log(name.padEnd(nameWidth) + cells.map((cell, at) => cell.padStart(columns[at]?.[1] ?? 8)).join(''));
};

function print(name: string, score: Score, missed: readonly string[]): void {
  printRow(
    name,
    columns.map(([, , value]) => value(score)),
  );
  for (const shortfall of missed) console.log(`${' '.repeat(4)}${shortfall}`);
}

function printRows(scene: Scene, judged: readonly JudgedRow[]): void {
  const missed = ({ row, claims }: JudgedRow): boolean =>
    row.sessionId !== null && row.knowability === 'knowable' && !claims;
  for (const one of judged)
    if ((options.wrong && one.wrong) || (options.missed && missed(one)) || one.row.activityId === options.why)
      console.log(explain(scene, one, judged, options.why !== undefined));
}

const results: {
  readonly recording: string;
  readonly variant: string;
  readonly shape: string;
  readonly score: Score;
  readonly missed: readonly string[];
}[] = [];
if (!options.json)
  printRow(
    '',
    columns.map(([title]) => title),
  );
for (const scene of scenes()) {
  if (options.lines) {
    for (const line of scene.lines) console.log(line);
    continue;
  }
  const judged = await attributionsOf(scene);
  const score = scoreOf(judged);
  const missed = shortfalls(score, scene.shape);
  const { recording, variant, shape } = scene;
  results.push({ recording, variant: variant.name, shape, score, missed });
  if (options.json) continue;
  print(`${recording} ${shape} ${variant.name}`, score, missed);
  printRows(scene, judged);
}
if (options.json) console.log(JSON.stringify(results, null, 2));
// No scene may claim wrongly too often; how much is found and left open counts over all of them.
let isMissed = results.some(({ score }) => falseClaims(score).length > 0);
for (const shape of shapes) {
  const scores = results.filter((result) => result.shape === shape).map(({ score }) => score);
  if (scores.length === 0) continue;
  const total = sumOf(scores);
  const missed = shortfalls(total, shape);
  isMissed ||= missed.length > 0;
  if (!options.json && scores.length > 1) print(`all ${shape}`, total, missed);
}
process.exitCode = isMissed ? 1 : 0;
