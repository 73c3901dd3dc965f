import { canonicalJson, exactInteger, isObject } from './exact-json.js';
import { tellingValue } from './check-forms.js';
import { unless } from './points.js';
import { pageOf, type Row } from './server-under-test.js';
import { entriesPath, idOf, rangeQuery, readPages, type Sample, type Subject } from './subject.js';

/** The capability `filter`; without it a filter is refused, since an answer that ignores it would be a wrong one. */
export async function checkFilter(subject: Subject, { range, rows }: Sample): Promise<void> {
  const section = 'filter';
  const { server, document, points, capabilities } = subject;
  const time = rangeQuery(range);
  const ask = (filter: string) => server.get(entriesPath, [...time, ['limit', '1'], ['filter', filter]]);
  if (!capabilities.named.includes('filter')) {
    if (capabilities.isPublished) return;
    const { status } = await ask('comm = "x"');
    points.expect(
      section,
      'is refused, since the capabilities do not name it',
      unless(status === 400, `it answers ${status}`),
    );
    return;
  }
  for (const [filter, what] of [
    ['comm =', 'a filter that breaks off'],
    ['comm = "a', 'a value without an end'],
    ['x'.repeat((capabilities.filterLength ?? 100_000) + 1), 'a filter that is too long'],
  ] as const) {
    const { status, contentType, body } = await ask(filter);
    points.expect(section, `refuses ${what}`, [
      ...unless(status === 400 || (filter.length > 8_000 && status === 414), `it answers ${status}, not 400`),
      ...(status === 400 ? document.differences(entriesPath, status, contentType, body) : []),
    ]);
  }
  const telling = tellingValue(rows, capabilities.attributes);
  if (!telling)
    return points.untested(section, 'finds what has a value', 'the activities that were found are all alike');
  const { name, value } = telling;
  const limit = Math.min(capabilities.pageSize, 100);
  const read = async (filter: string): Promise<readonly Row[]> =>
    (await readPages(server, [...time, ['filter', filter]], limit)).rows;
  const [equal, other] = [await read(`${name} = "${value}"`), await read(`${name} != "${value}"`)];
  const expected = rows.filter((row) => row[name] === value).map(idOf);
  const missing = expected.filter((id) => !equal.some((row) => idOf(row) === id));
  points.expect(
    section,
    `finds all that has the value (${name} = "${value}")`,
    missing.map((id) => `${id} is missing`),
  );
  const wrong = equal.filter((row) => row[name] !== value);
  points.expect(
    section,
    'finds nothing else',
    wrong.map((row) => `${idOf(row)} has ${String(row[name])}`),
  );
  const isSplit = equal.length + other.length === rows.length && !other.some((row) => row[name] === value);
  points.expect(
    section,
    'finds by != exactly what = does not find',
    unless(isSplit, `${equal.length} and ${other.length} of ${rows.length}`),
  );
}

/** The capabilities `count`, `group` and `trace`. */
export async function checkExtensions(subject: Subject, sample: Sample): Promise<void> {
  const { named } = subject.capabilities;
  if (named.includes('count')) await checkCounts(subject, sample);
  if (named.includes('group')) await checkGroups(subject, sample);
  if (named.includes('trace')) await checkTrace(subject, sample);
}

const widthNs = 1_000_000_000n;

async function checkCounts({ server, document, points }: Subject, { range, rows }: Sample): Promise<void> {
  const section = 'GET /counts';
  const { status, contentType, body } = await server.get('/counts', [
    ...rangeQuery(range),
    ['widthNs', String(widthNs)],
  ]);
  const fits = points.expect(section, 'answers as the file says', [
    ...unless(status === 200, `it answers ${status}`),
    ...document.differences('/counts', status, contentType, body),
  ]);
  if (!fits || !isObject(body)) return;
  const { total, byType, bins, certainty } = body;
  if (certainty !== 'exact') return points.untested(section, 'counts right', `its numbers are “${String(certainty)}”`);
  points.expect(
    section,
    'counts what /entries sends',
    unless(total === rows.length, `${String(total)}, not ${rows.length}`),
  );
  const sum = Object.values(isObject(byType) ? byType : {}).reduce((all: number, one) => all + Number(one), 0);
  points.expect(section, 'gives numbers per data source that add up', unless(sum === total, `they add up to ${sum}`));
  const series = isObject(bins) && Array.isArray(bins['series']) ? bins['series'].filter(isObject) : [];
  const counts = series.flatMap((one) => (Array.isArray(one['counts']) ? one['counts'].map(Number) : []));
  const inBins = counts.reduce((all, one) => all + one, 0);
  points.expect(section, 'gives bins that add up', unless(inBins === total, `they add up to ${inBins}`));
  const startNs = isObject(bins) ? exactInteger(bins['startNs']) : null;
  points.expect(
    section,
    'begins its bins at a multiple of their width',
    unless(startNs !== null && startNs % widthNs === 0n, `at ${startNs}`),
  );
}

async function checkGroups({ server, document, points }: Subject, { range, rows }: Sample): Promise<void> {
  const section = 'GET /groups';
  const by = ['hostname', 'kubernetes.pod.name'];
  const { status, contentType, body } = await server.get('/groups', [
    ...rangeQuery(range),
    ...by.map((name) => ['by', name] as const),
  ]);
  const fits = points.expect(section, 'answers as the file says', [
    ...unless(status === 200, `it answers ${status}`),
    ...document.differences('/groups', status, contentType, body),
  ]);
  if (!fits || !isObject(body)) return;
  const groups = Array.isArray(body['groups']) ? body['groups'].filter(isObject) : [];
  const counts = groups.map(({ count }) => Number(count));
  points.expect(
    section,
    'groups by what was asked for',
    unless(canonicalJson(body['by']) === canonicalJson(by), canonicalJson(body['by'])),
  );
  points.expect(
    section,
    'gives a value or null for each attribute',
    unless(
      groups.every(({ values }) => Array.isArray(values) && values.length === by.length),
      'some have more or fewer',
    ),
  );
  points.expect(
    section,
    'gives the largest first',
    unless(
      counts.every((count, at) => at === 0 || count <= counts[at - 1]!),
      counts.join(', '),
    ),
  );
  if (body['certainty'] !== 'exact') return;
  const sum = counts.reduce((all, one) => all + one, 0);
  points.expect(section, 'counts what /entries sends', unless(sum === rows.length, `${sum}, not ${rows.length}`));
}

async function checkTrace({ server, document, points }: Subject, { range, rows }: Sample): Promise<void> {
  const section = 'GET /trace/{id}';
  const found = pageOf((await server.get(entriesPath, [...rangeQuery(range), ['types', 'kubernetes']])).body).rows;
  const session = rows.find((row) => row['type'] === 'kubernetes') ?? found[0];
  const stranger = await server.get('/trace/no-such-session');
  points.expect(section, 'answers 404 where there is no such session', [
    ...unless(stranger.status === 404, `it answers ${stranger.status}`),
    ...document.differences('/trace/{id}', stranger.status, stranger.contentType, stranger.body),
  ]);
  if (!session) return points.untested(section, 'traces a session', 'there is none in the time that was looked at');
  const { status, contentType, body } = await server.get(`/trace/${encodeURIComponent(idOf(session))}`);
  points.expect(section, 'answers as the file says', [
    ...unless(status === 200, `it answers ${status}`),
    ...document.differences('/trace/{id}', status, contentType, body),
    ...unless(isObject(body) && body['session'] === idOf(session), 'it is of another session'),
  ]);
}
