import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, setViewport } from '@web/test-runner-commands';
import '../../components/time-bar/define.js';
import type { ActivityRangeEvent } from '../../components/internal/events.js';
import type { TimeBarElement } from '../../components/time-bar/time-bar.js';
import { createStore, type ActivityStore, type StoreOptions } from '../../src/headless.js';
import { toEpochNs } from '../../src/model/units.js';
import type { ViewState } from '../../src/model/view-state.js';
import { clusterActivities, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });
const minute = 60_000;
const range = { fromNs: toEpochNs(fixtureEndMs - 40 * minute), toNs: toEpochNs(fixtureEndMs - 30 * minute) };
const tenMinutes: Partial<ViewState> = { window: { kind: 'absolute', range }, live: false };

const stores: ActivityStore[] = [];
async function storeOf(view: Partial<ViewState> = {}): Promise<ActivityStore> {
  const store = await pushStore(clusterActivities({ count: 50 }), { engine: { mode: 'page' }, view });
  stores.push(store);
  return store;
}
function backendStore(options: Partial<StoreOptions> = {}): ActivityStore {
  const store = createStore({
    source: { kind: 'http', url: '/no-such-backend/' },
    cache: { mode: 'memory' },
    engine: { mode: 'page' },
    now: () => fixtureEndMs,
    view: { timeZone: 'UTC' },
    ...options,
  });
  stores.push(store);
  return store;
}

/** As texts: a report of tests cannot carry a bigint. */
const iso = (timeNs: bigint): string => new Date(Number(timeNs / 1_000_000n)).toISOString();
const shown = ({ fromNs, toNs }: { fromNs: bigint; toNs: bigint }): string => `${iso(fromNs)} ${iso(toNs)}`;
const lengthMinutes = (store: ActivityStore): number => Number(store.range.toNs - store.range.fromNs) / 6e10;

const root = (bar: TimeBarElement): ShadowRoot => {
  if (!bar.shadowRoot) throw new Error('not rendered');
  return bar.shadowRoot;
};
const text = (bar: TimeBarElement): string => root(bar).textContent.replace(/\s+/g, ' ');
const nameOf = (element: Element): string =>
  (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim();
const button = (bar: TimeBarElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(bar).querySelectorAll('button')].find((one) => name.test(nameOf(one)));
  if (!found) throw new Error(`no button ${String(name)} in: ${text(bar)}`);
  return found;
};
const press = async (bar: TimeBarElement, name: RegExp): Promise<void> => {
  button(bar, name).click();
  await bar.updateComplete;
};
const field = (bar: TimeBarElement, id: string): HTMLInputElement => {
  const found = root(bar).querySelector<HTMLInputElement>(`#${id}`);
  if (!found) throw new Error(`no field ${id}`);
  return found;
};
const write = async (bar: TimeBarElement, id: string, value: string): Promise<void> => {
  field(bar, id).value = value;
  field(bar, id).dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }));
  await bar.updateComplete;
};
const isOpen = (bar: TimeBarElement, id: string): boolean => field(bar, id).matches(':popover-open');

async function show(store: ActivityStore | null, widthPx = 1200): Promise<TimeBarElement> {
  const frame = await fixture<HTMLElement>(html`<main></main>`);
  frame.style.setProperty('width', `${widthPx}px`);
  const bar = document.createElement('time-bar');
  bar.store = store;
  frame.append(bar);
  await bar.updateComplete;
  return bar;
}

