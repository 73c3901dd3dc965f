import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-list/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import type { ActivityStore } from '../../src/headless.js';
import { toEpochNs } from '../../src/model/units.js';
import { clusterActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const stores: ActivityStore[] = [];

/** The times of the rows in sight, of activities that ended then. */
async function timesOf(endMs: number): Promise<readonly HTMLElement[]> {
  const activities = clusterActivities({ count: 20, endMs });
  const store = await pushStore(activities, {
    engine: { mode: 'page' },
    now: () => endMs,
    view: { window: { kind: 'absolute', range: { fromNs: toEpochNs(endMs - 3_600_000), toNs: toEpochNs(endMs) } } },
  });
  stores.push(store);
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', '1000px');
  frame.style.setProperty('height', '420px');
  const list: ActivityListElement = document.createElement('activity-list');
  list.store = store;
  frame.append(list);
  const times = (): HTMLElement[] => [
    ...(list.shadowRoot?.querySelectorAll<HTMLElement>('[role="rowgroup"] .time') ?? []),
  ];
  await waitFor(() => times().length > 5, 'rows are shown', { interval: 10, timeout: 8_000 });
  return times();
}
const textOf = (element: HTMLElement | undefined): string => element?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('the times of rows', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
  });

  it('have the year where it is not this one, and room for it', async () => {
    const times = await timesOf(Date.UTC(2021, 10, 23, 20, 30));
    for (const time of times) {
      expect(textOf(time)).to.match(/^Nov 23, 2021 \d\d:\d\d:\d\d$/);
      expect(time.scrollWidth).to.be.at.most(time.clientWidth);
    }
  });

  it('have no year within this one', async () => {
    const now = new Date();
    const times = await timesOf(now.getTime());
    // Within the first hour of a year the window reaches into the one before.
    if (now.getUTCMonth() + now.getUTCDate() + now.getUTCHours() === 1) return;
    for (const time of times) expect(textOf(time)).not.to.contain(String(now.getUTCFullYear()));
  });
});
