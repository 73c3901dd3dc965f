/** The same activities as lines and as Arrow streams, side by side. */
import { median } from '../turns.js';

export interface FormatFigures {
  readonly bytes: number;
  readonly gzipBytes: number;
  readonly loadMs: readonly number[];
  readonly decodeMs: readonly number[];
  /** Of a page that comes after as many others. */
  readonly laterPageMs: readonly number[];
  readonly checksums: readonly string[];
}
export interface ArrowFigures {
  readonly rows: number;
  readonly lines: FormatFigures;
  readonly arrow: FormatFigures;
}

const lines: readonly (readonly [name: string, unit: string, of: (figures: FormatFigures, rows: number) => number])[] =
  [
    ['bytes an activity', 'B', ({ bytes }, rows) => bytes / rows],
    ['bytes an activity, gzip', 'B', ({ gzipBytes }, rows) => gzipBytes / rows],
    ['loaded over HTTP until everything is counted', 'ms', ({ loadMs }) => median(loadMs)],
    ['decoded only', 'ms', ({ decodeMs }) => median(decodeMs)],
    ['decoded only, a page of the later half', 'ms', ({ laterPageMs }) => median(laterPageMs)],
    ['decoded only, a second', 'MB', ({ bytes, decodeMs }) => bytes / 1_000 / median(decodeMs)],
  ];

export function arrowReport(figures: ArrowFigures): string {
  const { rows } = figures;
  return [
    `${rows.toLocaleString('en')} activities over HTTP, the same through lines and through Arrow streams, in turn; medians of ${figures.lines.loadMs.length} runs`,
    '',
    '| | lines | Arrow | lines / Arrow |',
    '| --- | --- | --- | --- |',
    ...lines.map(([name, unit, of]) => {
      const [byLines, byArrow] = [of(figures.lines, rows), of(figures.arrow, rows)];
      return `| ${name} | ${byLines.toFixed(1)} ${unit} | ${byArrow.toFixed(1)} ${unit} | ${(byLines / byArrow).toFixed(2)} |`;
    }),
  ].join('\n');
}

/** Sentences: where the two did not lead to the same answer. */
export function arrowDifferences({ lines: byLines, arrow: byArrow }: ArrowFigures): readonly string[] {
  const different = new Set([...byLines.checksums, ...byArrow.checksums]);
  return different.size <= 1 ? [] : [`loaded activities give different answers: ${[...different].join(', ')}`];
}
