/** The day's activities as pages of the open protocol, newest first. */
import { activityLine, dayCount, timeNs } from './activities.js';

export const pageRows = 5_000;

/** Activities `from` to `to` (not included) by their number; they travel from the last to the first. */
export interface DayPage {
  readonly from: number;
  readonly to: number;
  /** What the page says about itself. */
  readonly page: { readonly total: number; readonly next?: string };
}

export interface PageFormat {
  /** Path of the backend that sends it. */
  readonly base: string;
  readonly mediaType: string;
  write(page: DayPage, rows: number): string | Uint8Array;
}

/** What a request for entries asks for; the cursor is the number of the activity before which a page begins. */
export function pageOf(parameters: URLSearchParams, rows: number): DayPage {
  const limit = Math.min(pageRows, Number(parameters.get('limit') ?? pageRows));
  const cursor = parameters.get('cursor');
  const fromNs = cursor === null ? BigInt(parameters.get('from') ?? '0') : 0n;
  const toNs = BigInt(parameters.get('to') ?? '9223372036854775807');
  const count = dayCount(rows);
  let to = cursor === null ? rows : Number(cursor);
  while (cursor === null && to > 0 && timeNs(to - 1, count) >= toNs) to -= 1;
  const last = Math.max(0, to - limit);
  let from = to;
  while (from > last && (cursor !== null || timeNs(from - 1, count) >= fromNs)) from -= 1;
  return { from, to, page: from > 0 && from === last ? { next: String(from), total: rows } : { total: rows } };
}

export const linePages: PageFormat = {
  base: '/api',
  mediaType: 'application/x-ndjson',
  write({ from, to, page }, rows) {
    const count = dayCount(rows);
    let text = '';
    for (let activity = to - 1; activity >= from; activity -= 1) text += activityLine(activity, count);
    return `${text}${JSON.stringify({ page })}\n`;
  },
};
