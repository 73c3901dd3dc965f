import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-export/define.js';
import type { ActivityExportElement } from '../../components/activity-export/activity-export.js';
import type { ActivityExportEndEvent, ActivityExportEvent } from '../../components/activity-export/export-events.js';
import type { ActivityStore } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';
import { toEpochNs } from '../../src/model/units.js';
import { activity, clusterActivities, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 10_000 });

const stores: ActivityStore[] = [];
const storeOf = async (activities: readonly Activity[], options = {}): Promise<ActivityStore> => {
  const store = await pushStore(activities, { engine: { mode: 'page' }, ...options });
  stores.push(store);
  return store;
};
const root = (element: Element): ShadowRoot => {
  if (!element.shadowRoot) throw new Error('not rendered');
  return element.shadowRoot;
};
const text = (element: Element): string => root(element).textContent.replace(/\s+/g, ' ');
const button = (element: Element, name: RegExp): HTMLButtonElement => {
  const found = [...root(element).querySelectorAll('button')].find((one) => name.test(one.textContent.trim()));
  if (!found) throw new Error(`no button ${String(name)} in: ${text(element)}`);
  return found;
};
const choose = (element: Element, name: RegExp): void => {
  const label = [...root(element).querySelectorAll('label')].find((one) => name.test(one.textContent));
  label?.querySelector('input')?.click();
};
const show = async (store: ActivityStore | null): Promise<ActivityExportElement> => {
  const element = await fixture<ActivityExportElement>(html`<activity-export .store=${store}></activity-export>`);
  await element.updateComplete;
  return element;
};
const opened = async (store: ActivityStore): Promise<ActivityExportElement> => {
  const element = await show(store);
  button(element, /^Export$/).click();
  await waitUntil(() => /\d activit/.test(text(element)), 'the amount is there');
  return element;
};

/** Files that were saved, instead of saving them. */
async function savedBy(press: () => void): Promise<{ name: string; blob: Blob }[]> {
  const saved: { name: string; blob: Blob }[] = [];
  const blobs = new Map<string, Blob>();
  const create = URL.createObjectURL.bind(URL);
  const own = Object.getOwnPropertyDescriptor(HTMLElement.prototype, 'click');
  URL.createObjectURL = (blob: Blob) => {
    const url = create(blob);
    blobs.set(url, blob);
    return url;
  };
  HTMLAnchorElement.prototype.click = function () {
    saved.push({ name: this.download, blob: blobs.get(this.href) ?? new Blob() });
  };
  try {
    press();
    await Promise.resolve();
  } finally {
    URL.createObjectURL = create;
    Reflect.deleteProperty(HTMLAnchorElement.prototype, 'click');
    if (own && !('click' in HTMLAnchorElement.prototype)) throw new Error('the click is gone');
  }
  return saved;
}

