/** The reference server of the protocol over random activities, and who asks it. */
import fc from 'fast-check';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Activity } from '../../src/model/activity.js';
import type { HttpSource } from '../../src/model/source.js';
import { attributes } from '../../stories/protocol/reference-filter.js';
import { createReferenceServer, readActivities } from '../../stories/protocol/reference-server.js';
import { createDecoder } from '../../workers/decode/decoder.js';
import { HttpOffer } from '../../workers/ingest/http-offer.js';
import { HttpPushDown } from '../../workers/ingest/http-push-down.js';
import { hasty } from '../ingest/http-subject.js';

export const referenceAttributes: readonly string[] = [...attributes.keys()];

const texts = [
  'a',
  'A',
  'bash',
  'Bash',
  'b a',
  '5',
  '0012',
  '5.0',
  '1e3',
  'a, b',
  'null',
  'ÄÖ',
  'äö',
  'prod',
  'dev',
  'x"y\\z',
  '<NA>',
  '',
];
const text = fc.constantFrom(...texts);
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const number = fc.constantFrom(0, 1, 5, 12, 1000, 2 ** 53 - 1);

const row = fc.record({
  type: fc.constantFrom('command', 'connection', 'kubernetes', 'fileaccess'),
  step: fc.integer({ min: 0, max: 40 }),
  hostname: sometimes(text),
  containerId: sometimes(fc.constantFrom('host', 'abc', 'docker://abc')),
  comm: sometimes(text),
  cmdline: sometimes(text),
  pid: sometimes(number),
  ppid: sometimes(number),
  username: sometimes(text),
  user: sometimes(fc.record({ username: text })),
  args: sometimes(fc.record({ command: text, container: text })),
  resource: sometimes(fc.constantFrom('pods', 'secrets')),
  name: sometimes(text),
  namespace: sometimes(text),
  dnsDomains: sometimes(fc.array(fc.constantFrom('a', 'b', ' a ', '', 'a, b'), { maxLength: 3 })),
  labels: sometimes(
    fc.record({
      'kubernetes.namespace.name': sometimes(text),
      'kubernetes.pod.name': sometimes(text),
      'container.name': sometimes(text),
      hostname: sometimes(text),
    }),
  ),
});

export const firstNs = 1_700_000_000_000_000_000n;

/** Lines of random activities, each with an id of its own. */
export function randomLines(count: number, seed: number): readonly string[] {
  return fc.sample(row, { numRuns: count, seed }).map(({ step, user, args, ...members }, at) => {
    const timestamp = String(firstNs + BigInt(step) * 250_000_000n + BigInt(at % 3));
    const ofRequests = members.type === 'kubernetes' ? { user, args } : {};
    return JSON.stringify({ id: `id-${(at * 7919) % 10_007}`, timestamp, ...members, ...ofRequests });
  });
}

export function decoded(lines: readonly string[]): readonly Activity[] {
  const decoder = createDecoder({ source: 'lines' });
  const parts = [decoder.push(new TextEncoder().encode(`${lines.join('\n')}\n`)), decoder.end()];
  return parts.flatMap(({ activities }) => activities);
}

export interface RunningReference {
  readonly url: string;
  close(): Promise<void>;
}

export async function startReference(lines: readonly string[]): Promise<RunningReference> {
  const server: Server = createReferenceServer(readActivities(lines.join('\n')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks a server, by what it says of itself; nobody waits between tries. */
export async function pushDownTo(url: string, source: Partial<HttpSource> = {}) {
  const { backend, waitsMs } = hasty(url, source);
  const server = await backend.server(new AbortController().signal);
  const offer = new HttpOffer(backend.name, server);
  const pushDown = new HttpPushDown({ reading: backend.reading, offer, pageSize: server.pageSize, pollMs: 20 });
  return { pushDown, offer, waitsMs };
}
