import assert from 'node:assert/strict';
import type { Activity } from '../../src/model/activity.js';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { catalogue } from '../../src/model/catalogue.js';
import { idKey } from '../../src/model/id-key.js';
import { WireFormat, type Decoded, type DecoderOptions } from '../../src/model/reading.js';
import { activitiesOf } from './activities-of.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { readShared, withoutSharedData } from './shared-data.js';

interface Read {
  readonly activities: readonly unknown[];
  readonly problems: unknown;
  readonly rest: unknown;
  readonly ids: unknown;
  /** Activities that came as columns. */
  readonly rows: number;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

function read(input: string | Uint8Array, cuts: readonly number[], options: Partial<DecoderOptions>): Read {
  const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : input;
  const ids: unknown[] = [];
  const onId = (hash: number, offset: number): void => void ids.push([hash, offset]);
  const decoder = createDecoder({ source: 'test', onId, ...options });
  const parts: Decoded[] = [];
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const length = Math.max(1, cuts[turn % cuts.length]!);
    const piece = bytes.slice(from, from + length);
    parts.push(decoder.push(piece));
    piece.fill(0x7b);
    from += length;
  }
  parts.push(decoder.end());
  return {
    activities: parts.flatMap(activitiesOf).map(({ id, type, timeNs, attributes }) => ({
      id,
      type,
      timeNs,
      attributes: [...attributes].sort(byName),
    })),
    problems: parts.flatMap((part) => part.problems),
    rest: [
      parts.map(({ records, skipped, gaps, page }) => [records, skipped, gaps, page]),
      [...decoder.formats],
      decoder.format,
      decoder.seen,
    ],
    ids,
    rows: parts.reduce((sum, { blocks = [] }) => sum + blocks.reduce((rows, { count }) => rows + count, 0), 0),
  };
}

/** Reads it both ways, compares everything, and gives the share that came as columns. */
function agree(
  input: string | Uint8Array,
  cuts: readonly number[] = [Infinity],
  options: Partial<DecoderOptions> = { format: WireFormat.open },
): Read {
  const slow = read(input, cuts, options);
  const { rows: none, ...expected } = slow;
  assert.equal(none, 0);
  const quick = read(input, cuts, { ...options, columns: true });
  const { rows, ...found } = quick;
  assert.deepEqual(found, expected);
  return { ...quick, rows };
}

const time = '1606322948648718268';
const line = (members: string, id = '00112233445566778899aabbccddeeff'): string =>
  `{"id":"${id}","type":"command","timestamp":${time}${members === '' ? '' : `,${members}`}}\n`;

