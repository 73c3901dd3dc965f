// A small server of the open protocol: one file, no packages, over a file of one activity a line (NDJSON), oldest or newest first.
//
//   node reference-server.js activities.ndjson [port]
//   npx activity-audit-elements check http://127.0.0.1:8138
//
// It has what every server needs and none of the extensions: pages by cursor, single activities, and clear refusals. To read it takes ten
// minutes; openapi.json beside it says the rest.
import { createServer } from 'node:http';
import { readFileSync } from 'node:fs';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const pageSize = 1_000;
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
      const { id, type } = JSON.parse(text);
      const digits = /"timestamp"\s*:\s*"?(\d{1,19})/.exec(text)?.[1];
      if (typeof id !== 'string' || !digits) throw new Error(`No activity: ${text.slice(0, 80)}`);
      return { id, type, timeNs: BigInt(digits), text: text.trim() };
    })
    .sort((a, b) => (a.timeNs === b.timeNs ? (a.id < b.id ? 1 : -1) : a.timeNs < b.timeNs ? 1 : -1));
}

/** A whole number of the query, not negative. */
function wholeNumber(query, name) {
  const text = query.get(name) ?? refuse(`${name} is missing: give from and to, or a cursor.`);
  return /^\d{1,19}$/.test(text) ? BigInt(text) : refuse(`${name} has to be a whole number.`);
}

function readLimit(query) {
  if (!query.has('limit')) return usualLimit;
  const limit = Number(wholeNumber(query, 'limit'));
  return limit >= 1 && limit <= pageSize ? limit : refuse(`limit has to be from 1 to ${pageSize}.`);
}

function readTypes(query) {
  const wanted = query.getAll('types').map((name) => types.get(name) ?? refuse(`There is no data source ${name}.`));
  return wanted.length > 0 ? new Set(wanted) : null;
}

/** A cursor says everything about the question and where it has come to; for a client it is a text without meaning. */
const writeCursor = (...parts) => Buffer.from(parts.join(' ')).toString('base64url');
function readCursor(text) {
  const found = /^(\d{1,19}) (\d{1,19}) (\d{1,9})$/.exec(Buffer.from(text, 'base64url').toString());
  return found ? found.slice(1) : refuse('This cursor is not one of ours.');
}

/** `GET /entries`: either a time or a cursor; the newest first. */
function entries(activities, query) {
  if (query.has('filter')) refuse('This server does not filter.');
  if (query.has('cursor') && (query.has('from') || query.has('to'))) refuse('Give a cursor or a time, not both.');
  const limit = readLimit(query);
  const wanted = readTypes(query);
  const [from, to, skip] = query.has('cursor')
    ? readCursor(query.get('cursor'))
    : [wholeNumber(query, 'from'), wholeNumber(query, 'to'), 0];
  const [fromNs, toNs, begin] = [BigInt(from), BigInt(to), Number(skip)];
  if (fromNs > toNs) refuse('from has to be earlier than to.');
  const found = activities.filter(
    ({ type, timeNs }) => timeNs >= fromNs && timeNs < toNs && (wanted === null || wanted.has(type)),
  );
  const end = begin + limit;
  const page = { total: found.length };
  if (end < found.length) page.next = writeCursor(from, to, end);
  if (begin > 0) page.prev = writeCursor(from, to, Math.max(0, begin - limit));
  return { page, lines: found.slice(begin, end).map(({ text }) => text) };
}

const json = 'application/json; charset=utf-8';
const ndjson = 'application/x-ndjson';

/** What stands at an address: a content type and a body. */
function answer(activities, path, query, accept) {
  if (path === '/capabilities') {
    const capabilities = {
      protocol: 1,
      name: 'reference server',
      capabilities: [],
      mediaTypes: [ndjson],
      limits: { pageSize },
    };
    return [json, JSON.stringify(capabilities)];
  }
  if (path === '/entries') {
    const { page, lines } = entries(activities, query);
    // The line with the page ends it: without that line a client takes the page for cut off.
    if (accept.includes(ndjson)) return [ndjson, [...lines, JSON.stringify({ page }), ''].join('\n')];
    return [json, `{"page":${JSON.stringify(page)},"data":[${lines.join(',')}]}`];
  }
  const id = /^\/entries\/([^/]+)$/.exec(path)?.[1];
  const found = id === undefined ? undefined : activities.find((activity) => activity.id === decodeURIComponent(id));
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
