/**
 * Sysdig's Activity Audit as it is published, and the API before it, as strict as their descriptions: what breaks a rule is answered with an
 * error and noted, never put right. A cursor is an entry and a direction, and knows nothing of the range that led to it.
 */
import type { Activity, ActivityType } from '../../src/model/activity.js';
import { isActivityType } from '../../src/model/activity.js';
import { sendJson, type Call } from './local-server.js';
import { entryJson, legacyEntry, publishedEntry, typeOfPlural, valuesOf, type SysdigEntry } from './sysdig-entries.js';
import { GrammarError, grammarFinds, parseGrammar, type GrammarFilter } from './sysdig-grammar.js';

export interface SysdigServerOptions {
  readonly api?: 'v1' | 'legacy';
  /** Requests a minute. Default 4,096, the most that is published. */
  readonly perMinute?: number;
  /** Whether `Retry-After` is a date in place of seconds. */
  readonly retryAsDate?: boolean;
  readonly now?: () => number;
  /** Id of an event that the older API says it cannot trace. */
  readonly untraceable?: string;
  /** What stands at `supported-filters`; a number is a status. */
  readonly filters?: object | number;
}

interface Row {
  readonly activity: Activity;
  readonly entry: SysdigEntry;
}

export const sysdigToken = 'a-token-for-tests';
export const sysdigHeaders = { Authorization: `Bearer ${sysdigToken}` };

const twoWeeksNs = 14n * 86_400_000_000_000n;
const largestNs = 9_223_372_036_854_775_616n;
const operands = ['=', '!=', 'in', 'not in', 'exists', 'not exists', 'contains', 'starts with'];

interface SupportedFilter {
  readonly id: string;
  readonly type: string;
  readonly operands?: readonly string[];
}
export const supportedFilters: { readonly data: readonly SupportedFilter[] } = {
  data: [
    ...['comm', 'cmdline', 'cwd', 'hostname', 'directory', 'filename', 'name', 'kubernetes.pod.name', 'unforeseen'].map(
      (id) => ({ id, type: 'string', operands }),
    ),
    ...['namespace', 'kubernetes.namespace.name'].map((id) => ({ id, type: 'string', operands })),
    ...['username', 'user.username'].map((id) => ({ id, type: 'string', operands })),
    { id: 'pid', type: 'number', operands },
    { id: 'serverPort', type: 'number' },
    ...['clientIpv4', 'serverIpv4', 'sourceAddresses'].map((id) => ({ id, type: 'ip', operands })),
  ],
};
const filterable = new Map(supportedFilters.data.map((filter) => [filter.id, filter]));

class Refused extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
const refuse = (message: string): never => {
  throw new Refused(400, message);
};

export class SysdigServer {
  /** What was refused, and why. */
  readonly refusals: string[] = [];
  /** Requests that came although they were told to wait longer. */
  tooEarly = 0;
  #rows: readonly Row[];
  readonly #options: SysdigServerOptions;
  readonly #asked: number[] = [];
  #notBeforeMs = 0;

  constructor(activities: readonly Activity[], options: SysdigServerOptions = {}) {
    this.#options = options;
    this.#rows = this.#sorted(activities);
  }

  arrive(activities: readonly Activity[]): void {
    this.#rows = this.#sorted([...this.#rows.map(({ activity }) => activity), ...activities]);
  }

  answer(call: Call): void {
    const { response } = call;
    const headers = { 'X-RateLimit-Limit': String(this.#perMinute) };
    try {
      if (call.request.method !== 'GET') throw new Refused(405, 'There is nothing but GET.');
      if (call.request.headers.authorization !== `Bearer ${sysdigToken}`) throw new Refused(401, 'Access denied.');
      const waitMs = this.#overLimit();
      if (waitMs > 0) return this.#tooMany(call, waitMs);
      const json = this.#answerTo(call.url);
      response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
      response.end(json);
    } catch (thrown) {
      const status = thrown instanceof Refused ? thrown.status : 500;
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      this.refusals.push(`${status} ${message} ${call.url.pathname}${call.url.search}`);
      sendJson(response, { type: 'refused', message, details: [] }, status, headers);
    }
  }

  get #isLegacy(): boolean {
    return this.#options.api === 'legacy';
  }

  get #perMinute(): number {
    return this.#options.perMinute ?? 4_096;
  }

  get #nowMs(): number {
    return (this.#options.now ?? Date.now)();
  }

