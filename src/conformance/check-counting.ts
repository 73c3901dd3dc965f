/** What a server needs besides `count` and `group` so that it can be looked at without being loaded: values, places, scopes, and that all agree. */
import { canonicalJson, exactInteger, isObject } from './exact-json.js';
import { tellingValue } from './check-forms.js';
import { unless } from './points.js';
import { pageOf, type Query } from './server-under-test.js';
import { entriesPath, idOf, rangeQuery, timeOf, type Sample, type Subject } from './subject.js';

type Members = Readonly<Record<string, unknown>>;

const sections: Readonly<Record<string, string>> = {
  count: 'GET /counts',
  group: 'GET /groups',
  values: 'GET /values',
  rows: 'GET /entries by offset',
  places: 'GET /places/{id}',
  extent: 'GET /extent',
  scope: 'scope',
  origin: 'originNs',
};
const checks: Readonly<Record<string, (subject: Subject, sample: Sample) => Promise<void>>> = {
  values: checkValues,
  rows: checkOffsets,
  places: checkPlaces,
  extent: checkExtent,
  scope: checkScope,
  origin: checkOrigin,
};

export async function checkCounting(subject: Subject, sample: Sample): Promise<void> {
  const { named } = subject.capabilities;
  for (const [capability, section] of Object.entries(sections))
    if (named.includes(capability)) await checks[capability]?.(subject, sample);
    else subject.points.untested(section, 'is offered', `the capabilities do not name ${capability}`);
  if (named.includes('count') && named.includes('filter')) await checkFilteredCounts(subject, sample);
}

/** The members of an answer that is as the file says; null where it is not. `path`: as in the file. */
async function ask(
  { server, document, points }: Subject,
  section: string,
  path: string,
  query: Query,
  address = path,
): Promise<Members | null> {
  const { status, contentType, body } = await server.get(address, query);
  const fits = points.expect(section, `answers as the file says (${address})`, [
    ...unless(status === 200, `it answers ${status}`),
    ...document.differences(path, status, contentType, body),
    ...(isObject(body) ? worthless(body) : []),
  ]);
  return fits && isObject(body) ? body : null;
}

/** An answer of which nothing is missing names nothing that did not answer. */
export function worthless({ certainty, silent }: Members): readonly string[] {
  const names = Array.isArray(silent) ? silent : [];
  return unless(certainty !== 'exact' || names.length === 0, 'it is exact, and something did not answer');
}

async function checkFilteredCounts(subject: Subject, { range, rows }: Sample): Promise<void> {
  const telling = tellingValue(rows, subject.capabilities.attributes);
  if (!telling) return;
  const { name, value } = telling;
  const section = 'GET /counts';
  const answer = await ask(subject, section, '/counts', [...rangeQuery(range), ['filter', `${name} = "${value}"`]]);
  if (answer?.['certainty'] !== 'exact') return;
  const expected = rows.filter((row) => row[name] === value).length;
  subject.points.expect(
    section,
    'counts what the filter leaves',
    unless(answer['total'] === expected, `${String(answer['total'])}, not ${expected}`),
  );
}

