/** `GET {base}/stream`: what there is since a time, then what arrives, as server-sent events. */
import { once } from 'node:events';
import { allTime } from '../../src/model/time-range.js';
import type { ActivityLog, Position } from './activity-log.js';
import { Refusal, type Exchange } from './answers.js';
import { timeParameter, typesParameter } from './entries.js';
import type { LiveFeed } from './live-feed.js';
import { toJson, type WireActivity } from './wire.js';

const heartbeatMs = 5_000;
const batchSize = 500;

/**
 * How far a reader has come: everything that arrived before `arrivals`, except (while the past is still being sent) what lies after
 * `past`.
 */
interface Progress {
  readonly arrivals: number;
  readonly past?: Position;
}

const printProgress = ({ arrivals, past }: Progress): string =>
  past ? `${arrivals}.${past.timestamp}.${past.id}` : String(arrivals);

function parseProgress(text: string): Progress {
  const parts = /^(\d{1,12})(?:\.(\d{1,19})\.([0-9a-f]{32}))?$/.exec(text);
  if (!parts) throw new Refusal(400, 'invalid_request', 'This Last-Event-ID is not one of ours.');
  const [, arrivals, timestamp, id] = parts;
  const past = timestamp !== undefined && id !== undefined && { timestamp: BigInt(timestamp), id };
  return { arrivals: Number(arrivals), ...(past && { past }) };
}

const activityEvent = (activity: WireActivity, progress: Progress): string =>
  `event: activity\nid: ${printProgress(progress)}\ndata: ${toJson(activity)}\n\n`;

export interface StreamOptions {
  /** Breaks the connection after so many activities, to try what the reader does then. */
  readonly endAfter?: number;
}

/** Ends when the reader goes away. */
export async function answerStream(
  exchange: Exchange,
  log: ActivityLog,
  feed: LiveFeed,
  options: StreamOptions = {},
): Promise<void> {
  const { request, response, url } = exchange;
  const types = typesParameter(url.searchParams);
  const fromNs = url.searchParams.has('from') ? timeParameter(url.searchParams, 'from') : feed.completeToNs;
  const lastId = request.headers['last-event-id'];
  const resumed = typeof lastId === 'string' && lastId !== '' ? parseProgress(lastId) : undefined;
  // A number of a server that has been started anew since: nothing can be known but the time.
  const known = resumed && resumed.arrivals <= log.arrivals.length ? resumed : undefined;

  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-store' });
  if (request.method === 'HEAD') return void response.end();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  let sent = 0;
  const write = async (text: string): Promise<void> => {
    if (!response.write(text)) await once(response, 'drain', { signal: gone.signal });
  };
  const writeActivity = async (activity: WireActivity, progress: Progress): Promise<void> => {
    await write(activityEvent(activity, progress));
    if (++sent === options.endAfter) response.destroy();
  };
  const heartbeat = setInterval(() => {
    response.write(`: alive\n\nevent: mark\ndata: ${toJson({ coveredTo: feed.completeToNs })}\n\n`);
  }, heartbeatMs);
  heartbeat.unref();
  try {
    await write('retry: 1000\n\n');
    let arrivals = known?.arrivals ?? log.arrivals.length;
    if (!known || known.past) {
      for (const activity of past(log, fromNs, arrivals, known?.past)) {
        if (gone.signal.aborted) return;
        if (types?.has(activity.type) ?? true) await writeActivity(activity, { arrivals, past: activity });
      }
    }
    while (!gone.signal.aborted) {
      for (; arrivals < log.arrivals.length && !gone.signal.aborted; arrivals++) {
        const activity = log.arrivals[arrivals];
        if (activity && (types?.has(activity.type) ?? true)) await writeActivity(activity, { arrivals: arrivals + 1 });
      }
      await nextArrival(log, gone.signal);
    }
  } catch (error) {
    if (!gone.signal.aborted) throw error;
  } finally {
    clearInterval(heartbeat);
  }
}

/** Oldest first, what lies after `from` and arrived before number `arrivals`; the log may grow while this goes on. */
function* past(log: ActivityLog, fromNs: bigint, arrivals: number, from?: Position): Generator<WireActivity> {
  const later = new Set<WireActivity>();
  const selection = { fromNs, toNs: allTime.toNs, test: (activity: WireActivity) => !later.has(activity) };
  for (let at = from; ;) {
    for (const activity of log.arrivals.slice(arrivals + later.size)) later.add(activity);
    const batch = log.newer(selection, batchSize, at).reverse();
    yield* batch;
    if (batch.length < batchSize) return;
    at = batch.at(-1);
  }
}

function nextArrival(log: ActivityLog, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = log.onArrival(done);
    function done(): void {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
