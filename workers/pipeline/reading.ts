/** What fetches from a backend and keeps up with it. It comes with every backend that is read: a host that pushes needs none of it. */
import type { Holdings } from '../columns/holdings.js';
import type { Backend } from '../ingest/backend.js';
import { CoverageMap } from './coverage-map.js';
import { Loader, type LoaderHost } from './loader.js';
import { hasRoom } from './room.js';
export { Follower } from './follower.js';

export interface HoldingHost extends Omit<LoaderHost, 'hasRoom'> {
  readonly holdings: Holdings;
  readonly maxActivities: number;
}

/** `isBeside`: what is read as a whole says nothing of the time of the backend beside it. */
export function createLoader(backend: Backend, host: HoldingHost, isBeside = false): Loader {
  const { holdings, maxActivities, coverage } = host;
  return new Loader(backend, {
    ...host,
    coverage: isBeside ? new CoverageMap() : coverage,
    hasRoom: (load) => hasRoom(holdings, coverage, load, maxActivities),
  });
}
