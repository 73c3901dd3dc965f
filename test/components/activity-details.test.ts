import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-details/define.js';
import type { ActivityDetailsElement } from '../../components/activity-details/activity-details.js';
import type { ActivitySelectEvent } from '../../components/internal/events.js';
import type { ActivityStore } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';
import { activity, clusterActivities, fixtureEndMs, hostileActivities } from '../../stories/fixtures/activities.js';
import { parseFilter } from '../../src/model/filter/parse.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { AuditError, ErrorCode } from '../../src/model/audit-error.js';
import { toEpochNs } from '../../src/model/units.js';
import { delayQuestions, pushUnreadable } from './far-engine.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

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
      expect([...root(element).querySelectorAll('dl .attribute:not(.derived)')].length).to.equal(
        chosen.attributes.size + 1,
      );
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

  it('never says the place of one activity of the next, and takes the steps that were asked for meanwhile', async () => {
    const activities = clusterActivities({ count: 9 });
    const store = await storeOf(activities);
    const { rows } = await store.ask({ rows: { offset: 0, limit: 9 } });
    const ids = rows?.activities.map(({ id }) => id) ?? [];
    store.select(only(rows?.activities[0]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('1 of 9'), 'the position is there');
    const waiting: (() => void)[] = [];
    delayQuestions(store, ({ locate }) => (locate ? new Promise((go) => waiting.push(go)) : undefined));
    const press = (key: string): void =>
      void root(element)
        .querySelector('.body')
        ?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    for (const key of ['j', 'j', 'j', 'k']) press(key);
    expect(store.selected?.id).to.equal(ids[1]);
    await waitUntil(() => waiting.length > 0, 'its place is asked for');
    await element.updateComplete;
    expect(text(element)).not.to.match(/\d of 9/);
    await waitUntil(() => {
      waiting.shift()?.();
      return text(element).includes('3 of 9');
    }, 'two down, and one down and up again');
    expect(store.selected?.id).to.equal(ids[2]);
  });

  it('says that the place could not be found, offers no step then, and tries again', async () => {
    const activities = clusterActivities({ count: 3 });
    const store = await storeOf(activities);
    let fails = true;
    delayQuestions(store, ({ locate }) =>
      locate && fails
        ? Promise.reject(new AuditError(ErrorCode.timeout, 'No answer.', { retryable: true }))
        : undefined,
    );
    store.select(only(activities[0]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('Its place in the list could not be found.'), 'it is said');
    expect(button(element, /^Older activity/).getAttribute('aria-disabled')).to.equal('true');
    await expect(element).to.be.accessible();
    fails = false;
    button(element, /^Retry$/).click();
    await waitUntil(() => text(element).includes('1 of 3'), 'the position is there');
    expect(text(element)).not.to.include('could not be found');
  });

  it('says of how many at least where not all is known', async () => {
    const activities = clusterActivities({ count: 3 });
    const store = await storeOf(activities);
    await pushUnreadable(store);
    store.select(only(activities[0]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('1 of at least 3'), 'a lower bound');
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

  it('stands in the order an investigator asks in, for each data source', async () => {
    const headings: Record<string, readonly string[]> = {
      command: ['Process', 'Scope', 'Host', 'Container', 'Process and user', 'Identity', 'Raw event'],
      connection: ['Connection', 'Scope', 'Host', 'Process', 'Container', 'Identity', 'Raw event'],
      kubernetes: ['Kubernetes request', 'User', 'Scope', 'Container', 'Host', 'Session', 'Identity', 'Raw event'],
      fileaccess: ['File', 'Process', 'Scope', 'Host', 'Container', 'Identity', 'Raw event'],
    };
    const activities = clusterActivities();
    const store = await storeOf(activities);
    const element = await show(store);
    for (const [type, expected] of Object.entries(headings)) {
      store.select(only(activities.find((candidate) => candidate.type === type)));
      await element.updateComplete;
      const shown = [...root(element).querySelectorAll('h3')].map((heading) => heading.textContent.trim());
      expect(shown).to.deep.equal(expected);
    }
    const names = [...root(element).querySelectorAll('dt')].map((term) => term.title);
    expect(names.slice(0, 5)).to.deep.equal(['directory', 'filename', 'permissions', 'comm', 'pid']);
  });

  it('borrows what a connection lacks from the process that made it, says so, and opens its command', async () => {
    const at = toEpochNs(fixtureEndMs);
    const place = { containerId: '4f1a99c2d3e0', pid: 77 };
    const process = activity('p', 'command', at - 3_000_000_000n, {
      comm: 'ab',
      cmdline: 'ab -n 6000 http://x/',
      ppid: 5,
      ...place,
    });
    const chosen = activity('n', 'connection', at, { processName: 'ab', serverPort: 8080, ...place });
    const orphan = activity('o', 'connection', at, { processName: 'ab', containerId: '4f1a99c2d3e0', pid: 78 });
    const store = await storeOf([process, chosen, orphan]);
    store.select(chosen);
    const element = await show(store);
    await waitUntil(() => text(element).includes('The event does not say this'), 'it is found');
    expect(text(element)).to.include('From its process, started 20:29:57').and.to.include('ab -n 6000 http://x/');
    button(element, /^Only Parent process ID 5$/).click();
    expect(store.view.filterText).to.equal('ppid = 5');
    await expect(element).to.be.accessible();
    button(element, /^Open its command$/).click();
    expect(store.selected?.id).to.equal('p');
    store.select(orphan);
    await waitUntil(() => text(element).includes('is not among what is loaded'), 'it is not found');
    delayQuestions(store, ({ process: asked }) =>
      asked ? Promise.reject(new AuditError(ErrorCode.timeout, 'The server was silent.')) : undefined,
    );
    store.select(chosen);
    await waitUntil(() => text(element).includes('The server was silent.'), 'why it is not known');
    expect(text(element)).not.to.include('is not among what is loaded');
  });

  it('tells how a kube exec went: start, end, length and outcome in words', async () => {
    const at = toEpochNs(fixtureEndMs);
    const base = { resource: 'pods', name: 'web', subResource: 'exec', command: 'sh' };
    const done = activity('d', 'kubernetes', at, {
      ...base,
      statusCode: 101,
      startedAt: String(at + 1_000_002n),
      completedAt: String(at + 750_000_000_000n),
    });
    const refused = activity('r', 'kubernetes', at, { ...base, statusCode: 403 });
    const open = activity('o', 'kubernetes', at, { ...base, statusCode: 101, startedAt: String(at) });
    const store = await storeOf([done, refused, open]);
    const element = await show(store);
    store.select(done);
    await element.updateComplete;
    expect(text(element)).to.include('101 \u00b7 connected').and.to.include('lasted 12 min, 30 sec');
    expect(text(element)).to.match(/Nov 23,( 2026,)? 20:30:00\.001/);
    button(element, /^Nanoseconds$/).click();
    await element.updateComplete;
    expect(text(element)).to.match(/Nov 23,( 2026,)? 20:30:00\.001000002/);
    store.select(refused);
    await element.updateComplete;
    expect(text(element)).to.include('403 \u00b7 refused: not allowed').and.to.include('never began');
    store.select(open);
    await element.updateComplete;
    expect(text(element)).to.include('no end on record');
  });

  it('asks for the trace, unless a host prevents it; not where nothing can be traced, and with the reason where it is only a window', async () => {
    const at = toEpochNs(fixtureEndMs);
    const session = activity('s', 'kubernetes', at, { subResource: 'exec', command: 'sh', statusCode: 101 });
    const window = activity('w', 'kubernetes', at, { subResource: 'exec', statusCode: 101 });
    const refused = activity('r', 'kubernetes', at, { subResource: 'exec', command: 'sh', statusCode: 403 });
    const command = activity('c', 'command', at, { comm: 'ls' });
    const store = await storeOf([session, window, refused, command]);
    const element = await show(store);
    const names = () => [...root(element).querySelectorAll('.actions button')].map((one) => one.textContent.trim());
    const select = async (one: Activity) => {
      store.select(one);
      await element.updateComplete;
    };
    await select(refused);
    expect(names()).to.deep.equal(['Around this']);
    await select(window);
    expect(names()).to.deep.equal(['Trace this session', 'Around this']);
    expect(text(element)).to.include('only its window of time');
    await expect(element).to.be.accessible();
    await select(command);
    expect(names()).to.deep.equal(['Who did this?', 'Around this']);
    element.addEventListener('activity-trace', (event) => event.preventDefault(), { once: true });
    button(element, /^Who did this/).click();
    expect(store.view.traceId).to.equal(null);
    await select(session);
    button(element, /^Trace this session$/).click();
    expect(store.view.traceId).to.equal('s');
  });

  it('shows what happened around it, in the same place, with the filter set aside', async () => {
    const activities = clusterActivities();
    const store = await storeOf(activities, { view: { filterText: 'comm = curl' } });
    const chosen = only(activities[7]);
    store.select(chosen);
    const element = await show(store);
    button(element, /^Around this$/).click();
    expect(store.view.setAside?.filterText).to.equal('comm = curl');
    expect(store.view.filterText).to.equal('');
    expect(store.view.scope).to.deep.equal([{ attribute: 'containerId', value: chosen.attributes.get('containerId') }]);
  });

  it('steps by keys and keeps the focus inside', async () => {
    const activities = clusterActivities({ count: 10 });
    const store = await storeOf(activities);
    store.select(only(activities[4]));
    const element = await show(store);
    await waitUntil(() => text(element).includes('5 of 10'), 'the position is there');
    const body = root(element).querySelector<HTMLElement>('.body');
    body?.focus();
    const press = (key: string, options = {}) =>
      root(element).activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true, composed: true, ...options }),
      );
    press('j');
    expect(store.selected?.id).to.equal(activities[5]?.id);
    await waitUntil(() => text(element).includes('6 of 10'), 'the next position is there');
    button(element, /^Leave out id /).focus();
    press('ArrowUp', { altKey: true });
    expect(store.selected?.id).to.equal(activities[4]?.id);
    await waitUntil(() => text(element).includes('5 of 10'), 'the position is back');
    expect(root(element).activeElement).not.to.equal(null);
    press('j', { ctrlKey: true });
    expect(store.selected?.id).to.equal(activities[4]?.id);
    expect(button(element, /^Older activity/).getAttribute('aria-keyshortcuts')).to.equal('J');
  });

  it('copies a value exactly, and as the filter that finds it', async () => {
    const chosen = only(hostileActivities()[0]);
    const store = await storeOf([chosen]);
    store.select(chosen);
    const element = await show(store);
    const copied: string[] = [];
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (what: string) => {
      copied.push(what);
      return Promise.resolve();
    };
    try {
      button(element, /^Copy Command$/).click();
      button(element, /^Copy Command as a filter$/).click();
    } finally {
      navigator.clipboard.writeText = write;
    }
    expect(copied[0]).to.equal(chosen.attributes.get('comm'));
    const { filter } = parseFilter(copied[1] ?? '');
    expect(filter).to.deep.include({
      attribute: 'comm',
      value: { text: chosen.attributes.get('comm'), pattern: false },
    });
  });

  it('fetches the raw event when it is opened, shows it as text with its marks, and copies it exactly', async () => {
    const line =
      '{"id":"h","type":"command","timestamp":1772640002340907311,"comm":"<b>\u202egpj","pad":"' +
      'x'.repeat(9_000) +
      '"}';
    const file = { name: 'night.ndjson', blob: new Blob(['\n\n' + line + '\n']) };
    const store = await storeOf([], { source: { kind: 'file', files: [file] } });
    await waitUntil(() => store.status?.activities === 1, 'the file is read');
    store.setView({ selectedId: 'h' });
    const element = await show(store);
    await waitUntil(() => text(element).includes('Raw event'), 'the activity is there');
    expect(root(element).querySelector('pre')).to.equal(null);
    const disclosure = button(element, /^Raw event$/);
    expect(disclosure.getAttribute('aria-expanded')).to.equal('false');
    disclosure.click();
    await waitUntil(() => root(element).querySelector('pre') !== null, 'the record is there');
    expect(text(element)).to.include('night.ndjson').and.to.include('byte 2');
    expect(root(element).querySelector('pre .mark')).not.to.equal(null);
    expect(root(element).querySelector('pre b')).to.equal(null);
    expect(root(element).querySelector('pre')?.textContent.length).to.be.below(7_000);
    await expect(element).to.be.accessible();
    const copied: string[] = [];
    const write = navigator.clipboard.writeText.bind(navigator.clipboard);
    navigator.clipboard.writeText = (what: string) => Promise.resolve(void copied.push(what));
    button(element, /^Copy the record$/).click();
    navigator.clipboard.writeText = write;
    expect(copied).to.deep.equal([line]);
    root(element).querySelector<HTMLButtonElement>('.record .fold')?.click();
    await element.updateComplete;
    expect(root(element).querySelector('pre')?.textContent.replace(/[^x]/g, '').length).to.equal(9_000);
    button(element, /^Raw event$/).click();
    await element.updateComplete;
    expect(root(element).querySelector('pre')).to.equal(null);
  });

  it('says that a pushed activity has no record and is written anew, and closes it with the activity', async () => {
    const activities = clusterActivities({ count: 3 });
    const store = await storeOf(activities);
    store.select(only(activities[0]));
    const element = await show(store);
    button(element, /^Raw event$/).click();
    await waitUntil(() => text(element).includes('written anew in the open protocol'), 'it is said');
    store.select(only(activities[1]));
    await element.updateComplete;
    expect(text(element)).not.to.include('written anew');
    expect(button(element, /^Raw event$/).getAttribute('aria-expanded')).to.equal('false');
  });

  it('says why the raw event cannot be had, and tries again', async () => {
    const activities = clusterActivities({ count: 1 });
    const store = await storeOf(activities);
    store.select(only(activities[0]));
    const element = await show(store);
    await store.clear();
    button(element, /^Raw event$/).click();
    await waitUntil(() => text(element).includes('not loaded (any more)'), 'the reason is there');
    await store.push({ activities });
    button(element, /^Retry$/).click();
    await waitUntil(() => root(element).querySelector('pre') !== null, 'it is there now');
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
