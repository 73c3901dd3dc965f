import { canonicalJson, parseExact } from './exact-json.js';
import { unless } from './points.js';
import { pageOf, type Answer, type Row } from './server-under-test.js';
import { entriesPath, idOf, rangeQuery, type Sample, type Subject } from './subject.js';

const lines = 'application/x-ndjson';
const arrow = 'application/vnd.apache.arrow.stream';

/** One activity by its id. */
export async function checkEntry({ server, document, points }: Subject, { rows }: Sample): Promise<void> {
  const section = 'GET /entries/{id}';
  const row = rows[0]!;
  const answer = await server.get(`/entries/${encodeURIComponent(idOf(row))}`);
  points.expect(section, 'answers as the file says', [
    ...unless(answer.status === 200, `it answers ${answer.status}`),
    ...document.differences('/entries/{id}', answer.status, answer.contentType, answer.body),
  ]);
  const isSame = canonicalJson(answer.body) === canonicalJson(row);
  points.expect(section, 'gives the activity as it is on its page', unless(isSame, `${idOf(row)} is different there`));
  const stranger = await server.get('/entries/no-such-activity');
  points.expect(section, 'answers 404 where there is no such activity', [
    ...unless(stranger.status === 404, `it answers ${stranger.status}`),
    ...document.differences('/entries/{id}', stranger.status, stranger.contentType, stranger.body),
  ]);
}

/** Pages in other forms than a document, where the server sends them. */
export async function checkForms(subject: Subject, sample: Sample): Promise<void> {
  await checkLines(subject, sample);
  await checkArrow(subject, sample);
}

const ask = ({ server, capabilities }: Subject, { range, rows }: Sample, accept: string): Promise<Answer> => {
  const limit = Math.min(capabilities.pageSize, Math.max(1, rows.length));
  return server.get(entriesPath, [...rangeQuery(range), ['limit', String(limit)]], { Accept: accept });
};

async function checkLines(subject: Subject, sample: Sample): Promise<void> {
  const section = 'GET /entries as lines';
  const { document, points, capabilities } = subject;
  const answer = await ask(subject, sample, lines);
  const isNamed = capabilities.mediaTypes.includes(lines);
  if (answer.contentType !== lines) {
    if (!isNamed) return points.untested(section, 'sends lines', 'it sends documents only, which is allowed');
    points.expect(section, 'sends the lines that its capabilities name', [`it sends ${answer.contentType}`]);
    return;
  }
  const texts = answer.text.split('\n');
  points.expect(section, 'ends its last line', unless(texts.pop() === '', 'there is text behind the last line end'));
  const values = texts.map(readLine);
  const end = values.pop();
  points.expect(section, 'ends a page with its own line', document.misfitsOf('PageLine', end));
  points.expect(
    section,
    'has an activity on every other line',
    values.flatMap((value) => document.misfitsOf('Activity', value)),
  );
  const plain = pageOf((await ask(subject, sample, 'application/json')).body).rows;
  const isSame = canonicalJson(values) === canonicalJson(plain);
  points.expect(section, 'sends the same activities as in a document', unless(isSame, 'lines and document differ'));
}

function readLine(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return `no JSON: ${text.slice(0, 60)}`;
  }
}

/** As far as it can be told without reading columns. */
async function checkArrow(subject: Subject, sample: Sample): Promise<void> {
  const { points, capabilities } = subject;
  if (!capabilities.mediaTypes.includes(arrow)) return;
  const section = 'GET /entries as Arrow';
  const { contentType, bytes } = await ask(subject, sample, arrow);
  if (
    !points.expect(
      section,
      'sends what its capabilities name',
      unless(contentType === arrow, `it sends ${contentType}`),
    )
  )
    return;
  const word = (at: number): number => new DataView(bytes.buffer, bytes.byteOffset).getUint32(at, true);
  const isFramed = bytes.length >= 16 && word(0) === 0xffffffff;
  points.expect(
    section,
    'begins with a message of the Arrow stream format',
    unless(isFramed, 'the first four bytes are not FF'),
  );
  const isEnded = bytes.length >= 16 && word(bytes.length - 8) === 0xffffffff && word(bytes.length - 4) === 0;
  points.expect(
    section,
    'ends with the end-of-stream marker',
    unless(isEnded, 'the last eight bytes are something else'),
  );
  points.untested(section, 'sends the same activities as in a document', 'this command does not read columns');
}

/** A member by which rows differ, and a value that some of them have: something to filter by. `known`: the attributes that the server names. */
export function tellingValue(
  rows: readonly Row[],
  known: readonly string[] | undefined,
): { readonly name: string; readonly value: string } | null {
  for (const name of ['comm', 'hostname', 'directory', 'l4protocol', 'type']) {
    if (known && !known.includes(name)) continue;
    const values = rows.map((row) => row[name]).filter((value): value is string => typeof value === 'string');
    const value = values.find((one) => /^[\w./-]{1,60}$/.test(one) && rows.some((row) => row[name] !== one));
    if (value !== undefined) return { name, value };
  }
  return null;
}
