import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { attributesOf, decodeAll, decodeOne } from './decode-all.js';

describe('entries of the open protocol', () => {
  it('keep members, labels and attributes under canonical names, unforeseen ones too', () => {
    const activity = decodeOne(
      '{"id":"a1","type":"command","timestamp":1606322948648718268,"comm":"ls","pid":"12","username":"root","proc.cwd":"/x","labels":{"namespace":"ns","my.label":"v"},"attributes":{"risk":7,"flag":true,"tags":["a","b"]},"deep":{"a":1},"userLoginUid":4294967295,"userLoginName":"<NA>","tty":null}',
    );
    assert.equal(activity.id, 'a1');
    assert.equal(activity.timeNs, 1606322948648718268n);
    assert.deepEqual(attributesOf(activity), {
      'kubernetes.namespace.name': 'ns',
      'my.label': 'v',
      risk: 7,
      flag: 'true',
      tags: ['a', 'b'],
      comm: 'ls',
      pid: 12,
      username: 'root',
      cwd: '/x',
    });
  });

  it('may give types in singular or plural, and times as digits, integers or RFC 3339', () => {
    for (const [written, type] of [
      ['commands', 'command'],
      ['Connections', 'connection'],
      ['kubernetes', 'kubernetes'],
      ['fileaccesses', 'fileaccess'],
    ]) {
      assert.equal(decodeOne({ type: written, timestamp: 5 }).type, type);
    }
    for (const timestamp of ['1606322948648718268', '2020-11-25T16:49:08.648718268Z']) {
      assert.equal(decodeOne({ type: 'command', timestamp }).timeNs, 1606322948648718268n);
    }
  });

  it('come in documents with a page, and in lines with a page at the end', () => {
    const entries = [1, 2, 3].map((id) => ({ id: String(id), type: 'command', timestamp: String(id) }));
    const page = { total: 7, next: 'n', prev: 'p', totalIsAtLeast: true };
    const lines = [...entries, { page }].map((line) => JSON.stringify(line)).join('\n');
    for (const text of [
      JSON.stringify({ page, data: entries }),
      JSON.stringify({ data: entries, page }, null, 2),
      lines,
    ]) {
      const { activities, pages, records, problems } = decodeAll(text, { cut: 11 });
      assert.deepEqual(
        activities.map(({ id }) => id),
        ['1', '2', '3'],
      );
      assert.deepEqual(pages, [page]);
      assert.deepEqual([records, problems.length], [3, 0]);
    }
    const empty = decodeAll('{"page":{"total":0},"data":[]}');
    assert.deepEqual([empty.pages, empty.records, [...empty.formats]], [[{ total: 0 }], 0, [['open', 0]]]);
  });

  it('of a page count their broken neighbours one by one', () => {
    const text =
      '{"page":{"total":3},"data":[{"id":"1","type":"command","timestamp":1},{"id":2,"type":"comm},\n{"id":"3","type":"command","timestamp":3}]}';
    const { activities, problems } = decodeAll(text);
    assert.deepEqual(
      activities.map(({ id }) => id),
      ['1', '3'],
    );
    assert.equal(problems.length, 1);
  });

  it('with a type nobody knows or without a time are invalid', () => {
    const { problems } = decodeAll(
      '{"id":"1","type":"socket","timestamp":"1606322948648718268"}\n{"id":"1","type":"command","timestamp":""}\n{"type":"command","timestamp":-5}',
      { format: 'open' },
    );
    assert.deepEqual(
      problems.map(({ kind, line }) => [kind, line]),
      [
        ['invalid', 1],
        ['invalid', 2],
        ['invalid', 3],
      ],
    );
    assert.match(problems[0]?.reason ?? '', /"socket"; it must be command, connection, kubernetes or fileaccess/);
  });

  it('without an id get the same one each time they are read', () => {
    const text = '{"type":"command","timestamp":5,"pid":1}\n{"type":"command","timestamp":5,"pid":2}\n';
    const ids = decodeAll(text).activities.map(({ id }) => id);
    assert.notEqual(ids[0], ids[1]);
    assert.deepEqual(
      decodeAll(text, { cut: 3 }).activities.map(({ id }) => id),
      ids,
    );
  });

  it('may have any name for an attribute', () => {
    const text =
      '{"id":"1","type":"command","timestamp":1,"__proto__":"a","constructor":"b","toString":"c","labels":{"__proto__":"d","hasOwnProperty":"e"}}';
    const { attributes } = decodeOne(text);
    assert.equal(attributes.get('__proto__'), 'd');
    assert.equal(attributes.get('constructor'), 'b');
    assert.equal(attributes.get('toString'), 'c');
    assert.equal(attributes.get('hasOwnProperty'), 'e');
    assert.equal(({} as Record<string, unknown>)['d'], undefined);
  });

  it('lose a value that makes no sense, with a remark, and nothing else', () => {
    const { activities, problems } = decodeAll(
      '{"id":"1","type":"command","timestamp":1,"pid":"abc","ppid":1606322948648718268,"uid":[1],"comm":"x","big":1606322948648718268,"obj":{"a":1}}',
    );
    assert.deepEqual(attributesOf(activities[0] ?? assert.fail()), { comm: 'x', big: '1606322948648718268' });
    assert.deepEqual(
      problems.map(({ kind, lost }) => [kind, lost]),
      Array.from({ length: 4 }, () => ['value-dropped', false]),
    );
    assert.match(problems[0]?.reason ?? '', /"pid" was left out: it is no number/);
  });

  it('lose the end of a value without measure, with a remark', () => {
    const { activities, problems } = decodeAll(`{"type":"command","timestamp":1,"cmdline":"${'x'.repeat(3 << 20)}"}`);
    assert.equal(String(activities[0]?.attributes.get('cmdline')).length, 1 << 20);
    assert.equal(problems[0]?.kind, 'value-dropped');
    assert.equal(problems[0]?.excerpt.length, 1000);
  });
});

