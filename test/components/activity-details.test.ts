import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-details/define.js';
import type { ActivityDetailsElement } from '../../components/activity-details/activity-details.js';
import type { ActivitySelectEvent } from '../../components/internal/events.js';
import type { ActivityStore } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { toEpochNs } from '../../src/model/units.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { timeout: 8_000 });

const stores: ActivityStore[] = [];
const storeOf = async (activities: readonly Activity[], options = {}): Promise<ActivityStore> => {
  const store = await pushStore(activities, { engine: { mode: 'page' }, ...options });
  stores.push(store);
  return store;
};
const root = (element: ActivityDetailsElement): ShadowRoot => {
  if (!element.shadowRoot) throw new Error('not rendered');
  return element.shadowRoot;
};
const text = (element: ActivityDetailsElement): string => root(element).textContent.replace(/\s+/g, ' ');
const button = (element: ActivityDetailsElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(element).querySelectorAll('button')].find((candidate) =>
    name.test(candidate.getAttribute('aria-label') ?? candidate.textContent.trim()),
  );
  if (!found) throw new Error(`no button ${String(name)} in: ${text(element)}`);
  return found;
};
const show = async (store: ActivityStore | null): Promise<ActivityDetailsElement> => {
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', '400px');
  frame.style.setProperty('height', '600px');
  const element = document.createElement('activity-details');
  element.store = store;
  frame.append(element);
  await element.updateComplete;
  return element;
};
const only = (found: Activity | undefined): Activity => {
  if (!found) throw new Error('fixture');
  return found;
};

