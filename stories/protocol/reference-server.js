// A small server of the open protocol, without packages, over a file of one activity a line (NDJSON), oldest or newest first.
//
//   node reference-server.js activities.ndjson [port]
//   npx activity-audit-elements check http://127.0.0.1:8138
//
// In this file is what every server needs: pages by cursor, single activities, and clear refusals. Two files beside it have what lets a
// view look at more activities than it could load: reference-counts.js counts, reference-filter.js has a part of the filter language. A
// server without them is a good one too; what it names in its capabilities is all that is asked of it. openapi.json says the rest.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { counts, groups, values } from './reference-counts.js';
import { attributes, operators, readFilter, readScope } from './reference-filter.js';

const pageSize = 1_000;
const filterLength = 2_048;
const usualLimit = 25;

/** The protocol asks in plurals and answers in singulars; both are understood. */
const types = new Map([
  ['commands', 'command'],
  ['connections', 'connection'],
  ['fileaccesses', 'fileaccess'],
  ['command', 'command'],
  ['connection', 'connection'],
  ['fileaccess', 'fileaccess'],
  ['kubernetes', 'kubernetes'],
]);

/** What the server says when it does not answer: a status, a word for programs, a sentence for people. */
class Refusal extends Error {
  constructor(status, type, message) {
    super(message);
    Object.assign(this, { status, type });
  }
}
const refuse = (message) => {
  throw new Refusal(400, 'invalid_request', message);
};

/**
 * Activities, newest first. The text of each line is kept as it is: times are nanoseconds, which are too large for a number of JavaScript, so
 * they are read from the text, and the answer is put together from texts.
 */
export function readActivities(ndjson) {
  return ndjson
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((text) => {
      const row = JSON.parse(text);
      const { id, type } = row;
      const digits = /"timestamp"\s*:\s*"?(\d{1,19})/.exec(text)?.[1];
      if (typeof id !== 'string' || !digits) throw new Error(`No activity: ${text.slice(0, 80)}`);
      return { id, type, timeNs: BigInt(digits), text: text.trim(), row };
    })
    .sort((a, b) => (a.timeNs === b.timeNs ? (a.id < b.id ? 1 : -1) : a.timeNs < b.timeNs ? 1 : -1));
}

/** What a question says, each parameter by its name. */
function reader(query) {
  const text = (name) => query.get(name);
  const number = (name, usual, least = 0n, most = 2n ** 63n - 1n) => {
    const given = text(name) ?? usual ?? refuse(`${name} is missing.`);
    const isWhole = typeof given === 'bigint' || /^\d{1,19}$/.test(given);
    const value = isWhole ? BigInt(given) : refuse(`${name} has to be a whole number.`);
    return value >= least && value <= most ? value : refuse(`${name} has to be from ${least} to ${most}.`);
  };
  const choice = (name, choices) => {
    const given = text(name) ?? choices[0];
    return choices.includes(given) ? given : refuse(`${name} has to be one of ${choices.join(', ')}.`);
  };
  return { text, number, choice, refuse, all: (name) => query.getAll(name) };
}

function readTypes(query) {
  const wanted = query.getAll('types').map((name) => types.get(name) ?? refuse(`There is no data source ${name}.`));
  return wanted.length > 0 ? new Set(wanted) : null;
}

/** The place of the first activity, newest first, that is older than a time. */
function placeOf(activities, timeNs) {
  let [from, to] = [0, activities.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (activities[middle].timeNs < timeNs) to = middle;
    else from = middle + 1;
  }
  return from;
}

/** What a question leaves of all activities, newest first. */
function matching(activities, query, fromNs, toNs) {
  if (fromNs > toNs) refuse('from has to be earlier than to.');
  const wanted = readTypes(query);
  const filter = query.get('filter') ?? '';
  if (filter.length > filterLength) refuse(`A filter may have ${filterLength} characters.`);
  const passes = filter === '' ? null : readFilter(filter, refuse);
  const scope = query.has('scope') ? readScope(query.getAll('scope'), refuse) : null;
  const inTime = activities.slice(placeOf(activities, toNs), placeOf(activities, fromNs));
  return wanted || passes || scope
    ? inTime.filter(({ type, row }) => (wanted?.has(type) ?? true) && (scope?.(row) ?? true) && (passes?.(row) ?? true))
    : inTime;
}

/** A cursor says everything about the question and where it has come to; for a client it is a text without meaning. */
const writeCursor = (...parts) => Buffer.from(parts.join(' ')).toString('base64url');
function readCursor(text) {
  const found = /^(\d{1,19}) (\d{1,19}) (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString());
  return found ? found.slice(1) : refuse('This cursor is not one of ours.');
}

