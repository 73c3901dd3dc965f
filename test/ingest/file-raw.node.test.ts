import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { idKey } from '../../src/model/id-key.js';
import { activitiesOf } from '../decode/activities-of.js';
import type { Activity } from '../../src/model/activity.js';
import type { FileInput } from '../../src/model/source.js';
import { allTime } from '../../src/model/time-range.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { FileBackend } from '../../workers/ingest/file.js';
import { FileRecordIndex } from '../../workers/ingest/file-record-index.js';
import { contractActivities } from './contract-activities.js';
import { openRecord } from './open-lines.js';
import { withServer } from '../servers/local-server.js';

const baseUrl = 'http://127.0.0.1/';
const never = new AbortController().signal;
const backendOf = (...files: FileInput[]): FileBackend =>
  new FileBackend({ kind: 'file', files }, { baseUrl, createDecoder });
const fileOf = (name: string, content: string | Uint8Array): FileInput => ({
  name,
  blob: new Blob([typeof content === 'string' ? content : new Uint8Array(content)]),
});

async function readAll(backend: FileBackend): Promise<ReadonlyMap<string, Activity>> {
  const found = new Map<string, Activity>();
  for await (const { decoded } of backend.read({ range: allTime }, never))
    for (const activity of activitiesOf(decoded)) found.set(activity.id, activity);
  return found;
}
const activityOf = (id: string): Activity => ({ id, type: 'command', timeNs: 0n, attributes: new Map() });

/** Counts what is read of a blob. */
class CountingBlob extends Blob {
  static bytesRead = 0;
  override slice(start?: number, end?: number, type?: string): Blob {
    return new CountingBlob([super.slice(start, end, type)]);
  }
  override stream(): ReturnType<Blob['stream']> {
    const counter = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform: (chunk, controller) => {
        CountingBlob.bytesRead += chunk.length;
        controller.enqueue(chunk);
      },
    });
    return super.stream().pipeThrough(counter);
  }
}

const auditStage = (id: string, stage: string, at: string): string =>
  JSON.stringify({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    auditID: id,
    stage,
    requestURI: '/api/v1/namespaces/app/pods/web/exec?command=id',
    objectRef: { resource: 'pods', subresource: 'exec', name: 'web', namespace: 'app' },
    requestReceivedTimestamp: '2026-09-11T20:35:46.992010Z',
    stageTimestamp: at,
  });

