import type { ActivityStore } from '../../src/store/activity-store.js';

const sampledRows = 500;

/** Names of attributes of the newest activities in the window, whatever filter and scope say. */
export async function presentAttributes(store: ActivityStore | null): Promise<readonly string[]> {
  const answer = await store?.ask(
    { rows: { offset: 0, limit: sampledRows } },
    { filter: { kind: 'and', terms: [] }, scope: [] },
  );
  const names = new Set<string>();
  for (const { attributes } of answer?.rows?.activities ?? []) for (const name of attributes.keys()) names.add(name);
  return [...names].sort();
}
