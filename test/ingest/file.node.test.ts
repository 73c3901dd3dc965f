import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { activitiesOf } from '../decode/activities-of.js';
import type { Activity } from '../../src/model/activity.js';
import { WireFormat, type Problem } from '../../src/model/reading.js';
import type { FileInput } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import type { ReadStep } from '../../workers/ingest/backend.js';
import { FileBackend } from '../../workers/ingest/file.js';
import { backendContract } from './backend-contract.js';
import { contractActivities, lossLine, lossRange, wholeRange } from './contract-activities.js';
import { openLines } from './open-lines.js';

const encoder = new TextEncoder();

function fileOf(name: string, content: string | Uint8Array): FileInput {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content;
  return { name, blob: new Blob([new Uint8Array(bytes)]) };
}

function backendOf(...files: FileInput[]): FileBackend {
  return new FileBackend({ kind: 'file', files }, { baseUrl: 'http://127.0.0.1/', createDecoder });
}

interface Reading {
  readonly steps: readonly ReadStep[];
  readonly activities: readonly Activity[];
  readonly problems: readonly Problem[];
  /** By file. */
  readonly refusals: ReadonlyMap<string, string>;
}

async function readAll(backend: FileBackend): Promise<Reading> {
  const steps: ReadStep[] = [];
  for await (const step of backend.read({ range: allTime }, new AbortController().signal)) steps.push(step);
  return {
    steps,
    activities: steps.flatMap((step) => activitiesOf(step.decoded)),
    problems: steps.flatMap((step) => step.decoded?.problems ?? []),
    refusals: new Map(steps.flatMap((step) => (step.refused ? [[step.source, step.refused.message] as const] : []))),
  };
}