describe('entries of Sysdig', () => {
  it('of the forwarder have addresses and protocols as numbers', () => {
    const { attributes, timeNs } = decodeOne(
      '{"id":"164806c17885b5615ba513135ea13d79","agentId":32212,"customerId":1,"type":"connection","timestamp":1606322948648718268,"clientIpv4":2886795285,"clientIpv4Dot":"172.17.0.21","clientPort":1,"serverIpv4":167772161,"serverPort":443,"l4protocol":6,"direction":"out","processName":"curl","rxTimestamp":1606322949537513500,"containerId":"a407fb17332b","labels":{"kubernetes.pod.name":"web","host.mac":"12:9f"}}',
    );
    assert.equal(timeNs, 1606322948648718268n);
    assert.deepEqual(Object.fromEntries(attributes), {
      clientIp: '172.17.0.21',
      serverIp: '10.0.0.1',
      clientPort: 1,
      serverPort: 443,
      l4protocol: 'tcp',
      direction: 'out',
      processName: 'curl',
      containerId: 'a407fb17332b',
      'kubernetes.pod.name': 'web',
      'host.mac': '12:9f',
      agentId: 32212,
      customerId: 1,
    });
  });

  it('of exec requests have command, user and stages', () => {
    const { attributes, type } = decodeOne(
      '{"id":"1","type":"kubernetes","timestamp":1605540915526159000,"args":{"command":"bash","container":"nginx"},"auditId":"c474","name":"nginx-1","namespace":"web","resource":"pods","subResource":"exec","sourceAddresses":["172.17.0.21"],"stages":{"started":1605540915526159001,"completed":1605540915660084000},"user":{"username":"jane","groups":["a","b"]},"userAgent":"kubectl"}',
    );
    assert.equal(type, 'kubernetes');
    assert.deepEqual(Object.fromEntries(attributes), {
      'kubernetes.namespace.name': 'web',
      command: 'bash',
      container: 'nginx',
      'container.name': 'nginx',
      username: 'jane',
      groups: ['a', 'b'],
      startedAt: '1605540915526159001',
      completedAt: '1605540915660084000',
      'kubernetes.pod.name': 'nginx-1',
      auditId: 'c474',
      name: 'nginx-1',
      resource: 'pods',
      subResource: 'exec',
      sourceAddresses: ['172.17.0.21'],
      userAgent: 'kubectl',
    });
  });

  it('of exec requests are called by their audit ID where Sysdig made the id, and nowhere else', () => {
    const timestamp = 1_605_540_915_526_159_000n;
    const ownId = `${timestamp.toString(16)}1117d87f8b574ecf`;
    const entry = (members: object): string =>
      JSON.stringify({ type: 'kubernetes', auditId: 'c474', args: { command: 'id' }, ...members }).replace(
        '"type"',
        `"timestamp":${timestamp},"type"`,
      );
    for (const sysdigs of [{ id: ownId }, { id: '7', agentId: 3 }]) {
      const { id, attributes } = decodeOne(entry(sysdigs));
      assert.deepEqual([id, attributes.get('sysdigId')], ['c474', sysdigs.id]);
    }
    for (const other of [{ id: '7' }, { id: 'ab'.repeat(16) }, { id: ownId, type: 'command', cmdline: 'id' }]) {
      const { id, attributes } = decodeOne(entry(other));
      assert.deepEqual([id, attributes.get('sysdigId')], [other.id, undefined]);
    }
  });

  it('count as Sysdig among each other, also those that could be of the open protocol', () => {
    const entries = [
      { id: '1', type: 'connection', timestamp: 1, clientIpv4: '1.2.3.4', l4protocol: 'tcp' },
      { id: '2', type: 'command', timestamp: 2, comm: 'ls' },
    ];
    const { formats, activities } = decodeAll(JSON.stringify({ page: { total: 2 }, data: entries }));
    assert.deepEqual([formats.get('sysdig'), activities.length], [2, 2]);
    assert.equal(activities[0]?.attributes.get('clientIp'), '1.2.3.4');
  });
});
