import { canonicalJson, parseExact } from './exact-json.js';
import { unless } from './points.js';
import { contentTypeOf, type Row } from './server-under-test.js';
import { idOf, timeOf, type Sample, type Subject } from './subject.js';

const section = 'GET /stream';
const media = 'text/event-stream';
/** What is in the past is sent at once; so long is waited for it. */
const patienceMs = 10_000;
const wantedEvents = 20;

interface Event {
  readonly id: string;
  readonly row: unknown;
}

interface Heard {
  readonly status: number;
  readonly contentType: string;
  readonly events: readonly Event[];
}

/** The capability `stream`: what there is since a time, oldest first, and going on after a break. */
export async function checkStream(subject: Subject, { rows }: Sample): Promise<void> {
  const { document, points, capabilities } = subject;
  if (!capabilities.named.includes('stream')) return;
  const wanted = Math.min(rows.length, wantedEvents);
  const fromNs = timeOf(rows.at(-1));
  const { status, contentType, events } = await listen(subject, fromNs, wanted);
  const isStream = points.expect(section, 'answers with a stream of events', [
    ...unless(status === 200, `it answers ${status}`),
    ...document.differences('/stream', status, contentType, ''),
  ]);
  if (!isStream) return;
  points.expect(
    section,
    'sends what there is since a time',
    unless(events.length >= wanted, `${events.length} of ${wanted} came in ${patienceMs / 1_000} seconds`),
  );
  points.expect(
    section,
    'has an activity in every event of that name',
    events.flatMap(({ row }) => document.misfitsOf('Activity', row)),
  );
  points.expect(
    section,
    'gives every activity an id to go on from',
    unless(
      events.every(({ id }) => id !== ''),
      'some events have none',
    ),
  );
  const sent = events.map(({ row }) => row as Row);
  const early = sent.filter((row) => timeOf(row) < fromNs);
  points.expect(
    section,
    'sends nothing from before that time',
    early.map((row) => `${idOf(row)} is older`),
  );
  const disorder = sent.filter((row, at) => at > 0 && timeOf(row) < timeOf(sent[at - 1]));
  points.expect(
    section,
    'sends the past oldest first',
    disorder.map((row) => `${idOf(row)} is older than the one before it`),
  );
  if (events.length < 3) return points.untested(section, 'goes on where it broke', 'fewer than three activities came');
  const broken = 1;
  const rest = await listen(subject, fromNs, events.length - broken - 1, events[broken]!.id);
  const expected = events.slice(broken + 1).map(({ id }) => id);
  const isSame = canonicalJson(rest.events.slice(0, expected.length).map(({ id }) => id)) === canonicalJson(expected);
  points.expect(
    section,
    'goes on behind the event that is named as the last',
    unless(isSame, 'other events came, or in another order'),
  );
}

async function listen({ server }: Subject, fromNs: bigint, wanted: number, lastId = ''): Promise<Heard> {
  const control = new AbortController();
  const timer = setTimeout(() => control.abort(), patienceMs);
  const events: Event[] = [];
  let response: Response | undefined;
  try {
    response = await server.open(server.address('/stream', [['from', String(fromNs)]]), control.signal, {
      Accept: media,
      ...(lastId !== '' && { 'Last-Event-ID': lastId }),
    });
    if (response.status !== 200) return { status: response.status, contentType: contentTypeOf(response), events };
    const decoder = new TextDecoder();
    let text = '';
    for await (const piece of response.body ?? []) {
      text += decoder.decode(piece, { stream: true }).replaceAll('\r\n', '\n');
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      events.push(...blocks.flatMap(readEvent));
      if (events.length >= wanted) break;
    }
  } catch (thrown) {
    // Its time is over: what came is what there is.
    if (!control.signal.aborted) throw thrown;
  } finally {
    clearTimeout(timer);
    control.abort();
  }
  return {
    status: response?.status ?? 0,
    contentType: response ? contentTypeOf(response) : '',
    events: events.slice(0, wanted),
  };
}

/** One event of the name `activity`, or of none. */
function readEvent(block: string): readonly Event[] {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (name !== '') fields.set(name, name === 'data' && fields.has(name) ? `${fields.get(name)}\n${value}` : value);
  }
  const data = fields.get('data');
  if (data === undefined || !['activity', 'message', undefined].includes(fields.get('event'))) return [];
  let row: unknown;
  try {
    row = parseExact(data);
  } catch {
    row = `no JSON: ${data.slice(0, 60)}`;
  }
  return [{ id: fields.get('id') ?? '', row }];
}
