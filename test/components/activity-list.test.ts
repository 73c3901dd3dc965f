import { expect, fixture, html, nextFrame, waitUntil as waitFor } from '@open-wc/testing';
import { sendKeys, sendMouse } from '@web/test-runner-commands';
import '../../components/activity-list/define.js';
import '../../components/activity-provider/define.js';
import type { ActivityListElement } from '../../components/activity-list/activity-list.js';
import type { ActivityFilterEvent, ActivitySelectEvent } from '../../components/internal/events.js';
import { rowsText } from '../../components/activity-list/copy-rows.js';
import { createStore, type ActivityStore } from '../../src/headless.js';
import type { Activity } from '../../src/model/activity.js';
import { clusterActivities, fixtureEndMs, hostileActivities, activity } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';
import { toEpochNs } from '../../src/model/units.js';
import { delayQuestions, pushUnreadable } from './far-engine.js';

/** A machine with much to do may take its time. */
const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

const workerUrl = new URL('../client/silent.worker.ts', import.meta.url).href;
const silentEngine = { mode: 'worker', workerUrl, timeoutMs: 3_600_000 } as const;

const stores: ActivityStore[] = [];
const storeOf = async (activities: readonly Activity[], options = {}): Promise<ActivityStore> => {
  const store = await pushStore(activities, { engine: { mode: 'page' }, ...options });
  stores.push(store);
  return store;
};

const root = (list: ActivityListElement): ShadowRoot => {
  if (!list.shadowRoot) throw new Error('not rendered');
  return list.shadowRoot;
};
const rows = (list: ActivityListElement): HTMLElement[] => [
  ...root(list).querySelectorAll<HTMLElement>('[role="rowgroup"] [role="row"]:not(.skeleton)'),
];
const grid = (list: ActivityListElement): HTMLElement => {
  const found = root(list).querySelector<HTMLElement>('[role="grid"]');
  if (!found) throw new Error('no grid');
  return found;
};
const text = (list: ActivityListElement): string => root(list).textContent.replace(/\s+/g, ' ');
const button = (list: ActivityListElement, name: RegExp): HTMLButtonElement => {
  const found = [...root(list).querySelectorAll('button')].find((candidate) =>
    name.test(candidate.getAttribute('aria-label') ?? candidate.textContent),
  );
  if (!found) throw new Error(`no button ${String(name)} in: ${text(list)}`);
  return found;
};
const hasButton = (list: ActivityListElement, name: RegExp): boolean =>
  [...root(list).querySelectorAll('button')].some((candidate) => name.test(candidate.textContent));
const press = (list: ActivityListElement, ...keys: string[]): void => {
  for (const key of keys)
    grid(list).dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }));
};
const activeText = (list: ActivityListElement): string =>
  root(list)
    .getElementById(grid(list).getAttribute('aria-activedescendant') ?? '')
    ?.textContent.replace(/\s+/g, ' ')
    .trim() ?? '';
const valueCell = (list: ActivityListElement, label: string): HTMLElement => {
  const found = root(list).querySelector<HTMLElement>(`[role="listitem"][aria-label^="${label}"] .value`);
  if (!found) throw new Error(`no value ${label}`);
  return found;
};
const pointAt = (target: HTMLElement): boolean =>
  target.dispatchEvent(new PointerEvent('pointerover', { bubbles: true, composed: true, pointerType: 'mouse' }));

const show = async (store: ActivityStore | null, widthPx = 1000): Promise<ActivityListElement> => {
  const frame = await fixture<HTMLElement>(html`<div></div>`);
  frame.style.setProperty('width', `${widthPx}px`);
  frame.style.setProperty('height', '420px');
  const list = document.createElement('activity-list');
  list.store = store;
  frame.append(list);
  await list.updateComplete;
  return list;
};
const shown = async (store: ActivityStore, widthPx?: number): Promise<ActivityListElement> => {
  const list = await show(store, widthPx);
  await waitUntil(() => rows(list).length > 0, 'rows are shown');
  const { totals } = await store.ask({ totals: true });
  const all = new Intl.NumberFormat('en').format(totals?.matching ?? 0);
  await waitUntil(() => text(list).includes(`${all} activit`), 'all are counted');
  return list;
};
const later = (id: string, seconds: number, comm = 'later'): Activity =>
  activity(id, 'command', toEpochNs(fixtureEndMs + seconds * 1_000), { comm, cmdline: `${comm} --now` });

