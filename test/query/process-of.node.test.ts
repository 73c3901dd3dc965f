import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import { allTime } from '../../src/model/time-range.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';

const second = 1_000_000_000n;
const startNs = 1_700_000_000_000_000_001n;

type Values = Readonly<Record<string, AttributeValue>>;
const make = (id: string, type: ActivityType, afterSeconds: number, values: Values): Activity => ({
  id,
  type,
  timeNs: startNs + BigInt(Math.round(afterSeconds * 1_000)) * 1_000_000n,
  attributes: new Map(Object.entries(values)),
});
const box = { containerId: '4f1a99c2d3e0' };

/** The id of the command that the engine gives for `id`; undefined where it gives nothing. */
async function processOf(activities: readonly Activity[], id: string, portions = 1): Promise<string | undefined> {
  const holdings = new Holdings(upkeep);
  const size = Math.ceil(activities.length / portions);
  for (let from = 0; from < activities.length; from += size) {
    holdings.add(activities.slice(from, from + size));
    holdings.snapshot();
  }
  const answer = await new QueryEngine(holdings).answer(
    { range: { fromNs: 0n, toNs: 1n }, filter: everything, want: { process: { ofActivityId: id } } },
    () => ({ certainty: 'exact', loaded: [allTime], activities: 0, reasons: [], gaps: [] }),
  );
  assert.ok('process' in answer, 'what was asked for is answered');
  return answer.process?.id;
}

describe('the process of an activity', () => {
  const net = make('net', 'connection', 10, { pid: 7, comm: 'ab', ...box });

  it('is the latest command with its pid before it, whatever lies between and behind', async () => {
    const commands = [
      make('first', 'command', 1, { pid: 7, comm: 'sh', ...box }),
      make('latest', 'command', 9, { pid: 7, comm: 'ab', ...box }),
      make('other', 'command', 9.5, { pid: 8, comm: 'ab', ...box }),
      make('later', 'command', 20, { pid: 7, comm: 'ab', ...box }),
    ];
    for (const portions of [1, 2, 5])
      assert.equal(await processOf([...commands, net], 'net', portions), 'latest', `${portions} batches`);
    assert.equal(await processOf([net, ...commands.toReversed()], 'net', 3), 'latest');
  });

  it('is one of the same container, however much of its id was kept, and never of another', async () => {
    const here = make('here', 'command', 2, { pid: 7, containerId: '4f1a99c2d3e0aaaabbbb' });
    const there = make('there', 'command', 9, { pid: 7, containerId: '0b77de21aa93' });
    const outside = make('outside', 'command', 9, { pid: 7, hostname: 'node-1' });
    assert.equal(await processOf([here, there, outside, net], 'net'), 'here');
    assert.equal(await processOf([there, outside, net], 'net'), undefined);
  });

  it('is one of the same host where nothing runs in containers', async () => {
    const event = make('event', 'fileaccess', 10, { pid: 7, hostname: 'node-1' });
    const here = make('here', 'command', 2, { pid: 7, hostname: 'node-1' });
    const there = make('there', 'command', 9, { pid: 7, hostname: 'node-2' });
    assert.equal(await processOf([here, there, event], 'event'), 'here');
  });

  it('may start its program within the second after: a forked child opens files before its own execve', async () => {
    const file = make('file', 'fileaccess', 10, { pid: 7, comm: 'sh', ...box });
    const soon = make('soon', 'command', 10.6, { pid: 7, comm: 'cat', ...box });
    const late = make('late', 'command', 11.1, { pid: 7, comm: 'cat', ...box });
    assert.equal(await processOf([file, soon], 'file'), 'soon');
    assert.equal(await processOf([file, late], 'file'), undefined);
  });

  it('is the earlier one of two around it, unless that one had ended or has another name and the later one has its', async () => {
    const before = make('before', 'command', 9, { pid: 7, comm: 'sh', ...box });
    const after = make('after', 'command', 10.2, { pid: 7, comm: 'ab', ...box });
    const shell = make('shell', 'connection', 10, { pid: 7, comm: 'sh', ...box });
    assert.equal(await processOf([before, after, shell], 'shell'), 'before');
    assert.equal(await processOf([before, after, net], 'net'), 'after');
    const ended = make('ended', 'command', 3, { pid: 7, comm: 'sh', exitedAt: String(startNs + 4n * second), ...box });
    assert.equal(await processOf([ended, after, shell], 'shell'), 'after');
  });

  it('is the one with its process instance id, though the pid was used again', async () => {
    const mine = make('mine', 'command', 1, { pid: 7, execId: 'a', ...box });
    const again = make('again', 'command', 9, { pid: 7, execId: 'b', ...box });
    const event = make('event', 'connection', 10, { pid: 7, execId: 'a', ...box });
    assert.equal(await processOf([mine, again, event], 'event'), 'mine');
  });

  it('is the command itself for a command, and nobody for a request, a stranger and what has no pid', async () => {
    const command = make('command', 'command', 1, { pid: 7, ...box });
    const request = make('request', 'kubernetes', 2, { pid: 7, ...box });
    const without = make('without', 'fileaccess', 2, { ...box });
    assert.equal(await processOf([command], 'command'), 'command');
    assert.equal(await processOf([command, request], 'request'), undefined);
    assert.equal(await processOf([command, without], 'without'), undefined);
    assert.equal(await processOf([command], 'stranger'), undefined);
  });

  it('is found over many batches with rows that were merged into others', async () => {
    const many = Array.from({ length: 3_000 }, (_, at) =>
      make(`c${at}`, 'command', at, { pid: at % 50, comm: 'sh', ...box }),
    );
    const again = many
      .slice(0, 2_990)
      .map((one) => ({ ...one, attributes: new Map([...one.attributes, ['exitCode', 0]]) }));
    const event = make('event', 'connection', 2_999.5, { pid: 7, comm: 'sh', ...box });
    assert.equal(await processOf([...many, ...again, event], 'event', 7), 'c2957');
  });
});