describe('raw records of files', () => {
  it('gives every record of an activity as it came, with file and byte offset, also after characters of several bytes', async () => {
    const stages = [
      auditStage('a', 'RequestReceived', '2026-09-11T20:35:46.992010Z'),
      auditStage('b', 'RequestReceived', '2026-09-11T20:35:46.992010Z').replace('web"', 'wéb\u{1f600}"'),
      `${auditStage('a', 'ResponseStarted', '2026-09-11T20:35:47Z')}\r`,
      '{"kind": "Event", not JSON',
      auditStage('a', 'ResponseComplete', '2026-09-11T20:35:48Z'),
    ];
    const text = `\ufeff${stages.join('\n')}\n`;
    const backend = backendOf(fileOf('audit.log', text));
    await readAll(backend);
    const records = await backend.raw(activityOf('a'), never);
    assert.deepEqual(
      records.map((record) => record.text),
      [stages[0], stages[2]?.trimEnd(), stages[4]],
    );
    const bytes = new TextEncoder().encode(text);
    for (const { source, offset = -1, text: came } of records) {
      assert.equal(source, 'audit.log');
      const length = new TextEncoder().encode(came).length;
      assert.equal(new TextDecoder().decode(bytes.subarray(offset, offset + length)), came);
    }
  });

  it('finds records in lists, documents, gzip, several files and files from an address alike', async () => {
    const activities = contractActivities();
    const wanted = activities[123]!;
    const records = activities.map(openRecord);
    const shapes: readonly (readonly [string, string])[] = [
      ['lines', records.map((record) => JSON.stringify(record)).join('\n')],
      ['a list', JSON.stringify(records)],
      ['a laid out list', JSON.stringify(records, null, 2)],
      ['a document', JSON.stringify({ page: { total: 300 }, data: records })],
    ];
    for (const [shape, text] of shapes) {
      const packed = gzipSync(text);
      await withServer(
        ({ response }) => void response.end(packed),
        async ({ url }) => {
          const backend = backendOf(
            fileOf('plain', text),
            fileOf('packed', packed),
            fileOf('other', JSON.stringify(records[0])),
            { name: 'fetched', url: `${url}/x.gz` },
          );
          for (const round of ['before reading', 'after reading']) {
            const found = await backend.raw(wanted, never);
            assert.deepEqual(
              found.map(({ source }) => source),
              ['plain', 'packed', 'fetched'],
              `${shape}, ${round}`,
            );
            for (const record of found) {
              assert.deepEqual(JSON.parse(record.text), records[123]);
              assert.equal(text.slice(record.offset, (record.offset ?? 0) + record.text.length), record.text);
            }
            await readAll(backend);
          }
        },
      );
    }
  });

  it('reads a small part of a large file again', async () => {
    const line = (at: number): string =>
      `${JSON.stringify({ id: `id-${at}`, type: 'command', timestamp: String(1_700_000_000_000_000_000 + at * 4_096), attributes: { cmdline: `run ${at} ${'x'.repeat(400)}` } })}\n`;
    const blob = new CountingBlob(Array.from({ length: 40_000 }, (_, at) => line(at)));
    const backend = backendOf({ name: 'large.ndjson', blob });
    assert.equal((await readAll(backend)).size, 40_000);
    for (const at of [0, 17_777, 39_999]) {
      CountingBlob.bytesRead = 0;
      const [record, ...more] = await backend.raw(activityOf(`id-${at}`), never);
      assert.equal(`${record?.text}\n`, line(at));
      assert.equal(more.length, 0);
      assert.ok(CountingBlob.bytesRead < blob.size / 5, `${CountingBlob.bytesRead} of ${blob.size} bytes`);
    }
    assert.deepEqual(await backend.raw(activityOf('id-40000'), never), []);
  });

  it('stops when it is cancelled, by throwing the reason', async () => {
    const text = contractActivities()
      .map((one) => JSON.stringify(openRecord(one)))
      .join('\n')
      .repeat(200);
    const backend = backendOf(fileOf('a', text));
    const control = new AbortController();
    const reason = new Error('taken back');
    const asked = backend.raw(activityOf('id-0001'), control.signal);
    setTimeout(() => control.abort(reason), 5);
    await assert.rejects(asked, reason);
    await assert.rejects(backend.raw(activityOf('id-0001'), AbortSignal.abort(reason)), reason);
  });

  it('says so when a file cannot be read again', async () => {
    const gone = { name: 'gone.log', url: 'http://127.0.0.1:1/gone.log' };
    await assert.rejects(backendOf(gone).raw(activityOf('a'), never), /gone\.log/);
    const cut = gzipSync(
      contractActivities()
        .map((one) => JSON.stringify(openRecord(one)))
        .join('\n'),
    ).subarray(0, 900);
    await assert.rejects(
      backendOf(fileOf('cut.gz', cut)).raw(activityOf(contractActivities().at(-1)!.id), never),
      /cut\.gz.*read again/,
    );
  });

  it('hands out no more than a hundred records of one activity', async () => {
    const text = `${JSON.stringify(openRecord(contractActivities()[0]!))}\n`.repeat(1_000);
    const backend = backendOf(fileOf('a', text));
    assert.equal((await backend.raw(activityOf(contractActivities()[0]!.id), never)).length, 100);
  });

  it('finds records in the middle of a long list of another program', async () => {
    const messages = Array.from({ length: 4_000 }, (_, at) =>
      auditStage(`r${at}`, 'ResponseComplete', '2026-09-11T20:35:48Z'),
    );
    const logEvents = messages.map((message, at) => ({ id: `${at}`, timestamp: at, message }));
    const rows = messages.map((value) => [
      { field: '@timestamp', value: 't' },
      { field: '@message', value },
    ]);
    for (const document of [{ messageType: 'DATA_MESSAGE', logEvents }, { results: rows }]) {
      const backend = backendOf(fileOf('list', JSON.stringify(document)));
      assert.equal((await readAll(backend)).size, messages.length);
      const [record] = await backend.raw(activityOf('r3900'), never);
      assert.equal(record?.text, messages[3_900]);
    }
  });

  it('finds records that a container runtime cut into parts, with other records between the parts', async () => {
    const long = (id: string, filler: number): string =>
      auditStage(id, 'ResponseComplete', '2026-09-11T20:35:48Z').replace(
        '"kind"',
        `"filler":"${'é'.repeat(filler)}","kind"`,
      );
    const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
    const line = (stream: string, tag: string, part: Uint8Array): Uint8Array =>
      Buffer.concat([encode(`2026-09-11T20:35:48.1Z ${stream} ${tag} `), part, encode('\n')]);
    const wanted = long('wanted', 120_000);
    const bytes = encode(wanted);
    const lines: Uint8Array[] = [line('stderr', 'F', encode('starting up'))];
    const offset = lines[0]!.length;
    // An odd size: some parts end in the middle of a character.
    for (let at = 0; at < bytes.length; at += 16_383) {
      const isLast = at + 16_383 >= bytes.length;
      lines.push(line('stdout', isLast ? 'F' : 'P', bytes.subarray(at, at + 16_383)));
      if (!isLast) lines.push(line('stderr', 'F', encode(long(`other ${at}`, 50_000))));
    }
    lines.push(line('stdout', 'F', encode(long('after', 10))));
    const content = Buffer.concat(lines);
    assert.ok(content.length > 1_500_000);
    const backend = backendOf(fileOf('0.log', content), fileOf('packed', gzipSync(content)));
    for (const round of ['before reading', 'after reading']) {
      const records = await backend.raw(activityOf('wanted'), never);
      assert.deepEqual(
        records.map((record) => [record.source, record.offset, record.text === wanted]),
        [
          ['0.log', offset, true],
          ['packed', offset, true],
        ],
        round,
      );
      for (const id of ['other 0', 'after'])
        assert.equal((await backend.raw(activityOf(id), never)).length, 2, `${id}, ${round}`);
      assert.equal((await readAll(backend)).size, Math.ceil(bytes.length / 16_383) + 1);
    }
  });
});

