/** The pages of `GET {base}/entries`: what is asked for, what is answered. */
import { activityTypes, isActivityType, type ActivityType } from '../../src/model/activity.js';
import { compileFilter } from '../../src/model/filter/evaluate.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import type { ActivityLog, Position, Selection } from './activity-log.js';
import { Refusal } from './answers.js';
import { toActivity, type WireActivity } from './wire.js';

export interface Page {
  readonly page: { readonly total: number; readonly prev?: string; readonly next?: string };
  readonly data: readonly WireActivity[];
}
export interface PageLimits {
  readonly pageSize: number;
  readonly filterLength: number;
}

/** What a cursor stands for. Opaque to clients. */
interface Cursor {
  readonly fromNs: bigint;
  readonly toNs: bigint;
  readonly direction: 'older' | 'newer';
  readonly at: Position;
  /** Counted once, for the first page. */
  readonly total: number;
}

const defaultLimit = 25;

/** The published API uses plurals in the question and singulars in the answer; both are understood. */
const typeNames = new Map<string, ActivityType>([
  ...activityTypes.map((type) => [type, type] as const),
  ['commands', 'command'],
  ['connections', 'connection'],
  ['fileaccesses', 'fileaccess'],
]);

const badRequest = (message: string, ...details: string[]): Refusal =>
  new Refusal(400, 'invalid_request', message, details);

/** A time of the query as nanoseconds. */
export function timeParameter(parameters: URLSearchParams, name: string): bigint {
  const text = parameters.get(name);
  if (text === null) throw badRequest(`The parameter ${name} is missing: give from and to, or a cursor.`);
  if (!/^\d{1,19}$/.test(text)) throw badRequest(`The parameter ${name} has to be a whole number of nanoseconds.`);
  return BigInt(text);
}

export function typesParameter(parameters: URLSearchParams): ReadonlySet<ActivityType> | undefined {
  const names = parameters.getAll('types');
  if (names.length === 0) return undefined;
  return new Set(
    names.map((name) => {
      const type = typeNames.get(name);
      if (!isActivityType(type))
        throw badRequest(`There is no data source “${name}”.`, [...typeNames.keys()].join(', '));
      return type;
    }),
  );
}

function filterParameter(parameters: URLSearchParams, limits: PageLimits): Selection['test'] {
  const text = parameters.get('filter') ?? '';
  if (text === '') return undefined;
  if (text.length > limits.filterLength)
    throw badRequest(`The filter is longer than ${limits.filterLength} characters.`);
  const { filter, errors } = parseFilter(text);
  if (errors.length > 0) throw badRequest('The filter cannot be read.', ...errors.map(({ message }) => message));
  const test = compileFilter(filter);
  return (activity) => test(toActivity(activity));
}

function limitParameter(parameters: URLSearchParams, limits: PageLimits): number {
  const text = parameters.get('limit');
  if (text === null) return defaultLimit;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || limit > limits.pageSize) throw badRequest(`The limit has to be from 1 to ${limits.pageSize}.`);
  return limit;
}

function printCursor({ fromNs, toNs, direction, at, total }: Cursor): string {
  return Buffer.from([fromNs, toNs, direction, at.timestamp, at.id, total].join(' ')).toString('base64url');
}

function parseCursor(text: string): Cursor {
  const decoded = Buffer.from(text, 'base64url').toString('utf8');
  const parts = /^(-?\d{1,19}) (-?\d{1,19}) (older|newer) (\d{1,19}) ([0-9a-f]{32}) (\d{1,12})$/.exec(decoded);
  if (!parts) throw badRequest('This cursor is not one of ours.');
  const [, from = '', to = '', direction, timestamp = '', id = '', total] = parts;
  const at = { timestamp: BigInt(timestamp), id };
  const way = direction === 'newer' ? 'newer' : 'older';
  return { fromNs: BigInt(from), toNs: BigInt(to), direction: way, at, total: Number(total) };
}

/** Throws a `Refusal` where the question makes no sense. */
export function answerEntries(log: ActivityLog, parameters: URLSearchParams, limits: PageLimits): Page {
  const limit = limitParameter(parameters, limits);
  const types = typesParameter(parameters);
  const test = filterParameter(parameters, limits);
  const cursorText = parameters.get('cursor');
  if (cursorText !== null && (parameters.has('from') || parameters.has('to')))
    throw badRequest('Give either a cursor or from and to, not both.');
  const cursor = cursorText === null ? undefined : parseCursor(cursorText);
  const fromNs = cursor?.fromNs ?? timeParameter(parameters, 'from');
  const toNs = cursor?.toNs ?? timeParameter(parameters, 'to');
  if (fromNs > toNs) throw badRequest('The parameter from has to be earlier than to.');
  const selection: Selection = { fromNs, toNs, ...(types && { types }), ...(test && { test }) };

  const data =
    cursor?.direction === 'newer' ? log.newer(selection, limit, cursor.at) : log.older(selection, limit, cursor?.at);
  const total = cursor?.total ?? log.count(selection);
  const [newest, oldest] = [data[0], data.at(-1)];
  const next = oldest &&
    log.older(selection, 1, oldest).length > 0 && { fromNs, toNs, direction: 'older' as const, at: oldest, total };
  const prev = newest &&
    log.newer(selection, 1, newest).length > 0 && { fromNs, toNs, direction: 'newer' as const, at: newest, total };
  return { page: { total, ...(prev && { prev: printCursor(prev) }), ...(next && { next: printCursor(next) }) }, data };
}
