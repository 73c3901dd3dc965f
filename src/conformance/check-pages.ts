import { canonicalJson, exactInteger } from './exact-json.js';
import { worthless } from './check-counting.js';
import { unless } from './points.js';
import { pageOf, type Row } from './server-under-test.js';
import { entriesPath, idOf, rangeQuery, readPages, timeOf, type Range, type Sample, type Subject } from './subject.js';

const section = 'GET /entries';
const wantedRows = 60;
const dayNs = 86_400_000_000_000n;
const publishedRangeNs = 14n * dayNs;

/** Finds some activities: in the range that was named, or in the newest time that has enough of them. */
export async function takeSample(subject: Subject, named: Range | null, nowNs: bigint): Promise<Sample | null> {
  const { server, document, points, capabilities } = subject;
  const limit = Math.min(wantedRows, capabilities.pageSize);
  const longestNs = capabilities.rangeNs ?? publishedRangeNs;
  // What happened a moment ago may still be arriving; then two answers would differ for a good reason.
  const toNs = nowNs - 60_000_000_000n;
  const lengths = [3_600_000_000_000n, dayNs, longestNs].filter((length) => length <= longestNs);
  const ranges = named ? [named] : lengths.map((length) => ({ fromNs: toNs - length, toNs }));
  let found: Sample | null = null;
  for (const range of ranges) {
    const answer = await server.get(entriesPath, [...rangeQuery(range), ['limit', String(limit)]]);
    const { rows, page } = pageOf(answer.body);
    found = { range, rows, page };
    if (rows.length < 5 && range !== ranges.at(-1)) continue;
    const fits = points.expect(section, 'answers a range with a page as the file says', [
      ...document.differences(entriesPath, answer.status, answer.contentType, answer.body),
      ...unless(answer.status === 200, `it answers ${answer.status}: ${answer.text.slice(0, 200)}`),
    ]);
    points.expect(
      section,
      'sends no more activities than asked for',
      unless(rows.length <= limit, `${rows.length} of ${limit}`),
    );
    if (!fits) return null;
    break;
  }
  return found && found.rows.length > 0 ? shortened(found) : null;
}

/** A range that holds just these rows: its beginning is moved to the oldest of them, unless others share that nanosecond. */
function shortened({ range, rows, page }: Sample): Sample {
  const oldestNs = timeOf(rows.at(-1));
  const first = rows.findIndex((row) => timeOf(row) === oldestNs);
  const hasMore = typeof page['next'] === 'string';
  const kept = hasMore && first > 0 ? rows.slice(0, first) : rows;
  const fromNs = hasMore ? timeOf(kept.at(-1)) : range.fromNs;
  return { range: { fromNs, toNs: range.toNs }, rows: kept, page };
}

export async function checkPages(subject: Subject, { range, rows }: Sample): Promise<void> {
  const { server, points } = subject;
  const expect = (sentence: string, against: readonly string[]): boolean => points.expect(section, sentence, against);
  const outside = rows.filter((row) => timeOf(row) < range.fromNs || timeOf(row) >= range.toNs);
  expect(
    'keeps to the time that was asked for',
    outside.map((row) => `${idOf(row)} is of ${timeOf(row)}`),
  );
  expect('sends the newest first', orderMistakes(rows));
  expect('writes times with all their digits', lostDigits(rows));

  const query = rangeQuery(range);
  const limit = Math.max(1, Math.ceil(rows.length / 4));
  const paged = await readPages(server, query, limit);
  const stopped = paged.stopped === undefined ? [] : [paged.stopped];
  expect('leads through a range by cursors, to its end', stopped);
  const ids = paged.rows.map(idOf);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  expect(
    'sends no activity twice',
    twice.map((id) => `${id} is on two pages`),
  );
  const wholeIds = new Set(rows.map(idOf));
  const lost = [...wholeIds].filter((id) => !ids.includes(id));
  expect(
    'loses no activity between pages',
    lost.map((id) => `${id} is missing in pages of ${limit}`),
  );
  expect('keeps its order from page to page', orderMistakes(paged.rows));
  const large = paged.answers.filter(({ body }) => pageOf(body).rows.length > limit);
  expect(
    'keeps to the limit on every page',
    large.map(({ request }) => `${request} has more than ${limit}`),
  );
  const again = await readPages(server, query, limit);
  const isSame = canonicalJson(again.rows.map(idOf)) === canonicalJson(ids);
  expect(
    'gives the same activities in the same order again',
    unless(isSame, 'a second reading differs from the first'),
  );
  checkTotals(
    subject,
    paged.answers.map(({ body }) => pageOf(body).page),
    ids.length,
    stopped.length > 0,
  );
  checkWorth(
    subject,
    paged.answers.map(({ body }) => pageOf(body).page),
  );
  await checkBack(
    subject,
    paged.answers.map(({ body }) => body),
    limit,
  );
  await checkEdges(subject, rows);
}