describe('the index of records', () => {
  it('never leaves out a stretch that holds an id', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string({ maxLength: 6 }), fc.integer({ min: 1, max: 400_000 })), { maxLength: 60 }),
        fc.boolean(),
        (records, isWhole) => {
          const index = new FileRecordIndex();
          let offset = 0;
          const offsets = records.map(([id, length]) => {
            const at = offset;
            index.add(idKey(id).hash, at);
            offset += length;
            return [id, at] as const;
          });
          if (isWhole) index.end();
          for (const [id, at] of offsets)
            assert.ok(index.stretchesOf(id).some(({ fromOffset, toOffset }) => at >= fromOffset && at < toOffset));
        },
      ),
    );
  });

  it('never cuts a record off that began before others and ends behind them', () => {
    const record = fc.record({
      id: fc.string({ maxLength: 6 }),
      length: fc.integer({ min: 1, max: 400_000 }),
      isSplit: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 60 }), fc.boolean(), (records, isWhole) => {
        const index = new FileRecordIndex();
        const spans: (readonly [string, number, number])[] = [];
        let offset = 0;
        let open: readonly [string, number] | null = null;
        const add = (id: string, from: number, to: number): void => {
          index.add(idKey(id).hash, from);
          spans.push([id, from, to]);
        };
        for (const { id, length, isSplit } of records) {
          if (!isSplit) add(id, offset, offset + length);
          else if (open) {
            add(...open, offset + length);
            open = null;
          } else open = [id, offset];
          offset += length;
        }
        if (isWhole) index.end();
        for (const [id, from, to] of spans)
          assert.ok(index.stretchesOf(id).some(({ fromOffset, toOffset }) => from >= fromOffset && to <= toOffset));
      }),
    );
  });
});
