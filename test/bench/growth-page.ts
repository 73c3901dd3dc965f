import type { Measured } from './measured.js';
import { figures } from './figures.js';

/** What one size cost, by the name of the figure; null: not measured. */
export interface Growth {
  readonly rows: number;
  /** Day in UTC, as 2026-11-24. */
  readonly measuredOn: string;
  readonly figures: Readonly<Record<string, number | null>>;
}

export interface GrowthFigure {
  readonly name: string;
  readonly unit: 'ms' | 'B';
  /** What bounds it. */
  readonly bound: string;
}

const firstAfterReload = 'reload to the first answer that holds anything';
const bounds: Readonly<Record<string, string>> = {
  'scanning filters, first evaluation, in the worker':
    'memory bandwidth: each clause reads one narrow code a row and writes one bit; what stays the same at every size (100 rows as objects, the tree) is most of it below 100,000',
  'scanning filters, first evaluation, from the page':
    'the same, and copying the answer to the page, which grows with its groups and not with the rows',
  'the same with one clause more, the others cached':
    'one clause to scan, then bits of the masks that are known, 32 rows at a time',
  'slowest of the eight filters': 'memory bandwidth, and for tree and bins the number of rows that match',
  'substring in command lines': 'the bytes of the distinct command lines, which grow more slowly than the rows',
  'ingest to queryable, against parsing into objects':
    'reading JSON, on a second thread too where there is a processor for it: bytes are looked at once, then memory access while known values are found again',
  'first answer while ingesting': 'nothing that grows: it is the first portion of at most 64 KiB and one question',
  [firstAfterReload]: 'the number of reads from IndexedDB before the newest batches are there',
  'reload to the first whole answer':
    'bytes read from IndexedDB and decrypted: of the columns that are asked for, all batches',
  '1,000 appended to an answer': 'reading the lines, and the part of the answer that is made anew over all rows',
  'memory an activity': 'codes, ids and times a row; dictionaries and fixed tables weigh on small sizes',
  'disk an activity': 'the same columns packed; records and dictionaries weigh on small sizes',
};

export const growthFigures: readonly GrowthFigure[] = [
  ...figures.map(({ name, unit }) => ({ name, unit: unit === 'B' ? ('B' as const) : ('ms' as const) })),
  { name: firstAfterReload, unit: 'ms' as const },
].map((figure) => ({ ...figure, bound: bounds[figure.name] ?? '' }));

const known = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : Number(value.toPrecision(3));

export function growthOf(rows: number, measuredOn: string, measured: Measured): Growth {
  return {
    rows,
    measuredOn,
    figures: {
      ...Object.fromEntries(figures.map(({ name, of }) => [name, known(of(measured))])),
      [firstAfterReload]: known(measured.figures['reloadFirstMs']),
    },
  };
}

/** How many times the rows, and how many times the figure, between the last two sizes. */
export function growthFactor(growth: readonly Growth[], name: string): string {
  const [before, last] = growth.filter(({ figures: all }) => typeof all[name] === 'number').slice(-2);
  const [from, to] = [before?.figures[name], last?.figures[name]];
  if (!before || !last || !from || !to) return '—';
  return `${(to / from).toFixed(1)} for ${last.rows / before.rows} times the rows`;
}

export function growthPage(growth: readonly Growth[]): string {
  const sizes = growth.map(({ rows }) => rows.toLocaleString('en'));
  const row = ({ name, unit }: GrowthFigure): string => {
    const cells = growth.map(({ figures: all }) => {
      const value = all[name];
      return value === null || value === undefined ? '—' : `${value.toLocaleString('en')} ${unit}`;
    });
    return `| ${name} | ${cells.join(' | ')} | ${growthFactor(growth, name)} |`;
  };
  return `# How each figure grows

Written by \`npm run bench:growth\` from \`growth.json\`; what the figures mean is told in [README.md](README.md). Each size was measured in a browser of its own, one after the other, so noise of some 20% lies between two columns. A dash: not measured.

![Each figure against the number of activities, both on logarithmic axes](growth.svg)

| work | ${sizes.join(' | ')} | last step |
| --- | ${sizes.map(() => '---:').join(' | ')} | --- |
| measured on | ${growth.map(({ measuredOn }) => measuredOn).join(' | ')} | |
${growthFigures.map(row).join('\n')}

## What bounds them

${growthFigures.map(({ name, bound }) => `- **${name}**: ${bound}.`).join('\n')}
`;
}