/** `GET /entries`: either a time or a cursor; the newest first, unless the page is asked for by its offset. */
function entries(activities, query) {
  const { number, choice } = reader(query);
  const isAt = query.has('offset');
  const isCursor = query.has('cursor');
  if (isCursor && (query.has('from') || query.has('to') || isAt)) refuse('Give a cursor or a time, not both.');
  const limit = Number(number('limit', BigInt(usualLimit), 1n, BigInt(pageSize)));
  const order = choice('order', ['newest', 'oldest']);
  const [from, to, skip] = isCursor
    ? readCursor(query.get('cursor'))
    : [number('from'), number('to'), number('offset', 0n)];
  const begin = Number(skip);
  const found = matching(activities, query, BigInt(from), BigInt(to));
  if (order === 'oldest') found.reverse();
  const end = begin + limit;
  const page = { total: found.length, certainty: 'exact', ...(isAt && { offset: begin }) };
  if (!isAt && end < found.length) page.next = writeCursor(from, to, end);
  if (!isAt && begin > 0) page.prev = writeCursor(from, to, Math.max(0, begin - limit));
  return { page, lines: found.slice(begin, end).map(({ text }) => text) };
}

/** What is answered over the activities that a question leaves. */
const overMatching = new Map([
  ['/counts', counts],
  ['/groups', groups],
  ['/values', values],
]);

/** `GET /places/{id}`: how many come before it. */
function place(found, id, order) {
  const at = found.findIndex((activity) => activity.id === id);
  return { certainty: 'exact', id, place: at < 0 ? null : order === 'newest' ? at : found.length - 1 - at };
}

/** `GET /extent`: the time of everything there is. */
function extent(activities) {
  const [newest, oldest] = [activities[0], activities.at(-1)];
  const [from, to] = newest ? [String(oldest.timeNs), String(newest.timeNs + 1n)] : [null, null];
  return { certainty: 'exact', from, to, total: activities.length };
}

const json = 'application/json; charset=utf-8';
const ndjson = 'application/x-ndjson';

/** What stands at an address: a content type and a body. */
function answer(activities, path, query, accept) {
  if (path === '/capabilities') {
    const capabilities = {
      protocol: 1,
      name: 'reference server',
      capabilities: ['filter', 'count', 'group', 'values', 'rows', 'places', 'extent', 'scope', 'origin'],
      operators,
      attributes: [...attributes.keys()],
      mediaTypes: [ndjson],
      limits: { pageSize, filterLength },
    };
    return [json, JSON.stringify(capabilities)];
  }
  if (path === '/entries') {
    const { page, lines } = entries(activities, query);
    // The line with the page ends it: without that line a client takes the page for cut off.
    if (accept.includes(ndjson)) return [ndjson, [...lines, JSON.stringify({ page }), ''].join('\n')];
    return [json, `{"page":${JSON.stringify(page)},"data":[${lines.join(',')}]}`];
  }
  if (path === '/extent') return [json, JSON.stringify(extent(activities))];
  const [, kind, encoded] = /^\/(entries|places)\/([^/]+)$/.exec(path) ?? [];
  const id = encoded && decodeURIComponent(encoded);
  const count = overMatching.get(path);
  if (count || kind === 'places') {
    const read = reader(query);
    const found = matching(activities, query, read.number('from'), read.number('to'));
    return [
      json,
      JSON.stringify(count ? count(found, read) : place(found, id, read.choice('order', ['newest', 'oldest']))),
    ];
  }
  const found = id === undefined ? undefined : activities.find((activity) => activity.id === id);
  if (!found) throw new Refusal(404, 'not_found', 'There is nothing at this address.');
  return [json, found.text];
}

/** A server over activities of `readActivities`. */
export function createReferenceServer(activities) {
  return createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const send = (status, contentType, body) => {
      // Audit data belongs into no cache on the way.
      response.writeHead(status, { 'Content-Type': contentType, 'Cache-Control': 'no-store', Vary: 'Accept' });
      response.end(body);
    };
    try {
      const [contentType, body] = answer(activities, pathname, searchParams, request.headers.accept ?? '');
      send(200, contentType, body);
    } catch (thrown) {
      const { status = 500, type = 'internal' } = thrown instanceof Refusal ? thrown : {};
      send(status, json, JSON.stringify({ type, message: thrown.message, details: [] }));
    }
  });
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const [file, port = '8138'] = argv.slice(2);
  if (file === undefined) throw new Error('Which file? node reference-server.js activities.ndjson [port]');
  const activities = readActivities(readFileSync(file, 'utf8'));
  createReferenceServer(activities).listen(Number(port), '127.0.0.1', () => {
    console.log(`${activities.length} activities at http://127.0.0.1:${port}`);
  });
}