async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('activity-export', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
  });

  it('says clearly when there is no store', async () => {
    const element = await show(null);
    await waitUntil(() => text(element).includes('No activity provider'), 'the sentence comes');
    await expect(element).to.be.accessible();
  });

  it('says what will be in the file: how much, of which time, under which filter, accessibly in light and dark', async () => {
    const activities = clusterActivities();
    const store = await storeOf(activities);
    store.setView({ filterText: 'comm = curl' });
    const element = await opened(store);
    const count = activities.filter((one) => one.attributes.get('comm') === 'curl').length;
    await waitUntil(() => text(element).includes('UTC'), 'the time is known');
    expect(text(element))
      .to.include(`${count} activities`)
      .and.to.include('comm = curl')
      .and.to.include('Nov 23, 2026, 20:29');
    for (const scheme of ['light', 'dark']) {
      document.documentElement.style.setProperty('color-scheme', scheme);
      await expect(element).to.be.accessible();
    }
    document.documentElement.style.removeProperty('color-scheme');
  });

  it('says what is not loaded', async () => {
    const store = await storeOf(clusterActivities({ count: 5 }), {
      source: { kind: 'http', url: `${location.origin}/no-such-backend` },
    });
    await store.push({ activities: clusterActivities({ count: 5 }) });
    const element = await opened(store);
    await waitUntil(() => /not known|Coverage|not loaded|loading stopped/.test(text(element)), 'the reason is there');
  });

  it('makes a file of everything that matches, and a manifest that agrees with it', async () => {
    const activities = clusterActivities({ count: 9_000 });
    const store = await storeOf(activities);
    store.setView({ filterText: 'pid exists', timeZone: 'Europe/Berlin' });
    const element = await opened(store);
    const ended = new Promise<ActivityExportEndEvent>((resolve) =>
      element.addEventListener('activity-export-end', resolve, { once: true }),
    );
    button(element, /^Make the file$/).click();
    const { outcome, manifest } = await ended;
    expect(outcome).to.equal('done');
    await element.updateComplete;
    const [rows] = await savedBy(() => button(element, /^Save the rows$/).click());
    const [facts] = await savedBy(() => button(element, /^Save the manifest$/).click());
    expect(rows?.name).to.match(/^activities-20261123T20\d{4}Z\.ndjson$/);
    const lines = (await rows!.blob.text()).trimEnd().split('\n');
    const expected = activities.filter((one) => one.attributes.has('pid'));
    expect(lines.length).to.equal(expected.length);
    expect(new Set(lines.map((line) => (JSON.parse(line) as { id: string }).id))).to.deep.equal(
      new Set(expected.map(({ id }) => id)),
    );
    const written = JSON.parse(await facts!.blob.text()) as typeof manifest;
    expect(written).to.deep.equal(JSON.parse(JSON.stringify(manifest)));
    expect(written?.file).to.deep.equal({
      format: 'ndjson',
      rows: expected.length,
      bytes: rows!.blob.size,
      sha256: await sha256(rows!.blob),
      isCut: false,
    });
    expect(written?.manifestVersion).to.equal(1);
    expect(written?.question).to.include({ timeZone: 'Europe/Berlin', filter: 'pid exists' });
    expect(written?.coverage.certainty).to.equal('exact');
    expect(text(element)).to.include(written?.file.sha256);
    await expect(element).to.be.accessible();
  });

  it('makes CSV, with a byte order mark where that is wanted', async () => {
    const store = await storeOf([activity('a', 'command', toEpochNs(fixtureEndMs), { comm: '=cmd' })]);
    const element = await opened(store);
    choose(element, /^\s*CSV/);
    await element.updateComplete;
    choose(element, /byte order mark/);
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Save the rows'), 'it is done');
    const [rows] = await savedBy(() => button(element, /^Save the rows$/).click());
    expect(rows?.name).to.match(/\.csv$/);
    expect(new Uint8Array(await rows!.blob.arrayBuffer()).slice(0, 3)).to.deep.equal(Uint8Array.of(0xef, 0xbb, 0xbf));
    expect(await rows!.blob.text()).to.include(",a,command,'=cmd\r\n");
  });

  const made = async (element: ActivityExportElement): Promise<string> => {
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Another export'), 'the file is there');
    return root(element).querySelector('.hash .mono')?.textContent ?? '';
  };
  const section = (element: ActivityExportElement): string =>
    root(element).querySelector('section')?.textContent.replace(/\s+/g, ' ') ?? '';

  it('says of what it made which filter, window, data sources and scope it is of, and how sure it is', async () => {
    const store = await storeOf(clusterActivities());
    store.setView({
      filterText: 'comm = curl',
      types: ['command', 'fileaccess'],
      scope: [{ attribute: 'kubernetes.namespace.name', value: 'shop' }],
    });
    const element = await opened(store);
    await waitUntil(() => text(element).includes('UTC'), 'the time is known');
    await made(element);
    for (const words of ['comm = curl', 'Nov 23, 2026, 20:29', 'UTC', 'Commands, Files', 'Namespace: shop', 'exact'])
      expect(text(element)).to.include(words);
    await expect(element).to.be.accessible();
  });

  it('offers a file of another filter or window as what it is, once something else is looked at', async () => {
    const store = await storeOf(clusterActivities());
    store.setView({ filterText: 'comm = curl' });
    const element = await opened(store);
    const hash = await made(element);
    root(element).querySelector<HTMLElement>('#panel')?.hidePopover();
    await waitUntil(() => !text(element).includes(hash), 'the panel is closed');
    store.setView({ filterText: 'pid exists' });
    button(element, /^Export$/).click();
    await waitUntil(() => /pid exists/.test(text(element)), 'what is looked at now is counted');
    expect(button(element, /^Make the file$/)).to.be.instanceOf(HTMLButtonElement);
    expect(section(element)).to.include('Made before').and.to.include('comm = curl').and.to.include(hash);
    await expect(element).to.be.accessible();

    const second = await made(element);
    expect(text(element)).to.include('pid exists').and.not.to.include(hash);
    store.setView({ window: { kind: 'relative', lengthMs: 3_600_000, endNs: toEpochNs(fixtureEndMs) } });
    await waitUntil(() => section(element).includes(second), 'also while the panel is open');
    expect(button(element, /^Make the file$/)).to.be.instanceOf(HTMLButtonElement);

    element.store = await storeOf(clusterActivities({ count: 5 }));
    await waitUntil(() => /\b5 activities/.test(text(element)), 'another store is counted');
    expect(section(element)).to.include('pid exists');
  });

  it('puts a file aside whose filter was left while it was made', async () => {
    const store = await storeOf(clusterActivities({ count: 30_000 }));
    const element = await opened(store);
    const ended = new Promise<ActivityExportEndEvent>((resolve) =>
      element.addEventListener('activity-export-end', resolve, { once: true }),
    );
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Stop'), 'it is under way');
    store.setView({ filterText: 'comm = curl' });
    const { outcome, manifest } = await ended;
    expect(outcome).to.equal('done');
    await waitUntil(() => section(element).includes(manifest?.file.sha256 ?? 'a file'), 'the file is there');
    expect(section(element)).to.include('No filter');
    expect(button(element, /^Make the file$/)).to.be.instanceOf(HTMLButtonElement);
  });

  it('leaves the export to a host that prevents it', async () => {
    const store = await storeOf(clusterActivities({ count: 5 }));
    const element = await opened(store);
    const asked: string[] = [];
    element.addEventListener('activity-export', (event: ActivityExportEvent) => {
      event.preventDefault();
      asked.push(event.format);
    });
    element.addEventListener('activity-export-end', () => asked.push('ended'));
    button(element, /^Make the file$/).click();
    await element.updateComplete;
    expect(asked).to.deep.equal(['ndjson']);
    expect(root(element).querySelector('#panel')?.matches(':popover-open')).to.equal(false);
  });

  it('stops when asked to, and says so to whoever listens', async () => {
    const store = await storeOf(clusterActivities({ count: 30_000 }));
    const element = await opened(store);
    const ended = new Promise<ActivityExportEndEvent>((resolve) =>
      element.addEventListener('activity-export-end', resolve, { once: true }),
    );
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Stop'), 'it is under way');
    button(element, /^Stop$/).click();
    expect((await ended).outcome).to.equal('stopped');
    await waitUntil(() => text(element).includes('Make the file'), 'it can be started again');
  });

  it('says why it failed and tries again', async () => {
    const store = await storeOf(clusterActivities({ count: 5 }));
    const element = await opened(store);
    await store.dispose();
    button(element, /^Make the file$/).click();
    await waitUntil(() => root(element).querySelector('[role=alert]') !== null, 'the reason is there');
    expect(text(element)).to.include('Try again');
    await expect(element).to.be.accessible();
  });

  it('keeps the focus in its panel while one button takes the place of another', async () => {
    const store = await storeOf(clusterActivities({ count: 5 }));
    const element = await opened(store);
    button(element, /^Make the file$/).focus();
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Save the rows'), 'it is made');
    expect(root(element).activeElement?.id).to.equal('panel');
  });

  it('goes on behind its closed panel, and ends when it leaves the page', async () => {
    const store = await storeOf(clusterActivities({ count: 30_000 }));
    const element = await opened(store);
    button(element, /^Make the file$/).click();
    await waitUntil(() => text(element).includes('Stop'), 'it is under way');
    const ended = new Promise<ActivityExportEndEvent>((resolve) =>
      element.addEventListener('activity-export-end', resolve, { once: true }),
    );
    root(element).querySelector<HTMLElement>('#panel')?.hidePopover();
    await waitUntil(() => /Export: \d+%|Export/.test(text(element)), 'the button tells how far it is');
    element.remove();
    expect(['stopped', 'done']).to.include((await ended).outcome);
  });
});
