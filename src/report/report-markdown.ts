import { composeReport } from './compose-report.js';
import { markdownPieces } from './markdown-text.js';
import type { Block } from './report-document.js';
import { englishReportWords, type ReportWords } from './report-labels.js';
import type { TraceReport } from './trace-report.js';

/** Steps of nesting shown at most; deeper ones look like the deepest. */
const maxDepth = 12;

/** GitHub-flavoured Markdown. Text of events stands in code spans that it cannot leave. */
export function reportMarkdown(report: TraceReport, words: ReportWords = englishReportWords): string {
  const { title, sections, footer } = composeReport(report, words);
  const parts = [
    `# ${markdownPieces([title])}`,
    ...sections.flatMap(({ heading, blocks }) => [`## ${markdownPieces([heading])}`, ...blocks.map(writeBlock)]),
    '---',
    markdownPieces(footer),
  ];
  return `${parts.join('\n\n')}\n`;
}

function writeBlock(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return markdownPieces(block.pieces);
    case 'list':
      return block.items.map((item) => `- ${markdownPieces(item)}`).join('\n');
    case 'facts':
      return writeTable(
        [
          { text: '', figure: false },
          { text: '', figure: false },
        ],
        block.facts.map(([label, pieces]) => [markdownPieces([label]), markdownPieces(pieces)]),
      );
    case 'table':
      return writeTable(
        block.columns.map(({ label, figure = false }) => ({ text: markdownPieces([label]), figure })),
        block.rows.map(({ cells, depth }) =>
          cells.map((cell, at) => {
            const steps = at === block.nested ? '\u00b7 '.repeat(Math.min(depth, maxDepth)) : '';
            return steps + markdownPieces(cell);
          }),
        ),
      );
  }
}

function writeTable(
  columns: readonly { readonly text: string; readonly figure: boolean }[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ text }) => text)),
    line(columns.map(({ figure }) => (figure ? '---:' : '---'))),
    ...rows.map(line),
  ].join('\n');
}
