// The extensions of the protocol that count: each is one walk over the activities that a question leaves. What they answer is always
// everything there is, so every answer is `exact`; a server that asks others says `at least`, and in `silent` who did not answer.
import { attributes, elementsOf, shownValue } from './reference-filter.js';

const mostBins = 100_000;
const types = ['command', 'connection', 'kubernetes', 'fileaccess'];
const byName = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const known = (name, refuse) => (attributes.has(name) ? name : refuse(`This server does not count by ${name}.`));

/** Texts to how many there are, or to the activities themselves. */
function gathered(found, keysOf) {
  const groups = new Map();
  for (const activity of found)
    for (const key of keysOf(activity)) {
      const group = groups.get(key);
      if (group) group.push(activity);
      else groups.set(key, [activity]);
    }
  return groups;
}
const largestFirst = ([a, ofA], [b, ofB]) => ofB.length - ofA.length || byName(a, b);

/** `GET /counts`: how many, per data source, and over time. */
export function counts(found, { number, text, refuse }) {
  const byType = gathered(found, ({ type }) => [type]);
  const answer = {
    certainty: 'exact',
    total: found.length,
    byType: Object.fromEntries(types.map((type) => [type, byType.get(type)?.length ?? 0])),
  };
  const widthNs = number('widthNs', 0n);
  const originNs = number('originNs', 0n);
  const top = Number(number('top', 5n, 1n, 50n));
  const breakdown = text('breakdown');
  if (breakdown !== null) known(breakdown, refuse);
  if (widthNs === 0n) return answer;
  if (originNs >= widthNs) refuse('originNs has to be less than widthNs.');
  // Newest first: the last one is the oldest. Numbers before the origin count down from it.
  const binOf = (timeNs) => (timeNs - originNs + widthNs) / widthNs - 1n;
  const first = binOf(found.at(-1)?.timeNs ?? 0n);
  const length = Number(binOf(found[0]?.timeNs ?? 0n) - first) + 1;
  if (length > mostBins) refuse(`These are more than ${mostBins} bins: choose a larger widthNs.`);
  const inBins = (activities) => {
    const bins = new Array(length).fill(0);
    for (const { timeNs } of activities) bins[Number(binOf(timeNs) - first)] += 1;
    return bins;
  };
  const startNs = first * widthNs + originNs;
  const series = breakdown === null ? [] : brokenDown(found, breakdown, top, inBins);
  if (breakdown === null) for (const type of types) series.push({ type, counts: inBins(byType.get(type) ?? []) });
  return { ...answer, bins: { startNs: String(startNs), widthNs: String(widthNs), series } };
}

/** The most frequent values, largest first; then what has no value; then all others. */
function brokenDown(found, attribute, top, inBins) {
  const groups = gathered(found, ({ row }) => [shownValue(row, attribute)]);
  const absent = groups.get(null);
  groups.delete(null);
  const values = [...groups].sort(largestFirst);
  const rest = values.slice(top).flatMap(([, activities]) => activities);
  return [
    ...values.slice(0, top).map(([value, activities]) => ({ value, counts: inBins(activities) })),
    ...(absent ? [{ value: null, counts: inBins(absent) }] : []),
    ...(rest.length > 0 ? [{ counts: inBins(rest) }] : []),
  ];
}

/** `GET /groups`: how many there are of each combination of values. */
export function groups(found, { all, number, refuse }) {
  const by = all('by').map((name) => known(name, refuse));
  if (by.length === 0 || by.length > 8) refuse('by has to name one to eight attributes.');
  const limit = Number(number('limit', 10_000n, 1n));
  const combinations = gathered(found, ({ row }) => [JSON.stringify(by.map((name) => shownValue(row, name)))]);
  const sorted = [...combinations].sort(largestFirst).slice(0, limit);
  return {
    ...{ certainty: 'exact', by, total: found.length },
    groups: sorted.map(([key, activities]) => ({ values: JSON.parse(key), count: activities.length })),
  };
}

/** `GET /values`: how often an attribute has which value; each element of a list once for its activity. */
export function values(found, { number, text, choice, refuse }) {
  const attribute = known(text('attribute') ?? refuse('attribute is missing.'), refuse);
  const limit = Number(number('limit', 100n, 0n, 10_000n));
  const sort = choice('sort', ['most', 'rarest', 'name']);
  const search = (text('search') ?? '').toLowerCase();
  if (search.length > 1_024) refuse('search has to be shorter.');
  const counted = gathered(found, ({ row }) => new Set(elementsOf(row, attribute).map(String)));
  const sorted = [...counted].map(([value, { length }]) => ({ value, count: length }));
  sorted.sort((a, b) => byName(a.value, b.value));
  if (sort !== 'name') sorted.sort((a, b) => (sort === 'most' ? b.count - a.count : a.count - b.count));
  return {
    ...{ certainty: 'exact', attribute },
    values: sorted.filter(({ value }) => value.toLowerCase().includes(search)).slice(0, limit),
    distinct: counted.size,
    absent: found.filter(({ row }) => elementsOf(row, attribute).length === 0).length,
  };
}
