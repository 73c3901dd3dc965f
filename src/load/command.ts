/** `load FILE...`: logs of any readable format into a ClickHouse table. */
import { parseArgs } from 'node:util';
import type { Gap } from '../model/coverage.js';
import { WireFormat } from '../model/reading.js';
import { createStatements } from '../../workers/ingest/clickhouse/create-table.js';
import { loadLogs, type Loaded, type LoadProgress } from './load-logs.js';
import { TableServer, TableServerError } from './table-server.js';
import { TableWriter } from './table-writer.js';

const usage = `Loads logs into a ClickHouse table. Loading the same log again adds nothing: each id is in the table once.

  load FILE... --url URL [options]

  FILE                 a log of any readable format, gzip or not; - for the standard input
      --url URL        HTTP interface of a server; several times with --create: one of each shard
      --database NAME  default: default
      --table NAME     default: activities
      --create         makes the tables where they are missing
      --cluster NAME   with --create: a table over all shards of this cluster
      --keep-days N    with --create, on servers since 2020: activities older than that go by themselves
      --user NAME      who may insert; the password is taken from CLICKHOUSE_PASSWORD
      --format NAME    ${Object.values(WireFormat).join(', ')}; default: by the content
      --quiet          no progress

Exit code: 0 where everything was read and is in the table, 1 where records could not be read, 2 where loading failed.
`;

const exitCode = { loaded: 0, unreadable: 1, failed: 2 } as const;
const everyMs = 1_000;
const mostProblemsShown = 20;

class Misuse extends Error {}

async function main(): Promise<number> {
  const { values, positionals: files } = readArguments();
  if (values.help) {
    process.stdout.write(usage);
    return exitCode.loaded;
  }
  const urls = values.url ?? [];
  if (files.length === 0 || urls.length === 0) throw new Misuse('A log and the address of a server are needed.');
  const format = readFormat(values.format);
  const { user } = values;
  const password = process.env['CLICKHOUSE_PASSWORD'];
  const servers = urls.map(
    (url) => new TableServer({ url, ...(user !== undefined && { user }), ...(password !== undefined && { password }) }),
  );
  const name = { database: values.database ?? 'default', table: values.table ?? 'activities' };
  if (values.create) await create(servers, name, values.cluster, values['keep-days']);
  const writer = await TableWriter.open(servers[0]!, name);
  const beganMs = Date.now();
  let shownMs = 0;
  let problems = 0;
  const done = await loadLogs(files, writer, {
    ...(format && { format }),
    told: (progress) => {
      if (values.quiet || Date.now() - shownMs < everyMs) return;
      shownMs = Date.now();
      process.stderr.write(`${progressLine(progress, shownMs - beganMs)}\n`);
    },
    problem: (sentence) => {
      problems += 1;
      if (problems <= mostProblemsShown) process.stderr.write(`${visible(sentence)}\n`);
    },
  });
  if (problems > mostProblemsShown)
    process.stderr.write(`${whole(problems - mostProblemsShown)} more records could not be read.\n`);
  for (const gap of done.gaps.slice(0, mostProblemsShown)) process.stderr.write(`${visible(gapSentence(gap))}\n`);
  process.stdout.write(`${summary(done, Date.now() - beganMs)}\n`);
  return done.unreadable > 0 ? exitCode.unreadable : exitCode.loaded;
}

async function create(
  servers: readonly TableServer[],
  name: { readonly database: string; readonly table: string },
  cluster: string | undefined,
  keepDays: string | undefined,
): Promise<void> {
  for (const server of servers) {
    const [[version = ''] = []] = await server.rows('SELECT version()');
    const statements = createStatements({
      ...name,
      isModern: Number.parseInt(version, 10) >= 20,
      ...(cluster !== undefined && { cluster }),
      ...(keepDays !== undefined && { keptDays: Number(keepDays) }),
    });
    for (const statement of statements) await server.run(statement);
  }
}

function readArguments() {
  try {
    return parseArgs({
      args: process.argv.slice(2).filter((word, at) => at > 0 || word !== 'load'),
      allowPositionals: true,
      options: {
        url: { type: 'string', multiple: true },
        database: { type: 'string' },
        table: { type: 'string' },
        create: { type: 'boolean' },
        cluster: { type: 'string' },
        'keep-days': { type: 'string' },
        user: { type: 'string' },
        format: { type: 'string' },
        quiet: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (thrown) {
    throw new Misuse(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

function readFormat(text: string | undefined): WireFormat | undefined {
  const format = Object.values(WireFormat).find((known) => known === text);
  if (text !== undefined && !format) throw new Misuse(`“${text}” is no format that can be read.`);
  return format;
}

/** What a log holds is shown without what a terminal would act on. */
const visible = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ');

const whole = (count: number): string => count.toLocaleString('en');

function progressLine(progress: LoadProgress, tookMs: number): string {
  const { bytesRead, bytesTotal, file, fileNumber, files, activities } = progress;
  const share = bytesTotal > 0 ? `${Math.floor((bytesRead / bytesTotal) * 100)}%` : `${whole(bytesRead)} bytes`;
  const perSecond = whole(Math.round(activities / Math.max(0.001, tookMs / 1_000)));
  return visible(`${share}, file ${fileNumber} of ${files} (${file}): ${counts(progress)}, ${perSecond} a second`);
}

const counts = ({ activities, written, present, merged, unreadable }: LoadProgress): string =>
  `${whole(activities)} read, ${whole(written)} written, ${whole(present)} were there, ${whole(merged)} put together${unreadable > 0 ? `, ${whole(unreadable)} unreadable` : ''}`;

function gapSentence({ range, dropped, statedBy }: Gap): string {
  const [from, to] = [range.fromNs, range.toNs].map((ns) => new Date(Number(ns / 1_000_000n)).toISOString());
  return `${dropped === undefined ? 'Events' : `${whole(dropped)} events`} from ${from} to ${to} are missing in the log (${statedBy}); the table does not say so.`;
}

const summary = (progress: Loaded, tookMs: number): string =>
  `${counts(progress)}${gapCount(progress.gaps.length)} in ${(tookMs / 1_000).toFixed(1)} seconds`;

const gapCount = (count: number): string =>
  count === 0 ? '' : `, ${whole(count)} ${count === 1 ? 'gap' : 'gaps'} in the logs`;

main().then(
  (code) => (process.exitCode = code),
  (thrown: unknown) => {
    const isExpected = thrown instanceof TableServerError || thrown instanceof Misuse || thrown instanceof TypeError;
    const message =
      thrown instanceof Error ? (isExpected ? thrown.message : (thrown.stack ?? thrown.message)) : String(thrown);
    process.stderr.write(`${visible(message)}\n${thrown instanceof Misuse ? `\n${usage}` : ''}`);
    process.exitCode = exitCode.failed;
  },
);
