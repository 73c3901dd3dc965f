import { asOnStudyMachine, calibrationTable, factor, type Sample } from './calibration.js';
import { figures, filterNames, type Figure } from './figures.js';
import type { Measured } from './measured.js';
import { median } from './turns.js';

const shown = (value: number | undefined): string =>
  value === undefined || !Number.isFinite(value) ? '-' : value >= 100 ? value.toFixed(0) : value.toFixed(2);

export interface Reported {
  readonly measured: readonly Measured[];
  readonly samples: readonly Sample[];
  readonly rows: number;
  readonly runs: number;
}

/** The table, and every question that two engines answered differently. */
export function report({ measured, samples, rows, runs }: Reported): {
  readonly text: string;
  readonly differences: readonly string[];
} {
  const product = measured.find(({ name }) => name === 'product');
  if (!product) return { text: 'The product was not measured.', differences: [] };
  const control = measured.find(({ name }) => name === 'control');
  const peers = measured.filter((one) => one !== product && one !== control);
  const fewer = peers.flatMap(({ name, first }) => {
    const answered = first['all']?.ms.length ?? 0;
    return answered < runs ? [`, ${name} of ${answered}`] : [];
  });
  const dashes = peers.map(() => '--- | ').join('');
  const named = peers.map(({ name }) => `${name} | `).join('');
  const lines = [
    `${rows.toLocaleString('en')} activities; all in turn, medians of ${runs} rounds${fewer.join('')}; each question new to every cache`,
    '',
    `| work | to reach | product | again, as control | ${named}times the best peer | goal, as measured | as on the study's machine | goal, as there |`,
    `| --- | --- | --- | --- | ${dashes}--- | --- | --- | --- |`,
    ...figures.map((figure) => line(figure, product, control, peers, samples)),
    '',
    `| filter | product, worker | product, page | narrowed, worker | ${named}times the best peer |`,
    `| --- | --- | --- | --- | ${dashes}--- |`,
    ...[...filterNames, 'contains'].map((name) => filterLine(name, product, peers)),
    '',
    calibrationTable(samples),
  ];
  return { text: lines.join('\n'), differences: differencesOf(product, [...peers, ...(control ? [control] : [])]) };
}

function filterLine(name: string, { first, narrowed }: Measured, peers: readonly Measured[]): string {
  const own = median(first[name]?.workerMs ?? []);
  const theirs = peers.map((peer) => median(peer.first[name]?.workerMs ?? []));
  return `| ${[
    name,
    shown(own),
    shown(median(first[name]?.ms ?? [])),
    shown(median(narrowed[name]?.workerMs ?? [])),
    ...theirs.map(shown),
    peers.length > 0 ? `${shown(Math.min(...theirs) / own)}x` : '-',
  ].join(' | ')} |`;
}

/** Whether a goal is met. A ratio to peers is the same on every machine; where no peer was measured, it does not count. */
export function verdict(
  { goal, goalRatio }: Pick<Figure, 'goal' | 'goalRatio'>,
  own: number | undefined,
  ratio: number | undefined,
): 'holds' | 'missed' | 'not measured' {
  if (own === undefined || !Number.isFinite(own)) return 'not measured';
  const holds = (goal === undefined || own <= goal) && (goalRatio === undefined || (ratio ?? goalRatio) >= goalRatio);
  return holds ? 'holds' : 'missed';
}

function line(
  figure: Figure,
  product: Measured,
  control: Measured | undefined,
  peers: readonly Measured[],
  samples: readonly Sample[],
): string {
  const { name, unit, goal, goalRatio, scale, phase, of } = figure;
  const own = of(product);
  const theirs = peers.map(of);
  const known = theirs.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const ratio = own !== undefined && known.length > 0 ? Math.min(...known) / own : undefined;
  const there = asOnStudyMachine(own, factor(samples, scale, phase));
  const wanted = [goal === undefined ? '' : `${goal} ${unit}`, goalRatio === undefined ? '' : `${goalRatio}x`];
  return `| ${[
    name,
    wanted.filter((part) => part !== '').join(', '),
    `${shown(own)} ${unit}`,
    control ? shown(of(control)) : '-',
    ...theirs.map(shown),
    ratio === undefined ? '-' : `${shown(ratio)}x`,
    verdict(figure, own, ratio),
    `${shown(there)} ${unit}`,
    verdict(figure, there, ratio),
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
