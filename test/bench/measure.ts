/** One session: everybody is filled, then everybody is asked in turn, then everybody opens from disk in turn. */
import type { Sample } from './calibration.js';
import { startCalibrator } from './calibrator.js';
import { openFromDisk } from './disk.js';
import type { Context } from './driver.js';
import { peerEngine, productEngine, type Engine } from './engines.js';
import type { Measured } from './measured.js';
import { narrowed, questionsOf, substring } from './questions.js';
import { Session } from './session.js';

export interface Entered {
  /** Names under which the product enters: `product`, and `control` for the same code once more. */
  readonly products: readonly string[];
  readonly peers: readonly string[];
}
export interface Outcome {
  readonly measured: readonly Measured[];
  readonly samples: readonly Sample[];
  readonly failures: readonly string[];
  readonly restless: readonly string[];
}

/** Ingested more than once, up to a million; the other peers take minutes for that. */
const refilled = new Set(['product', 'control', 'array']);
const refills = 3;
const refilledRows = 1_000_000;
/** Who needs longer for a round of questions takes part in no more than so many counted rounds. */
const slowRoundMs = 20_000;
const slowRounds = 3;

const startMs = performance.now();
const say = (text: string): void =>
  console.log(`${((performance.now() - startMs) / 1_000).toFixed(0).padStart(5)} s  ${text} ...`);

export async function measureAll(context: Context, { products, peers }: Entered): Promise<Outcome> {
  const { quick } = context;
  const engines = [
    ...products.map((name) => productEngine(name, context)),
    ...peers.map((name) => peerEngine(name, context)),
  ];
  const calibrator = quick ? null : await startCalibrator(context);
  const session = new Session(context, [...products, ...peers], calibrator);
  await fillAll(session, engines);
  await askAll(session, engines);
  // The day's lines lie in the page too until they are collected.
  if (!quick)
    await session.each(engines, 0, async (engine, notes) => notes.figure('memoryBytes', await engine.memory()));
  await appendAll(session, engines);
  await session.each(engines, 0, (engine) => engine.close());
  // Who fails later, with the disk, has no figures of that alone.
  const measured = [...session.notes.values()].filter(({ name }) => session.has(name));
  if (!quick) await openFromDisk(session, products, peers, say);
  await calibrator?.close();
  return {
    measured: measured.map((notes) => notes.measured),
    samples: calibrator?.samples ?? [],
    failures: session.failures,
    restless: session.restless,
  };
}

async function fillAll(session: Session, engines: readonly Engine[]): Promise<void> {
  const { quick, rows } = session.context;
  const rounds = quick || rows > refilledRows ? 1 : refills;
  for (let round = 0; round < rounds; round += 1) {
    const isLast = round === rounds - 1;
    const entered = isLast ? engines : engines.filter(({ name }) => refilled.has(name));
    await session.each(entered, round, async (engine, notes) => {
      say(`filling ${engine.name}`);
      await session.settle(`filling ${engine.name}`);
      notes.filled(await engine.fill(isLast && !quick));
    });
    await session.calibrator?.sample('fill');
  }
}

async function askAll(session: Session, engines: readonly Engine[]): Promise<void> {
  const { runs } = session.context;
  let turn = 0;
  // The first round warms the code up; the variants after it are new to every cache.
  for (let variant = 0; variant <= runs; variant += 1) {
    const asked = engines.filter(({ name }) => {
      const slowest = session.notes.get(name)?.slowestRoundMs ?? 0;
      return variant <= slowRounds || slowest < slowRoundMs;
    });
    say(`asking, round ${variant} of ${runs}`);
    await session.settle(`round ${variant} of the questions`);
    for (const question of [...questionsOf(variant), substring(variant)]) {
      for (const kind of ['first', 'narrowed'] as const) {
        const put = kind === 'first' ? question : narrowed(question, variant);
        await session.each(asked, turn, async (engine, notes) => {
          await session.pause();
          notes.answered(question.name, kind, variant, await engine.ask(put));
        });
      }
      turn += 1;
    }
    for (const notes of session.notes.values()) notes.endRound();
    await session.calibrator?.sample('ask');
  }
}

async function appendAll(session: Session, engines: readonly Engine[]): Promise<void> {
  const most = Math.max(0, ...engines.map(({ appends }) => appends));
  say('appending');
  for (let run = 0; run < most; run += 1) {
    await session.settle(`append ${run}`);
    const asked = engines.filter(({ appends }) => run < appends);
    await session.each(asked, run, async (engine, notes) => {
      await session.pause();
      notes.appended(run, await engine.append(run));
    });
    if (run % 5 === 0) await session.calibrator?.sample('append');
  }
}
