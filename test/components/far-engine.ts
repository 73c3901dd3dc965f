import type { ActivityStore } from '../../src/headless.js';

type Ask = ActivityStore['ask'];

/** What happens to a question before it is put: nothing, it waits, or (rejected) it fails. */
export type Before = (...question: Parameters<Ask>) => Promise<void> | undefined;

/** A store whose answers take their time, or do not come, as from an engine far away. */
export function delayQuestions(store: ActivityStore, before: Before): void {
  const ask = store.ask.bind(store);
  Object.assign(store, {
    ask: async (...question: Parameters<Ask>) => {
      await before(...question);
      return ask(...question);
    },
  });
}

/** Lines that nobody can read: from then on every number is a lower bound. */
export async function pushUnreadable(store: ActivityStore): Promise<void> {
  await store.push({ bytes: new TextEncoder().encode('I0102 no record\n{"kind":\n'), name: 'upload.ndjson' });
}
