import type { Activity } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { Capability, type SysdigApi, type SysdigSource } from '../../src/model/source.js';
import type { EpochNs } from '../../src/model/units.js';
import type { Backend, FollowStep, RawRecord, ReadRequest, ReadStep } from './backend.js';
import type { HttpBackendOptions } from './http.js';
import { HttpConnection } from './http-connection.js';
import { fetchDocument, longestEntry } from './http-entry.js';
import { HttpFollowing, type FollowingOptions } from './http-following.js';
import { HttpReading } from './http-reading.js';
import { realSleep, Waits } from './http-tries.js';
import { knownAttributes, readSupportedFilters, type SysdigAttributes } from './sysdig-attributes.js';
import { SysdigPages } from './sysdig-pages.js';
import { fetchSysdigTrace, Traceability } from './sysdig-trace.js';

const defaultPollMs = 10_000;
const leastPage = 25;
const mostZones = 100;
/** Ten years: every two weeks of it cost a question. */
const longestKeptDays = 3_653;
const longestFilterList = 1_000_000;

/** Sysdig's Activity Audit, by its published API or by the older one, within the rules of each. */
export class SysdigBackend implements Backend {
  readonly name: string;
  readonly wholeOnly = false;
  /** Only the published API gives single entries, only the older one traces. */
  readonly raw?: NonNullable<Backend['raw']>;
  readonly trace?: NonNullable<Backend['trace']>;
  readonly #api: SysdigApi;
  readonly #connection: HttpConnection;
  readonly #waits: Waits;
  readonly #reading: FollowingOptions;
  readonly #pollEveryMs: number;
  #attributes: SysdigAttributes | undefined;

  /** Throws an `AuditError` for an address, header or option that cannot be used. */
  constructor(source: SysdigSource, options: Omit<HttpBackendOptions, 'loadArrowDecoder'>) {
    const { now = Date.now, random = Math.random, sleep = realSleep, createDecoder } = options;
    checkOptions(source);
    const connection = new HttpConnection(source, options);
    this.#api = source.api ?? 'v1';
    this.#connection = connection;
    this.name = connection.name;
    this.#waits = new Waits(sleep);
    this.#pollEveryMs = source.pollEveryMs ?? defaultPollMs;
    const attributes = (signal: AbortSignal): Promise<SysdigAttributes> => this.#askAttributes(signal);
    const traceability = new Traceability();
    const isLegacy = this.#api === 'legacy';
    const pages = new SysdigPages({
      source,
      connection,
      attributes,
      createDecoder: isLegacy ? traceability.watching(createDecoder) : createDecoder,
    });
    this.#reading = {
      connection,
      createDecoder,
      waits: this.#waits,
      now,
      random,
      pages: () => Promise.resolve(pages),
      hasStream: () => Promise.resolve(false),
      ...(source.pageSize !== undefined && { pageSize: Math.max(leastPage, source.pageSize) }),
    };
    if (isLegacy)
      this.trace = async (id, signal, asked) => {
        signal.throwIfAborted();
        if (!traceability.isPossible(id)) return null;
        return fetchSysdigTrace(connection, createDecoder, { session: id, entry: entryId(id, asked) }, signal);
      };
    else this.raw = (activity, signal) => this.#entry(activity, signal);
  }

  // It is known beforehand; nobody is asked.
  // eslint-disable-next-line @typescript-eslint/require-await
  async capabilities(signal: AbortSignal): Promise<readonly Capability[]> {
    signal.throwIfAborted();
    return this.#api === 'legacy' ? [Capability.filter, Capability.trace] : [Capability.filter];
  }

  read(request: ReadRequest, signal: AbortSignal): AsyncIterable<ReadStep> {
    return new HttpReading(this.#reading, request, signal).steps();
  }

  follow(fromNs: EpochNs, signal: AbortSignal): AsyncIterable<FollowStep> {
    return new HttpFollowing(this.#reading, this.#pollEveryMs, fromNs, signal).steps();
  }

  hurry(): void {
    this.#waits.hurry();
  }

  async #entry(activity: Activity, signal: AbortSignal): Promise<readonly RawRecord[]> {
    signal.throwIfAborted();
    const id = entryId(activity.id, activity);
    if (!/^[0-9a-f]{32}$/i.test(id)) return [];
    const path = ['secure', 'activity-audit', 'v1', 'entries', id];
    const text = await fetchDocument(this.#connection, path, longestEntry, signal);
    return text === null ? [] : [{ source: this.name, text }];
  }

  /** What the server tells; where it cannot or will not, what is known of every Sysdig. A failure is not remembered. */
  async #askAttributes(signal: AbortSignal): Promise<SysdigAttributes> {
    if (this.#attributes) return this.#attributes;
    const known = knownAttributes(this.#api);
    if (this.#api === 'legacy') return (this.#attributes = known);
    const path = ['secure', 'activity-audit', 'v1', 'supported-filters'];
    try {
      const text = await fetchDocument(this.#connection, path, longestFilterList, signal);
      return (this.#attributes = (text === null ? null : readSupportedFilters(text)) ?? known);
    } catch {
      signal.throwIfAborted();
      return known;
    }
  }
}

/** Requests are called by their audit ID; Sysdig knows them by its own. */
function entryId(id: string, activity: Activity | undefined): string {
  const known = activity?.attributes.get('sysdigId');
  return typeof known === 'string' ? known : id;
}

function checkOptions({ api = 'v1', zones = [], pageSize, keptDays = 1 }: SysdigSource): void {
  const refuse = (message: string): never => {
    throw new AuditError(ErrorCode.badRequest, message);
  };
  if (api !== 'v1' && api !== 'legacy') refuse(`There is no Sysdig API "${String(api)}": known are v1 and legacy.`);
  if (zones.length > 0 && api === 'legacy') refuse('The older Sysdig API cannot be asked for zones.');
  if (zones.length > mostZones)
    refuse(`Sysdig can be asked for ${mostZones} zones at most; ${zones.length} were given.`);
  if (!zones.every((zone) => Number.isSafeInteger(zone) && zone > 0))
    refuse('A zone of Sysdig is a whole number above 0.');
  if (!(keptDays >= 1 && keptDays <= longestKeptDays))
    refuse(`The days that Sysdig keeps activities for are 1 to ${longestKeptDays}.`);
  if (pageSize !== undefined && !Number.isSafeInteger(pageSize)) refuse('The page size has to be a whole number.');
}
