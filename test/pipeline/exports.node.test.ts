import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { activityTypes, type Activity, type AttributeValue } from '../../src/model/activity.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { matches } from '../../src/model/filter/evaluate.js';
import { product } from '../../src/store/product.js';
import { csvCell, CsvWriter, mostColumns } from '../../workers/pipeline/export-csv.js';
import { Sha256 } from '../../workers/pipeline/sha256.js';
import { ZoneStamp } from '../../workers/pipeline/zone-stamp.js';
import { everythingAsked, exported, readBack, value, withEngine } from './engine-subject.js';

const push = { kind: 'push' } as const;
const fileOf = (text: string) =>
  ({ kind: 'file', files: [{ name: 'export.ndjson', blob: new Blob([text]) }] }) as const;
const startNs = 1_700_000_000_123_456_789n;

const make = (id: string, at: number, attributes: readonly (readonly [string, AttributeValue])[] = []): Activity => ({
  id,
  type: activityTypes[at % 4] ?? 'command',
  timeNs: startNs + BigInt(at) * 1_000_001n,
  attributes: new Map(attributes),
});
const many = (count: number): readonly Activity[] =>
  Array.from({ length: count }, (_, at) =>
    make(`a${at}`, at, [
      ['comm', `c${at % 7}`],
      ['pid', at],
      ['hostname', `node-${at % 3}`],
    ]),
  );
const shape = ({ id, type, timeNs, attributes }: Activity) => ({
  id,
  type,
  timeNs,
  attributes: [...attributes].sort(),
});
const sorted = (activities: Iterable<Activity>) =>
  [...activities].map(shape).sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
const isCode = (code: ErrorCode) => (error: unknown) => error instanceof AuditError && error.code === code;

/** A plain reader of RFC 4180; with more separators, as spreadsheet programs read that take any of them. */
function parseCsv(text: string, separators = ','): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"') quoted = true;
    else if (separators.includes(char ?? '') || char === '\r') {
      rows.at(-1)?.push(cell);
      cell = '';
      if (char === '\r') {
        assert.equal(text[at + 1], '\n', 'a line ends with CR and LF');
        at += 1;
        rows.push([]);
      }
    } else cell += char;
  }
  assert.equal(cell, '', 'the last line is ended');
  return rows.slice(0, -1);
}