async function checkValues(subject: Subject, { range, rows }: Sample): Promise<void> {
  const section = sections['values']!;
  const { points } = subject;
  const name = tellingValue(rows, subject.capabilities.attributes)?.name ?? 'type';
  const read = async (
    ...further: Query
  ): Promise<(Members & { readonly pairs: readonly (readonly [string, number])[] }) | null> => {
    const answer = await ask(subject, section, '/values', [...rangeQuery(range), ['attribute', name], ...further]);
    const values = Array.isArray(answer?.['values']) ? answer['values'].filter(isObject) : [];
    return answer && { ...answer, pairs: values.map(({ value, count }) => [String(value), Number(count)] as const) };
  };
  const most = await read(['limit', '1000']);
  if (!most) return;
  const counts = most.pairs.map(([, count]) => count);
  points.expect(
    section,
    'gives the most frequent first',
    unless(
      counts.every((count, at) => at === 0 || count <= counts[at - 1]!),
      counts.join(', '),
    ),
  );
  if (most['certainty'] === 'exact') {
    const expected = new Map<string, number>();
    for (const row of rows) {
      const value = row[name];
      if (typeof value === 'string') expected.set(value, (expected.get(value) ?? 0) + 1);
    }
    const wrong = [...expected].filter(([value, count]) => new Map(most.pairs).get(value) !== count);
    points.expect(
      section,
      `counts what /entries sends (${name})`,
      wrong.map(([value, count]) => `“${value}” is there ${count} times`),
    );
    const sum = counts.reduce((all, one) => all + one, 0) + Number(most['absent']);
    points.expect(
      section,
      'gives numbers that add up, with those that have no value',
      unless(sum === rows.length && most['distinct'] === counts.length, `${sum}, not ${rows.length}`),
    );
  }
  const one = await read(['limit', '1']);
  points.expect(
    section,
    'counts all values, also those that it does not send',
    unless(one?.['distinct'] === most['distinct'] && (one?.pairs.length ?? 0) <= 1, 'another number with limit=1'),
  );
  const names = (await read(['sort', 'name'], ['limit', '1000']))?.pairs.map(([value]) => value) ?? [];
  points.expect(
    section,
    'sorts by name',
    unless(
      names.every((value, at) => at === 0 || value > names[at - 1]!),
      names.slice(0, 5).join(', '),
    ),
  );
  const searched = names[0]?.slice(0, 1).toUpperCase() ?? '';
  const found = (await read(['search', searched], ['limit', '1000']))?.pairs.map(([value]) => value) ?? [];
  const expected = names.filter((value) => value.toLowerCase().includes(searched.toLowerCase()));
  points.expect(
    section,
    'finds values without regard to case',
    unless(canonicalJson([...found].sort()) === canonicalJson([...expected].sort()), found.join(', ')),
  );
}

async function checkOffsets(subject: Subject, { range, rows }: Sample): Promise<void> {
  const section = sections['rows']!;
  const { points } = subject;
  const time = rangeQuery(range);
  const read = async (offset: number, limit: number, order: string) => {
    const query: Query = [...time, ['offset', String(offset)], ['limit', String(limit)], ['order', order]];
    const { status, body } = await subject.server.get(entriesPath, query);
    const { rows: found, page } = pageOf(body);
    points.expect(section, `answers with a page that says what it is (offset=${offset}, ${order})`, [
      ...unless(status === 200, `it answers ${status}`),
      ...unless(page['offset'] === offset, `its offset is ${String(page['offset'])}`),
      ...unless(typeof page['certainty'] === 'string', 'it does not say what its total is worth'),
      ...worthless(page),
    ]);
    return { ids: found.map(idOf), total: page['total'] };
  };
  const ids = rows.map(idOf);
  const offset = Math.floor(ids.length / 3);
  const limit = Math.min(5, ids.length - offset);
  const inPages = await read(0, Math.min(ids.length, subject.capabilities.pageSize), 'newest');
  const middle = await read(offset, limit, 'newest');
  points.expect(
    section,
    'sends at an offset what paging sends there',
    unless(canonicalJson(middle.ids) === canonicalJson(ids.slice(offset, offset + limit)), middle.ids.join(', ')),
  );
  points.expect(
    section,
    'counts the same on every page',
    unless(middle.total === inPages.total && middle.total === ids.length, `${String(middle.total)} of ${ids.length}`),
  );
  const { ids: oldest } = await read(0, limit, 'oldest');
  points.expect(
    section,
    'sends the oldest first, in exactly the opposite order',
    unless(canonicalJson(oldest) === canonicalJson(ids.toReversed().slice(0, limit)), oldest.join(', ')),
  );
  const { ids: behind } = await read(ids.length, limit, 'newest');
  points.expect(section, 'sends nothing behind the last one', unless(behind.length === 0, behind.join(', ')));
}