describe('time-bar', () => {
  before(() => setViewport({ width: 1300, height: 700 }));
  afterEach(() => Promise.all(stores.splice(0).map((store) => store.dispose())));

  it('says the range in words, with its length and zone', async () => {
    const bar = await show(await storeOf(tenMinutes));
    expect(nameOf(button(bar, /^Range/))).to.contain('Nov 23, 19:50 – 20:00 10 min');
    expect(nameOf(button(bar, /^Time zone/))).to.contain('UTC');
    await expect(bar).to.be.accessible();
  });

  it('says the year of a range that is not of this one, and both where the ends are of two', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    const shift = (ns: bigint, days: bigint): bigint => ns - days * 86_400_000_000_000n;
    const look = async (fromDays: bigint, toDays: bigint): Promise<string> => {
      const moved = { fromNs: shift(range.fromNs, fromDays), toNs: shift(range.toNs, toDays) };
      store.setView({ window: { kind: 'absolute', range: moved } });
      await bar.updateComplete;
      return nameOf(button(bar, /^Range/));
    };
    expect(await look(730n, 730n)).to.contain('Nov 23, 2024, 19:50 – 20:00');
    expect(await look(1095n, 0n)).to.contain('Nov 24, 2023, 19:50 – Nov 23, 2026, 20:00');
  });

  it('keeps a range over a change of the clocks as it is, and names the zone of both ends', async () => {
    const at = (text: string): bigint => BigInt(Date.parse(text)) * 1_000_000n;
    const change = { fromNs: at('2026-11-01T05:50:00Z'), toNs: at('2026-11-01T06:10:00Z') };
    const store = await storeOf({
      window: { kind: 'absolute', range: change },
      live: false,
      timeZone: 'America/New_York',
    });
    const bar = await show(store);
    expect(nameOf(button(bar, /^Time zone/))).to.match(/EDT \(UTC−4\) – EST \(UTC−5\)/);
    await press(bar, /^Range/);
    await waitUntil(() => button(bar, /^Range/).getAttribute('aria-expanded') === 'true', 'open');
    expect(field(bar, 'to').value).to.equal('2026-11-01 01:10:00 -05:00');
    field(bar, 'to').form?.requestSubmit();
    await waitUntil(() => !isOpen(bar, 'range-dialog'), 'closed');
    expect(shown(store.range)).to.equal(shown(change));
  });

  it('marks the current preset and goes to another', async () => {
    const store = await storeOf({ window: { kind: 'relative', lengthMs: 60 * minute }, live: true });
    const bar = await show(store);
    expect(button(bar, /^1H/).getAttribute('aria-pressed')).to.equal('true');
    await press(bar, /^6H/);
    expect(store.view.window).to.deep.equal({ kind: 'relative', lengthMs: 360 * minute });
    expect(button(bar, /^6H/).getAttribute('aria-pressed')).to.equal('true');
    expect(button(bar, /^1H/).getAttribute('aria-pressed')).to.equal('false');
  });

  it('steps by one window, zooms out, and goes back and forward', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    expect(button(bar, /^Back/).getAttribute('aria-disabled')).to.equal('true');
    await press(bar, /earlier/);
    expect(iso(store.range.toNs)).to.equal(iso(range.fromNs));
    await press(bar, /Zoom out/);
    expect(lengthMinutes(store)).to.equal(20);
    await press(bar, /^Back/);
    expect(iso(store.range.toNs)).to.equal(iso(range.fromNs));
    await press(bar, /^Forward/);
    expect(lengthMinutes(store)).to.equal(20);
    expect(button(bar, /^Forward/).getAttribute('aria-disabled')).to.equal('true');
  });

  it('returns to the present by stepping into it', async () => {
    const store = await storeOf({
      window: {
        kind: 'absolute',
        range: { fromNs: range.fromNs + 1_500_000_000_000n, toNs: range.toNs + 1_500_000_000_000n },
      },
      live: false,
    });
    const bar = await show(store);
    await press(bar, /later/);
    expect(store.view.live).to.equal(true);
    expect(store.view.window.kind).to.equal('relative');
    expect(button(bar, /later/).getAttribute('aria-disabled')).to.equal('true');
  });

  it('does not follow a window that a host fixed, and goes on from there', async () => {
    const store = await storeOf({ window: { kind: 'absolute', range } });
    const bar = await show(store);
    expect(nameOf(button(bar, /^Live updates/))).to.equal('Live updates: Not live');
    expect(button(bar, /later/).getAttribute('aria-disabled')).to.equal('false');
    await press(bar, /Zoom out/);
    expect(lengthMinutes(store)).to.equal(20);
    expect(iso(store.range.toNs)).to.equal(iso(range.toNs + 300_000_000_000n));
    await press(bar, /^Live updates/);
    expect(store.view).to.deep.include({ window: { kind: 'relative', lengthMs: 20 * minute }, live: true });
  });

  it('leaves a move to a host that prevents it, and tells it the window', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    const told: ActivityRangeEvent[] = [];
    bar.addEventListener('activity-range', (event) => {
      told.push(event);
      event.preventDefault();
    });
    await press(bar, /^3D/);
    expect(told.map(({ window }) => window)).to.deep.equal([{ kind: 'relative', lengthMs: 3 * 1440 * minute }]);
    expect(shown(store.range)).to.equal(shown(range));
  });

  it('pauses where it is, says so, and follows again', async () => {
    const store = await storeOf({ window: { kind: 'relative', lengthMs: 60 * minute }, live: true });
    const bar = await show(store);
    await waitUntil(() => /Live updates: Live/.test(nameOf(button(bar, /^Live updates/))), 'live');
    await press(bar, /^Live updates/);
    expect(nameOf(button(bar, /^Live updates/))).to.equal('Live updates: Paused at 20:30:00');
    expect(button(bar, /^Live updates/).getAttribute('aria-pressed')).to.equal('false');
    await press(bar, /^Live updates/);
    expect(store.view.live).to.equal(true);
  });

  it('says that the stream is interrupted while the backend cannot be reached', async () => {
    const bar = await show(backendStore());
    await waitUntil(() => /interrupted/.test(nameOf(button(bar, /^Live updates/))), 'interrupted');
    expect(root(bar).querySelector('[role="status"]')?.textContent).to.contain('interrupted');
    await expect(bar).to.be.accessible();
  });

  it('offers everything for what was handed in, not for a backend without end', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    await press(bar, /^All$/);
    expect(store.view.window.kind).to.equal('whole');
    const other = await show(backendStore());
    expect([...root(other).querySelectorAll('button')].map(nameOf)).not.to.include('All');
  });

  it('takes a range that is typed, in the zone of the view', async () => {
    const store = await storeOf({ ...tenMinutes, timeZone: 'Asia/Tokyo' });
    const bar = await show(store);
    await press(bar, /^Range/);
    await waitUntil(() => isOpen(bar, 'range-dialog'), 'open');
    expect(field(bar, 'from').value).to.equal('2026-11-24 04:50:00');
    await expect(bar).to.be.accessible();
    await write(bar, 'from', '2026-11-24 4:52');
    await write(bar, 'to', '4:55 am');
    field(bar, 'to').form?.requestSubmit();
    await waitUntil(() => !isOpen(bar, 'range-dialog'), 'closed');
    expect(iso(store.range.fromNs)).to.equal('2026-11-23T19:52:00.000Z');
    expect(iso(store.range.toNs)).to.equal('2026-11-23T19:55:00.000Z');
  });

  it('says in a sentence what is wrong with a range, and keeps the window', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    await press(bar, /^Range/);
    await waitUntil(() => isOpen(bar, 'range-dialog'), 'open');
    await write(bar, 'from', 'half past');
    field(bar, 'from').form?.requestSubmit();
    await bar.updateComplete;
    expect(field(bar, 'from').getAttribute('aria-invalid')).to.equal('true');
    const help = field(bar, 'from').getAttribute('aria-describedby') ?? '';
    expect(root(bar).getElementById(help)?.textContent).to.contain('cannot be read as a time');
    await expect(bar).to.be.accessible();
    await write(bar, 'from', '2026-11-23 21:00');
    field(bar, 'from').form?.requestSubmit();
    await bar.updateComplete;
    expect(text(bar)).to.contain('The end has to be later than the start.');
    expect(shown(store.range)).to.equal(shown(range));
  });

  it('finds a zone by a part of its name and shows times in it', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    await press(bar, /^Time zone/);
    await waitUntil(() => root(bar).activeElement?.id === 'zone-search', 'the search field');
    await expect(bar).to.be.accessible();
    await sendKeys({ type: 'tokyo' });
    await bar.updateComplete;
    expect([...root(bar).querySelectorAll('[role="option"]')].map((one) => one.textContent.trim())).to.have.length(1);
    await sendKeys({ press: 'Enter' });
    expect(store.view.timeZone).to.equal('Asia/Tokyo');
    await waitUntil(() => /Nov 24, 04:50 – 05:00/.test(nameOf(button(bar, /^Range/))), 'times in the zone');
  });

  it('chooses no zone while an input method still offers its words, and takes the focus just once', async () => {
    const store = await storeOf(tenMinutes);
    const bar = await show(store);
    await press(bar, /^Time zone/);
    const search = (): Element | null => root(bar).querySelector('#zone-search');
    await waitUntil(() => search() !== null && root(bar).activeElement === search(), 'the search field');
    await sendKeys({ type: 'tokyo' });
    const enter = { key: 'Enter', isComposing: true, bubbles: true, cancelable: true };
    search()?.dispatchEvent(new KeyboardEvent('keydown', enter));
    await bar.updateComplete;
    expect(store.view.timeZone).to.equal('UTC');
    await sendKeys({ press: 'Tab' });
    expect(root(bar).activeElement).not.to.equal(search());
    bar.requestUpdate();
    await bar.updateComplete;
    expect(root(bar).activeElement).not.to.equal(search());
    expect(search(), 'the list stays open').not.to.equal(null);
  });

  it('is one stop of the Tab key, with arrows between its buttons', async () => {
    const bar = await show(await storeOf(tenMinutes));
    const inToolbar = [...root(bar).querySelectorAll<HTMLElement>('[role="toolbar"] button')];
    const focused = (): number => inToolbar.findIndex((one) => one === root(bar).activeElement);
    const stops = (): number[] => inToolbar.flatMap((one, index) => (one.tabIndex === 0 ? [index] : []));
    expect(stops()).to.deep.equal([0]);
    inToolbar[0]?.focus();
    await sendKeys({ press: 'ArrowRight' });
    expect(focused()).to.equal(1);
    await sendKeys({ press: 'End' });
    expect(focused()).to.equal(inToolbar.length - 1);
    expect(stops()).to.deep.equal([inToolbar.length - 1]);
    await sendKeys({ press: 'ArrowRight' });
    expect(focused()).to.equal(0);
  });

  it('fits a phone, with targets that a thumb can hit', async () => {
    const bar = await show(await storeOf({ window: { kind: 'relative', lengthMs: 60 * minute }, live: true }), 351);
    expect(bar.scrollWidth).to.be.at.most(351);
    for (const one of root(bar).querySelectorAll('[role="toolbar"] button')) {
      const box = one.getBoundingClientRect();
      expect(box.right - bar.getBoundingClientRect().left, nameOf(one)).to.be.at.most(351.5);
      expect(Math.min(box.width, box.height), nameOf(one)).to.be.at.least(24);
    }
    await expect(bar).to.be.accessible();
  });

  it('tells the developer when nobody provides a store', async () => {
    const bar = await show(null);
    await waitUntil(() => /activity-provider/.test(text(bar)), 'the sentence');
  });

  it('is not connecting any more once the engine could not be started', async () => {
    const store = backendStore({ engine: { mode: 'worker', workerUrl: '/no-such-worker.js', timeoutMs: 5_000 } });
    const element = await fixture<TimeBarElement>(html`<time-bar .store=${store}></time-bar>`);
    const live = (): string => element.shadowRoot?.querySelector('.live')?.textContent.trim() ?? '';
    expect(live()).to.contain('Connecting');
    await waitFor(() => live().includes('Not connected'), 'the end of it', { timeout: 10_000 });
  });
});