describe('an export as lines', () => {
  it('is read back by the file backend as the same activities, whatever their names, values and times', async () => {
    const text = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.constantFrom('__proto__', '=1+1', 'a\r\nb', '\u202egpj', '\u0000', '"', '\\', '\u2028', 'null', '0x1p3'),
    );
    const plain = text.map((one) => one.trim()).filter((one) => one !== '' && one !== '<NA>');
    const name = fc.oneof(
      fc.constantFrom(
        '__proto__',
        'constructor',
        'toString',
        'comm',
        'cmdline',
        'groups',
        'kubernetes.pod.name',
        'id-like',
      ),
      plain.map((one) => `x-${one}`),
    );
    const attribute: fc.Arbitrary<readonly [string, AttributeValue]> = name.chain(
      (key): fc.Arbitrary<[string, AttributeValue]> =>
        key === 'groups'
          ? fc.tuple(fc.constant(key), fc.array(plain, { minLength: 1, maxLength: 4 }))
          : key.startsWith('x-')
            ? fc.tuple(
                fc.constant(key),
                fc.oneof(
                  plain,
                  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => n || 0),
                ),
              )
            : fc.tuple(fc.constant(key), plain),
    );
    const activity = fc.record({
      id: text.filter((one) => one !== '<NA>'),
      type: fc.constantFrom(...activityTypes),
      timeNs: fc.bigInt({ min: 10n ** 18n, max: 2n ** 63n - 2n }),
      attributes: fc.array(attribute, { maxLength: 8 }).map((entries) => new Map(entries)),
    });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(activity, { selector: ({ id }) => id, maxLength: 30 }), async (activities) => {
        let text = '';
        await withEngine(push, async (api) => {
          await value(api.push({ activities }));
          const written = await exported(api);
          assert.equal(written.rows, activities.length);
          text = written.text;
        });
        assert.equal(text.split('\n').length, activities.length + 1, 'one line each');
        if (activities.length === 0) return;
        await withEngine(fileOf(text), async (api) => {
          await value(api.load(1, everythingAsked.range));
          assert.deepEqual(sorted((await readBack(api)).values()), sorted(activities));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('has every row once, newest first, in pieces, with the hash of its bytes', async () => {
    await withEngine(push, async (api) => {
      const activities = many(25_000);
      for (let from = 0; from < activities.length; from += 7_000)
        await value(api.push({ activities: activities.slice(from, from + 7_000) }));
      const { text, bytes, pieces, sha256 } = await exported(api);
      const ids = text.split('\n', activities.length).map((line) => (JSON.parse(line) as { id: string }).id);
      assert.deepEqual(ids, activities.map(({ id }) => id).toReversed());
      assert.ok(pieces >= 6, `${pieces} pieces`);
      assert.equal(sha256, createHash('sha256').update(bytes).digest('hex'));
    });
  });

  it('holds what matches by an independent count, over filter, data sources, scope and range', async () => {
    await withEngine(push, async (api) => {
      const activities = many(3_000);
      await value(api.push({ activities }));
      const range = { fromNs: startNs + 100_000_000n, toNs: startNs + 2_000_000_000n };
      const { filter } = parseFilter('comm in ("c1", "c2") and pid != 701');
      const query = {
        range,
        filter,
        types: ['command', 'fileaccess'] as const,
        scope: [{ attribute: 'hostname', value: 'node-1' }],
      };
      const expected = activities.filter(
        (one) =>
          one.timeNs >= range.fromNs &&
          one.timeNs < range.toNs &&
          (one.type === 'command' || one.type === 'fileaccess') &&
          one.attributes.get('hostname') === 'node-1' &&
          matches(filter, one),
      );
      const { text, rows } = await exported(api, { query });
      assert.equal(rows, expected.length);
      assert.ok(expected.length > 50);
      assert.equal(text.split('\n').length - 1, expected.length);
    });
  });

  it('holds the moment of its start: what arrives, changes or is cleared meanwhile gets neither in nor out', async () => {
    await withEngine(push, async (api) => {
      const activities = many(12_000);
      await value(api.push({ activities }));
      const { text, rows } = await exported(api, {}, async (pieces) => {
        if (pieces > 2) return;
        const late = many(12_000 + pieces * 500).slice(-500);
        await value(api.push({ activities: late }));
        const changed = activities.slice(0, 400).map((one) => ({ ...one, attributes: new Map([['exitCode', 7]]) }));
        await value(api.push({ activities: changed }));
        if (pieces === 2) await value(api.clear());
      });
      assert.equal(rows, 12_000);
      const records = text
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { id: string; attributes: object });
      assert.deepEqual(new Set(records.map(({ id }) => id)), new Set(activities.map(({ id }) => id)));
      assert.ok(records.every(({ attributes }) => !('exitCode' in attributes)));
    });
  });

  it('ends when it is stopped, lets go of what it held, and is then unknown', async () => {
    await withEngine(push, async (api) => {
      await value(api.push({ activities: many(20_000) }));
      const wanted = { format: 'ndjson', query: everythingAsked, timeZone: 'UTC' } as const;
      await value(api.beginExport(1, wanted));
      const piece = api.nextPiece(1);
      await value(api.endExport(1));
      await assert.rejects(value(piece), isCode(ErrorCode.cancelled));
      await assert.rejects(value(api.nextPiece(1)), isCode(ErrorCode.cancelled));
      for (let id = 10; id < 18; id += 1) await value(api.beginExport(id, wanted));
      await assert.rejects(value(api.beginExport(18, wanted)), isCode(ErrorCode.badRequest));
      await value(api.endExport(10));
      await value(api.beginExport(18, wanted));
      await value(api.endExport(404));
    });
  });

  it('is an empty file where nothing matches', async () => {
    await withEngine(push, async (api) => {
      const { rows, bytes, sha256 } = await exported(api);
      assert.equal(rows, 0);
      assert.equal(bytes.length, 0);
      assert.equal(sha256, createHash('sha256').digest('hex'));
    });
  });
});

describe('an export as CSV', () => {
  it('has times in UTC and in the zone asked for, and a column for every attribute that occurs in what matches, and no other', async () => {
    await withEngine(push, async (api) => {
      await value(
        api.push({
          activities: [
            make('a', 0, [
              ['zebra', 'z'],
              ['cmdline', 'ls -l, "x"\nrm'],
              ['comm', 'ls'],
              ['pid', -1],
              ['exitedAt', '1700000001000000002'],
            ]),
            make('b', 4, [
              ['comm', 'sh'],
              ['groups', ['a', 'b']],
            ]),
            make('c', 8, [
              ['comm', 'other'],
              ['apple', 'x'],
            ]),
          ],
        }),
      );
      const { filter } = parseFilter('comm != other');
      const { text } = await exported(api, {
        format: 'csv',
        timeZone: 'Asia/Kolkata',
        query: { ...everythingAsked, filter },
      });
      const [head, ...rows] = parseCsv(text);
      assert.deepEqual(
        head,
        [
          'time_utc',
          'time_local (Asia/Calcutta)',
          'id',
          'type',
          'comm',
          'cmdline',
          'pid',
          'exitedAt',
          'groups',
          'zebra',
        ].map((name) => (name.startsWith('time_local') ? (head?.[1] ?? '') : name)),
      );
      assert.match(head?.[1] ?? '', /^time_local \(Asia\/(Kolkata|Calcutta)\)$/);
      assert.deepEqual(rows, [
        [
          '2023-11-14T22:13:20.127456793Z',
          '2023-11-15T03:43:20.127456793+05:30',
          'b',
          'command',
          'sh',
          '',
          '',
          '',
          'a, b',
          '',
        ],
        [
          '2023-11-14T22:13:20.123456789Z',
          '2023-11-15T03:43:20.123456789+05:30',
          'a',
          'command',
          'ls',
          'ls -l, "x"\nrm',
          '-1',
          '2023-11-14T22:13:21.000000002Z',
          '',
          'z',
        ],
      ]);
    });
  });

  it('begins with a byte order mark only where that is asked for', async () => {
    await withEngine(push, async (api) => {
      await value(api.push({ activities: [make('a', 0)] }));
      const head = 'time_utc,time_local (UTC),id,type\r\n';
      assert.ok((await exported(api, { format: 'csv' })).text.startsWith(head));
      assert.ok((await exported(api, { format: 'csv', byteOrderMark: true })).text.startsWith(`\ufeff${head}`));
    });
  });

  it('has no cell that a spreadsheet program could take for a formula, names of attributes included', async () => {
    const openers = [
      '=',
      '+',
      '-',
      '@',
      '\t',
      '\r',
      '\n',
      '\uff1d',
      '\uff0b',
      '\uff0d',
      '\uff20',
      ' =',
      '\u200b=',
      '\ufeff@',
      '\u00a0+',
      '\u0000=',
    ];
    const texts = openers.map((opener) => `${opener}cmd|' /C calc'!A0`);
    await withEngine(push, async (api) => {
      await value(
        api.push({
          activities: texts.map((text, at) =>
            make(`${text}${at}`, at, [
              ['cmdline', text],
              [`${text} name`, 'x'],
              ['groups', [text]],
            ]),
          ),
        }),
      );
      const cells = parseCsv((await exported(api, { format: 'csv' })).text).flat();
      for (const cell of cells)
        assert.doesNotMatch(cell.normalize('NFKC'), /^[\s\u0000-\u001f\u200b\ufeff]*[=+@-]|^[\t\r\n]/);
      for (const text of texts) assert.ok(cells.includes(`'${text}`), JSON.stringify(text));
    });
  });

  it('has no formula behind a semicolon, bar or tab either, where those separate cells too, and no text is another for it', () => {
    for (const separator of [';', '|', '\t']) {
      const text = `echo hi${separator}=cmd|calc!A1`;
      const line = `first,${csvCell(text)},last\r\n`;
      assert.deepEqual(parseCsv(line), [['first', text, 'last']]);
      assert.deepEqual(parseCsv(line, ',;|\t'), [['first', text, 'last']]);
    }
  });

  it('leaves every other text as it is, and any text whole behind the apostrophe', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [[cell = ''] = []] = parseCsv(`${csvCell(text)}\r\n`);
        assert.ok(cell === text || cell === `'${text}`);
        if (/^[a-z0-9]/i.test(text)) assert.equal(cell, text);
      }),
    );
  });

  it('keeps thousands of attributes apart: the ones beyond the columns are in the last one, as JSON', () => {
    const names = Array.from({ length: mostColumns + 20 }, (_, at) => `n${String(at).padStart(5, '0')}`);
    const writer = new CsvWriter(new Set([...names, 'id']), 'UTC');
    const attributes = new Map<string, AttributeValue>([
      ...names.map((name) => [name, `v${name}`] as const),
      ['id', 'mine'],
    ]);
    const [head = [], row = []] = parseCsv(writer.head() + writer.row({ ...make('a', 0), attributes }));
    assert.equal(head.length, row.length);
    assert.equal(new Set(head).size, head.length, 'no name twice');
    assert.ok(head.includes('attribute:id'));
    const rest = JSON.parse(row.at(-1) ?? '') as Record<string, string>;
    for (const name of names) assert.equal(head.includes(name) ? row[head.indexOf(name)] : rest[name], `v${name}`);
  });
});

