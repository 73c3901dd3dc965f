import { ActivityType, type Activity } from '../../src/model/activity.js';
import { WireFormat, type CreateDecoder } from '../../src/model/reading.js';
import { TraceCertainty } from '../../src/model/trace.js';
import type { StatedTrace } from './backend.js';
import type { HttpConnection } from './http-connection.js';
import { fetchDocument } from './http-entry.js';
import { badAnswer, excerpt } from './http-failure.js';
import { isObject, parseExactly } from './http-trace.js';

const longestTrace = 64 * 1024 * 1024;
const mostRemembered = 20_000;

/** Sysdig does not say how it finds what belongs to a session: not more than this is claimed for it. */
const certainty = TraceCertainty.high;
const rule = 'traced by Sysdig';

/** Which requests Sysdig says it cannot trace: for those it may not be asked. */
export class Traceability {
  readonly #not = new Set<string>();

  /** A decoder that notes what it reads. */
  watching(createDecoder: CreateDecoder): CreateDecoder {
    return (options) =>
      createDecoder({
        ...options,
        onRecord: (activity, text) => this.#note(activity, text),
      });
  }

  /** Unknown counts as possible: it was read in an earlier visit. */
  isPossible(id: string): boolean {
    return !this.#not.has(id);
  }

  #note({ id, type }: Activity, text: string): void {
    if (type !== ActivityType.kubernetes || isTraceable(text)) return;
    if (this.#not.size >= mostRemembered) this.#not.clear();
    this.#not.add(id);
  }
}

/** What cannot be told may be tried. */
function isTraceable(text: string): boolean {
  const entry = parseExactly(text);
  return !isObject(entry) || entry['traceable'] === true;
}

/** `GET {base}/api/v1/activityAudit/events/kubernetes/{id}/trace`; null where there is none. Throws an `AuditError`, or the signal's reason. */
export async function fetchSysdigTrace(
  connection: HttpConnection,
  createDecoder: CreateDecoder,
  { session, entry }: { readonly session: string; readonly entry: string },
  signal: AbortSignal,
): Promise<StatedTrace | null> {
  const { name } = connection;
  const path = ['api', 'v1', 'activityAudit', 'events', 'kubernetes', entry, 'trace'];
  const text = await fetchDocument(connection, path, longestTrace, signal);
  if (text === null) return null;
  const decoder = createDecoder({ source: name, format: WireFormat.open });
  const parts = [decoder.push(new TextEncoder().encode(text)), decoder.end()];
  if (!/^\s*\{/.test(text) || parts.every(({ page, records }) => page === undefined && records === 0))
    throw badAnswer(`${name} was asked for a trace and did not answer with one. Its answer begins: ${excerpt(text)}`)
      .error;
  return {
    rows: parts.flatMap(({ activities }) =>
      activities.map((activity) => ({ activity, certainty, rule, sessions: [session] })),
    ),
    unreadable: parts.flatMap(({ problems }) => problems).filter(({ lost }) => lost).length,
  };
}
