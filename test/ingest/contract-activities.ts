/** What a backend is given to hold when its contract is looked at. */
import type { Activity } from '../../src/model/activity.js';
import type { TimeRange } from '../../src/model/time-range.js';

export const second = 1_000_000_000n;
export const firstNs = 1_700_000_000_123_456_789n;

/** Three hundred activities of all types, a second and a few nanoseconds apart, oldest first, no two at the same time. */
export function contractActivities(): readonly Activity[] {
  const types = ['command', 'connection', 'kubernetes', 'fileaccess'] as const;
  return Array.from({ length: 300 }, (_, index): Activity => {
    const type = types[index % types.length] ?? 'command';
    const attributes = new Map<string, string | number>([
      ['hostname', `node-${index % 3}`],
      ['kubernetes.pod.name', `pod-${index % 7}`],
      ['unforeseen', `value ${index}`],
    ]);
    if (type !== 'kubernetes') attributes.set('pid', 1000 + index);
    const timeNs = firstNs + BigInt(index) * (second + 1n);
    return { id: contractId(timeNs, index), type, timeNs, attributes };
  });
}

/** 32 hexadecimal digits that begin with the time, as published. */
export function contractId(timeNs: bigint, index: number): string {
  return [timeNs, index].map((part) => part.toString(16).padStart(16, '0')).join('');
}

/** So many of one nanosecond that no page holds them. */
export function simultaneousActivities(): readonly Activity[] {
  return Array.from({ length: 450 }, (_, index) => ({
    id: contractId(firstNs, index),
    type: 'command',
    timeNs: firstNs,
    attributes: new Map([['hostname', `node-${index % 3}`]]),
  }));
}

/** Each in the filter language; what they try is to end a quotation, to add a condition, or to end the request. */
export const injections: readonly string[] = [
  'unforeseen = "x\\" or hostname = \\"node-1"',
  'unforeseen = "x\\\\"',
  'unforeseen in ("x\\") or hostname in (\\"node-1", "y")',
  '"unforeseen\\" = \\"x\\" or hostname" = "node-1"',
  '"hostname = 1 or 1" = "1"',
  'unforeseen = "x&limit=1&filter="',
  "unforeseen = \"x' or '1'='1\"",
  'unforeseen = "x\n and hostname exists"',
  'unforeseen = "x; drop table events --"',
];

export const wholeRange: TimeRange = { fromNs: firstNs - second, toNs: firstNs + 400n * second };

const lossNs = firstNs + 150n * second;
/** Tetragon says every minute what it left out in that minute. */
export const lossRange: TimeRange = { fromNs: lossNs - 60n * second, toNs: lossNs + 1n };
export const lossLine = `${JSON.stringify({
  rate_limit_info: { number_of_dropped_process_events: '7' },
  node_name: 'node-1',
  time: `${new Date(Number(lossNs / 1_000_000n)).toISOString().slice(0, -1)}456789Z`,
})}\n`;
