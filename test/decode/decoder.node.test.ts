import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeText, describeValue } from '../../workers/decode/describe.js';
import { createDecoder, createFormatDecoders } from '../../workers/decode/decoder.js';
import { decodeAll } from './decode-all.js';

const command = (id: number): string => `{"id":"${id}","type":"command","timestamp":${id},"comm":"ls"}`;

describe('the decoder', () => {
  it('knows nothing before the first record, and the first format after it', () => {
    const decoder = createDecoder({ source: 'x' });
    assert.deepEqual([decoder.format, decoder.formats.size, decoder.seen], [null, 0, null]);
    decoder.push(new TextEncoder().encode(`${command(1)}\n`));
    assert.equal(decoder.format, 'open');
  });

  it('tells records of no known format apart from broken ones, each with its place', () => {
    const { problems, seen, records, activities } = decodeAll(
      `${command(1)}\n{"kind":"AdmissionReview","apiVersion":"v1","request":{}}\n\n{"a":\n${command(2)}\n`,
    );
    assert.equal(activities.length, 2);
    assert.equal(records, 4);
    assert.deepEqual(
      problems.map(({ kind, line, byteOffset, source, lost }) => ({ kind, line, byteOffset, source, lost })),
      [
        { kind: 'not-recognised', line: 2, byteOffset: 54, source: 'test', lost: true },
        { kind: 'not-json', line: 4, byteOffset: 113, source: 'test', lost: true },
      ],
    );
    assert.equal(seen, 'JSON objects with the keys kind, apiVersion, request (kind AdmissionReview)');
  });

  it('keeps to the format it was told', () => {
    const text = `${command(1)}\n{"rule":"r","priority":"Error","time":"2023-05-25T13:44:05Z","output_fields":{"proc.name":"x"}}\n`;
    const { activities, problems } = decodeAll(text, { format: 'falco' });
    assert.equal(activities.length, 1);
    assert.match(problems[0]?.reason ?? '', /not of the format falco: JSON objects with the keys id, type/);
  });

  it('reads a record with bytes that are no UTF-8, and remarks on it', () => {
    const bytes = new TextEncoder().encode(
      '{"id":"1","type":"command","timestamp":1,"comm":"a?b\uFFFD"}\n{"id":"2","type":"command","timestamp":2,"comm":"\uFFFD"}\n',
    );
    bytes[bytes.indexOf(0x3f)] = 0xc3;
    const { activities, problems } = decodeAll(bytes, { cut: 3 });
    assert.equal(activities[0]?.attributes.get('comm'), 'a\uFFFDb\uFFFD');
    assert.deepEqual(
      problems.map(({ kind, lost, line }) => [kind, lost, line]),
      [['encoding', false, 1]],
    );
    assert.equal(activities.length, 2);
  });

  it('reads lone surrogates and zero characters in escapes', () => {
    const { activities } = decodeAll('{"type":"command","timestamp":1,"comm":"a\\ud800b\\u0000"}');
    assert.equal(activities[0]?.attributes.get('comm'), 'a\ud800b\0');
  });

  it('counts a line of 20 MB as too long, keeps its neighbours, and reads it where it may', () => {
    const long = `{"id":"long","type":"command","timestamp":5,"cmdline":"${'x'.repeat(20 << 20)}"}`;
    const text = `${command(1)}\n${long}\n${command(2)}\n`;
    const { activities, problems } = decodeAll(text, { cut: 65_536 });
    assert.deepEqual(
      activities.map(({ id }) => id),
      ['1', '2'],
    );
    assert.deepEqual(
      problems.map(({ kind, line, lost }) => [kind, line, lost]),
      [['too-long', 2, true]],
    );
    assert.match(problems[0]?.reason ?? '', /is 20971\d+ bytes long; at most 16777216 are read/);
    assert.equal(problems[0]?.excerpt.length, 1000);
    assert.equal(decodeAll(text, { cut: 65_536, maxRecordBytes: 32 << 20 }).activities.length, 3);
  });

  it('survives records that are nested without measure', () => {
    const deep = `{"rule":${'['.repeat(200_000)}1${']'.repeat(200_000)},"type":"command","timestamp":1}`;
    const { activities, records } = decodeAll(`${command(1)}\n${deep}\n${command(2)}\n`);
    assert.equal(records, 3);
    assert.deepEqual([activities.at(0)?.id, activities.at(-1)?.id], ['1', '2']);
  });

  it('treats no format as two', () => {
    const samples = [
      { kind: 'Event', apiVersion: 'audit.k8s.io/v1', auditID: 'a', stage: 'ResponseComplete' },
      { rule: 'r', priority: 'Error', time: 't', output_fields: {} },
      { process_exec: { process: {} }, time: 't', node_name: 'n' },
      { timestamp: 1, eventName: 'execve', processName: 'x', args: [] },
      { id: '1', type: 'command', timestamp: 1, agentId: 3 },
      { id: '1', type: 'command', timestamp: 1 },
    ];
    for (const [index, sample] of samples.entries()) {
      const certainties = createFormatDecoders().map((decoder) => decoder.recognise(sample));
      assert.equal(certainties.indexOf(Math.max(...certainties)), index);
      assert.equal(certainties.filter((certainty) => certainty === Math.max(...certainties)).length, 1);
    }
  });
});

describe('what was seen', () => {
  it('is told in words a person knows', () => {
    for (const [text, expected] of [
      ['a,b,c', 'comma-separated text'],
      ['a\tb\tc', 'tab-separated text'],
      ['<?xml version="1.0"?>', 'XML or HTML'],
      ['<!DOCTYPE html><html>', 'an HTML page'],
      ['apiVersion: v1', 'YAML or other text with names and colons'],
      ['type=SYSCALL msg=audit(1604996384.965:93777): x', 'lines of the Linux audit daemon'],
      ['\uFFFDPNG\r\n\u001a\n\0\0\0\rIHDR', 'binary data'],
      ['PK\u0003\u0004xx', 'a ZIP archive (unpack it first)'],
      ['\uFFFD\uFFFD{\0"\0a\0b\0', 'UTF-16 text (save it as UTF-8)'],
      ['Some words of a log, with a comma and more, and so on', 'plain text lines'],
      ['{"a":', 'broken JSON'],
    ] as const) {
      assert.equal(describeText(text), expected);
    }
    assert.equal(describeValue({}), 'empty JSON objects');
    assert.equal(describeValue([1]), 'JSON lists');
    assert.equal(describeValue(null), 'JSON values of the type null');
  });

  it('of a picture is binary data', () => {
    const png = Uint8Array.of(
      0x89,
      0x50,
      0x4e,
      0x47,
      0xd,
      0xa,
      0x1a,
      0xa,
      0,
      0,
      0,
      0xd,
      0x49,
      0x48,
      0x44,
      0x52,
      0,
      0,
      1,
      0xf,
      0xff,
      0x9c,
    );
    assert.equal(decodeAll(png).seen, 'binary data');
  });
});
