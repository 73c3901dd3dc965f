import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-list/define.js';
import '../../components/activity-provider/define.js';
import { ActivityProviderElement } from '../../components/activity-provider/activity-provider.js';
import { defineActivityProvider } from '../../components/activity-provider/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import type { ActivityStore } from '../../src/headless.js';
import { clusterActivities } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

const text = (list: ActivityListElement | null): string => list?.shadowRoot?.textContent.replace(/\s+/g, ' ') ?? '';
const push = { source: { kind: 'push' }, engine: { mode: 'page' } } as const;

const provide = async (): Promise<ActivityProviderElement> => {
  const provider = await fixture<ActivityProviderElement>(
    html`<activity-provider cache-mode="memory" .source=${push.source} .engine=${push.engine}>
      <div .style=${'height:300px'}><activity-list></activity-list></div>
    </activity-provider>`,
  );
  await waitUntil(() => provider.activeStore !== null, 'the store is there');
  return provider;
};

describe('activity-provider', () => {
  it('makes a store on connect that the elements inside show', async () => {
    const provider = await provide();
    await provider.activeStore?.push({ activities: clusterActivities({ count: 12 }) });
    await waitUntil(() => text(provider.querySelector('activity-list')).includes('12 activities'), 'the list shows it');
    await expect(provider).to.be.accessible();
  });

  it('announces its store, and that it is gone', async () => {
    const frame = await fixture<HTMLElement>(html`<div></div>`);
    const provider = document.createElement('activity-provider');
    provider.source = push.source;
    provider.engine = push.engine;
    provider.cacheMode = 'memory';
    const stores: (ActivityStore | null)[] = [];
    provider.addEventListener('activity-store', (event) => stores.push(event.store));
    frame.append(provider);
    await waitUntil(() => stores.length === 1, 'the store is announced');
    expect(stores[0]).to.equal(provider.activeStore);
    provider.remove();
    await waitUntil(() => stores.length === 2, 'its end is announced');
    expect(stores[1]).to.equal(null);
    expect(stores[0]?.failure?.code).to.equal('disposed');
  });

  it('keeps its store when it is moved within the page, and makes another when it comes back', async () => {
    const provider = await provide();
    const store = provider.activeStore;
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(provider);
    await Promise.resolve();
    expect(provider.activeStore).to.equal(store);
    expect(store?.failure).to.equal(null);
    provider.remove();
    await waitUntil(() => provider.activeStore === null, 'it is gone');
    elsewhere.append(provider);
    expect(provider.activeStore).not.to.equal(null);
    expect(provider.activeStore).not.to.equal(store);
  });

  it('disposes of the store before when the backend is another', async () => {
    const provider = await provide();
    const before = provider.activeStore;
    provider.tenant = 'other';
    await provider.updateComplete;
    expect(provider.activeStore).not.to.equal(before);
    await waitUntil(() => before?.failure?.code === 'disposed', 'the store before is gone');
  });

  it('keeps its store when a framework gives the same description as a new object, and takes one that says something else', async () => {
    const provider = await provide();
    const store = provider.activeStore;
    provider.source = { kind: 'push' };
    provider.engine = { mode: 'page' };
    provider.cacheKey = null;
    await provider.updateComplete;
    expect(provider.activeStore).to.equal(store);
    const sources = [{ kind: 'push' }, { kind: 'push', clockOffsetMs: 5 }] as const;
    provider.source = { kind: 'several', sources };
    await provider.updateComplete;
    const several = provider.activeStore;
    expect(several).not.to.equal(store);
    provider.source = { kind: 'several', sources: sources.map((source) => ({ ...source })) };
    await provider.updateComplete;
    expect(provider.activeStore).to.equal(several);
    provider.source = { kind: 'several', sources: [{ kind: 'push' }, { kind: 'push', clockOffsetMs: 6 }] };
    await provider.updateComplete;
    expect(provider.activeStore).not.to.equal(several);
  });

  it('leaves a store of the host alone', async () => {
    const store = await pushStore(clusterActivities({ count: 3 }), { engine: { mode: 'page' } });
    const provider = await fixture<ActivityProviderElement>(
      html`<activity-provider .store=${store}></activity-provider>`,
    );
    expect(provider.activeStore).to.equal(store);
    provider.remove();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(store.failure).to.equal(null);
    await store.dispose();
  });

  it('serves an element that was there first, and one that points at it by id', async () => {
    const frame = await fixture<HTMLElement>(html`<div><activity-list provider="late"></activity-list></div>`);
    const list = frame.querySelector('activity-list');
    await waitUntil(() => text(list).includes('No activity provider'), 'nobody there');
    const store = await pushStore(clusterActivities({ count: 4 }), { engine: { mode: 'page' } });
    const provider = document.createElement('activity-provider');
    provider.id = 'late';
    provider.store = store;
    frame.append(provider);
    await waitUntil(() => text(list).includes('4 activities'), 'found');
    provider.remove();
    await waitUntil(() => !text(list).includes('4 activities'), 'let go');
    await store.dispose();
  });

  it('reads window, zone and files from its attributes', async () => {
    const provider = await fixture<ActivityProviderElement>(
      html`<activity-provider
        file="/package.json /tsconfig.json?x=1"
        window="6H"
        time-zone="Asia/Tokyo"
        cache-mode="memory"
        .engine=${push.engine}
      ></activity-provider>`,
    );
    const store = provider.activeStore;
    expect(store?.options.source).to.deep.equal({
      kind: 'file',
      files: [
        { name: 'package.json', url: '/package.json' },
        { name: 'tsconfig.json', url: '/tsconfig.json?x=1' },
      ],
    });
    expect(store?.view.window).to.deep.equal({ kind: 'relative', lengthMs: 21_600_000 });
    expect(store?.view.timeZone).to.equal('Asia/Tokyo');
    provider.setAttribute('window', '2026-11-23T19:00:00Z/2026-11-23T20:00:00Z');
    await provider.updateComplete;
    expect(provider.activeStore).to.equal(store);
    expect(store?.view.window.kind).to.equal('absolute');
  });

  it('is not live where its window has an end of its own, and is live again where it has none', async () => {
    const provider = await fixture<ActivityProviderElement>(
      html`<activity-provider
        window="2026-11-20T10:00:00Z/2026-11-20T11:00:00Z"
        cache-mode="memory"
        .source=${push.source}
        .engine=${push.engine}
      ></activity-provider>`,
    );
    const store = provider.activeStore;
    expect(store?.view.live).to.equal(false);
    provider.window = '6H';
    await provider.updateComplete;
    expect(store?.view.live).to.equal(true);
    provider.setAttribute('window', '2026-11-20T10:00:00Z/2026-11-20T11:00:00Z');
    await provider.updateComplete;
    expect(store?.view.live).to.equal(false);
  });

  it('has no store while it has nothing to read from, and gives dark to those inside', async () => {
    const provider = await fixture<ActivityProviderElement>(
      html`<activity-provider theme="dark"><span>x</span></activity-provider>`,
    );
    expect(provider.activeStore).to.equal(null);
    expect(getComputedStyle(provider.querySelector('span') ?? provider).colorScheme).to.equal('dark');
  });

  it('asks for one token where two views of a backend hold the same functions, also after a framework gave others', async () => {
    const asked: string[] = [];
    const tokenOf = (name: string) => () => {
      asked.push(name);
      return Promise.resolve('good');
    };
    let answered = 0;
    const answer = (url: string): Promise<Response> => {
      if (!url.includes('/entries')) return Promise.resolve(new Response(null, { status: 404 }));
      answered += 1;
      return Promise.resolve(
        new Response('{"page":{"total":0}}\n', { headers: { 'content-type': 'application/x-ndjson' } }),
      );
    };
    const one = tokenOf('one');
    const view = (token: () => Promise<string>) =>
      html`<activity-provider
        src="/two-views"
        cache-mode="memory"
        window="1H"
        as-of="2026-03-04T16:00:00Z"
        .engine=${push.engine}
        .token=${token}
        .fetch=${answer}
        ><div .style=${'height:300px'}><activity-list></activity-list></div
      ></activity-provider>`;
    const first = await fixture<ActivityProviderElement>(view(one));
    const second = await fixture<ActivityProviderElement>(view(one));
    const nothing = (provider: ActivityProviderElement) => text(provider.querySelector('activity-list'));
    await waitUntil(() => [first, second].every((one) => nothing(one).includes('0 activities')), 'both have answers');
    expect(asked).to.deep.equal(['one']);
    const before = answered;
    const other = tokenOf('other');
    first.token = other;
    await first.updateComplete;
    const third = await fixture<ActivityProviderElement>(view(other));
    await waitUntil(() => nothing(third).includes('0 activities'), 'the third has an answer');
    expect(asked).to.deep.equal(['one']);
    expect(answered).to.equal(before);
  });

  it('takes another name where a page has this one', () => {
    class Renamed extends ActivityProviderElement {}
    customElements.define('my-provider', Renamed);
    defineActivityProvider('my-provider');
    expect(customElements.get('my-provider')).to.equal(Renamed);
  });
});
