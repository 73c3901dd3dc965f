/**
 * Ways in which the demo server can misbehave, each under a prefix of its own, all over the same data. What happens depends only on how
 * many requests for entries the prefix has had, so that it can be tried again.
 */
import { Refusal } from './answers.js';
import type { Page } from './entries.js';

export interface Conduct {
  /** False: the capabilities are not there, as in the published API. */
  readonly capabilities: boolean;
  readonly pageSize: number;
  readonly ndjson: boolean;
  /** Pages as Arrow streams, where they are asked for. */
  readonly arrow?: boolean;
  /** Thrown in place of an answer; `reset` breaks the connection, `silence` sends headers and nothing after. */
  readonly refuse?: (turn: number) => Refusal | 'reset' | 'silence' | 'web-page' | undefined;
  readonly twist?: (page: Page, turn: number) => Page;
  /** A row as text. */
  readonly line?: (text: string, index: number) => string;
  /** Pause before every 50 rows. */
  readonly pauseMs?: number;
  /** The answer ends in the middle of the row after so many. */
  readonly cutAfter?: number;
  /** The stream breaks after so many activities. */
  readonly streamEndsAfter?: number;
}

const proper: Conduct = { capabilities: true, pageSize: 5_000, ndjson: true };

const failure = (status: number, type: string, message: string, headers = {}): Refusal =>
  new Refusal(status, type, message, [], headers);

const withoutNext = ({ data, page }: Page, next: string): Page => ({ page: { total: page.total, next }, data });

export const conducts: ReadonlyMap<string, Conduct> = new Map<string, Conduct>([
  ['api', { ...proper, arrow: true }],
  ['api-plain', { capabilities: false, pageSize: 200, ndjson: false }],
  ['api-slow', { ...proper, pageSize: 1_000, pauseMs: 100 }],
  ['api-silent', { ...proper, refuse: (turn) => (turn % 2 === 1 ? 'silence' : undefined) }],
  [
    'api-flaky',
    {
      ...proper,
      pageSize: 2_000,
      refuse: (turn) =>
        turn % 3 === 1
          ? failure(503, 'unavailable', 'The index is being rebuilt.')
          : turn % 3 === 2
            ? 'reset'
            : undefined,
      streamEndsAfter: 25,
    },
  ],
  [
    'api-429',
    {
      ...proper,
      pageSize: 2_000,
      refuse: (turn) =>
        turn % 2 === 1
          ? failure(429, 'rate_limited', 'Too many requests.', {
              'Retry-After': turn % 4 === 1 ? '2' : new Date(Date.now() + 2_000).toUTCString(),
            })
          : undefined,
    },
  ],
  ['api-cut', { ...proper, cutAfter: 700 }],
  ['api-html', { ...proper, refuse: () => 'web-page' }],
  ['api-401', { ...proper, refuse: () => failure(401, 'unauthorized', 'Your session has ended.') }],
  ['api-403', { ...proper, refuse: () => failure(403, 'forbidden', 'You may not read activities.') }],
  ['api-500', { ...proper, refuse: () => failure(500, 'internal', 'The store cannot be reached.') }],
  [
    'api-empty',
    { ...proper, twist: ({ page }, turn) => ({ page: { total: page.total, next: `empty-${turn}` }, data: [] }) },
  ],
  ['api-loop', { ...proper, pageSize: 500, twist: (page) => withoutNext(page, 'again') }],
  ['api-disorder', { ...proper, twist: (page) => ({ ...page, data: [...page.data].reverse() }) }],
  [
    'api-outside',
    {
      ...proper,
      twist: (page) => ({
        ...page,
        data: page.data.map((row) => ({ ...row, timestamp: row.timestamp - 172_800_000_000_000n })),
      }),
    },
  ],
  [
    'api-total',
    { ...proper, twist: (page) => ({ ...page, page: { ...page.page, total: Math.floor(page.page.total / 2) } }) },
  ],
  [
    'api-invalid',
    {
      ...proper,
      line: (text, index) =>
        index % 10 !== 3 ? text : index % 20 === 3 ? text.slice(0, 60) : text.replace('"timestamp":', '"when":'),
    },
  ],
]);
