import { expect } from '@open-wc/testing';
import { EngineClient } from '../../src/client/engine-client.js';
import type { EngineStart } from '../../src/client/start-engine.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { everything } from '../../src/model/filter/ast.js';
import type { Query } from '../../src/model/query.js';
import { allTime } from '../../src/model/time-range.js';
import { protocolVersion, type OpenOptions } from '../../src/protocol/engine-api.js';

const options: OpenOptions = {
  protocolVersion,
  source: { kind: 'push' },
  cache: { mode: 'memory' },
  baseUrl: location.href,
};
const query: Query = { range: allTime, filter: everything, want: { totals: true } };
const line = (id: string, timestamp: string) =>
  `{"id":"${id}","timestamp":${timestamp},"type":"command","comm":"curl","cmdline":"curl example.test"}\n`;
const bytes = (text: string) => new TextEncoder().encode(text);
const worker = (file: string): EngineStart => ({ workerUrl: new URL(file, import.meta.url) });

async function codeOf(promise: Promise<unknown>): Promise<ErrorCode | 'fulfilled' | 'other'> {
  try {
    await promise;
    return 'fulfilled';
  } catch (error) {
    return error instanceof AuditError ? error.code : 'other';
  }
}

for (const mode of ['worker', 'page'] as const)
  describe(`an engine in the mode ${mode}`, () => {
    it('answers over what was pushed', async () => {
      const client = new EngineClient(options, { mode });
      await client.open();
      expect(client.place).to.equal(mode);
      const pushed = await client.push({
        bytes: bytes(line('a', '1700000000000000001') + line('b', '1700000000000000002')),
      });
      expect(pushed).to.include({ accepted: 2, duplicates: 0, unreadable: 0 });
      const answer = await client.ask('test', { ...query, want: { totals: true, rows: { offset: 0, limit: 10 } } });
      expect(answer.totals?.matching).to.equal(2);
      expect(answer.rows?.activities.map((activity) => activity.timeNs)).to.deep.equal([
        1700000000000000002n,
        1700000000000000001n,
      ]);
      expect(answer.coverage.certainty).to.equal('exact');
      await client.dispose();
    });

    it('settles everything under way, and everything that comes later, when it is disposed of', async () => {
      const client = new EngineClient(options, { mode });
      await client.open();
      const asked = codeOf(client.ask('test', query));
      await client.dispose();
      expect(['fulfilled', ErrorCode.disposed]).to.include(await asked);
      expect(await codeOf(client.ask('test', query))).to.equal(ErrorCode.disposed);
      expect(await codeOf(client.open())).to.equal(ErrorCode.disposed);
      await client.dispose();
    });

    it('lets a question be taken back', async () => {
      const client = new EngineClient(options, { mode });
      const control = new AbortController();
      const asked = codeOf(client.ask('test', query, control.signal));
      control.abort();
      expect(await asked).to.equal(ErrorCode.cancelled);
      await client.dispose();
    });

    it('gives the raw event of an activity, and takes the question back', async () => {
      const client = new EngineClient(options, { mode });
      await client.push({ bytes: bytes(line('a', '1700000000000000001')) });
      const raw = await client.raw('a');
      expect(raw.origin).to.equal('held');
      expect(raw.records[0]?.text).to.include('"timestamp":1700000000000000001');
      expect(await codeOf(client.raw('nobody'))).to.equal(ErrorCode.badRequest);
      const control = new AbortController();
      const asked = codeOf(client.raw('a', control.signal));
      control.abort();
      expect(await asked).to.equal(ErrorCode.cancelled);
      await client.dispose();
    });

    it('answers which command started the process of an activity', async () => {
      const client = new EngineClient(options, { mode });
      const attributes = new Map([['pid', 7]]);
      await client.push({
        activities: [
          { id: 'c', type: 'command', timeNs: 1_700_000_000_000_000_001n, attributes },
          { id: 'n', type: 'connection', timeNs: 1_700_000_000_000_000_009n, attributes },
        ],
      });
      const { process } = await client.ask('test', { ...query, want: { process: { ofActivityId: 'n' } } });
      expect(process?.id).to.equal('c');
      await client.dispose();
    });

    it('hands out an export piece by piece until it is ended', async () => {
      const client = new EngineClient(options, { mode });
      const text = Array.from({ length: 9_000 }, (_, at) => line(`a${at}`, `17000000000000${10_000 + at}`)).join('');
      await client.push({ bytes: bytes(text) });
      const wanted = { format: 'ndjson', query: { range: allTime, filter: everything }, timeZone: 'UTC' } as const;
      const { exportId, start } = await client.beginExport(wanted);
      expect(start.rows).to.equal(9_000);
      expect(start.coverage.certainty).to.equal('exact');
      let length = 0;
      let pieces = 0;
      for (;;) {
        const piece = await client.nextPiece(exportId);
        length += new TextDecoder().decode(piece.bytes).split('\n').length - 1;
        pieces += 1;
        if (piece.done) {
          expect(piece.rowsDone).to.equal(9_000);
          expect(piece.sha256).to.match(/^[0-9a-f]{64}$/);
          break;
        }
      }
      expect(length).to.equal(9_000);
      expect(pieces).to.be.above(1);
      const second = await client.beginExport(wanted);
      await client.endExport(second.exportId);
      expect(await codeOf(client.nextPiece(second.exportId))).to.equal(ErrorCode.cancelled);
      const last = codeOf(client.beginExport(wanted));
      await client.dispose();
      expect(['fulfilled', ErrorCode.disposed]).to.include(await last);
    });

    it('tells its status without being asked', async () => {
      const client = new EngineClient(options, { mode });
      const told = new Promise<number>((resolve) =>
        client.onStatus((status) => status.activities > 0 && resolve(status.activities)),
      );
      await client.push({ bytes: bytes(line('a', '1700000000000000001')) });
      expect(await told).to.equal(1);
      await client.dispose();
    });
  });

