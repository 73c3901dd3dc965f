import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import type { Activity } from '../../src/model/activity.js';
import { allTime } from '../../src/model/time-range.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { contractActivities } from '../ingest/contract-activities.js';
import { openLines, openRecord } from '../ingest/open-lines.js';
import { EntriesServer, protocolOne } from '../servers/entries-server.js';
import { withServer, type Call } from '../servers/local-server.js';
import { value, withEngine } from './engine-subject.js';

const activities = contractActivities();
const range = { fromNs: 0n, toNs: allTime.toNs };
const isCode = (code: ErrorCode) => (error: unknown) => error instanceof AuditError && error.code === code;

/** The open protocol, with `/entries/{id}` answered by the test. */
function entriesWith(held: readonly Activity[], one: (call: Call, id: string) => void): (call: Call) => void {
  const entries = new EntriesServer(held, { capabilities: protocolOne() });
  return (call) => {
    const id = /^\/entries\/(.*)$/.exec(call.url.pathname)?.[1];
    if (id === undefined) entries.answer(call);
    else one(call, decodeURIComponent(id));
  };
}

describe('the raw event', () => {
  it('of a server is the text of its entry as it came, spaces and big numbers and all, whatever the id', async () => {
    const odd = { ...activities[0]!, id: 'a/../b?c=%2F#d \u{1f600}' };
    const text = `{ "id" : "x",\n  "timestamp": 1772640002340907311, "\\u0041": 1.0 }\n`;
    const ids: string[] = [];
    await withServer(
      entriesWith([odd], ({ response }, id) => {
        ids.push(id);
        response.end(text);
      }),
      ({ url }) =>
        withEngine({ kind: 'http', url }, async (api) => {
          await value(api.load(1, range));
          const raw = await value(api.raw(2, odd.id));
          assert.equal(raw.origin, 'source');
          assert.deepEqual(raw.records, [{ source: url.replace('http://', ''), text }]);
          assert.deepEqual(ids, [odd.id]);
        }),
    );
  });

  it('is written anew from what is held where the server does not know the activity, or an address cannot hold its id', async () => {
    const dots = { ...activities[1]!, id: '..' };
    await withServer(
      entriesWith([activities[0]!, dots], ({ response }) => void response.writeHead(404).end()),
      ({ url, calls }) =>
        withEngine({ kind: 'http', url }, async (api) => {
          await value(api.load(1, range));
          for (const one of [activities[0]!, dots]) {
            const raw = await value(api.raw(2, one.id));
            assert.equal(raw.origin, 'held');
            const [read] = createDecoder({ source: 'x' }).push(
              new TextEncoder().encode(`${raw.records[0]?.text}\n`),
            ).activities;
            assert.deepEqual(read, one);
          }
          assert.equal(calls.filter((call) => call.startsWith('/entries/')).length, 1);
        }),
    );
  });

  it('tells why it cannot be had when the server fails', async () => {
    await withServer(
      entriesWith(activities, ({ response }) => void response.writeHead(403).end()),
      ({ url }) =>
        withEngine({ kind: 'http', url }, async (api) => {
          await value(api.load(1, range));
          await assert.rejects(value(api.raw(2, activities[0]!.id)), isCode(ErrorCode.forbidden));
        }),
    );
  });

  it('can be taken back while it is on its way', async () => {
    await withServer(
      entriesWith(activities, () => {}),
      ({ url }) =>
        withEngine({ kind: 'http', url }, async (api) => {
          await value(api.load(1, range));
          const asked = value(api.raw(2, activities[0]!.id));
          setTimeout(() => void api.cancel(2), 20);
          await assert.rejects(asked, isCode(ErrorCode.cancelled));
        }),
    );
  });

  it('comes from every file that has it, added ones too; a file that is gone takes none away', async () => {
    const text = openLines(activities);
    const file = (name: string) => ({ name, blob: new Blob([text]) });
    await withEngine({ kind: 'file', files: [file('a.log')] }, async (api) => {
      await value(api.load(1, allTime));
      await value(
        api.addFiles({ kind: 'file', files: [file('b.log'), { name: 'gone', url: 'http://127.0.0.1:1/x' }] }),
      );
      const raw = await value(api.raw(2, activities[123]!.id));
      assert.deepEqual(
        raw.records.map(({ source }) => source),
        ['a.log', 'b.log'].slice(0, raw.records.length),
      );
      assert.ok(raw.records.length > 0);
      for (const record of raw.records) assert.deepEqual(JSON.parse(record.text), openRecord(activities[123]!));
    });
  });

  it('of a pushed activity says that it is written anew', async () => {
    await withEngine({ kind: 'push' }, async (api) => {
      const attributes = new Map([
        ['__proto__', 'x'],
        ['cmdline', 'a "b"'],
      ]);
      await value(
        api.push({ activities: [{ id: 'p', type: 'command', timeNs: 1_772_640_002_340_907_311n, attributes }] }),
      );
      assert.deepEqual(await value(api.raw(1, 'p')), {
        origin: 'held',
        records: [
          {
            source: '',
            text: '{"id":"p","type":"command","timestamp":1772640002340907311,"attributes":{"__proto__":"x","cmdline":"a \\"b\\""}}',
          },
        ],
      });
    });
  });

  it('of an activity that is not loaded is refused', async () => {
    await withEngine({ kind: 'push' }, async (api) => {
      await assert.rejects(value(api.raw(1, 'nobody')), isCode(ErrorCode.badRequest));
    });
  });
});
