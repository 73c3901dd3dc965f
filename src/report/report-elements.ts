/** The report as elements, as plain data: written to a file as HTML, or built in a page by `document.createElement`, which no policy blocks. */
import type { Block, Pieces, ReportDocument } from './report-document.js';
import { visibleParts } from './visible-line.js';

export interface ReportElement {
  readonly tag:
    | 'h1'
    | 'h2'
    | 'p'
    | 'ul'
    | 'li'
    | 'dl'
    | 'dt'
    | 'dd'
    | 'div'
    | 'section'
    | 'footer'
    | 'main'
    | 'table'
    | 'thead'
    | 'tbody'
    | 'tr'
    | 'th'
    | 'td'
    | 'code'
    | 'span';
  readonly attributes?: Readonly<Partial<Record<'class' | 'scope' | 'title' | 'id', string>>>;
  readonly children: readonly (ReportElement | string)[];
}
type Nodes = readonly (ReportElement | string)[];

const element = (tag: ReportElement['tag'], children: Nodes, className?: string): ReportElement => ({
  tag,
  children,
  ...(className !== undefined && { attributes: { class: className } }),
});

/** Deeper steps look like the deepest. */
const maxDepth = 12;

export function elementTree({ title, sections, footer }: ReportDocument): readonly ReportElement[] {
  return [
    element('main', [
      element('h1', [title]),
      ...sections.map(({ heading, tone, blocks }) =>
        element('section', [element('h2', [heading]), ...blocks.map(writeBlock)], tone),
      ),
    ]),
    element('footer', [element('p', writePieces(footer))]),
  ];
}

function writePieces(pieces: Pieces): Nodes {
  return pieces.map((piece) =>
    typeof piece === 'string'
      ? piece
      : element(
          'code',
          visibleParts(piece.value).map((part) =>
            part.kind === 'text' ? part.text : element('span', [part.text], 'mark'),
          ),
        ),
  );
}

function writeBlock(block: Block): ReportElement {
  switch (block.kind) {
    case 'paragraph':
      return element('p', writePieces(block.pieces));
    case 'list':
      return element(
        'ul',
        block.items.map((item) => element('li', writePieces(item))),
      );
    case 'facts':
      return element(
        'dl',
        block.facts.map(([label, pieces]) =>
          element('div', [element('dt', [label]), element('dd', writePieces(pieces))]),
        ),
      );
    case 'table':
      return element('table', [
        element('thead', [
          element(
            'tr',
            block.columns.map(({ label, figure }) => ({
              tag: 'th',
              attributes: figure ? { scope: 'col', class: 'figure' } : { scope: 'col' },
              children: [label],
            })),
          ),
        ]),
        element(
          'tbody',
          block.rows.map(({ cells, depth, doubtful }) =>
            element(
              'tr',
              cells.map((cell, at) => {
                const nested = at === block.nested && depth > 0 ? `depth-${Math.min(depth, maxDepth)}` : '';
                const figure = block.columns[at]?.figure ? 'figure' : '';
                return element(
                  'td',
                  writePieces(cell),
                  [nested, figure].filter((name) => name !== '').join(' ') || undefined,
                );
              }),
              doubtful ? 'doubtful' : undefined,
            ),
          ),
        ),
      ]);
  }
}
