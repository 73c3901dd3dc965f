/** Chains of thousands of processes, as a runaway script or an attacker makes them: who did it is told all the same. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import { allTime } from '../../src/model/time-range.js';
import type { Answer, Query } from '../../src/model/query.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';
import { ParentLink, ProcessInstance, TopKind } from '../../workers/query/trace/process-instance.js';

const startNs = 1_700_000_000_000_000_000n;
const many = 12_000;

function activity(
  id: string,
  type: ActivityType,
  ms: number,
  values: Readonly<Record<string, AttributeValue>>,
): Activity {
  const attributes = new Map(Object.entries({ containerId: 'c0ffee000001', ...values }));
  return { id, type, timeNs: startNs + BigInt(ms) * 1_000_000n, attributes };
}
const request = activity('request', 'kubernetes', 0, { subResource: 'exec', command: 'bash' });
const command = (id: string, ms: number, pid: number, ppid: number, values = {}): Activity =>
  activity(id, 'command', ms, { pid, ppid, comm: 'bash', cmdline: 'bash', ...values });

async function ask(activities: readonly Activity[], want: Query['want']): Promise<Answer> {
  const holdings = new Holdings(upkeep);
  holdings.add(activities);
  const coverage = { certainty: 'exact', loaded: [], activities: 0, reasons: [], gaps: [] } as const;
  return new QueryEngine(holdings).answer({ range: allTime, filter: everything, want }, () => coverage);
}

describe('a chain of thousands of processes', () => {
  const chain = Array.from({ length: many }, (_, at) =>
    command(`c${at}`, 50 + at, 1_000 + at, at === 0 ? 1 : 999 + at, { pcomm: at === 0 ? 'runc' : 'bash' }),
  );

  it('of a session is the session’s down to the last one', async () => {
    const last = `c${many - 1}`;
    const { trace, attributions } = await ask([request, ...chain], {
      trace: { activityId: last },
      attributions: { ids: ['c3', last] },
    });
    assert.deepEqual(
      attributions?.map(({ sessionId }) => sessionId),
      ['request', 'request'],
    );
    assert.equal(trace?.rows.length, many);
    assert.equal(trace.rows.at(-1)?.depth, many - 1);
  });

  it('of no session is shown above and below the process that is asked about', async () => {
    const { trace } = await ask(chain, { trace: { activityId: 'c6000' } });
    assert.equal(trace?.attribution.sessionId, null);
    // Whoever is started by the container's own first process may have been left behind by another one.
    assert.equal(trace.rows.length, many - 1);
  });

  it('is walked along once, however many of them ask for the topmost one', () => {
    let looks = 0;
    const processes: ProcessInstance[] = [];
    for (let at = 0; at < 1_000; at += 1) {
      const parent = processes.at(-1) ?? null;
      const instance = new ProcessInstance(0, at, at - 1, at, null, ParentLink.pid, TopKind.root);
      Object.defineProperty(instance, 'parent', {
        configurable: true,
        get: () => {
          looks += 1;
          return parent;
        },
      });
      processes.push(instance);
    }
    for (const instance of processes.toReversed()) assert.equal(instance.top, processes[0]);
    assert.ok(looks < 5_000, `${looks} looks at parents`);
    // One that is above all of them is found later.
    const above = new ProcessInstance(0, 5_000, 1, 0, null, ParentLink.none, TopKind.root);
    Object.defineProperty(processes[0], 'parent', { value: above });
    assert.equal(processes.at(-1)?.top, above);
  });
});

describe('thousands of processes of which one leads to the other', () => {
  it('by the same id, begun again and again, end at the session of the first', async () => {
    // Each may be another program of the one before.
    const lives = Array.from({ length: many }, (_, at) =>
      command(`c${at}`, 50 + at * 6_000, 1_000, 1, {
        comm: `c${at}`,
        cmdline: at === 0 ? 'bash' : `program ${at}`,
        pcomm: 'runc',
      }),
    );
    const { attributions } = await ask([request, ...lives], { attributions: { ids: [`c${many - 1}`, 'c0'] } });
    assert.equal(attributions?.[1]?.sessionId, 'request');
    assert.equal(attributions[0]?.sessionId, null);
  });

  it('by the same terminal end at the session that has it', async () => {
    const first = command('c0', 50, 1_000, 77, { pcomm: 'runc', tty: 34_816 });
    const others = Array.from({ length: many }, (_, at) =>
      command(`c${at + 1}`, 200_000 + at * 100, 2_000 + at, 1_000_000 + at, { pcomm: 'script', tty: 34_816 }),
    );
    const { attributions } = await ask([request, first, ...others], {
      attributions: { ids: [`c${many}`, 'c1', 'c0'] },
    });
    assert.deepEqual(
      attributions?.map(({ candidates }) => candidates),
      [['request'], ['request'], ['request']],
    );
  });
});