function checkTotals(
  { points }: Subject,
  pages: readonly Readonly<Record<string, unknown>>[],
  delivered: number,
  wasStopped: boolean,
): void {
  const sentence = 'counts as many activities as it sends';
  const [first] = pages;
  const total = exactInteger(first?.['total']);
  if (total === null) return points.untested(section, sentence, 'it does not count');
  if (wasStopped) return points.untested(section, sentence, 'the pages have no end');
  const isRight = first?.['totalIsAtLeast'] === true ? total <= BigInt(delivered) : total === BigInt(delivered);
  points.expect(section, sentence, unless(isRight, `it counts ${total} and sends ${delivered}`));
}

/** A page that does not say it is that of a server which always has everything at hand. */
function checkWorth({ points }: Subject, pages: readonly Readonly<Record<string, unknown>>[]): void {
  const sentence = 'says what its pages are worth';
  const said = pages.filter(({ certainty, silent }) => certainty !== undefined || silent !== undefined);
  if (said.length === 0) return points.untested(section, sentence, 'it does not say, which is allowed');
  points.expect(section, sentence, [
    ...said.flatMap(worthless),
    ...unless(said.length === pages.length, `${said.length} of ${pages.length} pages do`),
  ]);
  const parts = said.filter(({ certainty }) => certainty !== 'exact').length;
  if (parts > 0) points.untested(section, 'sends everything', `${parts} pages are not all there is, by their own word`);
}

async function checkBack({ server, points }: Subject, bodies: readonly unknown[], limit: number): Promise<void> {
  const sentence = 'leads back to the newer page by prev';
  const prev = pageOf(bodies[1]).page['prev'];
  if (typeof prev !== 'string') return points.untested(section, sentence, 'there is no prev on the second page');
  const { body } = await server.get(entriesPath, [
    ['cursor', prev],
    ['limit', String(limit)],
  ]);
  const [back, first] = [pageOf(body).rows, pageOf(bodies[0]).rows].map((rows) => canonicalJson(rows.map(idOf)));
  points.expect(section, sentence, unless(back === first, 'the page before the second is not the first'));
}

async function checkEdges({ server, points }: Subject, rows: readonly Row[]): Promise<void> {
  const row = rows[Math.floor(rows.length / 2)]!;
  const timeNs = timeOf(row);
  const idsIn = async (fromNs: bigint, toNs: bigint): Promise<readonly string[]> => {
    const { rows: found } = await readPages(server, rangeQuery({ fromNs, toNs }), Math.min(100, rows.length + 25));
    return found.map(idOf);
  };
  const within = await idsIn(timeNs, timeNs + 1n);
  points.expect(
    section,
    'takes from as inclusive',
    unless(within.includes(idOf(row)), `${idOf(row)} is not in its own nanosecond`),
  );
  const before = await idsIn(timeNs - 1_000n, timeNs);
  points.expect(
    section,
    'takes to as exclusive',
    unless(!before.includes(idOf(row)), `${idOf(row)} is before its own time`),
  );
}

function orderMistakes(rows: readonly Row[]): readonly string[] {
  return rows.flatMap((row, at) => {
    const before = rows[at - 1];
    return before && timeOf(row) > timeOf(before)
      ? [`${idOf(row)} is newer than ${idOf(before)}, which came before it`]
      : [];
  });
}

/** Doubles of this size are multiples of 256; clocks of microseconds are multiples of 1,000. */
function lostDigits(rows: readonly Row[]): readonly string[] {
  const times = rows.map(timeOf).filter((timeNs) => timeNs > 2n ** 53n);
  const all = (step: bigint): boolean => times.every((timeNs) => timeNs % step === 0n);
  return unless(times.length < 8 || !all(256n) || all(1_000n), 'all of them are rounded as a floating point number is');
}