describe('an engine that does not open', () => {
  it('leaves no worker behind for the next try', async () => {
    const terminate = Reflect.get<Worker, 'terminate'>(Worker.prototype, 'terminate');
    let terminated = 0;
    Worker.prototype.terminate = function () {
      terminated += 1;
      terminate.call(this);
    };
    try {
      const client = new EngineClient({ ...options, protocolVersion: protocolVersion + 1 }, { mode: 'worker' });
      expect(await codeOf(client.open())).to.equal(ErrorCode.badRequest);
      expect(terminated).to.equal(1);
      expect(client.place).to.equal(null);
      expect(await codeOf(client.ask('again', query))).to.equal(ErrorCode.badRequest);
      expect(terminated).to.equal(2);
      await client.dispose();
      expect(terminated).to.equal(2);
    } finally {
      Worker.prototype.terminate = terminate;
    }
  });
});

describe('a question that is taken back while the engine starts', () => {
  it('is never asked', async () => {
    const requested: string[] = [];
    const fetch = async (url: string): Promise<Response> => {
      requested.push(url);
      return new Response('', { status: 404 });
    };
    const source = { kind: 'http', url: `${location.origin}/nobody-answers/` } as const;
    const client = new EngineClient({ ...options, source }, { mode: 'page' }, { fetch });
    const control = new AbortController();
    const takenBack = codeOf(client.load({ fromNs: 7_000_000_000n, toNs: 8_000_000_000n }, control.signal));
    control.abort();
    expect(await takenBack).to.equal(ErrorCode.cancelled);
    await codeOf(client.load({ fromNs: 5_000_000_000n, toNs: 6_000_000_000n }));
    // Each load begins by asking what the backend can do.
    const paths = requested.map((url) => new URL(url).pathname.replace(/.*\//, ''));
    expect(paths).to.deep.equal(['capabilities', 'entries']);
    await client.dispose();
  });
});

describe('a worker that dies', () => {
  it('settles every question, says so once, and ends the client', async () => {
    const client = new EngineClient(options, { ...worker('./crashing.worker.ts'), mode: 'worker' });
    await client.open();
    const ended = new Promise<AuditError>((resolve) => client.onEnd(resolve));
    const open = [client.ask('a', query), client.ask('b', query), client.load(allTime)];
    for (const one of open) expect(await codeOf(one)).to.equal(ErrorCode.crashed);
    expect((await ended).message).to.match(/stopped unexpectedly/);
    expect(await codeOf(client.ask('a', query))).to.equal(ErrorCode.crashed);
  });
});

describe('a worker that cannot be used', () => {
  it('is refused when it is of another release', async () => {
    const client = new EngineClient(options, { ...worker('./other-release.worker.ts'), mode: 'worker' });
    expect(await codeOf(client.open())).to.equal(ErrorCode.noWorker);
  });

  it('leaves the work to the page, which says why', async () => {
    const client = new EngineClient(options, worker('./no-such-file.worker.js'));
    await client.push({ bytes: bytes(line('a', '1700000000000000001')) });
    expect(client.place).to.equal('page');
    expect(client.notice).to.match(/did not start/);
    await client.dispose();
  });
});
