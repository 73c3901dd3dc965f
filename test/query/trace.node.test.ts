import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Activity, ActivityType, AttributeValue } from '../../src/model/activity.js';
import { everything } from '../../src/model/filter/ast.js';
import { allTime } from '../../src/model/time-range.js';
import type { Attribution, Trace } from '../../src/model/trace.js';
import { Holdings } from '../../workers/columns/holdings.js';
import * as upkeep from '../../workers/columns/upkeep.js';
import { QueryEngine } from '../../workers/query/query-engine.js';

const baseNs = 1_700_000_000_000_000_000n;
const at = (ms: number): bigint => baseNs + BigInt(Math.round(ms * 1e6));
type Values = Readonly<Record<string, AttributeValue>>;

function activity(id: string, type: ActivityType, ms: number, values: Values): Activity {
  return { id, type, timeNs: at(ms), attributes: new Map(Object.entries({ containerId: 'c0ffee000001', ...values })) };
}
const request = (id: string, ms: number, endMs: number | null, values: Values = {}): Activity =>
  activity(id, 'kubernetes', ms, {
    subResource: 'exec',
    command: 'bash',
    ...(endMs !== null && { completedAt: String(at(endMs)) }),
    ...values,
  });
const command = (id: string, ms: number, pid: number, ppid: number, values: Values = {}): Activity =>
  activity(id, 'command', ms, { pid, ppid, comm: 'bash', cmdline: String(values['comm'] ?? 'bash'), ...values });

const exact = { certainty: 'exact', loaded: [], activities: 0, reasons: [], gaps: [] } as const;

async function ask(
  activities: readonly Activity[],
  traced: string,
): Promise<{ trace: Trace; of: (id: string) => Attribution }> {
  const holdings = new Holdings(upkeep);
  holdings.add(activities);
  const ids = activities.map(({ id }) => id);
  const query = { range: allTime, filter: everything, want: { trace: { activityId: traced }, attributions: { ids } } };
  const { trace, attributions } = await new QueryEngine(holdings).answer(query, () => exact);
  assert.ok(trace && attributions);
  return { trace, of: (id) => attributions[ids.indexOf(id)]! };
}