describe('lines of the open protocol as columns', () => {
  it('are what they are as objects, with labels, lists, numbers and every form of id', () => {
    const ids = [
      '00112233445566778899aabbccddeeff',
      'ABCDEF0123456789',
      'c474d1de-c764-445a-8142-a0142505868e',
      'x',
      'ä"',
    ];
    const text = ids
      .map((id) =>
        line(
          '"comm":"ls","pid":12,"args":["a","b"],"risk":0.5,"labels":{"namespace":"ns","a.b":"c"},"attributes":{}',
          JSON.stringify(id).slice(1, -1),
        ),
      )
      .join('');
    const { rows, activities } = agree(text + text);
    assert.deepEqual([rows, activities.length], [8, 10]);
  });

  it('are read so from the second on where the format is not said, and as objects where something else is between', () => {
    const text = `${line('"comm":"a"').repeat(5)}{"kind":"Event","apiVersion":"audit.k8s.io/v1","auditID":"1","stage":"x"}\n${line('"comm":"b"').repeat(5)}`;
    assert.equal(agree(text, [Infinity], {}).rows, 4 + 4);
    // A mark of Sysdig's makes those after it Sysdig's too.
    const marked = `${line('"comm":"a"').repeat(3)}${line('"agentId":5')}${line('"comm":"b"').repeat(3)}`;
    assert.equal(agree(marked, [Infinity], {}).rows, 5);
  });

  it('with white space, CRLF, other orders and members that come and go', () => {
    const text = [
      `{ "id": "a1", "type": "command", "timestamp": "5", "labels": { "x": "1" , "y": "2" }, "comm": "a" }`,
      `{"comm":"a","labels":{"y":"2"},"timestamp":6,"type":"connections","id":"a2"}\r`,
      `{"labels":{},"attributes":{"x":"1"},"timestamp":7,"type":"Command","id":"a3"}`,
      `  {"id":"a4","type":"fileaccess","timestamp":8}`,
      ``,
      `{"id":"a5","type":"fileaccess","timestamp":9} `,
      `{"id":"a6","type":"fileaccess","timestamp":9}`,
      `{"page":{"total":6}}`,
      ``,
    ].join('\n');
    const { activities } = agree(text);
    assert.equal(activities.length, 6);
  });

  it('leave everything that is unusual to the other way', () => {
    const members = [
      '"a":{"b":1}',
      '"a":[{"b":1}]',
      '"comm":"a","comm":"b"',
      '"comm":"a","process":"b"',
      '"labels":{"comm":"x"},"comm":"y"',
      '"labels":{"a":"x"},"labels":{"b":"y"}',
      '"labels":null',
      '"labels":"x"',
      '"labels":{"clientIp":"1.1.1.1"},"clientIp":"2.2.2.2"',
      '"clientIpv4":1,"clientIp":"2.2.2.2"',
      '"clientIpv4":3232235777,"clientIpv4Dot":"1.1.1.1"',
      '"pid":"x"',
      '"pid":1e3',
      '"pid":-0',
      '"pid":007',
      '"pid":1.',
      '"pid":12345678901',
      '"uid":4294967295',
      '"uid":-1',
      '"big":9007199254740993',
      '"big":-0',
      '"a":tru',
      '"a":"\u0001"',
      '"a":"\\x"',
      '"a":"\\u00e4\\n","b":"\\ud800"',
      '"a\\u0062":"x"',
      '"__proto__":"x","constructor":"y"',
      '"labels":{"__proto__":"x"}',
      '"l4protocol":6',
      '"l4protocol":"TCP","labels":{"l4protocol":"UDP"}',
      '"containerId":"docker://abc"',
      '"containerId":"host"',
      '"labels":{"containerId":"docker://abc"}',
      '"namespace":["a"]',
      '"user":"x"',
      '"exitedAt":1606322948648718268',
      '"exitedAt":"2020-11-25T16:49:08Z"',
      '"sourceAddresses":"1.1.1.1, 2.2.2.2"',
      '"a":"","b":"<NA>","c":null,"d":[],"e":[""],"f":true',
      '"a":"x" "b":"y"',
      '"a":"x",',
      '"a":"x"}',
      '"data":[{"timestamp":1}]',
      '"":""',
      '"\u00e4":"\u{1f600}"',
    ];
    for (const one of members) agree(line('"comm":"a"') + line(one).repeat(2) + line('"comm":"b"'));
    const heads = [
      '{"id":"","type":"command","timestamp":5}',
      '{"id":"<NA>","type":"command","timestamp":5}',
      '{"id":5,"type":"command","timestamp":5}',
      '{"type":"command","timestamp":5}',
      '{"id":"x","type":"socket","timestamp":5}',
      '{"id":"x","type":"command"}',
      '{"id":"x","id":"y","type":"command","timestamp":5}',
      '{"id":"x","type":"command","timestamp":5,"timestamp":6}',
      ...['-5', '0', '00', '"007"', '9223372036854775807', '9223372036854775808', '9999999999999999999', '1e9', '1.5'],
      ...['"2020-11-25T16:49:08.6Z"', '""', 'null', '9007199254740993', '99999999999999999999', '4294967296', '"12'],
    ].map((head) => (head.startsWith('{') ? head : `{"id":"x","type":"command","timestamp":${head}}`));
    for (const head of heads) agree(`${line('')}${head}\n${line('')}`);
    const request =
      '{"id":"x","type":"kubernetes","timestamp":5,"resource":"pods","name":"p","args":{"command":"sh","container":"c"},"user":{"username":"u"},"stages":{"started":5}}';
    agree(`${line('')}${request}\n${line('"user":"u","resource":"pods"')}${line('')}`);
    agree(`${line('')}${request}\n${line('')}`, [Infinity], {});
  });

  it('take requests, whose name is the name of the pod where they are about pods', () => {
    const request = (members: string, at: number): string =>
      `{"id":"r${at}","type":"kubernetes","timestamp":5,${members}}\n`;
    const members = [
      '"resource":"pods","name":"p","subResource":"exec","command":"sh"',
      '"name":"p2","resource":"pods","labels":{"kubernetes.pod.name":"other"}',
      '"labels":{"kubernetes.pod.name":"other","a":"b"},"resource":"pods","name":"p3"',
      '"resource":"nodes","name":"n","labels":{"kubernetes.pod.name":"other"}',
      '"resource":"pods","name":"<NA>","labels":{"kubernetes.pod.name":"other"}',
      '"resource":"pods","labels":{"name":"x","kubernetes.pod.name":"other"}',
      '"name":"p","labels":{"resource":"pods"}',
    ];
    const quick = members.map((one, at) => request(one, at)).join('');
    assert.equal(agree(quick.repeat(2)).rows, members.length * 2);
    for (const name of ['5', '["a"]', '["a","b"]', 'true', 'null', '{"a":1}', '""'])
      agree(request(`"resource":"pods","name":${name},"labels":{"kubernetes.pod.name":"other"}`, 0).repeat(3));
    agree(request('"resource":"pods","name":"p","podName":"q"', 0).repeat(3));
    agree(request('"resource":["pods"],"name":"p"', 0).repeat(3));
  });

  it('agree about requests that are called by their audit ID where Sysdig made the id', () => {
    const own = `${BigInt(time).toString(16).padStart(16, '0')}1117d87f8b574ecf`;
    const request = `{"id":"${own}","type":"kubernetes","timestamp":${time},"auditId":"c474","command":"id"}\n`;
    const read = agree(request.repeat(2) + line('"auditId":"c474"'));
    assert.deepEqual(
      read.activities.map((activity) => (activity as Activity).id),
      ['c474', 'c474', '00112233445566778899aabbccddeeff'],
    );
  });

  it('agree for bytes that are not UTF-8, in a value, in a name and in an id', () => {
    for (const members of ['"comm":"a\u0081b"', '"c\u0081":"a"', '"i":"\u00c3"']) {
      const bytes = Uint8Array.from(line(members).repeat(2) + line('"comm":"b"'), (character) =>
        character.charCodeAt(0),
      );
      agree(bytes);
    }
    agree(Uint8Array.from(line('', 'a\u0081'), (character) => character.charCodeAt(0)));
  });

  it('agree when a thousand attributes, long values or many different ones come', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `"a${at}":"v${at % 3}"`).join(',');
    const long = `"cmdline":"${'x'.repeat(40_000)}"`;
    const different = Array.from({ length: 3_000 }, (_, at) => line(`"cmdline":"command ${at}","risk":${at / 7}`)).join(
      '',
    );
    agree(line('"comm":"a"') + line(many).repeat(3) + line(long).repeat(2) + different + line('"comm":"b"'), [20_000]);
    agree(line(long) + line('"comm":"b"'), [Infinity], { format: WireFormat.open, maxRecordBytes: 1_000 });
  });

  it('agree for random entries in random cuts', () => {
    const names = fc.oneof(
      fc.constantFrom(...catalogue.flatMap(({ name, aliases }) => [name, ...aliases])),
      fc.constantFrom(
        'namespace',
        'clientIpv4',
        'traceable',
        'args',
        'user',
        'stages',
        'resource',
        'name',
        'data',
        'items',
        'page',
      ),
      fc.constantFrom('a', 'b', 'c', '__proto__', 'toString', 'ä', 'a"b', ''),
      fc.string({ maxLength: 5 }),
    );
    const scalar = fc.oneof(
      fc.constantFrom(
        '0',
        '-0',
        '1',
        '12',
        '1e3',
        '9007199254740993',
        '18446744073709551615',
        '-1',
        '4294967295',
        '0.1',
        '01',
      ),
      fc.integer().map(String),
      fc.constantFrom(
        'null',
        'true',
        'false',
        '""',
        '"<NA>"',
        '"5"',
        '"-1"',
        '"tcp"',
        '"6"',
        '"1.2.3.4"',
        '"a, b"',
        '" x "',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => JSON.stringify(text)),
      fc.constantFrom('"\\u0041"', '"\\/"', '"\\\\"', '"\\""', '"a'),
    );
    const value = fc.oneof(
      { weight: 8, arbitrary: scalar },
      { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }).map((list) => `[${list.join(',')}]`) },
      { weight: 1, arbitrary: fc.constantFrom('{}', '{"a":1}', '[[1]]', '[{"timestamp":1}]') },
    );
    // Half of the lists are of members that quick lines have, so that enough of them are.
    const plain = fc.constantFrom(
      '"x"',
      '"y"',
      '"a b"',
      '""',
      '"\\u0041"',
      '7',
      '12',
      '"5"',
      '["a","b"]',
      'true',
      'null',
    );
    const members = (...usual: readonly string[]): fc.Arbitrary<(readonly [string, string])[]> =>
      fc.oneof(
        { weight: 1, arbitrary: fc.array(fc.tuple(names, value), { maxLength: 3 }) },
        {
          weight: 8,
          arbitrary: fc.uniqueArray(fc.tuple(fc.constantFrom(...usual), plain), {
            selector: ([name]) => name,
            maxLength: 5,
          }),
        },
      );
    const written = (list: readonly (readonly [string, string])[]): string[] =>
      list.map(([name, text]) => `${JSON.stringify(name)}:${text}`);
    const mostly = (usual: fc.Arbitrary<string>, rare: fc.Arbitrary<string>): fc.Arbitrary<string> =>
      fc.oneof({ weight: 12, arbitrary: usual }, { weight: 1, arbitrary: rare });
    const entry = fc
      .record({
        id: mostly(fc.constantFrom('"a"', '"b"', '"00112233445566778899AABBCCDDEEFF"'), fc.constantFrom('5', '""')),
        type: mostly(
          fc.constantFrom('"command"', '"connection"', '"commands"'),
          fc.constantFrom('"kubernetes"', '"x"'),
        ),
        timestamp: mostly(
          fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }).map(String),
          fc.constantFrom('"12345"', '-1', '1.5', String(2n ** 63n)),
        ),
        own: members('comm', 'process', 'pid', 'uid', 'risk', 'tags', 'ä'),
        labels: fc.option(members('a', 'b', 'namespace', 'k8s.ns.name')),
        attributes: fc.option(members('tty', 'c', 'containerId', 'b')),
        order: fc.integer({ min: 0, max: 5 }),
        space: fc.constantFrom('', '', '', ' '),
        end: fc.constantFrom(...Array.from({ length: 20 }, () => '\n'), '\r\n', ' \n', '', ',\n'),
      })
      .map(({ id, type, timestamp, own, labels, attributes, order, space, end }) => {
        const parts = [`"id":${id}`, `"type":${type}`, `"timestamp":${timestamp}`, ...written(own)];
        if (labels) parts.push(`"labels":{${written(labels).join(`,${space}`)}}`);
        if (attributes) parts.splice(order, 0, `"attributes":{${written(attributes).join(',')}}`);
        return `{${[...parts.slice(order), ...parts.slice(0, order)].join(`,${space}`)}}${end}`;
      });
    const cuts = fc.array(fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1_000, max: 9_000 })), {
      minLength: 1,
      maxLength: 5,
    });
    let rows = 0;
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 30, size: 'max' }), cuts, fc.boolean(), (entries, sizes, isForced) => {
        // Twice: what was found out the first time is remembered the second.
        const text = entries.join('').repeat(2);
        rows += agree(text, sizes, isForced ? { format: WireFormat.open } : {}).rows;
      }),
      { numRuns: 300 },
    );
    assert.ok(rows > 100, String(rows));
  });

  it('agree for hostile texts', { skip: withoutSharedData }, () => {
    const texts = readShared('naughty-blns/blns.json').toString();
    const hostile = (JSON.parse(texts) as string[]).map((text) => JSON.stringify(text));
    const lines = hostile.map(
      (text) => `{"id":${text},"type":"command","timestamp":${time},"comm":${text},${text}:"x"}\n`,
    );
    agree(lines.join('').repeat(2), [977]);
  });
});

describe('ids of records', () => {
  it('are told with their offset, in order, however they were read', () => {
    const text = line('"comm":"a"', 'x') + line('"deep":{"a":1}', 'y') + line('"comm":"b"');
    const { ids } = agree(text);
    const second = line('"comm":"a"', 'x').length;
    assert.deepEqual(ids, [
      [idKey('x').hash, 0],
      [idKey('y').hash, second],
      [idKey('00112233445566778899aabbccddeeff').hash, second + line('"deep":{"a":1}', 'y').length],
    ]);
  });
});