async function withServer(use: (baseUrl: string) => Promise<void>, status: number, body: Uint8Array, cutAt?: number) {
  const server = createServer((_, response) => {
    response.writeHead(status, { 'content-length': body.length });
    if (cutAt === undefined) response.end(body);
    else response.write(body.subarray(0, cutAt), () => setTimeout(() => response.destroy(), 20));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

backendContract('a file of lines', (activities) => ({ backend: backendOf(fileOf('a.jsonl', openLines(activities))) }), {
  losing: (activities) => ({
    backend: backendOf(fileOf('a.jsonl', openLines(activities) + lossLine)),
    ...{ gap: { range: lossRange }, range: wholeRange },
  }),
});
backendContract(
  'a gzip file',
  (activities) => ({ backend: backendOf(fileOf('a.jsonl.gz', gzipSync(openLines(activities)))) }),
  {
    losing: (activities) => ({
      backend: backendOf(fileOf('a.jsonl.gz', gzipSync(lossLine + openLines(activities)))),
      ...{ gap: { range: lossRange }, range: wholeRange },
    }),
  },
);
backendContract(
  'several files',
  (activities) => ({
    backend: backendOf(
      fileOf('a.jsonl', openLines(activities.slice(0, 100))),
      fileOf('a.jsonl', openLines(activities.slice(100))),
    ),
  }),
  {
    losing: (activities) => ({
      backend: backendOf(fileOf('a.jsonl', openLines(activities)), fileOf('tetragon.log', lossLine)),
      ...{ gap: { range: lossRange }, range: wholeRange },
    }),
  },
);

describe('reading files', () => {
  it('tells the progress of each file by its name, also when two have the same', async () => {
    const text = openLines(contractActivities());
    const { steps } = await readAll(backendOf(fileOf('audit.log', text), fileOf('audit.log', text)));
    assert.deepEqual([...new Set(steps.map(({ source }) => source))], ['audit.log', 'audit.log (2)']);
    const last = steps.at(-1);
    assert.equal(last?.bytesRead, text.length);
    assert.equal(last?.bytesTotal, text.length);
    assert.deepEqual(last?.formats, [{ format: 'open', records: 300, certainty: 'certain' }]);
  });

  it('tells how sure the format is', async () => {
    const timestamp = '2024-05-01T10:00:00Z';
    const certain = { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a', stage: 'ResponseComplete' };
    const likely = { '@timestamp': timestamp, process: { pid: 1, executable: '/bin/ls', command_line: 'ls' } };
    const files = [
      fileOf('audit.log', JSON.stringify(certain)),
      fileOf('shipped.log', JSON.stringify(likely)),
      { ...fileOf('told.log', JSON.stringify(likely)), format: WireFormat.ecs },
      fileOf('table.log', '#fields\tts\tuid\tid.orig_h\tconn_state\n1.5\tC1\t192.0.2.1\tSF\n'),
      fileOf('mixed.log', `${JSON.stringify(likely)}\n${JSON.stringify(certain)}`),
    ];
    const { steps } = await readAll(backendOf(...files));
    const told = steps.flatMap(({ done, source, formats }) =>
      done ? [[source, ...(formats ?? []).map(({ format, certainty }) => `${format} ${certainty}`)]] : [],
    );
    assert.deepEqual(told, [
      ['audit.log', 'kubernetes-audit certain'],
      ['shipped.log', 'ecs likely'],
      ['told.log', 'ecs stated'],
      ['table.log', 'zeek certain'],
      ['mixed.log', 'ecs likely', 'kubernetes-audit certain'],
    ]);
  });

  it('asks about records that could be of two formats, and reads the others', async () => {
    const falco = { rule: 'r', priority: 'Notice', time: '2024-05-01T10:00:00Z', output_fields: { 'proc.name': 'sh' } };
    const both = { ...falco, process_exec: { process: { exec_id: 'x', binary: '/bin/sh' } } };
    const lines = [falco, both, { ...falco, rule: 'r2' }].map((record) => JSON.stringify(record)).join('\n');
    const { activities, refusals, steps } = await readAll(backendOf(fileOf('falco.log', lines)));
    assert.equal(activities.length, 2);
    assert.deepEqual(steps.at(-1)?.candidates, ['falco', 'tetragon']);
    assert.equal(
      refusals.get('falco.log'),
      '"falco.log" was read in part: some records could be of the formats falco, tetragon. Say which one it is.',
    );
    const chosen = await readAll(backendOf({ ...fileOf('falco.log', lines), format: WireFormat.falco }));
    assert.deepEqual([chosen.activities.length, chosen.refusals.size], [3, 0]);
  });

  it('counts the compressed bytes of a gzip file', async () => {
    const gzip = gzipSync(openLines(contractActivities()));
    const { steps } = await readAll(backendOf(fileOf('a.gz', gzip)));
    assert.equal(steps.at(-1)?.bytesRead, gzip.length);
    assert.equal(steps.at(-1)?.bytesTotal, gzip.length);
  });

  it('refuses an empty file and one of white space, and reads the others', async () => {
    const good = openLines(contractActivities());
    const { refusals, activities } = await readAll(
      backendOf(fileOf('empty', ''), fileOf('blank', ' \n\r\n\t'), fileOf('good', good)),
    );
    assert.equal(activities.length, 300);
    assert.equal(refusals.get('empty'), '"empty" is empty.');
    assert.match(refusals.get('blank') ?? '', /nothing but white space/);
    assert.equal(refusals.size, 2);
  });

  it('keeps what was decoded of a cut-off gzip file and says that it is cut off', async () => {
    const gzip = gzipSync(openLines(Array.from({ length: 50 }, () => contractActivities()).flat()), { level: 1 });
    const { activities, refusals, problems } = await readAll(
      backendOf(fileOf('cut.gz', gzip.subarray(0, gzip.length >> 1))),
    );
    assert.ok(activities.length > 1000, `${activities.length} activities`);
    assert.match(
      refusals.get('cut.gz') ?? '',
      /gzip data of "cut\.gz" is damaged or cut off; what came before is shown/,
    );
    assert.ok(problems.length <= 1, 'only the record that was cut');
  });

  it('reads gzip files that were appended to each other, however the bytes come', async () => {
    const activities = contractActivities();
    const members = [0, 100, 200].map((from) => gzipSync(openLines(activities.slice(from, from + 100))));
    const { activities: read, refusals } = await readAll(backendOf(fileOf('appended.gz', Buffer.concat(members))));
    assert.deepEqual([...refusals], []);
    assert.deepEqual(
      read.map(({ id }) => id),
      activities.map(({ id }) => id),
    );
  });

  it('says that the gzip data is damaged where nothing could be unpacked', async () => {
    const { refusals } = await readAll(
      backendOf(fileOf('bad.gz', Uint8Array.of(0x1f, 0x8b, 1, 2, 3, 4, 5, 6, 7, 8, 9))),
    );
    assert.match(refusals.get('bad.gz') ?? '', /gzip data of "bad\.gz" is damaged.*nothing could be read/);
  });

  it('fetches a file from an address', async () => {
    const body = encoder.encode(openLines(contractActivities()));
    await withServer(
      async (baseUrl) => {
        const source = { kind: 'file', files: [{ name: 'remote', url: 'logs/a.jsonl' }] } as const;
        const { activities, steps } = await readAll(new FileBackend(source, { baseUrl, createDecoder }));
        assert.equal(activities.length, 300);
        assert.equal(steps.at(-1)?.bytesTotal, body.length);
      },
      200,
      body,
    );
  });

  it('refuses a file that the server does not have, with the status, and goes on', async () => {
    await withServer(
      async (baseUrl) => {
        const files = [{ name: 'gone', url: '/gone' }, fileOf('good', openLines(contractActivities()))];
        const { activities, refusals } = await readAll(
          new FileBackend({ kind: 'file', files }, { baseUrl, createDecoder }),
        );
        assert.match(refusals.get('gone') ?? '', /"gone" could not be fetched: .* answered 404/);
        assert.equal(activities.length, 300);
      },
      404,
      encoder.encode('not here'),
    );
  });

  it('refuses a file whose server cannot be reached', async () => {
    const source = { kind: 'file', files: [{ name: 'far', url: '/x' }] } as const;
    const backend = new FileBackend(source, { baseUrl: 'http://127.0.0.1:1/', createDecoder });
    const { refusals, steps } = await readAll(backend);
    assert.match(refusals.get('far') ?? '', /"far" could not be fetched/);
    assert.equal(steps.at(-1)?.refused?.code, 'unreachable');
  });

  it('keeps what came before the connection broke', async () => {
    const body = encoder.encode(openLines(contractActivities()));
    await withServer(
      async (baseUrl) => {
        const source = { kind: 'file', files: [{ name: 'broken', url: '/a' }] } as const;
        const { activities, refusals } = await readAll(new FileBackend(source, { baseUrl, createDecoder }));
        assert.ok(activities.length > 100 && activities.length < 300, `${activities.length} activities`);
        assert.match(refusals.get('broken') ?? '', /broke off after/);
      },
      200,
      body,
      body.length >> 1,
    );
  });

  it('refuses an input with neither content nor address', async () => {
    const { refusals } = await readAll(backendOf({ name: 'nothing' }));
    assert.match(refusals.get('nothing') ?? '', /either its content or an address/);
  });

  it('delivers problems that came before the first recognised record', async () => {
    const text = `Falco starting\nsecond line\n${openLines(contractActivities())}`;
    const { activities, problems } = await readAll(backendOf(fileOf('a', text)));
    assert.equal(activities.length, 300);
    assert.deepEqual(
      problems.map(({ line, kind }) => [line, kind]),
      [
        [1, 'not-json'],
        [2, 'not-json'],
      ],
    );
  });

  it('never gives more than 5,000 activities in a step, also of the shortest records', async () => {
    const text = '{"type":"command","timestamp":1}\n'.repeat(30_000);
    const { steps, activities } = await readAll(backendOf(fileOf('short', text)));
    assert.equal(activities.length, 30_000);
    for (const step of steps) assert.ok(activitiesOf(step.decoded).length <= 5_000);
  });

  it('gives up on a long file of something else', async () => {
    const { refusals, problems } = await readAll(backendOf(fileOf('long.txt', 'some words\n'.repeat(200_000))));
    assert.match(refusals.get('long.txt') ?? '', /as far as was looked, it holds plain text lines/);
    assert.equal(problems.length, 0);
  });

  it('comes back from a stream that hangs when it is cancelled', async () => {
    const hanging = {
      size: 10,
      stream: () => new ReadableStream({ pull: () => new Promise<void>(() => {}) }),
      slice: () => hanging,
    };
    const controller = new AbortController();
    const reason = new Error('enough');
    setTimeout(() => controller.abort(reason), 20);
    await assert.rejects(async () => {
      for await (const step of backendOf({ name: 'hangs', blob: hanging }).read(
        { range: allTime },
        controller.signal,
      )) {
        assert.ok(step.source);
      }
    }, reason);
  });

  it('lets other work of the thread have its turn', async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const text = openLines(Array.from({ length: 200 }, () => contractActivities()).flat());
    await readAll(backendOf(fileOf('big', text)));
    clearInterval(timer);
    assert.ok(turns > 0);
  });
});