describe('what exports are made of', () => {
  it('hashes like any other SHA-256, however the bytes are cut', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 12 }), (parts) => {
        const own = new Sha256();
        for (const part of parts) own.update(part);
        assert.equal(own.digest(), createHash('sha256').update(Buffer.concat(parts)).digest('hex'));
      }),
    );
  });

  it('stamps times over changes of the clock, before 1970 and in zones that nobody knows', () => {
    const berlin = new ZoneStamp('Europe/Berlin');
    const ns = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;
    assert.equal(berlin.of(ns('2026-10-25T00:59:59Z') + 1n), '2026-10-25T02:59:59.000000001+02:00');
    assert.equal(berlin.of(ns('2026-10-25T01:00:00Z')), '2026-10-25T02:00:00.000000000+01:00');
    assert.equal(
      new ZoneStamp('America/St_Johns').of(ns('2026-01-01T00:00:00Z')),
      '2025-12-31T20:30:00.000000000-03:30',
    );
    assert.equal(new ZoneStamp('UTC').of(-1n), '1969-12-31T23:59:59.999999999Z');
    assert.equal(new ZoneStamp('Mars/Olympus').of(0n), '1970-01-01T00:00:00.000000000Z');
  });
});

it('manifests name the version that is published', async () => {
  const { version, name } = JSON.parse(await readFile(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
    name: string;
  };
  assert.deepEqual(product, { name, version });
});
