import { expect, fixture, html, waitUntil as waitFor } from '@open-wc/testing';
import '../../components/activity-details/define.js';
import '../../components/activity-list/define.js';
import '../../components/filter-bar/define.js';
import '../../components/frequency-graph/define.js';
import '../../components/time-bar/define.js';
import type { ActivityContextEvent, ActivityHistoryEvent } from '../../components/index.js';
import type { ActivityStore } from '../../src/headless.js';
import type { ViewState } from '../../src/model/view-state.js';
import { toEpochNs } from '../../src/model/units.js';
import { activity, fixtureEndMs } from '../../stories/fixtures/activities.js';
import { pushStore } from '../../stories/fixtures/push-store.js';

const waitUntil = (condition: () => boolean, message: string): Promise<void> =>
  waitFor(condition, message, { interval: 10, timeout: 8_000 });

type Tag = 'activity-list' | 'activity-details' | 'filter-bar' | 'frequency-graph' | 'time-bar';
const activities = Array.from({ length: 20 }, (_, at) =>
  activity(`a${at}`, 'command', toEpochNs(fixtureEndMs - (at + 1) * 1_000), { comm: 'Foo', hostname: 'node-1' }),
);

let store: ActivityStore;
let host: HTMLElement;
const start = async (view: Partial<ViewState> = {}): Promise<void> => {
  const range = { fromNs: toEpochNs(fixtureEndMs - 60_000), toNs: toEpochNs(fixtureEndMs) };
  const window = { kind: 'absolute', range } as const;
  store = await pushStore(activities, { engine: { mode: 'page' }, view: { window, live: false, ...view } });
  host = await fixture<HTMLElement>(html`<div></div>`);
  host.style.setProperty('width', '1000px');
};
afterEach(() => store.dispose());

const show = async (tag: Tag): Promise<ShadowRoot> => {
  const element = document.createElement(tag);
  element.store = store;
  element.style.setProperty('height', '400px');
  host.append(element);
  await element.updateComplete;
  return element.shadowRoot!;
};
const found = (root: ShadowRoot, name: RegExp): HTMLElement | undefined =>
  [...root.querySelectorAll<HTMLElement>('button, input[type="checkbox"]')].find((one) =>
    name.test((one.getAttribute('aria-label') ?? one.closest('label')?.textContent ?? one.textContent).trim()),
  );
const press = async (root: ShadowRoot, name: RegExp): Promise<void> => {
  await waitUntil(() => found(root, name) !== undefined, `there is a button ${String(name)}`);
  found(root, name)!.click();
};

/** A host that prevents these keeps the view as it is; one that does not has it changed, and hears of it either way. */
async function staysWith<Announced extends Event>(
  types: readonly string[],
  act: () => Promise<void>,
): Promise<Announced[]> {
  const before = store.view;
  const heard: Announced[] = [];
  const prevent = (event: Event): void => {
    heard.push(event as Announced);
    event.preventDefault();
  };
  for (const type of types) host.addEventListener(type, prevent);
  await act();
  expect(heard.map(({ type }) => type)).to.deep.equal(types);
  expect(store.view, 'nothing changed').to.equal(before);
  for (const type of types) host.removeEventListener(type, prevent);
  await act();
  await waitUntil(() => store.view !== before, 'without the host it changes');
  return heard;
}

describe('a host that keeps a part of the view to itself is asked before', () => {
  it('the filter, the scope and the data sources are cleared where nothing matches', async () => {
    await start({
      filterText: 'comm = nobody',
      scope: [{ attribute: 'hostname', value: 'node-1' }],
      types: ['command'],
    });
    const list = await show('activity-list');
    await staysWith(['activity-filter-text', 'activity-scope', 'activity-types'], () =>
      press(list, /^Clear the filter$/),
    );
    expect(store.view.filterText).to.equal('');
    expect(store.view.scope).to.deep.equal([]);
    expect(store.view.types.length).to.equal(4);
  });

  it('only what it does not keep is cleared', async () => {
    await start({ filterText: 'comm = nobody', types: ['command'] });
    const list = await show('activity-list');
    host.addEventListener('activity-filter-text', (event) => event.preventDefault());
    await press(list, /^Clear the filter$/);
    expect(store.view.filterText).to.equal('comm = nobody');
    expect(store.view.types.length).to.equal(4);
  });

  it('the filter is removed in the graph', async () => {
    await start({ filterText: 'comm = nobody' });
    const graph = await show('frequency-graph');
    await staysWith(['activity-filter-text'], () => press(graph, /^Remove the filter$/));
    expect(store.view.filterText).to.equal('');
  });

  it('repeats are folded, by button and by key', async () => {
    await start();
    const list = await show('activity-list');
    await staysWith(['activity-fold'], () => press(list, /^In a row$/));
    await staysWith(['activity-fold'], () => {
      list.querySelector('[role="grid"]')!.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', bubbles: true }));
      return Promise.resolve();
    });
    expect(store.view.fold).to.equal('interleaved');
  });

  it('columns are chosen', async () => {
    await start();
    const list = await show('activity-list');
    await press(list, /^Columns$/);
    await staysWith(['activity-columns'], () => press(list, /^Host/));
    expect(store.view.columns).to.deep.equal(['hostname']);
  });

  it('the surroundings of an activity are shown, and the view before them again', async () => {
    await start({ filterText: 'comm = Foo' });
    store.select(activities[3]!);
    const details = await show('activity-details');
    const [around] = await staysWith<ActivityContextEvent>(['activity-context'], () => press(details, /^Around this$/));
    expect(around?.activity?.id).to.equal('a3');
    expect(around?.aroundMs).to.equal(60_000);
    expect(store.view.filterText).to.equal('');
    const list = await show('activity-list');
    await staysWith(['activity-context'], () => press(list, /^±5/));
    await staysWith(['activity-context'], () => press(list, /^Back to your filter$/));
    expect(store.view.filterText).to.equal('comm = Foo');
    await waitUntil(() => list.querySelector('.row .more') !== null, 'the rows are there');
    await staysWith(['activity-context'], () => {
      const grid = list.querySelector<HTMLElement>('[role="grid"]')!;
      grid.focus();
      grid.dispatchEvent(new KeyboardEvent('keydown', { key: 'c', bubbles: true }));
      return Promise.resolve();
    });
  });

  for (const [tag, back, forward] of [
    ['filter-bar', /^Undo/, /^Redo/],
    ['time-bar', /^Back to the view before/, /^Forward again/],
  ] as const)
    it(`the view before is brought back, and the next one again, by the ${tag}`, async () => {
      await start({ filterText: 'comm = kept' });
      store.setView({ filterText: 'comm = kept and uid = 0' });
      const bar = await show(tag);
      const [step] = await staysWith<ActivityHistoryEvent>(['activity-history'], () => press(bar, back));
      expect([step?.step, step?.view.filterText]).to.deep.equal([-1, 'comm = kept']);
      await staysWith(['activity-history'], () => press(bar, forward));
      expect(store.view.filterText).to.equal('comm = kept and uid = 0');
    });
});