describe('activity-details', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
  });

  it('asks to choose an activity while none is chosen', async () => {
    const element = await show(await storeOf([]));
    expect(text(element)).to.include('Choose an activity');
    await expect(element).to.be.accessible();
  });

  it('says clearly when there is no store', async () => {
    const element = await show(null);
    await waitUntil(() => text(element).includes('No activity provider'), 'the sentence comes');
    await expect(element).to.be.accessible();
  });

  for (const type of ['command', 'connection', 'fileaccess', 'kubernetes'] as const)
    it(`shows every attribute of a ${type}, in sections, accessibly in light and dark`, async () => {
      const activities = clusterActivities();
      const chosen = only(activities.find((candidate) => candidate.type === type));
      const store = await storeOf(activities);
      store.select(chosen);
      const element = await show(store);
      for (const value of chosen.attributes.values())
        for (const one of typeof value === 'object' ? value : [String(value)]) expect(text(element)).to.include(one);
      expect([...root(element).querySelectorAll('dl .attribute:not(.derived)')].length).to.equal(chosen.attributes.size + 1);
      for (const scheme of ['light', 'dark']) {
        document.documentElement.style.setProperty('color-scheme', scheme);
        await expect(element).to.be.accessible();
      }
      document.documentElement.style.removeProperty('color-scheme');
    });

  it('shows milliseconds, and all nine digits on demand, with zone and relative time', async () => {
    const timeNs = toEpochNs(fixtureEndMs) + 123_456_789n;
    const chosen = activity('a', 'command', timeNs, { comm: 'ls' });
    const store = await storeOf([chosen]);
    store.select(chosen);
    const element = await show(store);
    expect(text(element)).to.include('20:30:00.123').and.to.include('Mon, Nov 23, 2026').and.to.include('UTC');
    expect(text(element)).not.to.include('123456789');
    button(element, /^Nanoseconds$/).click();
    await element.updateComplete;
    expect(text(element)).to.include('20:30:00.123456789');
    expect(root(element).querySelector('time')?.dateTime).to.equal('2026-11-23T20:30:00.123456789Z');
  });

  it('filters by every value, each element of a list by itself, and shows what is filtered', async () => {
    const chosen = activity('a', 'kubernetes', toEpochNs(fixtureEndMs), {
      username: 'mira',
      groups: ['sre', 'system:authenticated'],
      'kubernetes.namespace.name': 'shop',
      hostname: 'node-1',
    });
    const store = await storeOf([chosen]);
    store.select(chosen);
    const element = await show(store);
    button(element, /^Only Groups sre/).click();
    button(element, /^Leave out Namespace shop/).click();
    expect(store.view.filterText).to.equal('groups = sre and kubernetes.namespace.name != shop');
    await element.updateComplete;
    expect(button(element, /^Stop filtering for Groups sre/).getAttribute('aria-pressed')).to.equal('true');
    expect(button(element, /^Stop leaving out Namespace shop/).getAttribute('aria-pressed')).to.equal('true');
    expect(button(element, /^Only Host name node-1/).getAttribute('aria-pressed')).to.equal('false');
  });

  it('shows an attribute named __proto__ like any other, under other', async () => {
    const store = await storeOf(hostileActivities());
    store.select(only(hostileActivities()[0]));
    const element = await show(store);
    const section = [...root(element).querySelectorAll('section')].find((candidate) =>
      candidate.querySelector('h3')?.textContent.includes('Other'),
    );
    expect(section?.textContent).to.include('__proto__').and.to.include('polluted').and.to.include('constructor');
    expect(root(element).querySelector('.body :is(img, script, a)')).to.equal(null);
    await expect(element).to.be.accessible();
  });

  it('folds a long value and shows all of it on demand', async () => {
    const store = await storeOf(hostileActivities());
    store.select(only(hostileActivities()[1]));
    const element = await show(store);
    expect(text(element).length).to.be.below(3_000);
    button(element, /^Show all 20,005 characters/).click();
    await element.updateComplete;
    expect(text(element)).to.include('A'.repeat(20_000));
    button(element, /^Show less/).click();
    await element.updateComplete;
    expect(text(element).length).to.be.below(3_000);
  });

  it('steps to the newer and the older activity of the view', async () => {
    const activities = clusterActivities({ count: 10 });
    const store = await storeOf(activities);
    store.select(only(activities[4]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('5 of 10'), 'the position is there');
    button(element, /^Older activity/).click();
    expect(store.selected?.id).to.equal(activities[5]?.id);
    await waitUntil(() => text(element).includes('6 of 10'), 'the next position is there');
    button(element, /^Newer activity/).click();
    expect(store.selected?.id).to.equal(activities[4]?.id);
  });

  it('stops at the ends of the list', async () => {
    const activities = clusterActivities({ count: 2 });
    const store = await storeOf(activities);
    store.select(only(activities[0]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('1 of 2'), 'the position is there');
    const newer = button(element, /^Newer activity/);
    expect(newer.getAttribute('aria-disabled')).to.equal('true');
    newer.click();
    expect(store.selected?.id).to.equal(activities[0]?.id);
  });

  it('closes, unless a host prevents it', async () => {
    const activities = clusterActivities({ count: 2 });
    const store = await storeOf(activities);
    store.select(only(activities[0]));
    const element = await show(store);
    element.addEventListener('activity-select', (event: ActivitySelectEvent) => event.preventDefault(), { once: true });
    button(element, /^Close/).click();
    expect(store.selected).not.to.equal(null);
    button(element, /^Close/).click();
    expect(store.selected).to.equal(null);
    await element.updateComplete;
    expect(text(element)).to.include('Choose an activity');
  });

  it('shows an activity that a restored view names only by its id, and says when it is not there', async () => {
    const activities = clusterActivities({ count: 5 });
    const store = await storeOf(activities);
    store.setView({ selectedId: only(activities[3]).id });
    const element = await show(store);
    await waitUntil(() => text(element).includes('Activity ID'), 'it is found');
    expect(text(element)).to.include(only(activities[3]).id);
    store.setView({ selectedId: 'no such id' });
    await waitUntil(() => text(element).includes('not loaded'), 'the sentence comes');
    await expect(element).to.be.accessible();
    button(element, /^Close/).click();
    expect(store.view.selectedId).to.equal(null);
  });

  it('leaves nothing behind when it leaves the page', async () => {
    const activities = clusterActivities({ count: 5 });
    const store = await storeOf(activities);
    store.select(only(activities[0]));
    const element = await show(store);
    element.remove();
    await element.updateComplete;
    store.select(only(activities[1]));
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(element.isUpdatePending).to.equal(false);
    expect(root(element).querySelector('header')).to.equal(null);
  });
});