  #sorted(activities: readonly Activity[]): readonly Row[] {
    const { untraceable } = this.#options;
    const write = this.#isLegacy ? legacyEntry : publishedEntry;
    return activities
      .map((activity) => {
        const entry = write(activity);
        return { activity, entry: entry.id === untraceable ? { ...entry, traceable: false } : entry };
      })
      .sort(({ activity: a }, { activity: b }) => {
        if (a.timeNs !== b.timeNs) return a.timeNs > b.timeNs ? -1 : 1;
        return a.id > b.id ? -1 : 1;
      });
  }

  /** How long until there is room again; 0 where there is. */
  #overLimit(): number {
    const nowMs = this.#nowMs;
    if (nowMs < this.#notBeforeMs) this.tooEarly += 1;
    while (this.#asked.length > 0 && this.#asked[0]! <= nowMs - 60_000) this.#asked.shift();
    if (this.#asked.length < this.#perMinute) {
      this.#asked.push(nowMs);
      return 0;
    }
    return this.#asked[0]! + 60_000 - nowMs;
  }

  #tooMany({ response }: Call, waitMs: number): void {
    const seconds = Math.ceil(waitMs / 1_000);
    this.#notBeforeMs = this.#nowMs + waitMs;
    const date = new Date(Math.ceil(this.#notBeforeMs / 1_000) * 1_000).toUTCString();
    sendJson(response, { type: 'too_many_requests', message: 'Too many requests.', details: [] }, 429, {
      'Retry-After': this.#options.retryAsDate ? date : String(seconds),
      'X-RateLimit-Limit': String(this.#perMinute),
      Date: new Date(this.#nowMs).toUTCString(),
    });
  }

  #answerTo(url: URL): string {
    const base = this.#isLegacy ? '/api/v1/activityAudit/events' : '/secure/activity-audit/v1/entries';
    if (url.pathname === base) return this.#page(url.searchParams);
    if (url.pathname === '/secure/activity-audit/v1/supported-filters' && !this.#isLegacy) return this.#filters();
    const rest = url.pathname.startsWith(`${base}/`) ? url.pathname.slice(base.length + 1) : null;
    if (rest === null) throw new Refused(404, 'There is nothing here.');
    return this.#isLegacy ? this.#trace(rest) : this.#entry(rest);
  }

  #filters(): string {
    const { filters = supportedFilters } = this.#options;
    if (typeof filters === 'number') throw new Refused(filters, 'as the test says');
    return JSON.stringify(filters);
  }

  #entry(id: string): string {
    if (!/^[0-9a-f]{32}$/.test(id)) refuse('An id has 32 hexadecimal digits.');
    const row = this.#rows.find(({ entry }) => entry.id === id);
    if (!row) throw new Refused(404, 'Not found.');
    return entryJson(row.entry, row.activity.timeNs);
  }

  #trace(rest: string): string {
    const [, type = '', id = ''] = /^([a-z]+)\/([^/]+)\/trace$/.exec(rest) ?? refuse('There is no such thing.');
    const row = this.#rows.find(({ entry }) => entry.id === id && entry.type === type);
    if (!row) throw new Refused(404, 'Not found.');
    if (row.entry['traceable'] !== true) refuse('This event cannot be traced.');
    const pod = row.activity.attributes.get('kubernetes.pod.name');
    const traced = this.#rows.filter(
      ({ activity }) =>
        activity.type === 'command' &&
        activity.attributes.get('kubernetes.pod.name') === pod &&
        activity.timeNs >= row.activity.timeNs,
    );
    return `{"data":[${traced.map(({ entry, activity }) => entryJson(entry, activity.timeNs)).join(',')}]}`;
  }

  #page(parameters: URLSearchParams): string {
    const known = ['from', 'to', 'cursor', 'limit', 'filter', ...(this.#isLegacy ? [] : ['types', 'zones'])];
    for (const name of new Set(parameters.keys())) {
      if (!known.includes(name)) refuse(`There is no parameter ${name}.`);
      const isList = name === 'types' || name === 'zones';
      if (!isList && parameters.getAll(name).length > 1) refuse(`${name} is there twice.`);
    }
    const limit = this.#limit(parameters.get('limit'));
    const types = this.#types(parameters.getAll('types'));
    this.#zones(parameters.getAll('zones'));
    const filter = this.#filter(parameters.get('filter'));
    const matching = this.#rows.filter(
      ({ activity, entry }) =>
        (types === null || types.has(activity.type)) &&
        (filter === null || grammarFinds(filter, (name) => valuesOf(entry, name))),
    );
    const from = this.#start(matching, parameters);
    const rows = from.slice(0, limit);
    const [newest, oldest] = [rows[0], rows.at(-1)];
    const cursor = (sign: string, row: Row | undefined): string | undefined =>
      row && Buffer.from(`${sign}${row.entry.id}`).toString('base64');
    const hasOlder = oldest !== undefined && oldest !== matching.at(-1);
    const hasNewer = newest !== undefined && newest !== matching[0];
    const older = hasOlder ? cursor('-', oldest) : undefined;
    const newer = hasNewer ? cursor('+', newest) : undefined;
    const page = {
      total: from.length,
      ...(this.#isLegacy ? { prev: older, next: newer } : { next: older, prev: newer }),
    };
    const data = rows.map(({ entry, activity }) => entryJson(entry, activity.timeNs));
    return `{"page":${JSON.stringify(page)},"data":[${data.join(',')}]}`;
  }

  /** The rows that the time criteria lead to, newest first. */
  #start(matching: readonly Row[], parameters: URLSearchParams): readonly Row[] {
    const cursor = parameters.get('cursor');
    if (cursor !== null) {
      if (parameters.has('from') || parameters.has('to')) refuse('A cursor excludes from and to.');
      if (cursor.length > 512) refuse('The cursor is too long.');
      const text = Buffer.from(cursor, 'base64').toString('latin1');
      const at = this.#rows.findIndex(({ entry }) => entry.id === text.slice(1));
      if (at < 0 || !/^[+-]/.test(text)) refuse('This is no cursor.');
      const { activity } = this.#rows[at]!;
      const isOlder = (row: Row): boolean => this.#rows.indexOf(row) > at;
      if (text.startsWith('-')) return matching.filter(isOlder);
      return matching.filter((row) => row.activity !== activity && !isOlder(row));
    }
    const [fromNs, toNs] = [this.#time(parameters, 'from'), this.#time(parameters, 'to')];
    if (toNs < fromNs) refuse('from is later than to.');
    if (toNs - fromNs > twoWeeksNs) refuse('from and to are more than two weeks apart.');
    return matching.filter(({ activity }) => activity.timeNs >= fromNs && activity.timeNs < toNs);
  }

  #time(parameters: URLSearchParams, name: string): bigint {
    const text = parameters.get(name) ?? refuse(`${name} is missing: the time criteria are required.`);
    if (!/^\d{1,19}$/.test(text)) refuse(`${name} is no number of nanoseconds.`);
    const timeNs = BigInt(text);
    if (timeNs > largestNs) refuse(`${name} is too large.`);
    if (timeNs !== 0n && timeNs < 1_000_000_000_000_000_000n) refuse(`${name} is not in nanoseconds.`);
    return timeNs;
  }

  #limit(text: string | null): number {
    if (text === null) return 25;
    const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
    if (limit < 1 || limit > 200) refuse('The limit is 1 to 200.');
    return limit;
  }

  #types(names: readonly string[]): ReadonlySet<ActivityType> | null {
    if (names.length === 0) return null;
    return new Set(names.map((name) => typeOfPlural.get(name) ?? refuse(`There is no type ${name}.`)));
  }

  #zones(zones: readonly string[]): void {
    if (zones.length > 100) refuse('At most 100 zones.');
    if (!zones.every((zone) => /^[1-9]\d{0,18}$/.test(zone))) refuse('A zone is a number.');
  }

  #filter(text: string | null): GrammarFilter | null {
    if (text === null) return null;
    if (text.length > 2_048) refuse('The filter is longer than 2,048 characters.');
    let filter: GrammarFilter;
    try {
      filter = parseGrammar(text);
    } catch (thrown) {
      if (thrown instanceof GrammarError) return refuse(thrown.message);
      throw thrown;
    }
    for (const { attribute, operator, values } of filter.elements) {
      if (this.#isLegacy) {
        if (attribute === 'type' && !values.every(isActivityType)) refuse('Types are singular here.');
        continue;
      }
      const supported = filterable.get(attribute) ?? refuse(`There is no filter for ${attribute}.`);
      if (supported.operands && !supported.operands.includes(operator)) refuse(`${attribute} has no ${operator}.`);
    }
    return filter;
  }
}
