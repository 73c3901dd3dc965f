import type { Phase, Scale } from './calibration.js';
import type { Measured, Series } from './measured.js';
import { questionsOf, scanning } from './questions.js';
import { geometricMean, median } from './turns.js';

export const filterNames = questionsOf(0).map(({ name }) => name);

const medians = (
  series: Readonly<Record<string, Series>>,
  of: 'ms' | 'workerMs',
  asked: readonly string[],
): readonly number[] => asked.map((name) => median(series[name]?.[of] ?? []));

/** One line of the table: what it costs the product, what it costs a peer; smaller is better. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly goal?: number;
  /** So many times better than the best peer. */
  readonly goalRatio?: number;
  readonly of: (measured: Measured) => number | undefined;
  /** What kind of work it is, and when it was measured: how it is scaled to the study's machine. */
  readonly scale: Scale;
  readonly phase: Phase;
}

export const figures: readonly Figure[] = [
  {
    name: 'scanning filters, first evaluation, in the worker',
    unit: 'ms',
    goal: 3,
    goalRatio: 25,
    scale: 'scan',
    phase: 'ask',
    of: ({ first }) => geometricMean(medians(first, 'workerMs', scanning)),
  },
  {
    name: 'scanning filters, first evaluation, from the page',
    unit: 'ms',
    goal: 6,
    goalRatio: 12,
    scale: 'scan',
    phase: 'ask',
    of: ({ first }) => geometricMean(medians(first, 'ms', scanning)),
  },
  {
    name: 'the same with one clause more, the others cached',
    unit: 'ms',
    goal: 1.5,
    scale: 'scan',
    phase: 'ask',
    of: ({ narrowed }) => geometricMean(medians(narrowed, 'workerMs', scanning)),
  },
  {
    name: 'slowest of the eight filters',
    unit: 'ms',
    goal: 8,
    scale: 'scan',
    phase: 'ask',
    of: ({ first }) => Math.max(...medians(first, 'workerMs', filterNames)),
  },
  {
    name: 'substring in command lines',
    unit: 'ms',
    goal: 9,
    scale: 'scan',
    phase: 'ask',
    of: ({ first }) => median(first['contains']?.workerMs ?? []),
  },
  {
    name: 'ingest to queryable, against parsing into objects',
    unit: 'ms',
    goalRatio: 1,
    scale: 'json',
    phase: 'fill',
    of: ({ ingestMs }) => ingestMs,
  },
  {
    name: 'first answer while ingesting',
    unit: 'ms',
    goal: 300,
    scale: 'json',
    phase: 'fill',
    of: ({ figures: { firstAnswerMs } }) => firstAnswerMs,
  },
  {
    name: 'reload to the first whole answer',
    unit: 'ms',
    goal: 350,
    goalRatio: 6,
    scale: 'both',
    phase: 'reload',
    of: ({ figures: { reloadMs } }) => reloadMs,
  },
  {
    name: '1,000 appended to an answer',
    unit: 'ms',
    goal: 12,
    scale: 'both',
    phase: 'append',
    of: ({ append }) => median(append),
  },
  {
    name: 'memory an activity',
    unit: 'B',
    goal: 64,
    scale: 'none',
    phase: 'ask',
    of: ({ figures: { memoryBytes } }) => memoryBytes,
  },
  {
    name: 'disk an activity',
    unit: 'B',
    goal: 45,
    scale: 'none',
    phase: 'reload',
    of: ({ figures: { diskBytes } }) => diskBytes,
  },
];