describe('activity-list', () => {
  afterEach(async () => {
    for (const store of stores.splice(0)) await store.dispose();
  });

  it('shows the newest activity first, its time, source and values in order', async () => {
    const list = await shown(await storeOf([...clusterActivities({ count: 50 }), later('new', 1)]));
    const first = rows(list)[0]?.textContent.replace(/\s+/g, ' ').trim();
    expect(first).to.match(/20:30:01 cmd later ?later --now$/);
    expect(rows(list)[0]?.getAttribute('aria-rowindex')).to.equal('2');
    expect(grid(list).getAttribute('aria-rowcount')).to.equal('52');
  });

  it('says how many there are and how sure that is, in words', async () => {
    const list = await shown(await storeOf(clusterActivities({ count: 1_204 })));
    expect(text(list)).to.include('1,204 activities').and.to.include('exact');
  });

  it('keeps the zone visible and follows it', async () => {
    const store = await storeOf(clusterActivities({ count: 5 }));
    const list = await shown(store);
    expect(text(list)).to.include('Time UTC');
    store.setView({ timeZone: 'Asia/Tokyo' });
    await list.updateComplete;
    expect(text(list)).to.include('JST (UTC+9)');
    expect(rows(list)[0]?.textContent).to.include('05:2');
  });

  it('says clearly when there is no store', async () => {
    const list = await show(null);
    await waitUntil(() => text(list).includes('No activity provider'), 'the sentence comes');
    await expect(list).to.be.accessible();
  });

  it('finds its store by context, and by the id of a provider elsewhere', async () => {
    const store = await storeOf(clusterActivities({ count: 3 }));
    const page = await fixture<HTMLElement>(
      html`<div>
        <activity-provider id="here" .store=${store}><activity-list id="inside"></activity-list></activity-provider>
        <activity-list id="elsewhere" provider="here"></activity-list>
      </div>`,
    );
    for (const list of page.querySelectorAll('activity-list'))
      await waitUntil(() => rows(list).length === 3, `${list.id} shows rows`);
  });

  it('draws only what is seen of fifty thousand rows, and End goes to the last', async () => {
    const list = await shown(await storeOf(clusterActivities({ count: 50_000 })));
    expect(root(list).querySelectorAll('[role="row"]').length).to.be.below(60);
    grid(list).focus();
    press(list, 'End');
    await waitUntil(() => rows(list).at(-1)?.getAttribute('aria-rowindex') === '50001', 'the last row is there');
    expect(grid(list).getAttribute('aria-activedescendant')).to.equal('row-49999');
    await waitUntil(() => activeText(list).length > 0, 'it is loaded');
  });

  it('moves by arrows through rows and values, and opens by Enter', async () => {
    const store = await storeOf([later('a', 2, 'curl'), later('b', 1, 'grep')]);
    const list = await shown(store);
    grid(list).focus();
    await waitUntil(() => activeText(list).includes('curl'), 'the first row is the active one');
    press(list, 'ArrowDown');
    await list.updateComplete;
    expect(activeText(list)).to.include('grep');
    press(list, 'ArrowRight');
    await list.updateComplete;
    expect(activeText(list)).to.equal('grep');
    press(list, 'ArrowRight');
    await list.updateComplete;
    expect(activeText(list)).to.equal('grep --now');
    press(list, 'Enter');
    expect(store.selected?.id).to.equal('b');
    await list.updateComplete;
    expect(rows(list).map((row) => row.getAttribute('aria-selected'))).to.deep.equal(['false', 'true']);
  });

  it('has each cell under its own header, however many values a row shows', async () => {
    const store = await storeOf([later('a', 2, 'curl'), ...clusterActivities({ count: 30 })]);
    const list = await shown(store);
    const under = (row: Element): string[] =>
      [...row.querySelectorAll('[role="gridcell"], [role="columnheader"]')].map((cell) => cell.ariaColIndex ?? '');
    const expectColumns = (count: number): void => {
      const columns = Array.from({ length: count }, (_, at) => String(at + 1));
      expect(grid(list).getAttribute('aria-colcount')).to.equal(String(count));
      expect(under(root(list).querySelector('.head')!)).to.deep.equal(columns);
      for (const row of rows(list)) expect(under(row)).to.deep.equal(columns);
    };
    expectColumns(4);
    const details = rows(list)[0]?.querySelector('[aria-colindex="3"]');
    const values = [...(details?.querySelectorAll('[role="list"] > [role="listitem"]') ?? [])];
    expect(values.map(({ textContent }) => textContent)).to.deep.equal(['curl', 'curl --now']);
    store.setView({ columns: ['comm', 'pid', 'kubernetes.pod.name'] });
    await waitUntil(() => grid(list).getAttribute('aria-colcount') === '6', 'columns');
    expectColumns(6);
    expect(root(list).querySelector('.head [aria-colindex="4"]')?.getAttribute('aria-label')).to.equal('Process ID');
    expect(rows(list)[0]?.querySelector('[aria-colindex="3"]')?.textContent).to.equal('curl');
    await expect(list).to.be.accessible();
  });

  it('is one tab stop, however many rows there are', async () => {
    const list = await shown(await storeOf(clusterActivities({ count: 30 })));
    const stops = [...root(list).querySelectorAll<HTMLElement>('*')].filter((element) => element.tabIndex >= 0);
    expect(stops.filter((stop) => grid(list).contains(stop))).to.deep.equal([grid(list)]);
  });

  it('filters by the value under the keyboard with + and −, and back with a second press', async () => {
    const store = await storeOf([later('a', 2, 'curl'), later('b', 1, 'grep')]);
    const list = await shown(store);
    grid(list).focus();
    press(list, 'ArrowRight');
    await waitUntil(() => root(list).querySelector('.overlay') !== null, 'the buttons are there');
    press(list, '-');
    expect(store.view.filterText).to.equal('comm != curl');
    await waitUntil(() => rows(list).length === 1, 'the row is gone');
    expect(text(list)).to.include('1 activity').and.to.include('of 2 in this window');
  });

  for (const dir of ['ltr', 'rtl'])
    it(`keeps + and − of a long value off the button of its row (${dir})`, async () => {
      const long = later('a', 2, 'curl');
      const cmdline = `curl ${'https://a.example/'.repeat(40)}`;
      const list = await shown(
        await storeOf([{ ...long, attributes: new Map([...long.attributes, ['cmdline', cmdline]]) }]),
      );
      list.dir = dir;
      await list.updateComplete;
      pointAt(valueCell(list, 'Full command line'));
      await list.updateComplete;
      const overlay = root(list).querySelector('.overlay')!.getBoundingClientRect();
      const more = button(list, /^Actions for this row/).getBoundingClientRect();
      expect(overlay.width).to.be.greaterThan(20);
      expect(overlay.right <= more.left || overlay.left >= more.right).to.equal(true);
    });

  it('shows + and − at the value under the pointer without moving anything, pressed where the filter has it', async () => {
    const store = await storeOf([later('a', 2, 'curl'), later('b', 1, 'grep')]);
    const list = await shown(store);
    const before = rows(list).map((row) => row.getBoundingClientRect().toJSON() as unknown);
    pointAt(valueCell(list, 'Command: curl'));
    await list.updateComplete;
    expect(rows(list).map((row) => row.getBoundingClientRect().toJSON() as unknown)).to.deep.equal(before);
    await expect(list).to.be.accessible();
    button(list, /^Only Command curl/).click();
    expect(store.view.filterText).to.equal('comm = curl');
    await waitUntil(() => rows(list).length === 1, 'the other row is gone');
    pointAt(valueCell(list, 'Command: curl'));
    await list.updateComplete;
    const pressed = button(list, /^Stop filtering for Command curl/);
    expect(pressed.getAttribute('aria-pressed')).to.equal('true');
    pressed.click();
    expect(store.view.filterText).to.equal('');
  });

  it('shows + and − at the value that is tapped, and takes them away with the next tap anywhere', async () => {
    const store = await storeOf([later('a', 2, 'curl'), later('b', 1, 'grep')]);
    const list = await shown(store);
    const tap = async (target: Element): Promise<void> => {
      const init = { bubbles: true, composed: true, cancelable: true };
      target.dispatchEvent(new PointerEvent('pointerdown', { ...init, pointerType: 'touch' }));
      target.dispatchEvent(new MouseEvent('click', init));
      await list.updateComplete;
    };
    const offered = (): string | null =>
      root(list).querySelector('.overlay .include')?.getAttribute('aria-label') ?? null;
    const opened: string[] = [];
    list.addEventListener('activity-select', (event) => opened.push(event.activity?.id ?? ''));
    await tap(valueCell(list, 'Command: curl'));
    expect(offered()).to.match(/^Only Command curl/);
    expect(root(list).querySelector('.overlay button')!.getBoundingClientRect().height).to.be.at.least(24);
    expect(activeText(list)).to.equal('curl');
    await tap(valueCell(list, 'Command: grep'));
    expect(offered(), 'the other value').to.match(/^Only Command grep/);
    await tap(valueCell(list, 'Command: grep'));
    expect(offered(), 'a second tap').to.equal(null);
    await tap(valueCell(list, 'Command: curl'));
    await tap(rows(list)[1]!.querySelector('.time')!);
    expect(offered(), 'elsewhere in the rows').to.equal(null);
    await tap(valueCell(list, 'Command: curl'));
    await tap(document.body);
    expect(offered(), 'elsewhere on the page').to.equal(null);
    expect(opened, 'no row was opened').to.deep.equal([]);
    await tap(rows(list)[1]!.querySelector('.time')!);
    expect(opened, 'with nothing to take away, a tap opens the row').to.deep.equal(['b']);
    await tap(valueCell(list, 'Command: curl'));
    await tap(root(list).querySelector('.overlay .include')!);
    expect(store.view.filterText).to.equal('comm = curl');
  });

  it('announces a filter, and leaves it to a host that prevents it', async () => {
    const store = await storeOf([later('a', 2, 'curl')]);
    const list = await shown(store);
    const announced: ActivityFilterEvent[] = [];
    document.body.addEventListener(
      'activity-filter',
      (event) => {
        announced.push(event);
        event.preventDefault();
      },
      { once: true },
    );
    pointAt(valueCell(list, 'Command: curl'));
    await list.updateComplete;
    button(list, /^Leave out/).click();
    expect(announced.map(({ attribute, value, negated }) => [attribute, value, negated])).to.deep.equal([
      ['comm', 'curl', true],
    ]);
    expect(store.view.filterText).to.equal('');
  });

  it('opens a row by click, unless a host prevents it', async () => {
    const store = await storeOf([later('a', 2, 'curl')]);
    const list = await shown(store);
    list.addEventListener('activity-select', (event: ActivitySelectEvent) => event.preventDefault(), { once: true });
    rows(list)[0]?.click();
    expect(store.selected).to.equal(null);
    rows(list)[0]?.click();
    expect(store.selected?.id).to.equal('a');
  });

  it('lets new rows appear at the top while one stands there', async () => {
    const store = await storeOf(clusterActivities({ count: 40 }));
    const list = await shown(store);
    await store.push({ activities: [later('x', 5)] });
    await waitUntil(() => rows(list)[0]?.textContent.includes('later') === true, 'the new row is on top');
    expect(grid(list).scrollTop).to.equal(0);
  });

  it('holds still below the top, counts what is new, and goes there by one button', async () => {
    const store = await storeOf(clusterActivities({ count: 400 }));
    const list = await shown(store);
    grid(list).scrollTop = 1_400;
    await nextFrame();
    await waitUntil(() => rows(list).some((row) => row.id === 'row-50'), 'the fiftieth row is there');
    // The day may come in front of the time once the store knows what it holds.
    const reading = () => root(list).getElementById('row-52')?.querySelector('.details')?.textContent;
    await waitUntil(() => Boolean(reading()), 'it is loaded');
    const before = reading();
    await store.push({ activities: [later('x', 5), later('y', 6), later('z', 7)] });
    await waitUntil(() => hasButton(list, /3 new/), 'the button counts');
    expect(reading()).to.equal(before);
    await expect(list).to.be.accessible();
    button(list, /3 new/).click();
    await waitUntil(() => rows(list)[0]?.textContent.includes('later') === true, 'the newest are shown');
    expect(grid(list).scrollTop).to.equal(0);
    await waitUntil(() => !hasButton(list, /new/), 'nothing is new any more');
  });

  it('gives the focus to the rows where the button that counted goes away, and what arrives goes on appearing', async () => {
    const store = await storeOf(clusterActivities({ count: 300 }));
    const list = await shown(store);
    grid(list).scrollTop = 1_000;
    await waitUntil(() => rows(list)[0]?.getAttribute('aria-rowindex') !== '2', 'scrolled');
    await store.push({ activities: [later('n1', 1)] });
    await waitUntil(() => hasButton(list, /1 new/), 'it is counted');
    button(list, /1 new/).focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => !hasButton(list, / new/), 'the button is gone');
    await waitUntil(() => root(list).activeElement === grid(list), 'the rows have the focus');
    await store.push({ activities: [later('n2', 2, 'latest')] });
    await waitUntil(() => /latest/.test(rows(list)[0]?.textContent ?? ''), 'the next one is there by itself');
  });

  it('never shows the number that was new before, and says of a lower bound that it is one', async () => {
    const store = await storeOf(clusterActivities({ count: 400 }));
    const list = await shown(store);
    const read = async (): Promise<void> => {
      grid(list).scrollTop = 1_400;
      await waitUntil(() => rows(list).some((row) => row.id === 'row-50'), 'the fiftieth row is there');
    };
    await read();
    await store.push({ activities: [later('x', 5), later('y', 6)] });
    await waitUntil(() => hasButton(list, /^\s*2 new/), 'the button counts');
    let asked = 0;
    const waiting: (() => void)[] = [];
    delayQuestions(store, ({ rows: wanted }) => {
      if (wanted) return undefined;
      asked++;
      return new Promise((go) => waiting.push(go));
    });
    button(list, /2 new/).click();
    await waitUntil(() => !hasButton(list, /new/), 'they are shown');
    await waitUntil(() => rows(list)[0]?.textContent.includes('later') === true, 'at the top');
    asked = 0;
    await read();
    await waitUntil(() => asked > 0, 'it is asked what is new since');
    await list.updateComplete;
    expect(hasButton(list, /new/)).to.equal(false);
    await pushUnreadable(store);
    await store.push({ activities: [later('z', 7)] });
    await waitUntil(() => {
      waiting.shift()?.();
      return hasButton(list, /at least 1 new/);
    }, 'a lower bound');
  });

  it('keeps the row in place when older activities are put in above it', async () => {
    const store = await storeOf(clusterActivities({ count: 400 }));
    const list = await shown(store);
    grid(list).scrollTop = 2_800;
    await waitUntil(() => Boolean(root(list).getElementById('row-103')?.textContent.trim()), 'rows are loaded');
    const row = rows(list).find((candidate) => candidate.id === 'row-103');
    const details = (candidate?: Element) => candidate?.querySelector('.details')?.textContent;
    const [before, name] = [row?.getBoundingClientRect().top ?? 0, details(row)];
    const late = clusterActivities({ count: 10, seed: 99, lengthMs: 60_000 });
    await store.push({ activities: late });
    await waitUntil(() => text(list).includes('410 activities'), 'they are counted');
    const same = rows(list).find((candidate) => details(candidate) === name);
    expect(same?.id).to.equal('row-113');
    expect(Math.abs((same?.getBoundingClientRect().top ?? 0) - before)).to.be.below(2);
  });

  it('counts what is new while paused, and the button goes on', async () => {
    const store = await storeOf(clusterActivities({ count: 20 }));
    const list = await shown(store);
    store.setLive(false);
    await store.push({ activities: [later('x', 5)] });
    await waitUntil(() => hasButton(list, /1 new/), 'the button counts');
    expect(rows(list)[0]?.textContent).not.to.include('later');
    button(list, /1 new/).click();
    expect(store.view.live).to.equal(true);
    await waitUntil(() => rows(list)[0]?.textContent.includes('later') === true, 'the new row is shown');
  });

  it('goes back to the top when the person asks something else', async () => {
    const store = await storeOf(clusterActivities({ count: 400 }));
    const list = await shown(store);
    grid(list).scrollTop = 1_400;
    await waitUntil(() => rows(list).some((row) => row.id === 'row-50'), 'scrolled');
    store.setView({ filterText: 'pid > 0' });
    await waitUntil(() => grid(list).scrollTop === 0, 'at the top');
  });

  it('brings the row of an activity into view that was opened elsewhere', async () => {
    const activities = clusterActivities({ count: 400 });
    const store = await storeOf(activities);
    const list = await shown(store);
    const wanted = activities[300];
    if (!wanted) throw new Error('fixture');
    store.select(wanted);
    await waitUntil(() => root(list).querySelector('[role="row"][aria-selected="true"]') !== null, 'it is shown');
    expect(root(list).querySelector('[aria-selected="true"]')?.id).to.equal('row-300');
  });

  it('lists what could not be read, with its place, its reason and how it begins', async () => {
    const store = await storeOf([]);
    await store.push({
      bytes: new TextEncoder().encode(
        '{"id":"a","type":"command","timestamp":"2026-11-23T20:00:00Z","comm":"ls"}\nnot json <b>at all</b>\n',
      ),
    });
    const list = await shown(store);
    await waitUntil(() => hasButton(list, /1 line could not be read/), 'the notice is there');
    button(list, /1 line could not be read/).click();
    await waitUntil(() => text(list).includes('not json <b>at all</b>'), 'the line is quoted');
    expect(text(list)).to.include('line 2').and.to.include('byte 75').and.to.include('not JSON');
    await expect(list).to.be.accessible();
  });

  it('offers to clear the filter when nothing matches', async () => {
    const store = await storeOf(clusterActivities({ count: 20 }), { view: { filterText: 'comm = nothing-like-it' } });
    const list = await show(store);
    await waitUntil(() => text(list).includes('No activity matches'), 'the sentence comes');
    expect(text(list)).to.include('0 activities').and.to.include('of 20 in this window');
    await expect(list).to.be.accessible();
    button(list, /Clear the filter/).click();
    await waitUntil(() => rows(list).length > 0, 'rows are back');
  });

  it('says why it can show nothing, and tries again by one button', async () => {
    const store = createStore({
      source: { kind: 'push' },
      cache: { mode: 'memory' },
      engine: { mode: 'worker', workerUrl: '/no-such-worker.js', timeoutMs: 2_000 },
    });
    stores.push(store);
    const list = await show(store);
    await waitUntil(() => /worker/i.test(text(list)), 'the sentence comes');
    expect(root(list).querySelector('[role="status"] .error')).not.to.equal(null);
    expect(text(list)).to.include('Retry');
    await expect(list).to.be.accessible();
    button(list, /^Retry$/).focus();
    await sendKeys({ press: 'Enter' });
    await waitUntil(() => root(list).activeElement === grid(list), 'the rows have the focus of the button that went');
  });

  it('leaves the focus where somebody clicked to close the menu of a row', async () => {
    const store = await storeOf(clusterActivities({ count: 20 }));
    const field = await fixture<HTMLInputElement>(html`<input aria-label="Elsewhere" />`);
    const list = await shown(store);
    root(list).querySelector<HTMLElement>('.row .more')?.click();
    await waitUntil(() => root(list).activeElement?.getAttribute('role') === 'menuitem', 'the menu is open');
    const { x, y, width, height } = field.getBoundingClientRect();
    await sendMouse({ type: 'click', position: [Math.round(x + width / 2), Math.round(y + height / 2)] });
    await waitUntil(() => root(list).querySelector('.row-menu [role="menuitem"]') === null, 'the menu is closed');
    await sendKeys({ type: 'exec' });
    expect(field.value).to.equal('exec');
    expect(store.view.filterText).to.equal('');
    root(list).querySelector<HTMLElement>('.row .more')?.click();
    await waitUntil(() => root(list).activeElement?.getAttribute('role') === 'menuitem', 'the menu is open again');
    await sendKeys({ press: 'Escape' });
    await waitUntil(() => root(list).activeElement === grid(list), 'closed by a key, the rows have the focus');
  });

  it('keeps the place of rows that are waited for, and says what they wait for', async () => {
    const store = createStore({ source: { kind: 'push' }, cache: { mode: 'memory' }, engine: silentEngine });
    stores.push(store);
    const list = await show(store);
    expect(text(list)).not.to.include('not known yet');
    await waitUntil(() => text(list).includes('Activities not known yet: starting'), 'the words');
    expect(root(list).querySelectorAll('.placeholder .row').length).to.be.greaterThan(5);
    await expect(list).to.be.accessible();
  });

  it('shows hostile text as text, with marks for what does not print', async () => {
    const list = await shown(await storeOf(hostileActivities()), 2400);
    const marks = [...root(list).querySelectorAll('.mark')].map((mark) => mark.getAttribute('data-label'));
    expect(marks).to.include.members(['RLO', 'ESC[31m', 'BEL', 'ZWSP', 'LRI', 'NUL']);
    expect(root(list).querySelector('.rows :is(img, script, a)')).to.equal(null);
    expect(text(list)).to.include('<img src=x onerror="alert(1)">');
    expect(text(list)).not.to.match(/[\u202a-\u202e\u2066-\u2069\u200b\u001b]/);
    await expect(list).to.be.accessible();
  });

  it('copies marked rows as one line each, with escapes for what does not print', async () => {
    const list = await shown(await storeOf(hostileActivities()), 2400);
    const range = document.createRange();
    const [first, last] = [rows(list)[0], rows(list).at(-1)];
    if (!first || !last) throw new Error('no rows');
    range.setStartBefore(first);
    range.setEndAfter(last);
    const lines = rowsText(root(list), range)?.split('\n') ?? [];
    expect(lines.length).to.equal(4);
    expect(lines[0]).to.match(
      /^(Nov 23(, 2026)? )?20:29:59 cmd x\\u202egpj\.exe <img src=x onerror="alert\(1\)"> \\x1b\[31mred/,
    );
    expect(lines[2]).to.include('/=cmd|\\xa0calc!A1\\ufeff \\x00 rw');
  });

  it('is accessible full of rows, wide and narrow, light and dark', async () => {
    const store = await storeOf(clusterActivities({ count: 200 }));
    for (const widthPx of [1000, 375])
      for (const scheme of ['light', 'dark']) {
        document.documentElement.style.setProperty('color-scheme', scheme);
        const list = await shown(store, widthPx);
        await expect(list).to.be.accessible();
      }
    document.documentElement.style.removeProperty('color-scheme');
  });

  it('puts a row on two lines where there is little room', async () => {
    const store = await storeOf(clusterActivities({ count: 200 }));
    const list = await shown(store, 375);
    await waitUntil(() => (rows(list)[0]?.offsetHeight ?? 0) === 48, 'rows are higher');
    expect(grid(list).scrollWidth).to.equal(grid(list).clientWidth);
  });

  it('leaves nothing behind when it leaves the page, and shows all again when it comes back', async () => {
    const store = await storeOf(clusterActivities({ count: 20 }));
    const list = await shown(store);
    const frame = list.parentElement;
    list.remove();
    await list.updateComplete;
    await store.push({ activities: [later('x', 5)] });
    await waitUntil(() => (store.status?.activities ?? 0) === 21, 'the store goes on');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(list.isUpdatePending).to.equal(false);
    expect(text(list)).not.to.include('activities');
    frame?.append(list);
    await waitUntil(() => text(list).includes('21 activities'), 'it is back');
  });
});