describe('A trace of a kube exec', () => {
  it('holds the first process, its children, and a file that a child opened before its own program started', async () => {
    const { trace, of } = await ask(
      [
        request('e', 0, 60_000),
        command('c1', 49, 3866590, 3866584, { loginShellId: 3866590 }),
        activity('f1', 'fileaccess', 5_000, { pid: 3866700, filename: 'passwd', comm: 'bash' }),
        command('c2', 5_000.4, 3866700, 3866590, { comm: 'cat', loginShellId: 3866590 }),
      ],
      'e',
    );
    assert.deepEqual(
      trace.rows.map(({ activity: { id }, parentId, depth }) => [id, parentId, depth]),
      [
        ['c1', null, 0],
        ['f1', 'c2', 2],
        ['c2', 'c1', 1],
      ].sort((a, b) => Number(a[2]) - Number(b[2])),
    );
    for (const id of ['c1', 'c2', 'f1']) assert.deepEqual([of(id).certainty, of(id).sessionId], ['high', 'e'], id);
    assert.equal(of('c1').rule, 'root');
  });

  it('names both people where two began the same command 30 ms apart and nothing tells them apart', async () => {
    const { of } = await ask(
      [
        request('a', 0, 60_000),
        request('b', 30, 60_010),
        command('c1', 70, 500, 499, { loginShellId: 500 }),
        command('c2', 95, 510, 509, { loginShellId: 510 }),
      ],
      'a',
    );
    for (const id of ['c1', 'c2']) {
      assert.equal(of(id).certainty, 'ambiguous');
      assert.deepEqual([...of(id).candidates].sort(), ['a', 'b']);
      assert.equal(of(id).sessionId, null);
    }
  });

  it('tells two sessions apart by their ends where their starts do not', async () => {
    const { of } = await ask(
      [
        request('short', 0, 5_000),
        request('long', 20, 90_000),
        command('c1', 70, 500, 499, { loginShellId: 500 }),
        command('c2', 95, 510, 509, { loginShellId: 510 }),
        ...Array.from({ length: 8 }, (_, n) =>
          command(`l${n}`, 10_000 * (n + 1), 600 + n, 500, { comm: 'ls', loginShellId: 500 }),
        ),
        command('s1', 4_500, 590, 510, { comm: 'id', loginShellId: 510 }),
      ],
      'long',
    );
    assert.deepEqual([of('c1').sessionId, of('l7').sessionId], ['long', 'long']);
    assert.deepEqual([of('c2').sessionId, of('s1').sessionId], ['short', 'short']);
  });

  it('gives nothing to a request that was refused', async () => {
    const { trace, of } = await ask(
      [
        command('own', -60_000, 300, 299, { comm: 'nginx', cmdline: 'nginx -g daemon' }),
        request('e', 0, 5, { statusCode: 403 }),
        command('c1', 60, 500, 499, { loginShellId: 500 }),
      ],
      'e',
    );
    assert.equal(trace.sessions[0]?.outcome, 'denied');
    assert.deepEqual([of('c1').certainty, of('c1').rule], ['none', 'unaudited']);
  });

  it('takes an end of zero for none: the session is open, and what comes later may be its', async () => {
    const { trace, of } = await ask(
      [
        request('e', 0, null, { completedAt: '0' }),
        command('c1', 70, 500, 1, { pcomm: 'runc', exitedAt: '0' }),
        command('c2', 5_000, 501, 500, { pcomm: 'bash' }),
      ],
      'c2',
    );
    assert.deepEqual(
      trace.sessions.map(({ id, endNs }) => [id, endNs]),
      [['e', null]],
    );
    assert.deepEqual([of('c2').sessionId, of('c2').afterEnd], ['e', false]);
    assert.deepEqual(
      trace.rows.map(({ endNs }) => endNs),
      [null, null],
    );
  });

  it('believes an id in the environment of the first process, and the tree where a child carries another', async () => {
    const { of } = await ask(
      [
        request('a', 0, 60_000),
        request('b', 30, 60_010),
        command('c1', 70, 500, 499, { loginShellId: 500, execAuditId: 'b' }),
        command('c2', 95, 510, 509, { loginShellId: 510, execAuditId: 'a' }),
        command('forged', 9_000, 520, 510, { comm: 'curl', loginShellId: 510, execAuditId: 'b' }),
      ],
      'a',
    );
    assert.deepEqual([of('c1').certainty, of('c1').sessionId], ['exact', 'b']);
    assert.deepEqual([of('c2').certainty, of('c2').sessionId], ['exact', 'a']);
    assert.deepEqual(
      [of('forged').certainty, of('forged').sessionId, of('forged').remarks],
      ['high', 'a', ['id-against-tree']],
    );
  });

  it('does not give a process id that is used again to the session that had it before', async () => {
    const { of } = await ask(
      [
        request('a', 0, 10_000),
        command('c1', 70, 500, 499, { loginShellId: 500 }),
        command('c2', 5_000, 510, 500, { comm: 'ls', loginShellId: 500 }),
        command('stranger', 60_000, 510, 77, { comm: 'python3', loginShellId: 0 }),
        command('child', 61_000, 511, 510, { comm: 'curl', loginShellId: 0 }),
      ],
      'a',
    );
    assert.equal(of('c2').sessionId, 'a');
    assert.deepEqual([of('stranger').sessionId, of('child').sessionId], [null, null]);
  });

  it('shows a window where the request does not say what it ran', async () => {
    const pod = { 'kubernetes.pod.name': 'web-1', 'kubernetes.namespace.name': 'shop' };
    const kube: Activity = {
      ...request('e', 0, null),
      attributes: new Map<string, AttributeValue>(Object.entries({ subResource: 'exec', ...pod })),
    };
    const { trace, of } = await ask([kube, command('c1', 60, 500, 499, { loginShellId: 500, ...pod })], 'e');
    assert.equal(trace.sessions[0]?.outcome, 'window-only');
    assert.deepEqual([of('c1').certainty, of('c1').candidates], ['window-only', ['e']]);
  });
});
