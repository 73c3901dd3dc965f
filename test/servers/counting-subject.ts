/** The reference server over the activities of the contract, as a backend that is asked to count. */
import type { Activity } from '../../src/model/activity.js';
import { createReferenceServer, readActivities } from '../../stories/protocol/reference-server.js';
import { HttpOffer } from '../../workers/ingest/http-offer.js';
import { HttpPushDown } from '../../workers/ingest/http-push-down.js';
import type { ContractSubject } from '../ingest/contract-subject.js';
import { hasty } from '../ingest/http-subject.js';
import { Faults } from './faults.js';
import { localServer } from './local-server.js';

/** As the protocol writes them: what is no member is a label. */
function line({ id, type, timeNs, attributes }: Activity): string {
  const { hostname, pid, ...labels } = Object.fromEntries(attributes);
  return JSON.stringify({ id, type, timestamp: String(timeNs), hostname, pid, labels });
}

export async function countingSubject(held: readonly Activity[]): Promise<ContractSubject> {
  const all = [...held];
  const create = () => createReferenceServer(readActivities(all.map(line).join('\n')));
  let reference = create();
  const faults = new Faults();
  const server = await localServer(({ request, response, ...call }) => {
    if (!faults.take({ request, response, ...call })) reference.emit('request', request, response);
  });
  const { backend, waitsMs } = hasty(server.url, { pollEveryMs: 20, pageSize: 100 });
  const { pageSize, ...said } = await backend.server(new AbortController().signal);
  const pushDown = new HttpPushDown({
    ...{ reading: backend.reading, offer: new HttpOffer(backend.name, { pageSize, ...said }), pageSize, pollMs: 20 },
  });
  const arrive = (activities: readonly Activity[]): void => {
    all.push(...activities);
    reference = create();
  };
  return { backend, pushDown, faults, waitsMs, arrive, close: () => server.close() };
}