async function checkPlaces(subject: Subject, { range, rows }: Sample): Promise<void> {
  const section = sections['places']!;
  const { points } = subject;
  const path = '/places/{id}';
  const read = (id: string, ...further: Query) =>
    ask(subject, section, path, [...rangeQuery(range), ...further], `/places/${encodeURIComponent(id)}`);
  const at = Math.floor(rows.length / 2);
  const id = idOf(rows[at]);
  const place = (await read(id))?.['place'];
  points.expect(
    section,
    'gives the place at which paging sends it',
    unless(place === at, `${String(place)}, not ${at}`),
  );
  const fromEnd = (await read(id, ['order', 'oldest']))?.['place'];
  const expected = rows.length - 1 - at;
  points.expect(
    section,
    'counts from the other end',
    unless(fromEnd === expected, `${String(fromEnd)}, not ${expected}`),
  );
  const stranger = await read('no-such-activity');
  points.expect(
    section,
    'has no place for what is not there',
    unless(stranger?.['place'] === null, String(stranger?.['place'])),
  );
}

async function checkExtent(subject: Subject, { rows }: Sample): Promise<void> {
  const section = sections['extent']!;
  const answer = await ask(subject, section, '/extent', []);
  if (!answer) return;
  const [from, to] = [exactInteger(answer['from']), exactInteger(answer['to'])];
  const outside = rows.filter((row) => from === null || to === null || timeOf(row) < from || timeOf(row) >= to);
  subject.points.expect(
    section,
    'holds what /entries sends',
    outside.map((row) => `${idOf(row)} is outside`),
  );
}

async function checkScope(subject: Subject, { range, rows }: Sample): Promise<void> {
  const section = sections['scope']!;
  const { points, server } = subject;
  const telling = tellingValue(rows, subject.capabilities.attributes);
  if (!telling) return points.untested(section, 'narrows', 'the activities that were found are all alike');
  const { name, value } = telling;
  const limit = Math.min(subject.capabilities.pageSize, rows.length);
  const ids = async (step: unknown): Promise<readonly string[]> => {
    const query: Query = [...rangeQuery(range), ['limit', String(limit)], ['scope', JSON.stringify([name, step])]];
    return pageOf((await server.get(entriesPath, query)).body).rows.map(idOf);
  };
  const withValue = rows.filter((row) => row[name] === value).map(idOf);
  points.expect(
    section,
    `leaves what has the value (${name} = ${value})`,
    unless(canonicalJson(await ids(value)) === canonicalJson(withValue), 'other activities came'),
  );
  const without = rows.filter((row) => row[name] === undefined).map(idOf);
  points.expect(
    section,
    'leaves what has no value, where it is null',
    unless(canonicalJson(await ids(null)) === canonicalJson(without), 'other activities came'),
  );
  const { status } = await server.get(entriesPath, [...rangeQuery(range), ['scope', 'no JSON']]);
  points.expect(section, 'is refused where it makes no sense', unless(status === 400, `it answers ${status}`));
}

async function checkOrigin(subject: Subject, { range }: Sample): Promise<void> {
  const section = sections['origin']!;
  const [widthNs, originNs] = [1_000_000_000n, 250_000_000n];
  const time = rangeQuery(range);
  const answer = await ask(subject, section, '/counts', [
    ...time,
    ['widthNs', String(widthNs)],
    ['originNs', String(originNs)],
  ]);
  const bins = isObject(answer?.['bins']) ? answer['bins'] : {};
  const startNs = exactInteger(bins['startNs']);
  subject.points.expect(
    section,
    'moves the beginning of the bins',
    unless(startNs !== null && (startNs - originNs) % widthNs === 0n, `they begin at ${startNs}`),
  );
  const series = Array.isArray(bins['series']) ? bins['series'].filter(isObject) : [];
  const sum = series
    .flatMap(({ counts }) => (Array.isArray(counts) ? counts.map(Number) : []))
    .reduce((all, one) => all + one, 0);
  subject.points.expect(section, 'leaves nothing out', unless(sum === answer?.['total'], `they add up to ${sum}`));
}
