import { median, type Measured, type Series } from './measure.js';
import { questionsOf, scanning } from './questions.js';

const names = questionsOf(0).map(({ name }) => name);

export const geometricMean = (values: readonly number[]): number =>
  Math.exp(values.reduce((sum, value) => sum + Math.log(Math.max(value, 0.001)), 0) / values.length);

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
  /** Where the peers' figure is another one. */
  readonly ofPeer?: (measured: Measured) => number | undefined;
}

export const figures: readonly Figure[] = [
  {
    name: 'scanning filters, first evaluation, in the worker',
    unit: 'ms',
    goal: 3,
    goalRatio: 25,
    of: ({ first }) => geometricMean(medians(first, 'workerMs', scanning)),
  },
  {
    name: 'scanning filters, first evaluation, from the page',
    unit: 'ms',
    goal: 6,
    goalRatio: 12,
    of: ({ first }) => geometricMean(medians(first, 'ms', scanning)),
  },
  {
    name: 'the same with one clause more, the others cached',
    unit: 'ms',
    goal: 1.5,
    of: ({ narrowed }) => geometricMean(medians(narrowed, 'workerMs', scanning)),
  },
  {
    name: 'slowest of the eight filters',
    unit: 'ms',
    goal: 8,
    of: ({ first }) => Math.max(...medians(first, 'workerMs', names)),
  },
  {
    name: 'substring in command lines',
    unit: 'ms',
    goal: 9,
    of: ({ first }) => median(first['contains']?.workerMs ?? []),
  },
  {
    name: 'ingest to queryable, against parsing into objects',
    unit: 'ms',
    goalRatio: 1,
    of: ({ ingestMs }) => ingestMs,
  },
  {
    name: 'first answer while ingesting',
    unit: 'ms',
    goal: 300,
    of: ({ figures: { firstAnswerMs } }) => firstAnswerMs,
  },
  { name: 'reload to the first whole answer', unit: 'ms', goal: 350, of: ({ figures: { reloadMs } }) => reloadMs },
  { name: '1,000 appended to an answer', unit: 'ms', goal: 12, of: ({ append }) => median(append) },
  { name: 'memory an activity', unit: 'B', goal: 64, of: ({ figures: { memoryBytes } }) => memoryBytes },
  { name: 'disk an activity', unit: 'B', goal: 45, of: ({ figures: { diskBytes } }) => diskBytes },
];

const shown = (value: number | undefined): string =>
  value === undefined || !Number.isFinite(value) ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(2);

/** The table, and every question that two engines answered differently. */
export function report(
  measured: readonly Measured[],
  rows: number,
  runs: number,
): { text: string; differences: readonly string[] } {
  const product = measured.find(({ name }) => name === 'product')!;
  const control = measured.find(({ name }) => name === 'control');
  const peers = measured.filter((one) => one !== product && one !== control);
  const lines = [
    `${rows.toLocaleString('en')} activities; medians of ${runs} runs (peers of at most 3), each question new to every cache`,
    '',
    `| work | to reach | product | again, as control | ${peers.map(({ name }) => name).join(' | ')} | times the best peer | |`,
    `| --- | --- | --- | --- | ${peers.map(() => '---').join(' | ')} | --- | --- |`,
    ...figures.map((figure) => line(figure, product, control, peers)),
    '',
    `| filter | product, worker | product, page | narrowed, worker | ${peers.map(({ name }) => name).join(' | ')} | times the best peer |`,
    `| --- | --- | --- | --- | ${peers.map(() => '---').join(' | ')} | --- |`,
    ...[...names, 'contains'].map((name) => {
      const own = median(product.first[name]?.workerMs ?? []);
      const theirs = peers.map(({ first }) => median(first[name]?.workerMs ?? []));
      return `| ${[
        name,
        shown(own),
        shown(median(product.first[name]?.ms ?? [])),
        shown(median(product.narrowed[name]?.workerMs ?? [])),
        ...theirs.map(shown),
        peers.length > 0 ? `${shown(Math.min(...theirs) / own)}x` : '-',
      ].join(' | ')} |`;
    }),
  ];
  return { text: lines.join('\n'), differences: differencesOf(product, [...peers, ...(control ? [control] : [])]) };
}

function line(
  { name, unit, goal, goalRatio, of }: Figure,
  product: Measured,
  control: Measured | undefined,
  peers: readonly Measured[],
): string {
  const own = of(product);
  const theirs = peers.map(of);
  const known = theirs.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const ratio = own !== undefined && known.length > 0 ? Math.min(...known) / own : undefined;
  const holds =
    own === undefined || !Number.isFinite(own)
      ? 'not measured'
      : (goal === undefined || own <= goal) && (goalRatio === undefined || ratio === undefined || ratio >= goalRatio)
        ? 'holds'
        : 'missed';
  const wanted = [goal === undefined ? '' : `${goal} ${unit}`, goalRatio === undefined ? '' : `${goalRatio}x`];
  return `| ${[
    name,
    wanted.filter((part) => part !== '').join(', '),
    `${shown(own)} ${unit}`,
    control ? shown(of(control)) : '-',
    ...theirs.map(shown),
    ratio === undefined ? '-' : `${shown(ratio)}x`,
    holds,
  ].join(' | ')} |`;
}

/** The product's and a peer's answer to one question are the same, or one of them is wrong. */
function differencesOf(product: Measured, others: readonly Measured[]): readonly string[] {
  return others.flatMap(({ name, checksums }) =>
    Object.entries(checksums)
      .filter(
        ([question, checksum]) => product.checksums[question] !== undefined && product.checksums[question] !== checksum,
      )
      .map(
        ([question, checksum]) => `${question}: the product says ${product.checksums[question]}, ${name} ${checksum}`,
      ),
  );
}
